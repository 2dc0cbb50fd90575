"""server: what the administrator of the shared database does."""

import argparse
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from services.command_line import stick
from services.command_line.opening import opened_office
from services.command_line.server_words import administrator_lines, finding_words
from services.command_line.speaking import DONE, REFUSED, Answer
from services.core.cancellation import Cancellation
from services.core.texts import gettext as _
from services.sync.address import Limits, ServerAddress
from services.sync.enrolment import DeskPlace
from services.sync.gateway import Profile
from services.sync.server import ServerAdministration
from services.sync.wire import table_specs

PASSWORD = "PGPASSWORD"  # noqa: S105 - the name of a variable


def server(asked: argparse.Namespace) -> Answer:
    """Do one verb of the administration.

    The owner's password comes from libpq's own places or PGPASSWORD, never from an
    argument.
    """
    never = Cancellation()
    administration = ServerAdministration(Limits(), lambda: never.is_set)
    address = ServerAddress(asked.url, os.environ.get(PASSWORD))
    return VERBS[asked.verb](administration, address, asked)


def enrol_desk(asked: argparse.Namespace) -> Answer:
    """Give this desk the place that ``server enrol`` told of."""
    file: Path | None = asked.server_password_file
    password = "" if file is None else file.read_text("utf-8").strip()
    place = DeskPlace(
        asked.number, asked.desk, asked.role, asked.url, password, asked.importer
    )
    with opened_office(asked) as opened:
        card = opened.services.sync.enrol.run(opened.actor, place)
    sentence = _(
        "This desk is {label} now; the next sync sends what waits. Its card for "
        "sticks: {card}"
    )
    return Answer(
        sentence.format(label=asked.desk, card=card),
        {"desk": asked.desk, "card": card},
    )


def _create(
    administration: ServerAdministration,
    address: ServerAddress,
    _asked: argparse.Namespace,
) -> Answer:
    place = administration.create(address, table_specs())
    lines = (_("The shared database is ready."), *administrator_lines(place))
    return Answer("\n".join(lines), {"created": True})


def _upgrade(
    administration: ServerAdministration,
    address: ServerAddress,
    _asked: argparse.Namespace,
) -> Answer:
    count = administration.upgrade(address, table_specs())
    return Answer(
        _("{count} steps were applied.").format(count=count), {"steps": count}
    )


def _revoke(
    administration: ServerAdministration,
    address: ServerAddress,
    asked: argparse.Namespace,
) -> Answer:
    administration.revoke(address, asked.desk)
    return Answer(_("The desk is shut out."), {"revoked": asked.desk})


def _restored(
    administration: ServerAdministration,
    address: ServerAddress,
    _asked: argparse.Namespace,
) -> Answer:
    epoch = administration.restored(address)
    return Answer(_("A new history has begun."), {"epoch": epoch})


def _enrol(
    administration: ServerAdministration,
    address: ServerAddress,
    asked: argparse.Namespace,
) -> Answer:
    made = administration.enrol(address, asked.desk, Profile(asked.profile), None)
    sentence = _(
        "Desk {label} is enrolled: number {desk}, login {role}. Its password is shown "
        "only now: {password}"
    )
    return Answer(
        sentence.format(
            label=made.label, desk=made.desk_id, role=made.role, password=made.password
        ),
        {
            "desk_id": made.desk_id,
            "label": made.label,
            "role": made.role,
            "password": made.password,
        },
    )


def _check(
    administration: ServerAdministration,
    address: ServerAddress,
    _asked: argparse.Namespace,
) -> Answer:
    report = administration.check(address, table_specs())
    well = not report.findings
    facts = {
        "well": well,
        "head": report.head,
        "desks": [desk.label for desk in report.desks],
        "findings": {one.code: one.amount for one in report.findings},
    }
    sentence = _("All is well.") if well else _("Something is wrong; see the list.")
    lines = [sentence, *map(finding_words, report.findings)]
    return Answer("\n".join(lines), facts, DONE if well else REFUSED)


VERBS: Mapping[
    str, Callable[[ServerAdministration, ServerAddress, argparse.Namespace], Answer]
] = {
    "create": _create,
    "upgrade": _upgrade,
    "enrol": _enrol,
    "revoke": _revoke,
    "restored": _restored,
    "check": _check,
    "importer": stick.importer,
    "card": stick.card,
    "import": stick.take,
}
