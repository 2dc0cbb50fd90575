"""Words for refusals that a window tells by what is on its screen; a shell has none."""

from collections.abc import Callable, Mapping

from services.core.texts import gettext as _


def kept_in_shell() -> tuple[str, str]:
    """Return what was kept and what to do, where a value that was given does not do."""
    return _("Nothing was changed."), _("Correct it, then run the command again.")


SHELL: Mapping[str, Callable[[], tuple[str, str, str]]] = {
    "not_found": lambda: (
        _("There is nothing here by the name or number that was given."),
        *kept_in_shell(),
    ),
    "step_refused": lambda: (
        _("As things stand, this step is not possible."),
        _("Nothing was changed."),
        _("Run 'doctor' to see how the office stands."),
    ),
    "changed_meanwhile": lambda: (
        _("Somebody else has changed this in the meantime."),
        _("Nothing was changed."),
        _("Look at it as it is now, then run the command again."),
    ),
    "file_busy": lambda: (
        _("Another program keeps the office file locked."),
        _("Nothing was changed."),
        _("Close the other program, then try again."),
    ),
    "disk_full": lambda: (
        _("There is no room left on the disk."),
        _("Nothing was changed."),
        _("Free some room, then run the command again."),
    ),
    "read_only": lambda: (
        _("The folder of the office does not take changes."),
        _("Nothing was changed."),
        _("Ask for the right to write there, then run the command again."),
    ),
}
"""By the code of the refusal; every other is told as in the window."""
