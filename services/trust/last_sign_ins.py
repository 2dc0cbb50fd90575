"""When people last signed in, as the access log tells."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.trust import AccessEntry, Grant
from models.values import AccessAction, Permission
from services.core.actor import Actor


def sign_ins(session: Session, actor: Actor) -> Mapping[str, datetime]:
    """Return the last sign-in by staff id: the actor's own, and with the right all."""
    asked = (
        select(AccessEntry.staff_id, func.max(AccessEntry.at).label("last"))
        .where(AccessEntry.subject_kind == "", AccessEntry.subject_id == "")
        .where(AccessEntry.action == AccessAction.SIGN_IN)
        .group_by(AccessEntry.staff_id)
    )
    if not _manages(session, actor):
        asked = asked.where(AccessEntry.staff_id == actor.staff_id)
    return {row.staff_id: row.last for row in session.execute(asked)}


def _manages(session: Session, actor: Actor) -> bool:
    right = Permission.STAFF_MANAGE
    held = select(Grant.id).where(
        Grant.staff_id == actor.staff_id,
        Grant.permission == right,
        Grant.revoked_at.is_(None),
    )
    return right in actor.own or session.scalar(held.limit(1)) is not None
