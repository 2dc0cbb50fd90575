"""unattended: whether a timer and a locked window may sync without a sign-in."""

import argparse

from services.command_line.opening import opened_office
from services.command_line.speaking import Answer
from services.core.cancellation import Cancellation
from services.core.texts import gettext as _


def unattended(asked: argparse.Namespace) -> Answer:
    """Turn it on or off for this desk and this account of the system."""
    with opened_office(asked) as opened:
        trust, actor = opened.services.trust, opened.actor
        if asked.verb == "on":
            trust.turn_on_unattended.run(actor, Cancellation())
            return Answer(_on(), {"unattended": True})
        is_gone = trust.turn_off_unattended.run(actor, Cancellation())
    sentence = _off() if is_gone else _left()
    return Answer(sentence, {"unattended": False, "secret_left": not is_gone})


def _on() -> str:
    return _(
        "This desk now syncs without a sign-in, under this account of the system. Its "
        "secret lies in the system's secret store."
    )


def _off() -> str:
    return _("This desk syncs only while somebody is signed in. The secret is removed.")


def _left() -> str:
    return _(
        "This desk syncs only while somebody is signed in. The secret store did not "
        "answer: what it still holds opens nothing any more."
    )
