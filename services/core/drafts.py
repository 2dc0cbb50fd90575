"""What somebody has typed and not yet saved: kept per person and form, on this desk.

The field keeps in memory what was typed; what reaches the disk has no identity
numbers and no characters that no database takes (decision 14).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.base import new_id
from models.trust import Draft
from models.values import Permission
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.korean.document_guard import drop_guarded, storable

Typed = None | bool | int | str | Sequence["Typed"] | Mapping[str, "Typed"]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as the list of a person's unfinished forms shows it."""

    form: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class LoadedDraft:
    """A draft as its form takes it up again."""

    fields: Mapping[str, Typed]
    saved_at: datetime

    def __repr__(self) -> str:
        return "<LoadedDraft>"


class SaveDraft:
    """Keeps what stands in a form, in place of what was kept before."""

    permission = Permission.SETTINGS_OWN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, form: str, fields: Mapping[str, Typed]) -> datetime:
        """Keep the guarded fields; return when they were written.

        Args:
            actor: Whose draft it is.
            form: The form's name; a person has one draft of each.
            fields: What was typed, by field.
        """
        payload = json.dumps(_guarded(fields), ensure_ascii=False)
        with self._units.begin(actor, self.permission) as work:
            draft = _find(work.session, actor, form)
            if draft is None:
                draft = Draft(id=new_id(), staff_id=actor.staff_id, form=form)
                work.session.add(draft)
            draft.payload, draft.saved_at = payload, work.now
            return work.now


class LoadDraft:
    """Brings back what was typed."""

    permission = Permission.SETTINGS_OWN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, form: str) -> LoadedDraft | None:
        """Return the actor's own draft of the form; None without one."""
        with self._units.read(actor, self.permission) as reading:
            draft = _find(reading.session, actor, form)
            if draft is None:
                return None
            return LoadedDraft(json.loads(draft.payload), draft.saved_at)


class DraftList:
    """Lists a person's unfinished forms."""

    permission = Permission.SETTINGS_OWN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> tuple[DraftRow, ...]:
        """Return the actor's own drafts, the latest first."""
        with self._units.read(actor, self.permission) as reading:
            found = reading.session.execute(
                select(Draft.form, Draft.saved_at)
                .where(Draft.staff_id == actor.staff_id)
                .order_by(Draft.saved_at.desc(), Draft.form)
            )
            return tuple(DraftRow(row.form, row.saved_at) for row in found)


class DropDraft:
    """Forgets a draft, because it was saved or is not wanted."""

    permission = Permission.SETTINGS_OWN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, form: str) -> None:
        """Remove the actor's own draft of the form, if there is one."""
        with self._units.begin(actor, self.permission) as work:
            work.session.execute(
                delete(Draft).where(
                    Draft.staff_id == actor.staff_id, Draft.form == form
                )
            )
            work.touched(str(Draft.__tablename__))


def _find(session: Session, actor: Actor, form: str) -> Draft | None:
    return session.scalars(
        select(Draft).where(Draft.staff_id == actor.staff_id, Draft.form == form)
    ).first()


def _guarded(typed: Typed) -> Typed:
    """Return what may reach the disk, with the shape of what was typed."""
    if isinstance(typed, str):
        return drop_guarded(storable(typed))
    if isinstance(typed, Mapping):
        return {name: _guarded(value) for name, value in typed.items()}
    if isinstance(typed, Sequence):
        return [_guarded(value) for value in typed]
    return typed
