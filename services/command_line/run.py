"""Runs one command and returns its exit code."""

import argparse
from collections.abc import Callable, Mapping

from models.errors import OfficeError
from services.command_line import founding, server, work
from services.command_line.speaking import Answer, Speaker, Words
from services.core import texts

COMMANDS: Mapping[str, Callable[[argparse.Namespace], Answer]] = {
    "init": founding.init,
    "import": work.take,
    "export": work.give,
    "sync": work.sync,
    "pack": work.pack,
    "backup": work.backup,
    "restore": work.restore,
    "doctor": work.doctor,
    "server": server.server,
}


def run(asked: argparse.Namespace, words: Words) -> int:
    """Run the command: 0 done, 1 refused with a reason, 3 not reachable.

    Args:
        asked: What was typed.
        words: Turns a refusal into words.
    """
    if asked.language:
        texts.use(asked.language)
    speaker = Speaker(as_json=asked.json, words=words)
    try:
        if asked.self_test:
            return speaker.tell(founding.self_test())
        return speaker.tell(COMMANDS[asked.command](asked))
    except OfficeError as error:
        return speaker.refuse(error)
