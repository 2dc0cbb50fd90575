import json

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from models.errors import (
    AccountLocked,
    FieldError,
    OfficeExists,
    PracticeSealBroken,
    ReasonNeeded,
    SignInDelayed,
    UnknownAccount,
    WrongPassword,
)
from models.reception import Person
from models.trust import AccessEntry
from models.values import AccessAction, Permission, PersonId, Purpose
from services.core.access_log import first_break
from services.core.config import OfficeFolder
from services.core.office import open_office
from services.trust import key_ring
from services.trust.founding import FirstAccount, found, found_practice
from services.trust.reveal import RevealPerson, masked
from services.trust.sign_in import open_with_password, sign_in

RIGHT, WRONG = "맞는 비밀번호 1", "틀린 비밀번호 1"


@pytest.fixture
def real(tmp_path, clock):
    folder = OfficeFolder(tmp_path / "real")
    founded = found(folder, clock, FirstAccount("park", "박팀장", RIGHT))
    return folder, founded


def entries(office):
    with office.units.read(sign_in_actor(office), Permission.LOG_READ) as reading:
        found = reading.session.scalars(select(AccessEntry).order_by(AccessEntry.line))
        return list(found)


def sign_in_actor(office):
    from services.core.actor import FOUNDER

    return FOUNDER


def test_the_right_password_opens_the_office(real, clock):
    folder, _ = real
    opened = open_with_password(folder, "park", RIGHT, clock)
    office = open_office(folder, opened.key, clock, practice=False)
    actor = sign_in(office, opened.staff_id)
    with office.units.begin(actor, Permission.STAFF_MANAGE):
        pass
    office.close()


def test_wrong_passwords_wait_from_the_third_and_lock_at_the_fifth(real, clock):
    folder, _ = real
    for left in (4, 3, 2):
        with pytest.raises(WrongPassword) as wrong:
            open_with_password(folder, "park", WRONG, clock)
        assert wrong.value.facts["left"] == left
    with pytest.raises(SignInDelayed) as delayed:
        open_with_password(folder, "park", RIGHT, clock)
    assert delayed.value.facts["seconds"] == 60
    clock.tick(seconds=60)
    with pytest.raises(WrongPassword):
        open_with_password(folder, "park", WRONG, clock)
    clock.tick(minutes=5)
    with pytest.raises(WrongPassword):
        open_with_password(folder, "park", WRONG, clock)
    clock.tick(hours=5)
    with pytest.raises(AccountLocked):
        open_with_password(folder, "park", RIGHT, clock)


def test_a_clock_set_back_does_not_lengthen_the_wait(real, clock):
    folder, _ = real
    for _ in range(3):
        with pytest.raises(WrongPassword):
            open_with_password(folder, "park", WRONG, clock)
    clock.tick(days=-400)
    with pytest.raises(SignInDelayed) as delayed:
        open_with_password(folder, "park", RIGHT, clock)
    assert delayed.value.facts["seconds"] == 60


def test_failed_tries_reach_the_access_log_at_the_next_sign_in(real, clock):
    folder, _ = real
    with pytest.raises(WrongPassword):
        open_with_password(folder, "park", WRONG, clock)
    opened = open_with_password(folder, "park", RIGHT, clock)
    office = open_office(folder, opened.key, clock, practice=False)
    sign_in(office, opened.staff_id)
    actions = [entry.action for entry in entries(office)]
    office.close()
    assert actions[-2:] == [AccessAction.SIGN_IN_FAILED, AccessAction.SIGN_IN]
    assert key_ring.read_ring(folder).attempts == ()


def test_an_unknown_account_is_told(real, clock):
    with pytest.raises(UnknownAccount):
        open_with_password(real[0], "nobody", RIGHT, clock)


def test_the_recovery_code_opens_the_key(real):
    folder, founded = real
    ring = key_ring.read_ring(folder)
    key = key_ring.open_key(ring.wraps[key_ring.RECOVERY], founded.recovery_code)
    assert key == open_key_of(folder)


def open_key_of(folder):
    ring = key_ring.read_ring(folder)
    return key_ring.open_key(ring.wraps["park"], RIGHT)


def test_no_password_and_no_key_is_in_the_ring(real):
    raw = real[0].keys.read_text()
    assert RIGHT not in raw
    assert open_key_of(real[0]).hex() not in raw
    assert json.loads(raw)["practice_key"] == ""


def test_an_office_is_not_founded_over_another(real, clock):
    with pytest.raises(OfficeExists):
        found_practice(real[0], clock)


def test_a_short_password_is_refused(tmp_path, clock):
    with pytest.raises(FieldError):
        found(OfficeFolder(tmp_path / "x"), clock, FirstAccount("a", "가", "짧음"))


def test_a_real_file_in_a_practice_folder_is_refused(real, clock):
    folder, _ = real
    key = open_key_of(folder)
    with pytest.raises(PracticeSealBroken):
        open_office(folder, key, clock, practice=True)


def test_a_reveal_wants_a_purpose_and_is_logged(office, units, leader):
    with units.begin(leader, Permission.VISIT_CHECK_IN) as work:
        person = work.add(Person(name="김하늘", phone="010-5550-0001"))
        work.session.flush()
        assert masked(person).name == "김*늘"
        assert masked(person).phone == "010-****-0001"
        person_id = PersonId(person.id)
    reveal = RevealPerson(units)
    with pytest.raises(ReasonNeeded):
        reveal.run(leader, person_id, None)
    assert reveal.run(leader, person_id, Purpose.CALL_BACK).name == "김하늘"
    last = entries(office)[-1]
    assert (last.action, last.subject_id) == (AccessAction.REVEAL, person_id)


def test_a_changed_line_breaks_the_chain_where_it_was_changed(office, units, leader):
    reveal = RevealPerson(units)
    with units.begin(leader, Permission.VISIT_CHECK_IN) as work:
        person_id = PersonId(work.add(Person(name="김하늘")).id)
    for _ in range(3):
        reveal.run(leader, person_id, Purpose.REVIEW)
    lines = entries(office)
    assert first_break(lines) is None
    lines[-2].purpose = Purpose.CASE
    assert first_break(lines) == lines[-2].line


def test_the_file_refuses_to_change_or_drop_a_line(office):
    for statement in ("UPDATE access_entry SET note = 'x'", "DELETE FROM access_entry"):
        with (
            pytest.raises(DBAPIError, match="insert_only"),
            office.writers.begin() as connection,
        ):
            connection.execute(text(statement))
