"""Every text of the program stands in both languages, whole and well formed."""

from pathlib import Path

from installer.catalogues import faults

ROOT = Path(__file__).parents[2]


def test_both_catalogues_are_complete_and_well_formed():
    found = faults(ROOT)

    assert found == [], "\n".join(found)
