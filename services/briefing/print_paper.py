"""Printing: notes who printed which pack, and draws the small papers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from models import briefing as records
from models.errors import FieldError, ReasonNeeded
from models.trust import AccessEntry, Staff
from models.values import AccessAction, PackId, Permission, Purpose
from services.briefing.fonts import Fonts
from services.briefing.paper import Sheet
from services.briefing.sheet_values import SmallPaper
from services.briefing.slip_layout import slip_sheet
from services.briefing.small_layout import small_sheet
from services.briefing.stamp import letterhead, require, stamp
from services.core import texts
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.petitions.slip_values import SlipValues

MOST_COPIES = 99


class Recipient(StrEnum):
    """Who gets a printed pack; a post, never a person."""

    MAYOR = "mayor"
    HOST = "host"
    ATTENDANTS = "attendants"
    DESK = "desk"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PrintRow:
    """One print of a pack."""

    at: datetime
    by: str
    copies: int
    recipient: Recipient


@dataclass(frozen=True, slots=True)
class Printed:
    """A small paper, ready for the printer; its purpose stands on it and in the log."""

    title: str
    pdf: bytes
    pages: int
    purpose: Purpose

    def __repr__(self) -> str:
        return f"<Printed {self.pages}>"


class PrintPack:
    """Notes a print of a pack before it goes to the printer."""

    permission = Permission.PRINT

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(
        self, actor: Actor, pack_id: PackId, copies: int, recipient: Recipient
    ) -> None:
        """Log the print with the pack's own purpose.

        Raises:
            FieldError: No such number of copies.
            NotFound: There is no such pack.
            NotAllowed: It shows names and the actor may not see them.
        """
        if not 1 <= copies <= MOST_COPIES:
            raise FieldError(field="copies", fault="out_of_range")
        with self._units.read(actor, self.permission) as reading:
            names_shown = reading.get(records.Pack, pack_id).names_shown
        if names_shown:
            require(self._units, actor, Permission.PERSON_REVEAL)
        with self._units.begin(actor, self.permission) as work:
            purpose = work.get(records.Pack, pack_id).purpose
            access = Access(
                AccessAction.PRINT, "pack", pack_id, purpose, copies, recipient.value
            )
            work.log(access)


class PrintsOf:
    """Lists who printed a pack, how often and for whom."""

    permission = Permission.PACK_MAKE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, pack_id: PackId) -> tuple[PrintRow, ...]:
        """Return the prints, the newest first."""
        with self._units.read(actor, self.permission) as reading:
            found = reading.session.execute(
                select(AccessEntry, Staff.name)
                .outerjoin(Staff, Staff.id == AccessEntry.staff_id)
                .where(
                    AccessEntry.subject_kind == "pack",
                    AccessEntry.subject_id == pack_id,
                    AccessEntry.action == AccessAction.PRINT,
                )
                .order_by(AccessEntry.at.desc(), AccessEntry.line.desc())
            )
            return tuple(
                PrintRow(entry.at, name or "", entry.count, Recipient(entry.note))
                for entry, name in found
            )


class PrintSmall:
    """Draws a small paper in the language in use; the print is logged."""

    permission = Permission.PRINT

    def __init__(self, units: UnitOfWork, fonts: Fonts) -> None:
        self._units = units
        self._fonts = fonts

    def run(self, actor: Actor, values: SmallPaper, purpose: Purpose | None) -> Printed:
        """Return the paper.

        Raises:
            ReasonNeeded: No purpose was given; nothing was drawn.
        """
        if purpose is None:
            raise ReasonNeeded(step="print")
        with self._units.begin(actor, self.permission) as work:
            note = type(values).__name__
            work.log(Access(AccessAction.PRINT, purpose=purpose, note=note))
            head, mark = letterhead(work.session), stamp(work, purpose)
        return _drawn(small_sheet(values, head, mark), self._fonts, purpose)


class DrawSlip:
    """Draws a receipt slip; `SlipFor`, which makes its values, has logged the print."""

    permission = Permission.PRINT

    def __init__(self, units: UnitOfWork, fonts: Fonts) -> None:
        self._units = units
        self._fonts = fonts

    def run(self, actor: Actor, slip: SlipValues, purpose: Purpose) -> Printed:
        """Return the slip in its own language; its number is the receipt number."""
        with (
            self._units.read(actor, self.permission) as reading,
            texts.using(slip.language),
        ):
            head = letterhead(reading.session)
            mark = stamp(reading, purpose, slip.receipt)
        return _drawn(slip_sheet(slip, head, mark), self._fonts, purpose)


def _drawn(sheet: Sheet, fonts: Fonts, purpose: Purpose) -> Printed:
    from services.briefing.draw import draw  # noqa: PLC0415 - late: ReportLab is slow

    drawn = draw(sheet, fonts)
    return Printed(sheet.title, drawn.pdf, drawn.pages, purpose)
