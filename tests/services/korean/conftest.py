"""The table of holidays and the calendar that the rules are tested with."""

from pathlib import Path

import pytest

from services.korean.holidays import HolidayTable, builtin
from services.korean.working_time import WorkCalendar

SHARED = Path("/work/shared/data")


@pytest.fixture(scope="session")
def table() -> HolidayTable:
    """Return the holidays of 2018 to 2032; the last year ends the year before."""
    return builtin(range(2018, 2033))


@pytest.fixture(scope="session")
def calendar(table: HolidayTable) -> WorkCalendar:
    """Return the standard working hours over those holidays."""
    return WorkCalendar(table)


@pytest.fixture(scope="session")
def shared_text():
    """Return a reader of the shared tables; skips the test where they are absent."""

    def read(name: str) -> str:
        path = SHARED / name
        if not path.is_file():
            pytest.skip(f"{name} is not on this machine")
        return path.read_text(encoding="utf-8")

    return read
