"""The timetable of a dong visit, checked: no overlap, no gap, sum equals the span.

Pure.  The faults are shown while it is written; they do not keep it from being saved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from itertools import pairwise

from models.values import ProgrammeKind

MINUTES_AN_HOUR = 60
LAST_MINUTE = 24 * MINUTES_AN_HOUR - 1

# 도착·영접 5', 동 업무보고 10', 주민과의 대화 50', 현장탐방 30', 직원격려 10'.
# Source: the customary order of a visit's timetable; every line can be changed.
DEFAULT_LINES = (
    (ProgrammeKind.ARRIVAL, 5, "도착·영접"),
    (ProgrammeKind.BRIEFING, 10, "동 업무보고"),
    (ProgrammeKind.DIALOGUE, 50, "주민과의 대화"),
    (ProgrammeKind.SITE, 30, "현장탐방"),
    (ProgrammeKind.STAFF, 10, "직원격려"),
)


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """One line of the timetable."""

    kind: ProgrammeKind
    starts_at: time
    minutes: int
    title: str
    place: str = ""


class ProgrammeFault(StrEnum):
    """What is wrong with a timetable."""

    NO_LENGTH = "no_length"
    OVERLAP = "overlap"
    GAP = "gap"
    OUTSIDE = "outside"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: at which line (from 0, in order of time) and how many minutes."""

    fault: ProgrammeFault
    line: int
    minutes: int


def default_programme(starts_at: time) -> tuple[ProgrammeLine, ...]:
    """Return the customary timetable from ``starts_at``; cut where the day ends."""
    lines = []
    at = _minute(starts_at)
    for kind, minutes, title in DEFAULT_LINES:
        if at + minutes > LAST_MINUTE:
            break
        lines.append(ProgrammeLine(kind, _time(at), minutes, title))
        at += minutes
    return tuple(lines)


def end_of(lines: Sequence[ProgrammeLine]) -> time | None:
    """Return when the last line ends; None without lines."""
    ends = [_end(line) for line in lines]
    return _time(min(max(ends), LAST_MINUTE)) if ends else None


def in_order(lines: Sequence[ProgrammeLine]) -> tuple[ProgrammeLine, ...]:
    """Return the lines by time."""
    return tuple(sorted(lines, key=lambda line: (line.starts_at, line.minutes)))


def check_programme(
    lines: Sequence[ProgrammeLine], starts_at: time, ends_at: time
) -> tuple[Finding, ...]:
    """Return every fault of a timetable for a visit from start to end.

    A timetable without a line has none: nothing was planned yet.
    """
    ordered = in_order(lines)
    if not ordered:
        return ()
    begin, end = _minute(starts_at), _minute(ends_at)
    return (
        *_lengths(ordered),
        *_joints(ordered, begin, end),
        *_outside(ordered, begin, end),
        *_sum(ordered, end - begin),
    )


def _lengths(lines: Sequence[ProgrammeLine]) -> list[Finding]:
    return [
        Finding(ProgrammeFault.NO_LENGTH, at, line.minutes)
        for at, line in enumerate(lines)
        if line.minutes < 1
    ]


def _joints(lines: Sequence[ProgrammeLine], begin: int, end: int) -> list[Finding]:
    """Return overlaps of neighbours, and stretches in which nothing is planned."""
    found = []
    reached = begin
    for at, line in enumerate(lines):
        start = _minute(line.starts_at)
        if start > reached:
            found.append(Finding(ProgrammeFault.GAP, at, start - reached))
        reached = max(reached, _end(line))
    if reached < end:
        found.append(Finding(ProgrammeFault.GAP, len(lines), end - reached))
    for at, (one, other) in enumerate(pairwise(lines)):
        shared = _end(one) - _minute(other.starts_at)
        if shared > 0:
            found.append(Finding(ProgrammeFault.OVERLAP, at + 1, shared))
    return found


def _outside(lines: Sequence[ProgrammeLine], begin: int, end: int) -> list[Finding]:
    found = []
    for at, line in enumerate(lines):
        over = max(begin - _minute(line.starts_at), 0) + max(_end(line) - end, 0)
        if over:
            found.append(Finding(ProgrammeFault.OUTSIDE, at, over))
    return found


def _sum(lines: Sequence[ProgrammeLine], span: int) -> list[Finding]:
    difference = sum(line.minutes for line in lines) - span
    if difference == 0:
        return []
    return [Finding(ProgrammeFault.SUM, len(lines), difference)]


def _minute(moment: time) -> int:
    return moment.hour * MINUTES_AN_HOUR + moment.minute


def _time(minute: int) -> time:
    return time(*divmod(minute, MINUTES_AN_HOUR))


def _end(line: ProgrammeLine) -> int:
    return _minute(line.starts_at) + line.minutes
