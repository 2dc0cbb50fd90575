"""Opens the office for a command: practice by itself, a real one with a password."""

import argparse
import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.container import Opened, open_practice_signed_in, open_signed_in
from services.core.clock import SystemClock
from services.core.config import OfficeFolder, default_folder


def folder_of(asked: argparse.Namespace) -> OfficeFolder:
    """Return the folder that was named, or this user's own."""
    chosen: Path | None = asked.office
    if chosen is not None:
        return OfficeFolder(chosen)
    return default_folder(practice=bool(asked.sample))


def password_of(asked: argparse.Namespace) -> str:
    """Return the password from a file or the keyboard; never from an argument."""
    file: Path | None = asked.password_file
    if file is not None:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    return getpass.getpass()


@contextmanager
def opened_office(asked: argparse.Namespace) -> Iterator[Opened]:
    """Open the office, and close it when the command is done.

    Raises:
        OfficeError: The sign-in or the file refused.
    """
    folder, clock = folder_of(asked), SystemClock()
    opened = open_practice_signed_in(folder, clock)
    if opened is None:
        opened = open_signed_in(folder, asked.login, password_of(asked), clock)
    try:
        yield opened
    finally:
        opened.close()
