"""The sync page of those who do not lead the team: all is told, the owner decides."""

import pytest
from PySide6.QtCore import Qt

from models.errors import NotAllowed
from models.values import Profile, StaffId
from services.core.actor import Actor
from services.sync.decide import Choice, Decision
from services.trust.accounts import AddStaff, StaffForm
from tests.factories_sync import NOT_TAKEN, clashed_title
from tests.ui.test_staff_in_the_window import (
    CTRL,
    FIRST,
    KEY,
    OWN,
    add_clerk,
    sign_in_as,
    type_in,
    working,
)

__all__ = ["working"]  # a fixture


@pytest.fixture
def clerk(working):
    """A clerk at the front desk, signed in; the leader's clash waits."""
    add_clerk(working)
    clashed_title(working.services, working.actor)
    sign_in_as(working, "kim", FIRST)
    for name in ("lockOwn", "lockAgain"):
        type_in(working, name, OWN)
    with working.qtbot.waitSignal(working.frame.opened, timeout=30_000):
        working.press(KEY.Key_Return)
    working.settle()
    working.go(0)
    return working


def test_a_clerk_reads_how_the_desk_stands_and_what_waits(clerk):
    assert "to decide 1" in clerk.text_of("syncStanding")
    ((about, mine, *_rest),) = clerk.rows("syncInbox")
    assert (about, mine) == ("Visit A1 · title", NOT_TAKEN)
    assert clerk.text_of("syncWhoDecides") == "한팀장 or the team leader decides this."
    assert not clerk.button("syncTake").isEnabled()


def test_a_clerk_who_owns_nothing_of_it_is_told_who_decides(clerk):
    clerk.press(KEY.Key_2, CTRL)
    assert clerk.toast == "한팀장 or the team leader decides this."
    assert len(clerk.rows("syncInbox")) == 1


def test_the_owner_of_the_matter_decides_with_the_same_keys(clerk):
    clerk.press(KEY.Key_1, Qt.KeyboardModifier.AltModifier)
    seen = clerk.services.sync.inbox.run(clerk.actor)
    assert [card.decidable for card in seen] == [False]
    own_it(clerk.services, clerk.actor)
    clerk.go(1)
    clerk.go(0)
    assert clerk.button("syncTake").isEnabled()
    clerk.press(KEY.Key_2, CTRL)
    assert clerk.rows("syncInbox") == []
    assert clerk.faults == []


def own_it(services, actor) -> None:
    """Let the value that was not taken be the actor's."""
    from sqlalchemy import update

    from models.sync import Conflict
    from models.values import Permission

    with services.office.units.begin(actor, Permission.SYNC_RUN) as work:
        work.session.execute(update(Conflict).values(user_id=actor.staff_id))


def somebody(desk, profile: Profile) -> Actor:
    """Add a member of staff with a job."""
    number = StaffId("00000000-0000-7000-8000-00000000c1e5")
    form = StaffForm("extra", "이접수", profile, staff_id=number)
    AddStaff(desk.services.office.units).run(desk.actor, form)
    return Actor(number)


def test_the_service_refuses_who_neither_owns_it_nor_leads(desk):
    other = somebody(desk, Profile.FRONT_DESK)
    clashed_title(desk.services, desk.actor)
    decision = Decision(7, "title", Choice.TAKE)
    with pytest.raises(NotAllowed):
        desk.services.sync.decide.run(other, [decision])
    own_it(desk.services, other)
    desk.services.sync.decide.run(other, [decision])
    assert desk.services.sync.inbox.run(other) == ()


def test_who_may_not_read_a_record_is_told_of_its_clash_and_not_what_it_says(desk):
    office = somebody(desk, Profile.IT_OFFICE)
    clashed_title(desk.services, desk.actor)
    (card,) = desk.services.sync.inbox.run(office)
    assert (card.hidden, card.decidable, card.label) == (True, False, "")
    assert [(one.mine, one.theirs) for one in card.fields] == [(None, None)]
    assert desk.services.today.standing.run(office).to_decide == 1
