"""Letterhead and stamp of a paper, read from the office inside a transaction."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.trust import AccessEntry, LocalFact, Staff
from models.values import Permission, Purpose
from services.briefing.values import Letterhead, Stamp
from services.core.actor import Actor
from services.core.office import PRACTICE_SEAL
from services.core.texts import gettext as _
from services.core.unit_of_work import Reading, UnitOfWork
from services.trust.office_settings import read_settings


def letterhead(session: Session) -> Letterhead:
    """Return whose paper it is; the office's settings, or the common name of it."""
    chosen = read_settings(session)
    return Letterhead(
        agency=chosen.agency or _("Citizen Communication Office"),
        team=chosen.team or _("Petition Communication Team"),
    )


def stamp(reading: Reading, purpose: Purpose, number: str = "") -> Stamp:
    """Return who prints, when and what for.

    Without a number the paper takes the desk's last line of the access log, so that
    whoever finds it can look up that line.
    """
    session = reading.session
    staff = session.get(Staff, reading.actor.staff_id)
    seal = session.get(LocalFact, PRACTICE_SEAL)
    return Stamp(
        made_by=staff.name if staff else "",
        made_at=reading.now,
        number=number or _log_number(reading),
        purpose=purpose,
        practice=seal is not None and seal.value == "1",
    )


def require(units: UnitOfWork, actor: Actor, permission: Permission) -> None:
    """Ask for one more right before a transaction.

    Raises:
        NotAllowed: The actor lacks it.
    """
    with units.read(actor, permission):
        return


def _log_number(reading: Reading) -> str:
    line = reading.session.scalar(
        select(func.max(AccessEntry.line)).where(AccessEntry.desk == reading.desk)
    )
    return f"{reading.desk}-{line or 0}"
