"""The table of holidays and the calendar that the rules are tested with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from services.korean.holidays import HolidayTable, builtin
from services.korean.working_time import WorkCalendar


@pytest.fixture(scope="session")
def table() -> HolidayTable:
    """Return the holidays of 2018 to 2032; the last year ends the year before."""
    return builtin(range(2018, 2033))


@pytest.fixture(scope="session")
def calendar(table: HolidayTable) -> WorkCalendar:
    """Return the standard working hours over those holidays."""
    return WorkCalendar(table)


@pytest.fixture
def shared_text(shared_data: Path) -> Callable[[str], str]:
    """Return a reader of the shared tables; skips the test where they are absent."""

    def read(name: str) -> str:
        return (shared_data / name).read_text(encoding="utf-8")

    return read
