"""The columns of the calendar's tables."""

from datetime import date

from services.core.texts import gettext as _
from services.core.texts import language, ngettext
from services.korean.dates import date_text, time_range
from services.meetings.session_slots import SlotRow
from services.selection.pool import PoolRow
from ui.pages.calendar.blocks import Block
from ui.tables.columns import Align, Column


def block_columns() -> tuple[Column[Block], ...]:
    """Return the columns of the calendar as a list."""
    return (
        Column(
            lambda: _("Day"),
            lambda b: date_text(b.day, language()),
            _by_time,
            width_chars=10,
            firm=True,
        ),
        Column(lambda: _("When or how full"), lambda b: b.detail, width_chars=10),
        Column(lambda: _("What"), lambda b: b.title, width_chars=24),
    )


def slot_columns() -> tuple[Column[SlotRow], ...]:
    """Return the columns of a session's slots."""
    return (
        Column(
            lambda: _("Time"),
            lambda s: time_range(s.starts_at, s.ends_at),
            width_chars=8,
            firm=True,
        ),
        Column(lambda: _("Who"), _who, width_chars=8),
        Column(lambda: _("Topic"), lambda s: s.title, width_chars=14),
        Column(lambda: _("Papers"), _papers, width_chars=6),
    )


def pool_columns() -> tuple[Column[PoolRow], ...]:
    """Return the columns of those who wait for a slot."""
    return (
        Column(
            lambda: _("Waited"),
            _waited,
            lambda r: r.days_waited,
            Align.END,
            width_chars=5,
        ),
        Column(lambda: _("Who"), lambda r: r.who or r.group_name, width_chars=6),
        Column(lambda: _("Topic"), lambda r: r.title, width_chars=13),
        Column(lambda: _("Answer due"), _due, width_chars=8),
    )


def _by_time(block: Block) -> tuple[date, int]:
    return block.day, block.begin


def _who(slot: SlotRow) -> str:
    if slot.elsewhere:
        return _("(taken)")
    if slot.is_free:
        return _("(free)")
    if slot.people > 1:
        return _("{who} and {count} more").format(who=slot.who, count=slot.people - 1)
    return slot.who


def _papers(slot: SlotRow) -> str:
    if slot.is_free or slot.elsewhere:
        return ""
    return _("✓ ready") if slot.ready else _("! missing")


def _waited(row: PoolRow) -> str:
    return ngettext("{count} day", "{count} days", row.days_waited).format(
        count=row.days_waited
    )


def _due(row: PoolRow) -> str:
    return date_text(row.due_at.date(), language()) if row.due_at else "-"


def block_key(block: Block) -> str:
    """Return what a block is known by."""
    return block.key


def spoken(block: Block) -> str:
    """Return what a screen reader says of a block."""
    return block.spoken


def slot_key(slot: SlotRow) -> str:
    """Return what a slot is known by."""
    return f"{slot.starts_at} {slot.meeting_id}"


def pool_key(row: PoolRow) -> str:
    """Return what a request is known by."""
    return row.id
