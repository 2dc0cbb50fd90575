"""Sync without a sign-in: one right, one secret in the system's store, in words where not."""

import json

import pytest
from keyring.backends.fail import Keyring as NoKeyring
from sqlalchemy import func, select

from models.errors import (
    FieldError,
    KeyringFailed,
    KeyringLocked,
    KeyringMissing,
    KeyringSilent,
    NotAllowed,
    UnattendedOff,
    UnattendedSecretGone,
    UnknownAccount,
)
from models.sync import Outbox
from models.trust import AccessEntry
from models.values import AccessAction, Permission, Profile
from services.container import Opened, open_for_sync, open_signed_in
from services.core import aside
from services.core.actor import FOUNDER, SYNC_ACTOR
from services.core.cancellation import Cancellation
from services.core.config import OfficeFolder
from services.trust import key_ring, secret_store
from services.trust.accounts import AddColleague, StaffForm
from services.trust.founding import FirstAccount, found
from services.trust.passwords import ChangePassword
from services.trust.recover_account import recover_account
from services.trust.sign_in import open_with_password
from tests.doubles.keyrings import (
    BrokenKeyring,
    ForgetfulKeyring,
    LockedKeyring,
    SilentKeyring,
)

RIGHT, NEXT = "맞는 비밀번호 1", "다음 비밀번호 2"


@pytest.fixture
def founded(tmp_path, clock):
    """A closed real office and its recovery code."""
    folder = OfficeFolder(tmp_path / "real")
    return folder, found(folder, clock, FirstAccount("park", "박팀장", RIGHT))


@pytest.fixture
def desk(founded, clock):
    """The office in its team leader's hands."""
    opened = open_signed_in(founded[0], "park", RIGHT, clock)
    yield opened
    opened.close()


def never() -> bool:
    return False


def turn_on(desk: Opened) -> None:
    desk.services.trust.turn_on_unattended.run(desk.actor, Cancellation())


def turn_off(desk: Opened) -> bool:
    return desk.services.trust.turn_off_unattended.run(desk.actor, Cancellation())


def opens_alone(desk: Opened, clock) -> bool:
    """Say whether the office opens without a sign-in, for its one right."""
    opened = open_for_sync(desk.services.office.folder, clock, never)
    try:
        with opened.services.office.units.read(opened.actor, Permission.SYNC_RUN):
            return opened.actor == SYNC_ACTOR
    finally:
        opened.close()


def test_it_is_off_until_somebody_turns_it_on(desk, clock, store):
    assert not desk.services.trust.unattended.run(desk.actor)
    with pytest.raises(UnattendedOff):
        opens_alone(desk, clock)
    turn_on(desk)
    assert desk.services.trust.unattended.run(desk.actor)
    assert opens_alone(desk, clock)


def test_the_key_gives_one_right_and_no_other(desk, clock, store):
    turn_on(desk)
    opened = open_for_sync(desk.services.office.folder, clock, never)
    units = opened.services.office.units
    for permission in set(Permission) - {Permission.SYNC_RUN}:
        with pytest.raises(NotAllowed), units.read(opened.actor, permission):
            pass
    opened.close()


def test_opening_it_writes_nothing_that_would_have_to_be_sent(desk, clock, store):
    turn_on(desk)

    def written() -> int | None:
        units = desk.services.office.units
        with units.read(FOUNDER, Permission.LOG_READ) as reading:
            found: int | None = reading.session.scalar(select(func.max(Outbox.dseq)))
            return found

    before = written()
    assert opens_alone(desk, clock)
    assert written() == before


def test_neither_the_folder_nor_the_store_alone_opens_it(desk, clock, store):
    turn_on(desk)
    ((_service, name), secret) = next(iter(store.kept.items()))
    ring = desk.services.office.folder.keys.read_text(encoding="utf-8")
    assert secret not in ring
    assert desk.services.office.key.hex() not in f"{name}{secret}"
    store.kept.clear()
    with pytest.raises(UnattendedSecretGone):
        opens_alone(desk, clock)


def test_a_secret_of_another_office_does_not_open_it(desk, clock, store):
    turn_on(desk)
    for place in store.kept:
        store.kept[place] = "something else"
    with pytest.raises(UnattendedSecretGone):
        opens_alone(desk, clock)


def test_turning_it_off_removes_both(desk, clock, store):
    turn_on(desk)
    assert turn_off(desk)
    assert store.kept == {}
    assert not key_ring.read_ring(desk.services.office.folder).unattended
    with pytest.raises(UnattendedOff):
        opens_alone(desk, clock)


def test_turning_it_off_twice_is_no_fault(desk, store):
    assert turn_off(desk)
    turn_on(desk)
    assert turn_off(desk)
    assert turn_off(desk)


def test_a_store_that_fails_does_not_keep_it_on(desk, clock, store, use_store):
    turn_on(desk)
    use_store(LockedKeyring())
    assert not turn_off(desk)
    assert not key_ring.read_ring(desk.services.office.folder).unattended
    use_store(store)
    with pytest.raises(UnattendedOff):
        opens_alone(desk, clock)


def test_passwords_and_sign_ins_leave_it_as_it_is(founded, desk, clock, store):
    folder, told = founded
    turn_on(desk)
    office = desk.services.office
    ChangePassword(office.units, folder, clock).run(desk.actor, RIGHT, NEXT)
    open_with_password(folder, "park", NEXT, clock)
    recover_account(folder, clock, "park", told.recovery_code, RIGHT)
    assert opens_alone(desk, clock)


def test_nobody_signs_in_as_the_program_or_is_called_like_it(desk, clock, store):
    turn_on(desk)
    folder = desk.services.office.folder
    (secret,) = store.kept.values()
    with pytest.raises(UnknownAccount):
        open_with_password(folder, key_ring.UNATTENDED, secret, clock)
    assert key_ring.read_ring(folder).logins == ("park",)
    office = desk.services.office
    form = StaffForm(key_ring.UNATTENDED, "이접수", Profile.FRONT_DESK)
    with pytest.raises(FieldError):
        AddColleague(office.units, folder, office.key).run(desk.actor, form, NEXT)


def test_only_who_may_change_the_office_turns_it_on(desk, clock, store):
    office = desk.services.office
    form = StaffForm("lee", "이접수", Profile.FRONT_DESK)
    verb = AddColleague(office.units, office.folder, office.key)
    clerk = Opened(
        desk.services,
        type(desk.actor)(verb.run(desk.actor, form, NEXT)),
        "lee",
        practice=False,
    )
    with pytest.raises(NotAllowed):
        turn_on(clerk)
    assert store.kept == {}
    turn_on(desk)
    with pytest.raises(NotAllowed):
        turn_off(clerk)
    assert opens_alone(desk, clock)


def test_each_step_is_logged(desk, store):
    turn_on(desk)
    turn_off(desk)
    with desk.services.office.units.read(desk.actor, Permission.LOG_READ) as reading:
        found = reading.session.scalars(
            select(AccessEntry)
            .where(AccessEntry.note == "unattended")
            .order_by(AccessEntry.line)
        )
        told = [(one.action, one.staff_id, one.subject_id) for one in found]
    who, whose = desk.actor.staff_id, SYNC_ACTOR.staff_id
    assert told == [
        (AccessAction.GRANT, who, whose),
        (AccessAction.REMOVE, who, whose),
    ]


@pytest.mark.parametrize(
    ("broken", "kind"),
    [
        (NoKeyring(), KeyringMissing),
        (ForgetfulKeyring(), KeyringMissing),
        (LockedKeyring(), KeyringLocked),
        (BrokenKeyring(), KeyringFailed),
    ],
)
def test_a_store_that_does_not_serve_is_named_and_nothing_is_changed(
    desk, clock, use_store, broken, kind
):
    use_store(broken)
    with pytest.raises(kind) as refused:
        turn_on(desk)
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None  # it may quote the secret
    assert not key_ring.read_ring(desk.services.office.folder).unattended


@pytest.mark.parametrize(
    ("broken", "kind"),
    [
        (NoKeyring(), KeyringMissing),
        (LockedKeyring(), KeyringLocked),
        (BrokenKeyring(), KeyringFailed),
    ],
)
def test_a_store_that_fails_later_is_named_too(
    desk, clock, store, use_store, broken, kind
):
    turn_on(desk)
    use_store(broken)
    with pytest.raises(kind):
        opens_alone(desk, clock)


def test_a_store_that_waits_for_somebody_is_let_go(desk, clock, use_store, monkeypatch):
    silent = SilentKeyring()
    use_store(silent)
    monkeypatch.setattr(secret_store, "LIMIT_S", 2 * aside.LOOK_S)
    with pytest.raises(KeyringSilent):
        turn_on(desk)
    silent.released.set()
    assert not key_ring.read_ring(desk.services.office.folder).unattended


def test_who_stops_does_not_wait_for_the_store(desk, use_store):
    silent, stop = SilentKeyring(), Cancellation()
    use_store(silent)
    stop.set()
    with pytest.raises(KeyringSilent):
        desk.services.trust.turn_on_unattended.run(desk.actor, stop)
    silent.released.set()


def test_a_ring_with_it_is_read_by_a_desk_that_knows_nothing_of_it(desk, store):
    turn_on(desk)
    told = json.loads(desk.services.office.folder.keys.read_text(encoding="utf-8"))
    assert told["format"] == key_ring.FORMAT
    assert set(told["wraps"]["@sync"]) == set(told["wraps"]["park"])
