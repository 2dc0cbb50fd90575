"""The sync page of a desk that stands alone."""

import pytest
from PySide6.QtCore import Qt

from models.sync import Conflict
from models.values import Permission
from tests.factories_reception import walk_in

KEY = Qt.Key


@pytest.fixture
def page(desk):
    """The sync page in front."""
    desk.go(0)
    return desk


def test_a_desk_that_is_not_enrolled_says_so(page):
    assert "not enrolled" in page.text_of("syncStanding")


def test_with_nothing_to_decide_nothing_can_be_decided(page):
    assert not page.button("syncKeep").isEnabled()
    assert not page.button("syncTake").isEnabled()


def test_a_round_of_a_desk_alone_ends_quietly(page):
    page.press(KEY.Key_F5)
    assert page.faults == []
    assert not page.main.page.view_model.is_running
    assert not page.button("syncStop").isEnabled()


def test_the_keys_of_decisions_do_nothing_when_there_is_none(page):
    page.press(KEY.Key_1, Qt.KeyboardModifier.ControlModifier)
    page.press(KEY.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert page.faults == []


def test_what_waits_to_be_sent_is_counted(page):
    before = page.text_of("syncStanding")
    page.services.reception.check_in.run(page.actor, walk_in("김하늘"))
    page.settle()
    assert page.text_of("syncStanding") != before


@pytest.fixture
def clash(page):
    """A title that two desks wrote differently, as a round has brought it."""
    made = page.services.reception.check_in.run(
        page.actor, walk_in("김하늘", title="가로등이 꺼짐")
    )
    units = page.services.office.units
    with units.begin(page.actor, Permission.SYNC_RUN) as work:
        work.session.add(
            Conflict(
                seq=7,
                field="title",
                tbl="visit",
                row_id=made.visit_id,
                mine='"가로등 두 개가 꺼짐"',
                before='"가로등"',
                theirs='"가로등이 꺼짐"',
                theirs_seq=6,
                user_id=page.actor.staff_id,
                desk_id=2,
                at=1_795_000_000_000,
            )
        )
    page.go(1)
    page.go(0)
    return page


def title_of(desk) -> str:
    (row,) = desk.services.reception.waiting_list.run(desk.actor).rows
    return str(row.title)


def test_a_clash_is_told_in_words_with_what_stood_before(clash):
    ((about, mine, before, theirs, _by),) = clash.rows("syncInbox")
    assert about == "Visit A1 · title"
    assert (mine, before, theirs) == ("가로등 두 개가 꺼짐", "가로등", "가로등이 꺼짐")


def test_the_other_value_is_taken_with_its_key(clash):
    clash.press(KEY.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert title_of(clash) == "가로등 두 개가 꺼짐"
    assert clash.rows("syncInbox") == []


def test_what_stands_is_kept_with_its_key(clash):
    clash.press(KEY.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert title_of(clash) == "가로등이 꺼짐"
    assert clash.rows("syncInbox") == []
