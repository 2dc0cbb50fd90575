"""Makes this desk a desk of the office: its letter for good, its way to the server."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.errors import FieldError, OfficeError
from models.sync import Outbox, SyncState
from models.values import AccessAction, Permission
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.form_faults import TextField, faults_in, refuse
from services.core.office import provisional_label
from services.core.unit_of_work import UnitOfWork, Work
from services.sync.desk_certificate import check_fits
from services.sync.memory import (
    BEGINS,
    CERTIFICATE,
    CERTIFICATE_ENDS,
    FORMER,
    HALTED,
    SECRET,
    STICK_KEYS,
    STICK_OFFICE,
    Memory,
    drop_fact,
    fact,
    keep_fact,
    recall,
)
from services.sync.recover_desk import FOLLOWABLE
from services.sync.stick_keys import CardUnreadable, new_keys, read_card, read_keys

LONGEST_LABEL = 8
LETTERS = re.compile(r"[A-Z]{1,2}")
LONGEST_ROLE = 63  # PostgreSQL's own limit for a name
LONGEST_ADDRESS = 2_000


class LabelUnfit(OfficeError):
    """A desk's letter is one or two of A to Z; facts: label."""

    code = "label_unfit"


class PracticeStaysHere(OfficeError):
    """A practice office has no place at a server: nothing in it goes out."""

    code = "practice_stays_here"


class EnrolledAlready(OfficeError):
    """The desk has another place at a server; facts: label."""

    code = "enrolled_already"


@dataclass(frozen=True, slots=True)
class DeskPlace:
    """What the administrator of the server handed out for this desk.

    Attributes:
        server: Where the shared database is; a password in it is not kept.
        role: The desk's login there.
        password: "" where a certificate or the server's rules suffice.
        importer: The importer's card, for sticks; "" leaves what was told before.
        certificate: The desk's, with its key; "" leaves what was told before.
    """

    desk_id: int
    label: str
    role: str
    server: str = field(repr=False)
    password: str = field(default="", repr=False)
    importer: str = field(default="", repr=False)
    certificate: str = field(default="", repr=False)


class EnrolDesk:
    """Gives the desk its place; the same place again renews address and password.

    A desk that was copied or came back from a copy takes a new place here.  It goes on
    counting, so no number is given twice, and hands in under its new letter what the
    server did not get from it before.  A place that the server has never confirmed can
    be typed anew with other numbers.
    """

    permission = Permission.SETTINGS_OFFICE

    def __init__(self, units: UnitOfWork, *, practice: bool = False) -> None:
        """Keep what an enrolment needs.

        Args:
            units: The office's transactions.
            practice: The office is refused: what is made up must not reach a city.
        """
        self._units = units
        self._practice = practice

    def run(self, actor: Actor, place: DeskPlace) -> str:
        """Keep the place; return the desk's card, for the server's administrator.

        Numbers keep their provisional mark until the server has confirmed the letter,
        which it does when it answers.  The keys for sticks are made at the first
        enrolment, and anew with a new place.

        The password stays in the encrypted office file, which must be open for a
        round in any case.

        Raises:
            PracticeStaysHere: This is a practice office.
            FormRefused: A text cannot be stored.
            LabelUnfit: The letter is none that a server gives.
            FieldError: The server's address cannot be read.
            EnrolledAlready: The desk is another desk of an office and may go on as
                that one.
            CertificateUnreadable: The certificate, a new one or the one kept, is not
                of this login or not made with this password.
        """
        address, importer = read_place(place)
        if self._practice:
            raise PracticeStaysHere
        with self._units.begin(actor, self.permission) as work:
            memory = recall(work.session)
            if changes_place(work.session, memory, place, work.desk):
                _leave(work, memory, place)
            work.session.execute(
                update(SyncState).values(
                    enrolled=True, desk_id=place.desk_id, server=address
                )
            )
            _keep_certificate(work.session, place)
            keep_fact(work.session, SECRET, place.password)
            if importer:
                keep_fact(work.session, STICK_OFFICE, importer)
            card = _card(work.session)
            work.log(Access(AccessAction.SYNC, "sync_state", note="enrolled"))
            work.touched("sync_state")
        return card


def read_place(place: DeskPlace) -> tuple[str, str]:
    """Return the address without a password, and the importer's card.

    Raises:
        FormRefused: A text cannot be stored.
        LabelUnfit: The letter is none that a server gives.
        FieldError: The server's address or the card cannot be read.
    """
    refuse(
        faults_in(
            TextField("label", place.label, LONGEST_LABEL, needed=True),
            TextField("role", place.role, LONGEST_ROLE, needed=True),
            TextField("server", place.server, LONGEST_ADDRESS, needed=True),
            TextField("password", place.password, LONGEST_ADDRESS),
            TextField("importer", place.importer, LONGEST_ADDRESS),
        )
    )
    if not LETTERS.fullmatch(place.label):
        raise LabelUnfit(label=place.label)
    return _address(place), _importer(place)


def changes_place(
    session: Session, memory: Memory, place: DeskPlace, label: str
) -> bool:
    """Say whether the desk would leave the place it has.

    Raises:
        EnrolledAlready: It would, and may go on as the desk that it is.
    """
    if not memory.enrolled or memory.desk_id == place.desk_id:
        return False
    if _is_answered(session, memory) and memory.halted in ("", *FOLLOWABLE):
        raise EnrolledAlready(label=label)
    return True


def certificate_for(
    session: Session, place: DeskPlace, *, leaves: bool
) -> tuple[str, datetime] | None:
    """Return the certificate that the desk will show there, and when it ends.

    Args:
        session: Of the office file.
        place: The desk's.
        leaves: Whether the certificate that is kept belongs to a place it leaves.

    Raises:
        CertificateUnreadable: It is not of this login or not made with this password.
    """
    told = place.certificate or (None if leaves else fact(session, CERTIFICATE))
    return (told, check_fits(told, place.role, place.password)) if told else None


def _is_answered(session: Session, memory: Memory) -> bool:
    """Say whether anybody may have heard of this desk, by line or by stick."""
    return bool(memory.epoch) or fact(session, STICK_OFFICE) is not None


def _leave(work: Work, memory: Memory, place: DeskPlace) -> None:
    """Leave the place that the desk has, for another one."""
    session = work.session
    if not _is_answered(session, memory):
        drop_fact(session, CERTIFICATE)
        drop_fact(session, CERTIFICATE_ENDS)
        return
    _leave_old_place(session, memory)
    install = session.scalars(select(SyncState.install_id)).one()
    label = provisional_label(place.label, install)  # until the server confirms it
    session.execute(update(SyncState).values(label=label))


def _leave_old_place(session: Session, memory: Memory) -> None:
    """Close the account of the desk that this machine was; the next number follows."""
    session.execute(
        update(Outbox)
        .where(Outbox.dseq <= memory.acked, Outbox.past_desk.is_(None))
        .values(past_desk=memory.desk_id)
    )
    session.execute(update(SyncState).values(echoed=memory.acked))
    keep_fact(session, BEGINS, str(memory.acked))
    keep_fact(session, FORMER, str(memory.desk_id))
    drop_fact(session, HALTED)
    drop_fact(session, CERTIFICATE)
    drop_fact(session, CERTIFICATE_ENDS)
    drop_fact(session, STICK_KEYS)  # whoever has the old place has the old keys


def _keep_certificate(session: Session, place: DeskPlace) -> None:
    """Keep a certificate that fits; one is never dropped, or the line were less safe."""
    found = certificate_for(session, place, leaves=False)  # of an old place: dropped
    if found is not None:
        told, ends = found
        keep_fact(session, CERTIFICATE, told)
        keep_fact(session, CERTIFICATE_ENDS, ends.isoformat())


def _card(session: Session) -> str:
    """Return the card of the desk's keys, which are made if there are none."""
    told = fact(session, STICK_KEYS)
    keys = read_keys(told) if told else new_keys()
    if not told:
        keep_fact(session, STICK_KEYS, keys.text())
    return keys.card.text()


def _importer(place: DeskPlace) -> str:
    try:
        return read_card(place.importer).text() if place.importer.strip() else ""
    except CardUnreadable:
        raise FieldError(field="importer", fault="unreadable") from None


def _address(place: DeskPlace) -> str:
    from psycopg import ProgrammingError  # noqa: PLC0415 - slow, needed once a desk
    from psycopg.conninfo import conninfo_to_dict, make_conninfo  # noqa: PLC0415 - as above

    try:
        told = conninfo_to_dict(place.server)
    except ProgrammingError:
        told = {}
    told.pop("password", None)
    if "dbname" not in told:
        # Raised out here: the driver's words may quote a password.
        raise FieldError(field="server", fault="unreadable")
    return make_conninfo("", **{**told, "user": place.role})
