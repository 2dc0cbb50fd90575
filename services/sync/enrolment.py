"""Makes this desk a desk of the office: its letter for good, its way to the server."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.errors import FieldError, OfficeError
from models.sync import Outbox, SyncState
from models.values import AccessAction, Permission
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.form_faults import TextField, faults_in, refuse
from services.core.unit_of_work import UnitOfWork
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
LONGEST_ROLE = 63  # PostgreSQL's own limit for a name
LONGEST_ADDRESS = 2_000


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
    server did not get from it before.
    """

    permission = Permission.SETTINGS_OFFICE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, place: DeskPlace) -> str:
        """Keep the place; return the desk's card, for the server's administrator.

        Numbers given before keep the mark they were given with.  The keys for sticks
        are made at the first enrolment, and anew with a new place.

        The password stays in the encrypted office file, which must be open for a
        round in any case.

        Raises:
            FormRefused: A text cannot be stored.
            FieldError: The server's address cannot be read.
            EnrolledAlready: The desk is another desk of an office and may go on as
                that one.
            CertificateUnreadable: The certificate, a new one or the one kept, is not
                of this login or not made with this password.
        """
        address, importer = read_place(place)
        with self._units.begin(actor, self.permission) as work:
            memory = recall(work.session)
            if changes_place(memory, place, work.desk):
                _leave_old_place(work.session, memory)
            work.session.execute(
                update(SyncState).values(
                    enrolled=True,
                    desk_id=place.desk_id,
                    label=place.label,
                    server=address,
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
    return _address(place), _importer(place)


def changes_place(memory: Memory, place: DeskPlace, label: str) -> bool:
    """Say whether the desk would leave the place it has.

    Raises:
        EnrolledAlready: It would, and may go on as the desk that it is.
    """
    if not memory.enrolled or memory.desk_id == place.desk_id:
        return False
    if memory.halted in ("", *FOLLOWABLE):
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
