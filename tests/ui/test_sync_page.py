"""The sync page of a desk that stands alone."""

import pytest
from PySide6.QtCore import Qt

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
