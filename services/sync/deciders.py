"""Who may decide on a clash: the owner of the matter, or the team leader.

The owner is who wrote the value that was not taken, and who is responsible for the
record.  Accounts, rights and the settings of the office are nobody's matter.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import Record
from models.errors import NotAllowed
from models.sync import Conflict
from models.values import Permission
from services.core.actor import Actor
from services.core.rights import holds
from services.sync.authors import staff_name
from services.sync.belonging import reader_of, whole_of
from services.sync.pending import Place

_NOBODYS = frozenset({"staff", "staff_grant", "setting", "access_entry"})
_OF_A_VISIT = frozenset({"petition", "meeting_request"})


@dataclass(frozen=True, slots=True)
class Deciders:
    """Who decides beside the team leader.

    Attributes:
        may: Whether who asks may decide.
        names: Of the owners.
    """

    may: bool
    names: tuple[str, ...] = ()


def deciders(session: Session, actor: Actor, conflict: Conflict) -> Deciders:
    """Return who may decide on a clash, and whether the actor may."""
    owners = _owners(session, conflict)
    names = (staff_name(session, one) for one in owners)
    may = holds(session, actor, Permission.CONFLICT_DECIDE) or (
        actor.staff_id in owners and holds(session, actor, reader_of(conflict.tbl))
    )
    return Deciders(may, tuple(name for name in names if name))


def require_decider(session: Session, actor: Actor, conflict: Conflict) -> None:
    """Refuse who neither owns the matter nor leads the team.

    Raises:
        NotAllowed: Somebody else decides.
    """
    if not deciders(session, actor, conflict).may:
        raise NotAllowed(permission=Permission.CONFLICT_DECIDE.value)


def _owners(session: Session, conflict: Conflict) -> tuple[str, ...]:
    if conflict.tbl in _NOBODYS:
        return ()
    responsible = _responsible(session, (conflict.tbl, conflict.row_id))
    return tuple(dict.fromkeys(one for one in (conflict.user_id, responsible) if one))


def _responsible(session: Session, place: Place) -> str:
    """Return who has the visit, else who made the record; "" where nobody is told."""
    table, row_id = whole_of(session, place)
    if table in _OF_A_VISIT:
        visit_id = _told(session, (table, row_id), "visit_id")
        has_it = _told(session, ("visit", visit_id), "staff_id")
    else:
        has_it = _told(session, (table, row_id), "staff_id") if table == "visit" else ""
    return has_it or _told(session, (table, row_id), "created_by")


def _told(session: Session, place: Place, name: str) -> str:
    table, row_id = place
    columns = Record.metadata.tables[table].columns
    if name not in columns:
        return ""
    return str(
        session.scalar(select(columns[name]).where(columns["id"] == row_id)) or ""
    )
