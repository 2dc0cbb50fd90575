"""Words for why a desk's memory and the shared database did not fit, and what followed."""

from collections.abc import Callable, Mapping

from services.core.texts import gettext as _

_STOPPED: Mapping[str, Callable[[], str]] = {
    "cloned": lambda: _(
        "! This desk's folder was copied, and another machine works under its name. "
        "Nothing is sent from here; everything is kept. Have a new place made for this "
        "machine and enrol it."
    ),
    "desk_restored": lambda: _(
        "! This desk came back from an older copy; what it had sent since was fetched "
        "again. Nothing is sent from here; everything is kept. Have a new place made "
        "for it and enrol it."
    ),
    "desk_forked": lambda: _(
        "! Another machine has written under this desk's name. Nothing is sent from "
        "here; everything is kept. Have a new place made for this machine and enrol it."
    ),
    "server_restored": lambda: _(
        "! The shared database has another history and shares no past with this desk. "
        "Nothing is sent; everything is kept. Is it the right server? Then let this "
        "desk follow it."
    ),
    "history_differs": lambda: _(
        "! The shared database tells another history than before, as after a backup "
        "that came back. Nothing is sent; everything is kept. Ask the IT office; then "
        "let this desk follow it."
    ),
    "given_up": lambda: _(
        "! This desk has left its place. Nothing is sent; everything is kept. Enrol it "
        "with its new place."
    ),
}

_HEALED: Mapping[str, Callable[[], str]] = {
    "server_restored": lambda: _(
        "The shared database came back from a backup. What it lacked was sent again."
    ),
    "history_differs": lambda: _(
        "This desk now follows the history of the shared database. What that lacked "
        "was sent again."
    ),
}


def stopped(code: str) -> str:
    """Return why nothing is sent, what is kept and what to do."""
    words = _STOPPED.get(code)
    if words is None:
        return _("! Sending has stopped: the IT office has to enrol this desk anew.")
    return words()


def healed(code: str) -> str:
    """Return what a round did before it went on as usual; "" for nothing."""
    words = _HEALED.get(code)
    return words() if words else ""
