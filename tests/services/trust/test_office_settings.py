"""The office's settings: bounds, defaults, values of other programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import FormRefused, NotAllowed
from services.core.settings import AGENCY, ALWAYS, CLASSES, LOCK_MINUTES, VISIT_YEARS
from services.trust.office_settings import OfficeSettings, ReadSettings, SaveSettings


@given(st.none() | st.text() | st.integers().map(str))
def test_whatever_is_stored_the_minutes_stay_within_their_bounds(stored):
    assert LOCK_MINUTES.least <= LOCK_MINUTES.read(stored) <= LOCK_MINUTES.most
    assert len(AGENCY.read(stored)) <= AGENCY.longest


@pytest.mark.parametrize("stored", ["null", "true", '"5"', "[]", "{", "1.5", ""])
def test_a_value_of_another_kind_counts_as_not_chosen(stored):
    assert LOCK_MINUTES.read(stored) == LOCK_MINUTES.default


def test_only_what_differs_is_written(units, leader):
    first = OfficeSettings("새벽시", "소통팀", 5)
    assert len(SaveSettings(units).run(leader, first)) == 3
    again = OfficeSettings(" 새벽시 ", "소통팀", 6)
    assert SaveSettings(units).run(leader, again) == (LOCK_MINUTES.key,)
    assert ReadSettings(units).run(leader) == OfficeSettings("새벽시", "소통팀", 6)


@pytest.mark.parametrize("minutes", [0, 11, -1])
def test_minutes_out_of_range_are_refused_and_nothing_is_kept(units, leader, minutes):
    with pytest.raises(FormRefused):
        SaveSettings(units).run(leader, OfficeSettings("새벽시", "", minutes))
    assert ReadSettings(units).run(leader) == OfficeSettings()


@given(st.none() | st.text() | st.integers().map(str))
def test_whatever_is_stored_the_years_are_a_class_of_the_law(stored):
    assert VISIT_YEARS.read(stored) in CLASSES


@pytest.mark.parametrize(
    ("chosen", "faults"),
    [
        (OfficeSettings(caution_from=1), (("caution_from", "out_of_range"),)),
        (OfficeSettings(alert_from=10_001), (("alert_from", "out_of_range"),)),
        (OfficeSettings(alert_from=10), (("alert_from", "not_above_caution"),)),
        (OfficeSettings(visit_years=2), (("visit_years", "out_of_range"),)),
        (OfficeSettings(petition_years=-1), (("petition_years", "out_of_range"),)),
    ],
)
def test_numbers_that_cannot_be_are_marked_and_nothing_is_kept(
    units, leader, chosen, faults
):
    with pytest.raises(FormRefused) as refused:
        SaveSettings(units).run(leader, chosen)
    assert refused.value.faults == faults
    assert ReadSettings(units).run(leader) == OfficeSettings()


def test_always_is_kept_as_chosen(units, leader):
    SaveSettings(units).run(leader, OfficeSettings(petition_years=ALWAYS))
    assert ReadSettings(units).run(leader).petition_years == ALWAYS


def test_the_front_desk_reads_the_settings_and_does_not_change_them(units, clerk):
    assert ReadSettings(units).run(clerk) == OfficeSettings()
    with pytest.raises(NotAllowed):
        SaveSettings(units).run(clerk, OfficeSettings("새벽시"))
