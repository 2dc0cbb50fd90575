"""The weeks before an election in which the mayor holds no petition meetings.

Source: 공직선거법 §86 ②. Exceptions exist (group and urgent petitions, disaster), so
a window asks for the ground and never blocks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

RESTRICTED_DAYS = 60  # Source: 공직선거법 §86 ②; the caller's settings overrule it


@dataclass(frozen=True, slots=True)
class Election:
    """A public election; ``vacancy_fixed`` is set for an early one."""

    day: date
    korean: str
    english: str
    vacancy_fixed: date | None = None


@dataclass(frozen=True, slots=True)
class RestrictedWindow:
    """The restricted days, both ends included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        """Say whether the day lies in the window."""
        return self.first <= day <= self.last


def restricted_window(
    election_day: date,
    vacancy_fixed: date | None = None,
    days: int = RESTRICTED_DAYS,
) -> RestrictedWindow:
    """Return the window from 60 days before an election to the day itself.

    Args:
        election_day: The day of voting.
        vacancy_fixed: For an early election: the window begins no earlier.
        days: How many days before the election it begins.
    """
    first = election_day - timedelta(days=days)
    if vacancy_fixed is not None:
        first = min(max(first, vacancy_fixed), election_day)
    return RestrictedWindow(first, election_day)


def restricting(day: date, elections: Iterable[Election]) -> tuple[Election, ...]:
    """Return the elections whose window holds this day, the nearest first."""
    found = (
        election
        for election in elections
        if day in restricted_window(election.day, election.vacancy_fixed)
    )
    return tuple(sorted(found, key=lambda election: election.day))
