"""Accounts of the people who work here: given, changed, ended, never shared."""

import pytest
from sqlalchemy import select

from models.errors import (
    AccountSuspended,
    FieldError,
    NotAllowed,
    OwnPasswordNeeded,
    UnknownAccount,
    WrongPassword,
)
from models.trust import AccessEntry, Grant
from models.values import AccessAction, Permission, Profile, StaffId
from services.container import Opened, open_signed_in
from services.core.actor import FOUNDER, Actor
from services.core.config import OfficeFolder
from services.trust.accounts import StaffForm, StaffRow
from services.trust.founding import FirstAccount, found
from services.trust.passwords import AccountState
from services.trust.profiles import PROFILES

LEADER, CLERK = "맞는 비밀번호 1", "첫 비밀번호 22"
OWN = "나만 아는 비밀번호"


@pytest.fixture
def folder(tmp_path, clock) -> OfficeFolder:
    place = OfficeFolder(tmp_path / "real")
    found(place, clock, FirstAccount("park", "박팀장", LEADER))
    return place


@pytest.fixture
def leader(folder, clock):
    opened = open_signed_in(folder, "park", LEADER, clock)
    yield opened
    opened.close()


@pytest.fixture
def clerk(leader) -> StaffId:
    """A colleague with an account and a first password."""
    form = StaffForm("kim", "김접수", Profile.FRONT_DESK, department="시민소통실")
    added: StaffId = leader.services.trust.add_colleague.run(leader.actor, form, CLERK)
    return added


def row_of(opened: Opened, staff_id: StaffId) -> StaffRow:
    rows = opened.services.trust.staff_list.run(opened.actor)
    return next(row for row in rows if row.id == staff_id)


def rights(opened: Opened, staff_id: StaffId) -> set[Permission]:
    running = select(Grant.permission).where(
        Grant.staff_id == staff_id, Grant.revoked_at.is_(None)
    )
    with opened.services.office.units.read(FOUNDER, Permission.LOG_READ) as reading:
        return set(reading.session.scalars(running))


def logged(opened: Opened, staff_id: StaffId) -> list[str]:
    lines = (
        select(AccessEntry.note)
        .where(
            AccessEntry.subject_id == staff_id,
            AccessEntry.action == AccessAction.GRANT,
        )
        .order_by(AccessEntry.line)
    )
    with opened.services.office.units.read(FOUNDER, Permission.LOG_READ) as reading:
        return list(reading.session.scalars(lines))


def test_a_password_of_somebody_else_opens_only_with_one_of_their_own(
    folder, clock, leader, clerk
):
    assert row_of(leader, clerk).account is AccountState.FIRST
    with pytest.raises(OwnPasswordNeeded):
        open_signed_in(folder, "kim", CLERK, clock)
    for own, fault in (("짧음", "short"), (CLERK, "same")):
        with pytest.raises(FieldError) as refused:
            open_signed_in(folder, "kim", CLERK, clock, own)
        assert refused.value.facts["fault"] == fault
    opened = open_signed_in(folder, "kim", CLERK, clock, OWN)
    assert opened.actor.staff_id == clerk
    opened.close()
    assert row_of(leader, clerk).account is AccountState.OPEN
    with pytest.raises(WrongPassword):
        open_signed_in(folder, "kim", CLERK, clock)
    open_signed_in(folder, "kim", OWN, clock).close()


def test_the_founders_own_password_is_theirs_already(folder, clock):
    open_signed_in(folder, "park", LEADER, clock).close()


def test_a_clerk_has_the_rights_of_the_job_and_manages_nobody(
    folder, clock, leader, clerk
):
    assert rights(leader, clerk) == PROFILES[Profile.FRONT_DESK]
    opened = open_signed_in(folder, "kim", CLERK, clock, OWN)
    trust, actor = opened.services.trust, opened.actor
    form = StaffForm("lee", "이접수", Profile.TEAM_LEADER)
    row = row_of(opened, clerk)
    more = StaffForm("kim", "김접수", Profile.TEAM_LEADER, staff_id=clerk)
    for attempt in (
        lambda: trust.add_colleague.run(actor, form, CLERK),
        lambda: trust.change_staff.run(actor, more, row.base),
        lambda: trust.open_account.run(actor, clerk, "다른 비밀번호 3"),
        lambda: trust.suspend_staff.run(actor, leader.actor.staff_id),
        lambda: trust.resume_staff.run(actor, clerk),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    opened.close()


def test_a_login_belongs_to_one_person(leader, clerk):
    with pytest.raises(FieldError) as refused:
        leader.services.trust.add_colleague.run(
            leader.actor, StaffForm(" kim ", "김다른", Profile.FRONT_DESK), CLERK
        )
    assert refused.value.facts == {"field": "login", "fault": "taken"}


def test_another_job_ends_the_old_rights_and_can_be_taken_back(leader, clerk, clock):
    trust, actor = leader.services.trust, leader.actor
    row = row_of(leader, clerk)
    form = StaffForm("kim", "김비서", Profile.SECRETARIAT, "주무관", staff_id=clerk)
    trust.change_staff.run(actor, form, row.base)
    changed = row_of(leader, clerk)
    assert (changed.name, changed.title) == ("김비서", "주무관")
    assert rights(leader, clerk) == PROFILES[Profile.SECRETARIAT]
    trust.undo_last.run(actor)
    back = row_of(leader, clerk)
    assert (back.name, back.profile) == ("김접수", Profile.FRONT_DESK)
    assert rights(leader, clerk) == PROFILES[Profile.FRONT_DESK]
    with leader.services.office.units.read(FOUNDER, Permission.LOG_READ) as reading:
        grants = reading.session.scalars(select(Grant).where(Grant.staff_id == clerk))
        ended = [grant for grant in grants if grant.revoked_at is not None]
    jobs = (Profile.FRONT_DESK, Profile.SECRETARIAT)
    assert len(ended) == sum(len(PROFILES[job]) for job in jobs)
    assert logged(leader, clerk) == ["", "account", "changed", "changed"]


def test_who_is_suspended_can_neither_sign_in_nor_act(folder, clock, leader, clerk):
    opened = open_signed_in(folder, "kim", CLERK, clock, OWN)
    trust = leader.services.trust
    trust.suspend_staff.run(leader.actor, clerk)
    with pytest.raises(NotAllowed):
        opened.services.reception.waiting_list.run(opened.actor)
    opened.close()
    assert row_of(leader, clerk).account is AccountState.NONE
    with pytest.raises(UnknownAccount):
        open_signed_in(folder, "kim", OWN, clock)
    with pytest.raises(FieldError):
        trust.open_account.run(leader.actor, clerk, "다시 쓰는 비밀번호")
    trust.resume_staff.run(leader.actor, clerk)
    assert rights(leader, clerk) == PROFILES[Profile.FRONT_DESK]
    trust.open_account.run(leader.actor, clerk, "다시 쓰는 비밀번호")
    open_signed_in(folder, "kim", "다시 쓰는 비밀번호", clock, OWN).close()
    assert logged(leader, clerk)[2:] == ["suspended", "resumed", "account"]


def test_a_suspension_that_came_from_another_desk_is_heard_at_the_sign_in(
    folder, clock, leader, clerk
):
    open_signed_in(folder, "kim", CLERK, clock, OWN).close()
    ring = folder.keys.read_bytes()
    leader.services.trust.suspend_staff.run(leader.actor, clerk)
    folder.keys.write_bytes(ring)  # that desk still has the account
    with pytest.raises(AccountSuspended):
        open_signed_in(folder, "kim", OWN, clock)
    failed = select(AccessEntry.note).where(
        AccessEntry.staff_id == clerk,
        AccessEntry.action == AccessAction.SIGN_IN_FAILED,
    )
    with leader.services.office.units.read(FOUNDER, Permission.LOG_READ) as reading:
        assert list(reading.session.scalars(failed)) == ["suspended"]


def test_nobody_shuts_themselves_out(leader):
    trust, actor = leader.services.trust, leader.actor
    with pytest.raises(FieldError) as own:
        trust.suspend_staff.run(actor, actor.staff_id)
    assert own.value.facts["fault"] == "own_account"
    row = row_of(leader, actor.staff_id)
    form = StaffForm("park", "박팀장", Profile.FRONT_DESK, staff_id=actor.staff_id)
    with pytest.raises(FieldError) as right:
        trust.change_staff.run(actor, form, row.base)
    assert right.value.facts == {"field": "profile", "fault": "own_right"}


def test_ones_own_password_is_changed_with_the_old_one(folder, clock, leader):
    change, actor = leader.services.trust.change_password, leader.actor
    with pytest.raises(FieldError) as wrong:
        change.run(actor, "틀린 비밀번호 1", OWN)
    assert wrong.value.facts == {"field": "old", "fault": "wrong"}
    with pytest.raises(FieldError):
        change.run(actor, LEADER, "짧음")
    change.run(actor, LEADER, OWN)
    with pytest.raises(WrongPassword):
        open_signed_in(folder, "park", LEADER, clock)
    open_signed_in(folder, "park", OWN, clock).close()


def test_a_reset_password_is_again_good_for_one_sign_in(folder, clock, leader, clerk):
    open_signed_in(folder, "kim", CLERK, clock, OWN).close()
    leader.services.trust.open_account.run(leader.actor, clerk, "새로 준 비밀번호")
    with pytest.raises(OwnPasswordNeeded):
        open_signed_in(folder, "kim", "새로 준 비밀번호", clock)


def test_an_unknown_actor_sees_no_staff(leader):
    with pytest.raises(NotAllowed):
        leader.services.trust.staff_list.run(Actor(StaffId("nobody")))


def test_the_last_sign_in_is_told_to_who_manages_the_staff_and_of_oneself(
    leader, clerk, folder, clock
):
    first = clock.now()
    assert row_of(leader, clerk).signed_in_at is None
    clock.tick(minutes=5)
    again = open_signed_in(folder, "kim", CLERK, clock, own=OWN)
    again.close()
    clock.tick(minutes=5)
    again = open_signed_in(folder, "kim", OWN, clock)
    try:
        assert row_of(leader, clerk).signed_in_at == clock.now()
        assert row_of(leader, leader.actor.staff_id).signed_in_at == first
        assert row_of(again, clerk).signed_in_at == clock.now()
        assert row_of(again, leader.actor.staff_id).signed_in_at is None
    finally:
        again.close()


def test_a_wrong_password_is_no_sign_in(leader, clerk, folder, clock):
    first = clock.now()
    clock.tick(minutes=5)
    with pytest.raises(WrongPassword):
        open_signed_in(folder, "park", "틀린 비밀번호", clock)
    open_signed_in(folder, "kim", CLERK, clock, own=OWN).close()  # notes the try
    assert row_of(leader, leader.actor.staff_id).signed_in_at == first
