"""An office with its calendar seeded."""

import pytest

from tests.factories_meetings import seed


@pytest.fixture
def seeded(units, leader):
    """The office's transactions, with hosts, rooms, series, holidays, elections."""
    seed(units, leader)
    return units
