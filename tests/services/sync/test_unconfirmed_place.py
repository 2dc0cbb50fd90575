"""A desk that the server has never answered: its letter is not final, nor its place."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from models.sync import SyncState
from models.values import Permission
from services.sync.enrolment import (
    DeskPlace,
    EnrolDesk,
    EnrolledAlready,
    LabelUnfit,
    PracticeStaysHere,
)
from services.sync.stick_keys import new_keys

PLACE = DeskPlace(7, "C", "desk_7", "postgresql://127.0.0.1:9/none", "secret")


def state(units, actor):
    with units.read(actor, Permission.SETTINGS_OFFICE) as reading:
        session: Session = reading.session
        found = session.get_one(SyncState, 1)
        return found.enrolled, found.desk_id, found.label


def test_numbers_stay_provisional_until_the_server_has_answered(units, leader):
    _enrolled, _number, before = state(units, leader)
    EnrolDesk(units).run(leader, PLACE)
    assert state(units, leader) == (True, 7, before)
    assert before.startswith("임")


def test_wrong_numbers_can_be_typed_again_before_the_server_has_answered(units, leader):
    EnrolDesk(units).run(leader, PLACE)
    other = replace(PLACE, desk_id=8, label="D", role="desk_8")
    EnrolDesk(units).run(leader, other)
    assert state(units, leader)[:2] == (True, 8)


def test_what_may_have_been_sent_by_stick_is_not_taken_back(units, leader):
    card = new_keys().card.text()
    EnrolDesk(units).run(leader, replace(PLACE, importer=card))
    with pytest.raises(EnrolledAlready):
        EnrolDesk(units).run(leader, replace(PLACE, desk_id=8))


@pytest.mark.parametrize("letter", ["가/../1", "a", "ABC", "A1", "A\n", " A"])
def test_a_letter_is_one_or_two_of_a_to_z(units, leader, letter):
    with pytest.raises(LabelUnfit):
        EnrolDesk(units).run(leader, replace(PLACE, label=letter))
    assert not state(units, leader)[0]


def test_a_practice_office_is_enrolled_nowhere(units, leader):
    with pytest.raises(PracticeStaysHere):
        EnrolDesk(units, practice=True).run(leader, PLACE)
    assert not state(units, leader)[0]
