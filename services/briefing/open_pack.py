"""Opens a kept pack again, lists the packs of a subject, and says what has changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models import briefing as records
from models.trust import AccessEntry, Staff
from models.values import AccessAction, PackId, PackKind, Permission, Purpose
from services.briefing.collect import collect
from services.briefing.compare import SectionChange, changes
from services.briefing.fonts import Fonts
from services.briefing.freeze import FrozenPack, bytes_of, frozen_pack, values_of
from services.briefing.layout import pack_sheet
from services.briefing.stamp import require
from services.core import texts
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PackRow:
    """A kept pack as lists show it; ``copies`` were printed of it."""

    id: PackId
    made_at: datetime
    made_by: str
    purpose: Purpose
    pages: int
    names_shown: bool
    large_print: bool
    language: str
    copies: int


class PacksOf:
    """Lists the packs that were made of a subject."""

    permission = Permission.PACK_MAKE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, kind: PackKind, subject_id: str) -> tuple[PackRow, ...]:
        """Return them, the newest first."""
        copies = (
            select(func.coalesce(func.sum(AccessEntry.count), 0))
            .where(
                AccessEntry.subject_kind == "pack",
                AccessEntry.subject_id == records.Pack.id,
                AccessEntry.action == AccessAction.PRINT,
            )
            .scalar_subquery()
        )
        with self._units.read(actor, self.permission) as reading:
            found = reading.session.execute(
                select(records.Pack, Staff.name, copies)
                .outerjoin(Staff, Staff.id == records.Pack.created_by)
                .where(records.Pack.kind == kind, records.Pack.subject_id == subject_id)
                .order_by(records.Pack.made_at.desc(), records.Pack.id.desc())
            )
            return tuple(_row(pack, name or "", count) for pack, name, count in found)


class OpenPack:
    """Gives a pack back as it was handed out."""

    permission = Permission.PACK_MAKE

    def __init__(self, units: UnitOfWork, fonts: Fonts) -> None:
        self._units = units
        self._fonts = fonts

    def run(self, actor: Actor, pack_id: PackId) -> FrozenPack:
        """Return the pack; who opened it is logged.

        The bytes of a pack that another desk made are not here; it is drawn again
        from its values, which gives the same bytes.

        Raises:
            NotFound: There is no such pack.
            NotAllowed: It shows names and the actor may not see them.
        """
        from services.briefing.draw import draw  # noqa: PLC0415 - late: ReportLab is slow

        with self._units.read(actor, self.permission) as reading:
            names_shown = reading.get(records.Pack, pack_id).names_shown
        if names_shown:
            require(self._units, actor, Permission.PERSON_REVEAL)
        with self._units.begin(actor, self.permission) as work:
            row = work.get(records.Pack, pack_id)
            work.log(Access(AccessAction.READ, "pack", pack_id, row.purpose))
            kept = bytes_of(work.session, row)
        pack = values_of(row)
        pdf = kept or draw(pack_sheet(pack), self._fonts).pdf
        return frozen_pack(row, pack, pdf)


class PackChanges:
    """Says what has changed since a pack was made."""

    permission = Permission.PACK_MAKE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, pack_id: PackId) -> tuple[SectionChange, ...]:
        """Return the sections that would read differently now; empty if none.

        Raises:
            NotFound: The pack or its subject is not here.
        """
        with self._units.read(actor, self.permission) as reading:
            row = reading.get(records.Pack, pack_id)
            before = values_of(row)
            with texts.using(before.head.language):
                now = collect(reading, row.kind, row.subject_id, before.head)
        return changes(before, now)


def _row(pack: records.Pack, made_by: str, copies: int) -> PackRow:
    return PackRow(
        PackId(pack.id),
        pack.made_at,
        made_by,
        pack.purpose,
        pack.pages,
        pack.names_shown,
        pack.large_print,
        pack.language,
        copies,
    )
