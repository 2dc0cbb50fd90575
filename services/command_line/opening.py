"""Opens the office for a command: practice by itself, a real one with a password.

A round of sync may have its key from the system's secret store instead.
"""

import argparse
import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.container import (
    Opened,
    open_for_sync,
    open_practice_signed_in,
    open_signed_in,
)
from services.core.clock import Clock, SystemClock
from services.core.config import OfficeFolder, default_folder
from services.core.database import office_errors
from services.core.texts import gettext as _
from services.trust.key_ring import read_ring


class WrongUsage(Exception):
    """What was typed is not enough, or leads nowhere.

    Attributes:
        sentence: What is missing, in words.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def folder_of(asked: argparse.Namespace) -> OfficeFolder:
    """Return the folder that was named, or this user's own."""
    chosen: Path | None = asked.office
    if chosen is not None:
        return OfficeFolder(chosen)
    return default_folder(practice=bool(asked.sample))


def login_of(asked: argparse.Namespace) -> str:
    """Return the account that acts.

    Raises:
        WrongUsage: None was named.
    """
    login: str = asked.login
    if not login:
        raise WrongUsage(_("Say which account acts: --login NAME."))
    return login


def password_of(asked: argparse.Namespace) -> str:
    """Return the password from a file or the keyboard; never from an argument.

    Raises:
        WrongUsage: The file cannot be read, or nobody is there to type.
    """
    file: Path | None = asked.password_file
    try:
        if file is None:
            return getpass.getpass(_("Password: "))
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError, EOFError):
        raise WrongUsage(_("The password could not be read.")) from None


@contextmanager
def opened_office(asked: argparse.Namespace) -> Iterator[Opened]:
    """Open the office, and close it when the command is done.

    Raises:
        OfficeError: The sign-in or the file refused.
    """
    folder, clock = folder_of(asked), SystemClock()
    opened = open_practice_signed_in(folder, clock)
    if opened is None:
        opened = open_signed_in(folder, login_of(asked), password_of(asked), clock)
    try:
        with office_errors():
            yield opened
    finally:
        opened.close()


def refuse_existing(target: Path, *, replaced: bool) -> None:
    """Keep a file that is there, unless it is to be replaced.

    Raises:
        WrongUsage: It is there and was kept.
    """
    if target.exists() and not replaced:
        told = _("{file} is there already and was kept: another name, or --replace.")
        raise WrongUsage(told.format(file=target))


@contextmanager
def opened_for_sync(asked: argparse.Namespace) -> Iterator[Opened]:
    """Open the office for one round: as the account that was named, or as nobody.

    Raises:
        OfficeError: The sign-in, the secret store or the file refused.
    """
    folder = folder_of(asked)
    if asked.login or read_ring(folder).practice:
        with opened_office(asked) as opened:
            yield opened
        return
    opened = open_for_sync(folder, SystemClock(), _never)
    try:
        yield opened
    finally:
        opened.close()


def _never() -> bool:
    """Stop nothing: a command is ended from outside."""
    return False


@contextmanager
def opened_with(
    folder: OfficeFolder, login: str, password: str, clock: Clock
) -> Iterator[Opened]:
    """Open a real office with a password that is known already."""
    opened = open_signed_in(folder, login, password, clock)
    try:
        yield opened
    finally:
        opened.close()
