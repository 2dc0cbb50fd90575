"""Whether somebody holds a right, where a verb asks for more than the one it declares."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.trust import Grant, Staff
from models.values import Permission
from services.core.actor import Actor


def holds(session: Session, actor: Actor, permission: Permission) -> bool:
    """Whether the actor holds the right now; nothing is allowed by default."""
    if permission in actor.own:
        return True
    granted = exists().where(
        Staff.id == Grant.staff_id,
        Grant.staff_id == actor.staff_id,
        Grant.permission == permission,
        Grant.revoked_at.is_(None),
        Staff.active,
    )
    return bool(session.scalar(select(granted)))
