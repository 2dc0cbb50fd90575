"""Which days a series is held on: the rule, what was decided, and every clash.

A holiday never moves a session by itself: the day is listed with the days it could
go to, until a person decides and says why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meetings import Meeting, SessionDay
from models.values import MeetingState, Permission, SessionId, SessionState
from services.core.actor import Actor
from services.core.fixed_ids import fixed_id
from services.core.unit_of_work import UnitOfWork
from services.korean.thursdays import Proposals, proposals
from services.meetings.clash import Clash, ClashKind, DayRules, day_rules
from services.meetings.series import SeriesRow, rows_of
from services.meetings.slots import Span, minute_of, span_of, used_minutes

# What takes minutes of a session; a tentative entry claims nothing (decision 18).
TAKING = (MeetingState.CONFIRMED, MeetingState.HELD, MeetingState.NO_SHOW)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One day of a series as it stands.

    Attributes:
        rule_day: The day that the rule gives; names the session for ever.
        held_on: The day it is on now.
        decided: Somebody decided about this day; otherwise it follows the rule.
        reason: What was said when it was moved, cancelled or kept.
        used_minutes: Taken by confirmed entries, shared minutes once.
        proposals: Where it could go, when it clashes with a holiday.
    """

    session_id: SessionId
    series_id: str
    series_name: str
    rule_day: date
    held_on: date
    starts_at: time
    minutes: int
    state: SessionState
    decided: bool
    reason: str
    meetings: int
    used_minutes: int
    clashes: tuple[Clash, ...]
    proposals: Proposals | None

    @property
    def free_minutes(self) -> int:
        """Minutes nobody has taken."""
        return self.minutes - self.used_minutes

    @property
    def needs_decision(self) -> bool:
        """Whether it falls on a closed day and nobody has decided yet."""
        closed = {ClashKind.HOLIDAY, ClashKind.OFFICE_CLOSED}
        return not self.decided and any(clash.kind in closed for clash in self.clashes)

    @property
    def span(self) -> Span:
        """When it lasts, in minutes of the day."""
        begin = minute_of(self.starts_at)
        return Span(begin, begin + self.minutes)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a session stands, decided or by rule."""

    rule_day: date
    held_on: date
    starts_at: time
    minutes: int
    state: SessionState
    decided: bool
    reason: str


def session_id(series_id: str, rule_day: date) -> SessionId:
    """Return the id of a day of a series, the same on every desk."""
    return SessionId(fixed_id("session", series_id, rule_day.isoformat()))


class SessionsOf:
    """Lists the sessions of a span of days."""

    permission = Permission.CALENDAR_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, first: date, last: date) -> tuple[SessionRow, ...]:
        """Return the sessions whose rule day or day held lies in the span.

        Returns:
            In the order of the days they are held on; both ends included.
        """
        with self._units.read(actor, self.permission) as reading:
            return session_rows(reading.session, first, last)


class YearPreview:
    """Shows what a series will be in a year, with every clash, before it comes."""

    permission = Permission.CALENDAR_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, year: int) -> tuple[SessionRow, ...]:
        """Return the sessions that the rules give for ``year``, in order."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        with self._units.read(actor, self.permission) as reading:
            rows = session_rows(reading.session, first, last)
            return tuple(row for row in rows if row.rule_day.year == year)


def session_rows(session: Session, first: date, last: date) -> tuple[SessionRow, ...]:
    """Return the sessions of a span of days, in the order they are held."""
    rules = day_rules(session)
    decided = _decided(session, first, last)
    every = rows_of(session)
    places = [
        (series, place)
        for series in every
        for place in _places(series, first, last, decided)
    ]
    taken = _taken(session, [session_id(s.id, p.rule_day) for s, p in places])
    rows = [_row(series, place, rules, taken) for series, place in places]
    return tuple(
        sorted(rows, key=lambda row: (row.held_on, row.starts_at, row.series_id))
    )


def session_row(session: Session, series: SeriesRow, rule_day: date) -> SessionRow:
    """Return the one session of ``rule_day``, decided or by rule."""
    key = session_id(series.id, rule_day)
    decided = session.get(SessionDay, key)
    place = _by_rule(series, rule_day) if decided is None else _as_decided(decided)
    return _row(series, place, day_rules(session), _taken(session, [key]))


def _decided(session: Session, first: date, last: date) -> tuple[SessionDay, ...]:
    found = session.scalars(
        select(SessionDay).where(
            SessionDay.rule_day.between(first, last)
            | SessionDay.held_on.between(first, last)
        )
    )
    return tuple(found)


def _places(
    series: SeriesRow, first: date, last: date, decided: Iterable[SessionDay]
) -> tuple[_Place, ...]:
    own = {
        day.rule_day: _as_decided(day) for day in decided if day.series_id == series.id
    }
    by_rule = {day: _by_rule(series, day) for day in series.days(first, last)}
    return tuple((by_rule | own).values())


def _by_rule(series: SeriesRow, day: date) -> _Place:
    return _Place(
        day, day, series.starts_at, series.minutes, SessionState.PLANNED, False, ""
    )


def _as_decided(day: SessionDay) -> _Place:
    # A row made only because somebody was placed says nothing about the day.
    is_decision = day.state is not SessionState.PLANNED or bool(day.reason)
    return _Place(
        day.rule_day,
        day.held_on,
        day.starts_at,
        day.minutes,
        day.state,
        is_decision,
        day.reason,
    )


def _taken(session: Session, ids: Sequence[SessionId]) -> Mapping[str, list[Meeting]]:
    found = session.scalars(
        select(Meeting).where(Meeting.session_id.in_(ids), Meeting.state.in_(TAKING))
    )
    taken: dict[str, list[Meeting]] = {}
    for meeting in found:
        if meeting.session_id is not None:
            taken.setdefault(meeting.session_id, []).append(meeting)
    return taken


def _row(
    series: SeriesRow,
    place: _Place,
    rules: DayRules,
    taken: Mapping[str, list[Meeting]],
) -> SessionRow:
    key = session_id(series.id, place.rule_day)
    meetings = taken.get(key, [])
    begin = minute_of(place.starts_at)
    spans = [span_of(meeting.starts_at, meeting.ends_at) for meeting in meetings]
    on_holiday = rules.table.is_holiday(place.held_on)
    return SessionRow(
        session_id=key,
        series_id=series.id,
        series_name=series.name,
        rule_day=place.rule_day,
        held_on=place.held_on,
        starts_at=place.starts_at,
        minutes=place.minutes,
        state=_state(place, meetings),
        decided=place.decided,
        reason=place.reason,
        meetings=len(meetings),
        used_minutes=used_minutes(Span(begin, begin + place.minutes), spans),
        clashes=rules.clashes(place.held_on),
        proposals=proposals(place.held_on, rules.table, series.rule)
        if on_holiday
        else None,
    )


def _state(place: _Place, meetings: Iterable[Meeting]) -> SessionState:
    """Return the state; a session where somebody was met was held."""
    if any(meeting.state is MeetingState.HELD for meeting in meetings):
        return SessionState.HELD
    return place.state
