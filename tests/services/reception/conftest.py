"""The desk of a real office."""

import pytest

from tests.factories_reception import Desk, desk_of


@pytest.fixture
def desk(office) -> Desk:
    """Every verb of the desk, over this test's own office file."""
    return desk_of(office.units, office.undo)
