"""server: what the administrator of the shared database does."""

import argparse
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from services.command_line import certificates, stick
from services.command_line.opening import WrongUsage, opened_office
from services.command_line.server_words import administrator_lines, finding_words
from services.command_line.speaking import DONE, REFUSED, UNREACHABLE, Answer
from services.core.cancellation import Cancellation
from services.core.texts import gettext as _
from services.sync.address import Limits, ServerAddress
from services.sync.desk_certificate import read_certificate
from services.sync.enrolment import DeskPlace
from services.sync.gateway import Profile
from services.sync.server import Enrolment, ServerAdministration
from services.sync.try_place import Trial
from services.sync.wire import table_specs

PASSWORD = "PGPASSWORD"  # noqa: S105 - the name of a variable


def server(asked: argparse.Namespace) -> Answer:
    """Do one verb of the administration.

    The owner's password comes from libpq's own places or PGPASSWORD, never from an
    argument.
    """
    never = Cancellation()
    administration = ServerAdministration(Limits(), lambda: never.is_set)
    address = ServerAddress(_address(asked), os.environ.get(PASSWORD))
    return VERBS[asked.verb](administration, address, asked)


def _address(asked: argparse.Namespace) -> str:
    """Return the address that was typed.

    Raises:
        WrongUsage: There is a password in it; arguments stand in the list of processes.
    """
    typed: str = asked.url
    try:
        told = conninfo_to_dict(typed)
    except ProgrammingError:
        return typed  # said in words by whoever connects
    if told.get("password"):
        raise WrongUsage(
            _(
                "An address with a password is not taken: other people on this machine "
                "could read it. Leave it out; a file or PGPASSWORD may hold it."
            )
        )
    return typed


def enrol_desk(asked: argparse.Namespace) -> Answer:
    """Give this desk the place that ``server enrol`` told of, if the server knows it."""
    file: Path | None = asked.server_password_file
    password = "" if file is None else file.read_text("utf-8").strip()
    pem: Path | None = asked.certificate
    place = DeskPlace(
        asked.number,
        asked.desk,
        asked.role,
        _address(asked),
        password,
        asked.importer,
        "" if pem is None else read_certificate(pem),
    )
    with opened_office(asked) as opened:
        trial = opened.services.sync.try_place.run(opened.actor, place)
        if trial.fits is False:
            return _not_kept(trial)
        card = opened.services.sync.enrol.run(opened.actor, place)
    return _kept(asked, trial, card)


def _not_kept(trial: Trial) -> Answer:
    """Say that the server does not take the desk as it was typed."""
    sentence = _("The desk was not enrolled. Nothing of this place was kept.")
    return Answer(sentence, {"refused": trial.code}, REFUSED, trial.code)


def _kept(asked: argparse.Namespace, trial: Trial, card: str) -> Answer:
    """Say what the desk is now, and whether the server has said so too."""
    facts = {"desk": asked.desk, "card": card, "server": trial.code or "well"}
    if trial.fits is None:
        sentence = _(
            "This desk is {label} now; its place is kept. The shared database could not "
            "be reached, so number, login and password were not tried: the next sync "
            "tries them. Its card for sticks: {card}"
        )
        # A desk with an importer's card may never reach the server itself.
        code = DONE if asked.importer else UNREACHABLE
    elif trial.code:
        sentence = _(
            "This desk is {label} now; its place is kept, but it cannot send from here. "
            "Its card for sticks: {card}"
        )
        code = REFUSED
    else:
        sentence = _(
            "This desk is {label} now, and the server knows it; the next sync sends what "
            "waits. Its card for sticks: {card}"
        )
        code = DONE
    reason = "" if trial.fits is None else trial.code
    return Answer(sentence.format(label=asked.desk, card=card), facts, code, reason)


def _create(
    administration: ServerAdministration,
    address: ServerAddress,
    asked: argparse.Namespace,
) -> Answer:
    certificates.found(asked)  # first: the server's own line may need it
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
    certificates.able(asked)
    role = administration.revoke(address, asked.desk)
    lines = (_("The desk is shut out."), *certificates.take_back(asked, role))
    return Answer("\n".join(lines), {"revoked": asked.desk})


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
    certificates.ready(asked)
    made = administration.enrol(address, asked.desk, Profile(asked.profile), None)
    return _handed_out(asked, made)


def _renew(
    administration: ServerAdministration,
    address: ServerAddress,
    asked: argparse.Namespace,
) -> Answer:
    certificates.ready(asked)
    return _handed_out(asked, administration.renew(address, asked.desk))


def _handed_out(asked: argparse.Namespace, made: Enrolment) -> Answer:
    sentence = _(
        "Desk {label} is enrolled: number {desk}, login {role}. Its password is shown "
        "only now: {password}"
    ).format(
        label=made.label, desk=made.desk_id, role=made.role, password=made.password
    )
    return Answer(
        "\n".join((sentence, *certificates.hand_out(asked, made))),
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
    asked: argparse.Namespace,
) -> Answer:
    report = administration.check(address, table_specs())
    ending, ends = certificates.ending(asked)
    findings = (*report.findings, *ending)
    well = not findings
    facts = {
        "well": well,
        "head": report.head,
        "desks": [desk.label for desk in report.desks],
        "findings": {one.code: one.amount for one in findings},
        "kept_in_scope": report.kept_in_scope,
        **({"certificates": ends} if ends else {}),
    }
    sentence = _("All is well.") if well else _("Something is wrong; see the list.")
    lines = [sentence, *map(finding_words, findings)]
    if report.kept_in_scope:
        kept = _("{amount} change(s) of city desks stayed there, as they must.")
        lines.append(kept.format(amount=report.kept_in_scope))
    lines += [f"    {role}: {day}" for role, day in ends.items()]
    return Answer("\n".join(lines), facts, DONE if well else REFUSED)


VERBS: Mapping[
    str, Callable[[ServerAdministration, ServerAddress, argparse.Namespace], Answer]
] = {
    "create": _create,
    "upgrade": _upgrade,
    "enrol": _enrol,
    "renew": _renew,
    "revoke": _revoke,
    "restored": _restored,
    "check": _check,
    "importer": stick.importer,
    "card": stick.card,
    "import": stick.take,
}
