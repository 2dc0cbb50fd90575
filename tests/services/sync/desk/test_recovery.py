"""Both ends from old backups, copied desks, a foreign history: nothing is lost."""

from contextlib import suppress

import pytest

from models.errors import NotAllowed, StepRefused
from models.reception import Person
from models.trust import Setting
from models.values import StaffId
from services.core.actor import Actor
from services.sync.enrolment import EnrolDesk, EnrolledAlready
from services.sync.gateway import Profile, Verdict
from services.sync.recover_desk import FollowServer, GiveUpPlace
from services.sync.schedule import Outcome
from services.sync.status import SyncStatus
from tests.services.sync.desk.desks import (
    STAFF,
    CityHall,
    DeskUnderTest,
    exactly_once,
    scripted,
    settle,
)
from tests.services.sync.desk.makers import dong
from tests.soak import in_time

pytestmark = pytest.mark.server


def names(desk: DeskUnderTest) -> set[str]:
    return {name for (name,) in desk.ask("SELECT name FROM person")}


def server_names(hall: CityHall) -> list[str]:
    return [
        name
        for (name,) in hall.ask(
            "select data->>'name' from sync.row_state"
            " where tbl = 'person' and not deleted order by 1"
        )
    ]


def enrolled_again(hall: CityHall, desk: DeskUnderTest, label: str) -> None:
    EnrolDesk(desk.units).run(STAFF, hall.enrol(label))
    desk.label = label


def test_what_a_restored_server_lost_comes_back_from_every_desk_once(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    kept = a.add_person("김하늘")
    settle(a, b)
    backup = hall.backup()
    a.edit(Person, kept, phone="01055500001")
    b.edit(Person, kept, address="중앙동")
    a.add_person("김하나")
    b.add_person("김두리")
    settle(a, b)
    hall.restore(backup)
    b.add_person("김세나")
    report = a.sync()
    assert (report.outcome, report.code) == (Outcome.DONE, "server_restored")
    assert report.recovered is not None
    assert report.recovered.resent > 0
    settle(b, a)
    assert server_names(hall) == ["김두리", "김세나", "김하나", "김하늘"]
    assert a.contents() == b.contents()
    assert a.row("person", kept, "phone", "address") == ("01055500001", "중앙동")
    assert a.conflicts() == b.conflicts() == []
    assert exactly_once(hall, a)
    assert exactly_once(hall, b)
    assert a.sync().outcome is Outcome.NOTHING_TO_DO
    assert hall.value("select sync.chain_fault()") is None


def test_an_old_number_never_passes_for_a_new_one(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    """Hole 2: what was seen in the lost history was not seen in the new one."""
    person = a.add_person("김하늘")
    settle(a, b)
    backup = hall.backup()
    for name in ("김하나", "김두리", "김세나"):
        a.edit(Person, person, name=name)
        settle(a, b)
    hall.restore(backup)
    c = hall.desk("C")
    c.sync()
    c.edit(Person, person, name="김네나")
    c.sync()
    settle(b, a, c)
    assert c.row("person", person, "name") == ("김네나",)
    assert a.contents() == b.contents() == c.contents()
    assert a.conflicts() == b.conflicts() == c.conflicts()
    assert '"김세나"' in {row[4] for row in a.conflicts()}


def test_a_form_that_was_open_over_the_restore_overwrites_nothing_unseen(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    person = a.add_person("김하늘")
    settle(a, b)
    backup = hall.backup()
    for number in range(5):
        b.add_person(f"이{number}")
    settle(b, a)
    with a.units.read(STAFF, FollowServer.permission) as reading:
        seen = reading.seen(reading.get(Person, person))
    hall.restore(backup)
    settle(a, b)
    b.edit(Person, person, name="김하나")
    b.sync()
    with a.units.begin(STAFF, FollowServer.permission, seen) as work:
        work.get(Person, person).name = "김두리"
    settle(a, b)
    assert [row[4:] for row in a.conflicts()] == [('"김두리"', '"김하나"')]
    assert a.contents() == b.contents()


def test_a_server_that_lost_nothing_costs_no_copy(a: DeskUnderTest, hall: CityHall):
    a.sync()
    hall.tell("update sync.head set epoch = gen_random_uuid()")
    a.add_person("김하늘")
    report = a.sync()
    assert report.recovered is not None
    assert (report.recovered.resent, report.recovered.copies) == (0, False)
    assert server_names(hall) == ["김하늘"]
    assert exactly_once(hall, a)


def test_a_record_whose_desk_has_not_come_yet_stays_here(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    settle(a, b)
    backup = hall.backup()
    person = b.add_person("김하늘")
    settle(b, a)
    hall.restore(backup)
    a.edit(Person, person, phone="01055500001")
    a.sync()
    assert names(a) == {"김하늘"}
    settle(b, a)
    assert a.contents() == b.contents()
    assert a.row("person", person, "name", "phone") == ("김하늘", "01055500001")
    assert SyncStatus(b.units).run(STAFF).parked == 0


def test_a_decision_that_was_lost_with_its_conflict_decides_no_other_one(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    from services.sync.decide import Choice, Decide, Decision

    person = a.add_person("김하늘")
    settle(a, b)
    backup = hall.backup()
    a.edit(Person, person, name="김하나")
    b.edit(Person, person, name="김두리")
    settle(a, b)
    ((seq, field, *_),) = a.conflicts()
    Decide(a.units).run(STAFF, [Decision(seq, field, Choice.KEEP)])
    settle(a, b)
    hall.restore(backup)
    settle(b, a)
    assert a.conflicts() == b.conflicts()
    assert len(a.conflicts()) == 1


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_recovery_that_is_cut_anywhere_goes_on(new_halls, *, late: bool):
    """An even sample of its calls to the server; the soak takes all of them."""
    calls = recovered(new_halls(), late=late, cut_at=0)
    assert len(calls) > 10
    for step in in_time(range(1, len(calls) + 1), 7, minutes=3):
        assert len(recovered(new_halls(), late=late, cut_at=step)) == step


def recovered(hall: CityHall, *, late: bool, cut_at: int) -> list[str]:
    """Recover a server from a backup; return the calls until the end or the cut."""
    a, b = hall.desk("A"), hall.desk("B")
    kept = a.add_person("김하늘")
    settle(a, b)
    backup = hall.backup()
    a.edit(Person, kept, name="김하나")
    a.add_person("김두리")
    settle(a, b)
    hall.restore(backup)
    calls: list[str] = []

    def cut(call: str) -> None:
        if call == "proof":  # one for each table, and nothing is written
            return
        calls.append(call)
        if len(calls) == cut_at:
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        a.sync(scripted(**{"after" if late else "before": cut}))
    settle(a, b)
    assert server_names(hall) == ["김두리", "김하나"], calls
    assert a.contents() == b.contents()
    assert a.conflicts() == []
    assert exactly_once(hall, a)
    return calls


def test_a_server_without_a_common_past_waits_for_a_person(
    a: DeskUnderTest, hall: CityHall
):
    a.add_person("김하늘")
    a.sync()
    hall.tell("update sync.batch set hash = sha256(hash), prev = sha256(prev)")
    hall.tell("update sync.head set epoch = gen_random_uuid(), hash = sha256(hash)")
    before = a.contents()
    for _ in range(2):
        report = a.sync()
        assert (report.outcome, report.code) == (Outcome.FORKED, "server_restored")
    assert a.contents() == before
    assert SyncStatus(a.units).run(STAFF).halted == Verdict.SERVER_RESTORED
    with pytest.raises(EnrolledAlready):
        EnrolDesk(a.units).run(STAFF, hall.enrol("D"))


def test_another_history_is_followed_once_a_person_says_so(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    """The administrator forgot to say that the server was restored."""
    kept = a.add_person("김하늘")
    settle(a, b)
    backup = hall.backup()
    a.add_person("김하나")
    settle(a, b)
    hall.restore(backup, renamed=False)
    c = hall.desk("C")
    for number in range(20):
        c.add_person(f"이{number}")
        c.edit(Person, c.add_person("이"), name=f"이이{number}")
    c.sync()
    b.edit(Person, kept, name="김두리")
    report = b.sync()
    assert (report.outcome, report.code) == (Outcome.FORKED, "history_differs")
    assert b.row("person", kept, "name") == ("김두리",)
    assert hall.value("select last_dseq from sync.desk where label = 'B'") <= b.value(
        "SELECT acked FROM sync_state"
    )
    FollowServer(b.units).run(STAFF)
    followed = b.sync()
    assert followed.recovered is not None
    assert followed.recovered.copies
    assert a.sync().outcome is Outcome.DONE  # the server lacks what A was told it has
    settle(b, c, a)
    assert a.contents() == b.contents() == c.contents()
    assert {"김하나", "김두리", "이이19"} <= names(b)
    assert SyncStatus(b.units).run(STAFF).halted == ""


def test_nobody_follows_or_gives_up_without_cause_or_right(
    a: DeskUnderTest, hall: CityHall
):
    with pytest.raises(StepRefused):
        FollowServer(a.units).run(STAFF)
    with pytest.raises(StepRefused):
        GiveUpPlace(hall.desk("C", enrolled=False).units).run(STAFF)
    for verb in (FollowServer(a.units), GiveUpPlace(a.units)):
        with pytest.raises(NotAllowed):
            verb.run(Actor(StaffId("nobody")))


def test_a_copied_desk_goes_on_as_a_new_one_and_loses_nothing(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    settle(a, b)
    a.add_person("김하늘")  # not sent when the folder is copied
    twin = hall.copied(a, "X")
    mine = twin.add_person("김하나")
    a.add_person("김두리")
    settle(a, b)
    assert twin.sync().code == Verdict.CLONED
    assert names(twin) == {"김하늘", "김하나", "김두리"}
    enrolled_again(hall, twin, "D")
    assert twin.value("SELECT label FROM sync_state") != "D"  # until it is answered
    assert twin.sync().outcome is Outcome.DONE
    assert twin.value("SELECT label FROM sync_state") == "D"
    settle(a, b, twin)
    assert server_names(hall) == ["김두리", "김하나", "김하늘"]
    assert a.contents() == b.contents() == twin.contents()
    assert b.row("person", mine, "name") == ("김하나",)
    assert b.conflicts() == []
    assert all(exactly_once(hall, desk) for desk in (a, b, twin))


@pytest.mark.parametrize("people", [1, 3], ids=["same_numbers", "behind"])
def test_a_desk_from_a_backup_goes_on_as_a_new_one_and_loses_nothing(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall, people: int
):
    settle(a, b)
    a.add_person("김하늘")
    back = hall.copied(a)
    for number in range(people):
        a.add_person(f"이{number}")
    settle(a, b)
    back.add_person("김두리")
    back.add_person("김세나")
    assert back.sync().outcome is Outcome.FORKED
    assert {"이0", "김두리", "김세나", "김하늘"} <= names(back)
    used = {dseq for (dseq,) in back.ask("SELECT dseq FROM sync_outbox")}
    enrolled_again(hall, back, "D")
    settle(back, b)
    back.add_person("김네나")
    settle(back, b)
    later = {dseq for (dseq,) in back.ask("SELECT dseq FROM sync_outbox")} - used
    assert min(later) > max(used)
    assert len(server_names(hall)) == people + 4
    assert back.contents() == b.contents()
    assert exactly_once(hall, back)
    assert b.conflicts() == []


def test_a_desk_that_a_restored_server_never_knew_hands_in_all_it_has(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    settle(a, b)
    backup = hall.backup()
    twin = hall.copied(a, "X")
    twin.sync()
    enrolled_again(hall, twin, "D")
    person = twin.add_person("김하늘")
    settle(twin, b)
    hall.restore(backup)
    twin.edit(Person, person, name="김하나")
    assert twin.sync().outcome is Outcome.REFUSED
    GiveUpPlace(twin.units).run(STAFF)
    assert twin.sync().outcome is Outcome.REFUSED
    enrolled_again(hall, twin, "E")
    report = twin.sync()
    assert (report.outcome, report.code) == (Outcome.DONE, "server_restored")
    settle(b, twin)
    assert server_names(hall) == ["김하나"]
    assert b.contents() == twin.contents()
    assert exactly_once(hall, twin)


def test_a_desk_that_is_halted_takes_no_place_of_its_own_again(
    a: DeskUnderTest, hall: CityHall
):
    a.sync()
    twin = hall.copied(a, "X")
    twin.sync()
    EnrolDesk(twin.units).run(STAFF, hall.place("A"))
    assert twin.sync().code == Verdict.CLONED


def test_a_copied_desk_of_the_city_hands_in_nothing_that_was_sent_already(
    hall: CityHall,
):
    k = hall.desk("K")
    k.sync()
    k.add_person("김하늘")  # of the office alone: it never leaves the desk
    row = k.add(dong())
    twin = hall.copied(k, "X")
    k.sync()
    twin.sync()
    EnrolDesk(twin.units).run(STAFF, hall.enrol("D", Profile.CITY))
    twin.label = "D"
    twin.sync()
    sent = hall.value("select count(*) from sync.log where row_id = %s", row)
    assert sent == 1


def test_the_wrong_backup_first_and_then_the_right_one_hand_in_nothing_twice(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    person = a.add_person("김하늘")
    settle(a, b)
    old = hall.backup()
    a.edit(Person, person, name="김하나")
    settle(a, b)
    b.edit(Person, person, name="김두리")
    settle(b, a)
    new = hall.backup()
    hall.restore(old)
    a.sync()
    hall.restore(new)
    settle(a, b)
    assert a.row("person", person, "name") == ("김두리",)
    assert a.conflicts() == b.conflicts() == []
    assert exactly_once(hall, a)
    assert a.contents() == b.contents()


@pytest.mark.parametrize("first", ["a", "b"])
def test_of_two_settings_the_later_one_stands_whoever_comes_first_after_a_restore(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall, first: str
):
    row = a.add(Setting(owner="", key="desk.colour", value='"0"'))
    settle(a, b)
    backup = hall.backup()
    a.edit(Setting, row, value='"1"')
    settle(a, b)
    b.clock.tick(minutes=1)
    b.edit(Setting, row, value='"2"')
    settle(b, a)
    hall.restore(backup)
    settle(*((a, b) if first == "a" else (b, a)))
    for desk in (a, b):
        assert desk.row("setting", row, "value") == ('"2"',)
        assert desk.conflicts() == []
    assert a.contents() == b.contents()
