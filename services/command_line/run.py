"""Runs one command and returns its exit code."""

import argparse
from collections.abc import Callable, Mapping

from models.errors import OfficeError
from services.command_line import founding, keeping, server, work
from services.command_line.opening import WrongUsage
from services.command_line.speaking import WRONG_USAGE, Answer, Speaker, Words
from services.core import texts
from services.core.config import path_refused

COMMANDS: Mapping[str, Callable[[argparse.Namespace], Answer]] = {
    "init": founding.init,
    "import": work.take,
    "export": work.give,
    "sync": work.sync,
    "pack": work.pack,
    "backup": keeping.backup,
    "restore": keeping.restore,
    "doctor": keeping.doctor,
    "enrol": server.enrol_desk,
    "server": server.server,
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
        if asked.self_test:
            return speaker.tell(founding.self_test())
        return speaker.tell(COMMANDS[asked.command](asked))
    except OfficeError as error:
        return speaker.refuse(error)
    except OSError as error:
        return speaker.refuse(path_refused(error))
    except WrongUsage as error:
        return speaker.tell(
            Answer(error.sentence, {"usage": error.sentence}, WRONG_USAGE)
        )
