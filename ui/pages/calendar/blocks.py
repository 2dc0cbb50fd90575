"""What the week grid paints: blocks of a day, side by side where they overlap."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from models.values import SessionState
from services.core.texts import gettext as _
from services.core.texts import language
from services.korean.dates import ENGLISH, date_text, time_range
from services.meetings.agenda import AgendaRows
from services.meetings.sessions import SessionRow
from services.meetings.slots import minute_of
from ui.pages.calendar.view_model import entries_on


@dataclass(frozen=True, slots=True)
class Block:
    """One thing on one day, in minutes of the day.

    Attributes:
        lane: Which column of the overlapping ones, from 0.
        lanes: How many columns stand side by side.
        role: Which colours it wears.
    """

    key: str
    day: date
    begin: int
    end: int
    title: str
    detail: str
    role: str
    session: SessionRow | None = None
    lane: int = 0
    lanes: int = 1

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return " ".join(part for part in (self.detail, self.title) if part)


def days_of(agenda: AgendaRows) -> tuple[date, ...]:
    """Return the days shown; a week shows its weekdays, and a weekend with entries."""
    count = (agenda.last - agenda.first).days + 1
    days = [agenda.first + timedelta(days=n) for n in range(count)]
    busy = {m.day for m in agenda.meetings} | {s.held_on for s in agenda.sessions}
    weekend = 5
    return tuple(d for d in days if d.weekday() < weekend or d in busy or count == 1)


def notes_of(agenda: AgendaRows) -> dict[date, str]:
    """Return what is special about a day: a holiday, the weeks before an election."""
    english = language() == ENGLISH
    notes = {c.day: c.name_en if english else c.name for c in agenda.closures}
    for window in agenda.windows:
        for day in days_of(agenda):
            if day in window.window and day not in notes:
                notes[day] = _("before an election")
    return notes


def blocks_of(agenda: AgendaRows) -> tuple[Block, ...]:
    """Return every block of the days shown, placed side by side."""
    placed: list[Block] = []
    for day in days_of(agenda):
        placed.extend(_side_by_side(_blocks_on(agenda, day)))
    return tuple(placed)


def _blocks_on(agenda: AgendaRows, day: date) -> list[Block]:
    blocks = [_session_block(row) for row in agenda.sessions if row.held_on == day]
    for entry in entries_on(agenda, day):
        span = time_range(entry.starts_at, entry.ends_at)
        title = f"{entry.title} {entry.who}".strip()
        blocks.append(
            Block(
                entry.id,
                day,
                minute_of(entry.starts_at),
                minute_of(entry.ends_at),
                f"! {title}" if entry.overlaps else title,
                span,
                "danger" if entry.overlaps else f"meeting-{entry.state.value}",
            )
        )
    for visit in agenda.dong_visits:
        if visit.day == day and visit.starts_at and visit.ends_at:
            name = visit.dong_en if language() == ENGLISH else visit.dong
            blocks.append(
                Block(
                    visit.id,
                    day,
                    minute_of(visit.starts_at),
                    minute_of(visit.ends_at),
                    _("Visit to {dong}").format(dong=name),
                    time_range(visit.starts_at, visit.ends_at),
                    "visit",
                )
            )
    return blocks


def _session_block(row: SessionRow) -> Block:
    filled = _("{used} of {all} minutes").format(used=row.used_minutes, all=row.minutes)
    title = _("Tongtong Day")
    role = "session"
    if row.needs_decision:
        title, role = _("! Tongtong Day on a holiday"), "danger"
    elif row.state is SessionState.CANCELLED:
        title, role = _("Tongtong Day (cancelled)"), "quiet"
    elif row.state is SessionState.MOVED:
        title = _("Tongtong Day (moved from {day})").format(
            day=date_text(row.rule_day, language())
        )
    span = row.span
    return Block(
        row.session_id, row.held_on, span.begin, span.end, title, filled, role, row
    )


def _side_by_side(blocks: list[Block]) -> list[Block]:
    """Place overlapping blocks in lanes: greedy, first free lane, per cluster."""
    placed: list[Block] = []
    cluster: list[Block] = []
    ends: list[int] = []
    for block in sorted(blocks, key=_when):
        if ends and block.begin >= max(ends):
            placed.extend(replace(b, lanes=len(ends)) for b in cluster)
            cluster, ends = [], []
        lane = next((n for n, end in enumerate(ends) if end <= block.begin), len(ends))
        if lane == len(ends):
            ends.append(block.end)
        else:
            ends[lane] = block.end
        cluster.append(replace(block, lane=lane))
    placed.extend(replace(b, lanes=len(ends)) for b in cluster)
    return placed


def _when(block: Block) -> tuple[int, int, str]:
    return block.begin, block.end, block.key
