"""An importer and an exporter, and files written by hand."""

from datetime import date
from pathlib import Path

import pytest

from models.values import Purpose
from services.exchange.export_file import ExportFile, ExportOrder
from services.exchange.import_file import Counting, ImportFile, ImportOrder
from services.figures.plan import keep_grid
from services.meetings.holidays import holiday_table
from services.petitions.legal_periods import legal_periods
from tests.factories_meetings import seed

ALWAYS = (date(2018, 1, 1), date(2032, 12, 31))


@pytest.fixture
def seeded(units, leader):
    """The office's transactions, with hosts, rooms, series, holidays, elections."""
    seed(units, leader)
    return units


@pytest.fixture
def take(units, leader):
    """Return a function that takes a file in."""
    importer = ImportFile(units, Counting(legal_periods(), holiday_table), keep_grid)

    def run(kind, path, actor=leader, **changes):
        return importer.run(actor, ImportOrder(kind, path, **changes))

    return run


@pytest.fixture
def give(units, leader, tmp_path):
    """Return a function that gives a file out and returns its path."""

    def run(kind, file_name, actor=leader, **changes):
        path = tmp_path / file_name
        told = {"purpose": Purpose.OTHER, "first": ALWAYS[0], "last": ALWAYS[1]}
        ExportFile(units).run(actor, ExportOrder(kind, path, **(told | changes)))
        return path

    return run


@pytest.fixture
def written(tmp_path):
    """Return a function that writes lines as a csv file."""

    def run(*lines: str, name: str = "file.csv", encoding: str = "utf-8-sig") -> Path:
        path: Path = tmp_path / name
        path.write_bytes("\r\n".join(lines).encode(encoding))
        return path

    return run
