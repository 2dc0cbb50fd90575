"""How a round ends, and that it never holds the office file while it waits."""

import shutil
from dataclasses import replace

import pytest

from models.errors import FieldError, NotAllowed
from models.reception import Person
from models.values import StaffId
from services.core.actor import SYNC_ACTOR, Actor
from services.core.config import OfficeFolder
from services.core.events import Origin, RecordsChanged, SyncSpoke
from services.core.transaction_guard import NetworkInTransaction
from services.sync.connection import PostgresGateways
from services.sync.conversation import RoundReport
from services.sync.enrolment import DeskPlace, EnrolDesk, EnrolledAlready
from services.sync.gateway import Offline, Verdict
from services.sync.schedule import Outcome
from services.sync.status import SyncStatus
from tests.services.sync.desk.desks import (
    LIMITS,
    STAFF,
    CityHall,
    DeskUnderTest,
    exactly_once,
    scripted,
    settle,
)
from tests.services.sync.shared_office import run_as_superuser

pytestmark = pytest.mark.server


def raising(error: Exception):
    def script(_call: str) -> None:
        raise error

    return script


def test_a_desk_that_was_never_enrolled_is_told_so(hall: CityHall):
    desk = hall.desk("C", enrolled=False)
    assert desk.sync() == RoundReport(Outcome.REFUSED, "not_enrolled")
    assert SyncStatus(desk.units).run(STAFF).runs == ()


def test_without_the_server_work_goes_on_and_nothing_is_lost(
    a: DeskUnderTest, hall: CityHall
):
    nowhere = replace(
        hall.place("A"),
        server="postgresql://127.0.0.1:1/office",
        password="secret-word",
    )
    EnrolDesk(a.units).run(STAFF, nowhere)
    person = a.add_person("김하늘")
    before = SyncStatus(a.units).run(STAFF).to_send
    report = a.sync()
    assert (report.outcome, report.sent) == (Outcome.OFFLINE, 0)
    standing = SyncStatus(a.units).run(STAFF)
    assert standing.to_send == before
    assert standing.runs[0].outcome is Outcome.OFFLINE
    EnrolDesk(a.units).run(STAFF, hall.place("A"))
    assert a.sync().outcome is Outcome.DONE
    assert hall.value("select count(*) from sync.row_state where row_id = %s", person)


def test_a_database_that_is_not_ours_is_refused(a: DeskUnderTest, hall: CityHall):
    foreign = f"{hall.database}_foreign"
    run_as_superuser(hall.server, "create database {}", foreign)
    try:
        role = hall.place("A").role
        server = hall.server.desk_url(foreign, role)
        EnrolDesk(a.units).run(STAFF, replace(hall.place("A"), server=server))
        assert a.sync() == RoundReport(Outcome.REFUSED, "foreign_server")
    finally:
        run_as_superuser(hall.server, "drop database {} with (force)", foreign)


def test_a_revoked_desk_is_refused(a: DeskUnderTest, hall: CityHall):
    hall.tell("update sync.desk set status = 'revoked' where label = 'A'")
    assert a.sync() == RoundReport(Outcome.REFUSED, "not_enrolled")


def test_a_program_too_old_to_read_still_sends(a: DeskUnderTest, hall: CityHall):
    hall.tell("update sync.head set min_pull_ver = 99")
    person = a.add_person("김하늘")
    report = a.sync()
    assert (report.outcome, report.code) == (
        Outcome.INCOMPATIBLE,
        "server_incompatible",
    )
    assert report.sent > 0
    assert hall.value("select count(*) from sync.row_state where row_id = %s", person)


def test_the_login_of_another_desk_is_not_used(a: DeskUnderTest, hall: CityHall):
    other = hall.place("C")
    EnrolDesk(a.units).run(STAFF, replace(other, desk_id=hall.place("A").desk_id))
    assert a.sync() == RoundReport(Outcome.REFUSED, "other_desk")
    assert hall.value("select last_dseq from sync.desk where label = 'C'") == 0


def test_a_desk_cannot_become_another_one(a: DeskUnderTest, hall: CityHall):
    a.sync()
    with pytest.raises(EnrolledAlready):
        EnrolDesk(a.units).run(STAFF, hall.place("C"))


def test_an_address_that_cannot_be_read_tells_no_password(a: DeskUnderTest):
    place = DeskPlace(1, "A", "role", "postgres:/secret-word@", "another-word")
    with pytest.raises(FieldError) as caught:
        EnrolDesk(a.units).run(STAFF, place)
    told = repr(caught.getrepr()) + repr(place)
    assert "another-word" not in repr(place)
    assert "secret-word" not in repr(caught.value) + repr(place)
    assert told


def test_a_copied_folder_is_found_out_and_sends_nothing(
    a: DeskUnderTest, hall: CityHall
):
    copy = OfficeFolder(hall.folder / "copied")
    shutil.copytree(a.office.folder.path, copy.path)
    twin = hall.opened("X", copy)
    twin.add_person("김하늘")
    sent = hall.value("select seq from sync.head")
    assert twin.sync() == RoundReport(Outcome.FORKED, Verdict.CLONED.value)
    assert hall.value("select seq from sync.head") == sent


@pytest.mark.parametrize(
    ("people", "why"), [(2, Verdict.DESK_RESTORED.value), (1, "desk_forked")]
)
def test_a_desk_from_an_older_copy_gets_its_own_work_back_and_sends_nothing(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall, people, why
):
    settle(a, b)
    older = OfficeFolder(hall.folder / "older")
    shutil.copytree(a.office.folder.path, older.path)
    lost = [a.add_person("김하늘") for _ in range(people)]
    settle(a, b)
    back = hall.opened("A", older)
    fresh = back.add_person("김두리")
    for _ in range(3):
        assert back.sync().outcome is Outcome.FORKED
    for person in lost:
        assert back.row("person", person, "name") == ("김하늘",)
    assert back.row("person", fresh, "name") == ("김두리",)
    assert SyncStatus(back.units).run(STAFF).halted == why
    b.sync()
    assert b.row("person", fresh, "name") is None
    assert exactly_once(hall, a)


def test_a_history_that_was_tampered_with_is_not_taken(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    b.sync()
    a.add_person("김하늘")
    a.sync()
    hall.tell(
        "update sync.log set sha = sha256(sha) where seq = (select seq from sync.head)"
    )
    report = b.sync()
    assert (report.outcome, report.code) == (Outcome.FORKED, "history_differs")
    assert b.value("SELECT count(*) FROM person") == 0


def test_no_call_goes_out_while_the_office_file_is_held(a: DeskUnderTest):
    person = a.add_person("김하늘")
    gateway = PostgresGateways(LIMITS)(None, lambda: False)  # type: ignore[arg-type] # never opened
    with (
        pytest.raises(NetworkInTransaction),
        a.units.read(SYNC_ACTOR, next(iter(SYNC_ACTOR.own))),
    ):
        gateway.pull(0, 1)
    assert a.sync().outcome is Outcome.DONE  # every real call passes the same guard
    assert a.row("person", person, "name") == ("김하늘",)


def test_a_second_start_runs_once_more_instead_of_twice(a: DeskUnderTest):
    calls: list[str] = []
    answers: list[RoundReport | None] = []

    def start_again(call: str) -> None:
        calls.append(call)
        if calls.count("hello") == 1 and call == "hello":
            answers.append(one.run(SYNC_ACTOR, a.cancellation))

    one = a.round(scripted(before=start_again))
    report = one.run(SYNC_ACTOR, a.cancellation)
    assert answers == [None]
    assert report is not None
    assert report.outcome is Outcome.NOTHING_TO_DO
    assert [run.outcome for run in SyncStatus(a.units).run(STAFF).runs[:2]] == [
        Outcome.NOTHING_TO_DO,
        Outcome.DONE,
    ]


def test_a_round_that_failed_can_be_started_again(a: DeskUnderTest):
    one = a.round(scripted(before=raising(RuntimeError("cut"))))
    for _ in range(2):
        with pytest.raises(RuntimeError, match="cut"):
            one.run(SYNC_ACTOR, a.cancellation)
    assert SyncStatus(a.units).run(STAFF).runs[0].outcome is Outcome.INTERRUPTED


def test_asking_to_stop_ends_the_round_at_the_next_place(a: DeskUnderTest):
    a.add_person("김하늘")
    a.cancellation.set()
    assert a.sync().outcome is Outcome.INTERRUPTED


def test_a_cut_in_the_middle_counts_what_was_sent(a: DeskUnderTest):
    a.add_person("김하늘")
    calls: list[str] = []

    def cut_at_pull(call: str) -> None:
        calls.append(call)
        if call == "pull":
            raise Offline(reason="lost")

    report = a.sync(scripted(before=cut_at_pull))
    assert report.outcome is Outcome.OFFLINE
    assert report.sent == calls.count("push") * 2 == 2


def test_only_who_may_sync_starts_a_round(a: DeskUnderTest):
    with pytest.raises(NotAllowed):
        a.round().run(Actor(StaffId("nobody")), a.cancellation)


def test_pages_hear_which_rows_came_and_that_it_was_sync(
    a: DeskUnderTest, b: DeskUnderTest
):
    a.add_person("김하늘")
    a.sync()
    heard: list[object] = []
    b.office.bus.subscribe(heard.append)
    b.sync()
    changes = [event for event in heard if isinstance(event, RecordsChanged)]
    assert all(event.origin is Origin.SYNC for event in changes)
    assert "person" in frozenset().union(*(event.kinds for event in changes))
    stages = [event.state for event in heard if isinstance(event, SyncSpoke)]
    assert (stages[0], stages[-1]) == ("began", "ended")
    assert "receiving" in stages


def test_the_status_counts_what_waits(a: DeskUnderTest, b: DeskUnderTest):
    settle(a, b)
    before = SyncStatus(a.units).run(STAFF)
    person = a.add_person("김하늘")
    a.edit(Person, person, name="김하나")
    after = SyncStatus(a.units).run(STAFF)
    assert (before.to_send, after.to_send) == (0, 2)
    assert (after.enrolled, after.label, after.to_decide) == (True, "A", 0)
    assert after.last_done_at == a.clock.now()


def test_a_desk_keeps_the_marks_of_the_numbers_it_gave_before(hall: CityHall):
    desk = hall.desk("C", enrolled=False)
    before = desk.value("SELECT label FROM sync_state")
    marked = desk.value("SELECT count(*) FROM access_entry WHERE desk = :d", d=before)
    EnrolDesk(desk.units).run(STAFF, hall.place("C"))
    assert desk.value("SELECT label FROM sync_state") == before
    kept = "SELECT count(*) FROM access_entry WHERE desk = :d"
    assert desk.value(kept, d=before) == marked + 1
    assert "password" not in desk.value("SELECT server FROM sync_state")
    desk.sync()
    assert desk.value("SELECT label FROM sync_state") == "C"
    assert desk.value(kept, d=before) >= marked + 1
