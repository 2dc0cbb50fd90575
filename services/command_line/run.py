"""Runs one command and returns its exit code."""

import argparse
from collections.abc import Callable, Mapping

from models.errors import OfficeError
from services.command_line import (
    doctor,
    founding,
    keeping,
    server,
    staff,
    unattended,
    work,
)
from services.command_line.opening import WrongUsage
from services.command_line.speaking import REFUSED, WRONG_USAGE, Answer, Speaker, Words
from services.core import texts
from services.core.config import path_refused
from services.core.fault_place import place_of
from services.core.texts import gettext as _

COMMANDS: Mapping[str, Callable[[argparse.Namespace], Answer]] = {
    "init": founding.init,
    "import": work.take,
    "export": work.give,
    "sync": work.sync,
    "pack": work.pack,
    "backup": keeping.backup,
    "restore": keeping.restore,
    "doctor": doctor.doctor,
    "enrol": server.enrol_desk,
    "server": server.server,
    "staff": staff.staff,
    "unattended": unattended.unattended,
}


def run(asked: argparse.Namespace, words: Words) -> int:
    """Run the command: 0 done, 1 refused with a reason, 2 wrong usage, 3 not reachable.

    Args:
        asked: What was typed.
        words: Turns a refusal into words.
    """
    speaker = Speaker(as_json=asked.json, words=words)
    with texts.using(asked.language or texts.language()):
        return _answer(asked, speaker)


def _answer(asked: argparse.Namespace, speaker: Speaker) -> int:
    try:
        command = COMMANDS.get(asked.command, _self_test)
        answer = command(asked)
    except OfficeError as error:
        return speaker.refuse(error)
    except OSError as error:
        return speaker.refuse(path_refused(error))
    except WrongUsage as error:
        answer = Answer(error.sentence, {"usage": error.sentence}, WRONG_USAGE)
    except Exception as error:  # noqa: BLE001 - the shell's net: nobody reads a traceback
        answer = _fault(error)
    return speaker.tell(answer)


def _self_test(_asked: argparse.Namespace) -> Answer:
    return founding.self_test()


def _fault(error: Exception) -> Answer:
    """Say that the program went wrong and where, without the exception's words."""
    place = place_of(error)
    sentence = _("Something in the program went wrong.")
    facts = {"refused": OfficeError.code, "place": place}
    return Answer(f"{sentence} ({place})", facts, REFUSED, OfficeError.code)
