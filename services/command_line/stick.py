"""server importer, card and import: the office's side of files on a stick."""

import argparse
from pathlib import Path

from services.command_line.opening import WrongUsage
from services.command_line.speaking import Answer
from services.core.cancellation import Cancellation
from services.core.config import write_whole
from services.core.texts import gettext as _
from services.sync.address import Limits, ServerAddress
from services.sync.server import ServerAdministration
from services.sync.server_stick import keep_card, make_importer
from services.sync.stick_gateway import ImporterGateway
from services.sync.stick_import import StickImporter
from services.sync.stick_keys import StickKeys, new_keys, read_card, read_keys


def importer(
    administration: ServerAdministration,
    address: ServerAddress,
    asked: argparse.Namespace,
) -> Answer:
    """Make the importer's login, and its keys where the file is not there yet."""
    file = _named(asked.keys, _("Say where the importer's keys are: --keys FILE."))
    keys = _read(file) if file.exists() else _made(file)
    login = make_importer(administration, address)
    sentence = _(
        "Stick files are entered as {role}. Its password is shown only now: {password} "
        "The importer's card, for each desk: {card}"
    )
    facts = {
        "role": login.role,
        "password": login.password,
        "card": keys.card.text(),
    }
    return Answer(sentence.format(**facts), facts)


def card(
    administration: ServerAdministration,
    address: ServerAddress,
    asked: argparse.Namespace,
) -> Answer:
    """Note the card of a desk, so that its files are known by their signature."""
    if not asked.card:
        raise WrongUsage(_("Say which card: --card CARD."))
    keep_card(administration, address, asked.desk, read_card(asked.card))
    return Answer(_("The card of the desk is noted."), {"desk": asked.desk})


def take(
    _administration: ServerAdministration,
    address: ServerAddress,
    asked: argparse.Namespace,
) -> Answer:
    """Enter a desk's file as the importer, and write the answer for the desk."""
    file = _named(asked.file, _("Say which file the desk wrote."))
    out = _named(asked.out, _("Say where the answer goes: --out FILE."))
    keys = _read(
        _named(asked.keys, _("Say where the importer's keys are: --keys FILE."))
    )
    never = Cancellation()
    gateway = ImporterGateway(address, Limits(), _free, lambda: never.is_set)
    try:
        told = StickImporter(gateway, keys).run(file.read_bytes())
    finally:
        gateway.close()
    write_whole(out, told.answer)
    sentence = _(
        "Desk {desk}: {new} changes are new, {known} were known. The answer is in {out}."
    )
    facts = {
        "desk": told.label,
        "new": told.new,
        "known": told.known,
        "conflicts": told.conflicts,
        "quarantined": told.quarantined,
        "out": str(out),
    }
    return Answer(sentence.format(**facts), facts)


def _free() -> None:
    """Let every call go: no office file is open here."""


def _named(file: Path | None, sentence: str) -> Path:
    if file is None:
        raise WrongUsage(sentence)
    return file


def _read(file: Path) -> StickKeys:
    return read_keys(file.read_text("utf-8"))


def _made(file: Path) -> StickKeys:
    keys = new_keys()
    file.touch(mode=0o600)
    file.write_text(keys.text(), encoding="utf-8")
    return keys
