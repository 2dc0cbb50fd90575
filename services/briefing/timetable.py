"""Checks a timetable: sums, gaps, overlaps, and whether it fits its span; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from itertools import pairwise

from services.briefing.values import ProgrammeLine

MINUTES_AN_HOUR = 60


class TimeFaultKind(StrEnum):
    """What does not fit in a timetable."""

    GAP = "gap"
    OVERLAP = "overlap"
    EARLY = "early"  # begins before the visit does
    LATE = "late"  # ends after the visit does
    UNFILLED_START = "unfilled_start"
    UNFILLED_END = "unfilled_end"
    SUM = "sum"  # the minutes do not add up to the span


@dataclass(frozen=True, slots=True)
class TimeFault:
    """One thing that does not fit.

    Attributes:
        line: Number of the line, from 1; 0 concerns the whole timetable.
        minutes: By how much.
    """

    kind: TimeFaultKind
    line: int
    minutes: int


@dataclass(frozen=True, slots=True)
class TimetableCheck:
    """The sum of a timetable and its faults; no span, no comparison."""

    total_minutes: int
    span_minutes: int | None
    faults: tuple[TimeFault, ...]


def check(
    lines: Sequence[ProgrammeLine], first: time | None, last: time | None
) -> TimetableCheck:
    """Return the sum of the lines and everything that does not fit."""
    total = sum(line.minutes for line in lines)
    span = None if first is None or last is None else minute(last) - minute(first)
    faults = [*_between(lines), *_at_the_ends(lines, first, last)]
    if span is not None and lines and total != span and not faults:
        faults.append(TimeFault(TimeFaultKind.SUM, 0, abs(total - span)))
    return TimetableCheck(total, span, tuple(faults))


def minute(moment: time) -> int:
    """Return the minute of the day."""
    return moment.hour * MINUTES_AN_HOUR + moment.minute


def end_minute(line: ProgrammeLine) -> int:
    """Return the minute of the day at which a line ends."""
    return minute(line.starts_at) + line.minutes


def _between(lines: Sequence[ProgrammeLine]) -> list[TimeFault]:
    faults: list[TimeFault] = []
    for number, (before, after) in enumerate(pairwise(lines), start=2):
        apart = minute(after.starts_at) - end_minute(before)
        if apart:
            kind = TimeFaultKind.GAP if apart > 0 else TimeFaultKind.OVERLAP
            faults.append(TimeFault(kind, number, abs(apart)))
    return faults


def _at_the_ends(
    lines: Sequence[ProgrammeLine], first: time | None, last: time | None
) -> list[TimeFault]:
    if not lines:
        return []
    faults: list[TimeFault] = []
    kinds = TimeFaultKind
    if first is not None:
        early = minute(first) - minute(lines[0].starts_at)
        faults += _apart(early, kinds.EARLY, kinds.UNFILLED_START, 1)
    if last is not None:
        late = max(end_minute(line) for line in lines) - minute(last)
        faults += _apart(late, kinds.LATE, kinds.UNFILLED_END, len(lines))
    return faults


def _apart(
    minutes: int, beyond: TimeFaultKind, short: TimeFaultKind, line: int
) -> list[TimeFault]:
    if not minutes:
        return []
    return [TimeFault(beyond if minutes > 0 else short, line, abs(minutes))]
