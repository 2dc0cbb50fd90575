"""Two desks on one shared database: what both have in the end, and what is asked."""

import json
from datetime import date, time

import pytest

from models.base import to_ms
from models.meetings import Host, Meeting
from models.outreach import Dong
from models.reception import Person
from models.values import MeetingState
from services.sync.conflicts import ConflictKind, Inbox
from services.sync.schedule import Outcome
from tests.services.sync.desk.desks import STAFF, DeskUnderTest, scripted, settle
from tests.services.sync.desk.makers import DAY, host, meeting

pytestmark = pytest.mark.server


def test_what_one_desk_writes_the_other_has(a: DeskUnderTest, b: DeskUnderTest):
    person = a.add_person("김하늘")
    report = a.sync()
    assert report.outcome is Outcome.DONE, report
    report = b.sync()
    assert report.outcome is Outcome.DONE, report
    assert b.row("person", person, "name") == ("김하늘",)


def test_a_second_round_has_nothing_to_do(a: DeskUnderTest):
    a.sync()
    assert a.sync().outcome is Outcome.NOTHING_TO_DO


def test_edits_of_different_fields_merge(a: DeskUnderTest, b: DeskUnderTest):
    person = a.add_person("김하늘")
    settle(a, b)
    a.edit(Person, person, name="김하나")
    b.edit(Person, person, address="중앙동")
    settle(a, b)
    assert a.row("person", person, "name", "address") == ("김하나", "중앙동")
    assert a.contents() == b.contents()
    assert a.conflicts() == b.conflicts() == []


def test_edits_of_the_same_field_are_asked_about_on_both_desks(
    a: DeskUnderTest, b: DeskUnderTest
):
    person = a.add_person("김하늘")
    settle(a, b)
    a.edit(Person, person, name="김하나")
    b.edit(Person, person, name="김두리")
    settle(a, b)
    assert a.row("person", person, "name") == b.row("person", person, "name")
    assert a.row("person", person, "name") == ("김하나",)
    assert a.conflicts() == b.conflicts()
    assert [row[1] for row in a.conflicts()] == ["name"]


def test_one_desk_alone_is_never_asked_about_its_own_edits(a: DeskUnderTest):
    person = a.add_person("김하늘")
    a.sync()
    for name in ("김하나", "김두리", "김세나"):
        a.edit(Person, person, name=name)
    a.sync()
    assert a.row("person", person, "name") == ("김세나",)
    assert a.conflicts() == []


def test_a_place_in_the_calendar_moves_whole_or_not_at_all(
    a: DeskUnderTest, b: DeskUnderTest
):
    entry = a.add(meeting(a.add(host())))
    settle(a, b)
    a.edit(Meeting, entry, starts_at=time(14), ends_at=time(14, 30))
    b.edit(Meeting, entry, day=date(2026, 12, 3), title="다른 제목")
    settle(a, b)
    stands = ("2026-11-26", "14:00", "다른 제목")
    assert a.row("meeting", entry, "day", "starts_at", "title") == stands
    assert b.row("meeting", entry, "day", "starts_at", "title") == stands
    shown = {"day", "starts_at", "ends_at"}  # the whole place that B meant
    assert {row[1] for row in b.conflicts()} == shown


def test_a_step_forward_needs_no_question(a: DeskUnderTest, b: DeskUnderTest):
    entry = a.add(meeting(a.add(host()), state=MeetingState.TENTATIVE))
    settle(a, b)
    a.edit(Meeting, entry, state=MeetingState.CONFIRMED)
    b.edit(Meeting, entry, state=MeetingState.HELD)
    settle(a, b)
    assert a.row("meeting", entry, "state") == ("held",)
    assert b.row("meeting", entry, "state") == ("held",)
    assert a.conflicts() == []


def test_a_row_deleted_elsewhere_shows_the_edit_that_came_too_late(
    a: DeskUnderTest, b: DeskUnderTest
):
    person = a.add_person("김하늘")
    settle(a, b)
    a.remove(Person, person)
    b.edit(Person, person, name="김하나")
    settle(a, b)
    assert a.row("person", person, "name") is b.row("person", person, "name") is None
    assert [(row[1], row[4]) for row in a.conflicts()] == [
        ("$deleted", '{"name":"김하나"}')
    ]
    assert a.conflicts() == b.conflicts()


def test_a_row_edited_elsewhere_is_put_back_whole(a: DeskUnderTest, b: DeskUnderTest):
    person = a.add_person("김하늘", "01055500001")
    settle(a, b)
    a.edit(Person, person, name="김하나")
    b.remove(Person, person)
    settle(a, b)
    assert b.row("person", person, "name", "phone") == ("김하나", "01055500001")
    assert a.contents() == b.contents()
    assert [row[1] for row in b.conflicts()] == ["$delete"]


def test_a_double_booking_lives_twice_and_is_shown_on_both_desks(
    a: DeskUnderTest, b: DeskUnderTest
):
    mayor = a.add(host())
    settle(a, b)
    first = a.add(meeting(mayor))
    second = b.add(meeting(mayor, starts_at=time(10, 15), ends_at=time(10, 45)))
    settle(a, b)
    for desk in (a, b):
        assert desk.row("meeting", first, "state") == ("confirmed",)
        assert desk.row("meeting", second, "state") == ("confirmed",)
        (card,) = Inbox(desk.units).run(STAFF)
        assert card.kind is ConflictKind.DOUBLE_BOOKING
        assert card.row_id == second


def test_what_was_written_during_the_round_is_not_overwritten(
    a: DeskUnderTest, b: DeskUnderTest
):
    person = a.add_person("김하늘")
    settle(a, b)
    a.edit(Person, person, name="김하나")
    a.sync()

    calls: list[str] = []

    def write_now(call: str) -> None:
        if call == "pull" and call not in calls:
            b.edit(Person, person, name="김두리")
        calls.append(call)

    b.sync(scripted(before=write_now))
    assert b.row("person", person, "name") == ("김두리",)
    settle(b, a)
    assert a.row("person", person, "name") == ("김하나",)
    assert b.row("person", person, "name") == ("김하나",)
    assert [row[4] for row in b.conflicts()] == ['"김두리"']


def test_the_own_echo_leaves_the_row_as_the_form_saw_it(a: DeskUnderTest):
    person = a.add_person("김하늘")
    a.edit(Person, person, name="김하나")
    before = a.row("person", person, "version", "changed_at", "changed_by")
    a.sync()
    assert a.row("person", person, "version", "changed_at", "changed_by") == before


def test_who_changed_a_row_comes_from_the_log(a: DeskUnderTest, b: DeskUnderTest):
    person = a.add_person("김하늘")
    settle(a, b)
    a.clock.tick(minutes=7)
    a.edit(Person, person, name="김하나")
    b.clock.tick(minutes=5)
    b.edit(Person, person, address="중앙동")
    settle(a, b)
    last = a.row("person", person, "changed_at", "changed_by")
    assert last == b.row("person", person, "changed_at", "changed_by")
    assert last == (to_ms(b.clock.now()), STAFF.staff_id)


def test_a_field_that_holds_json_arrives_as_it_was(a: DeskUnderTest, b: DeskUnderTest):
    outline = '{"type":"Polygon","at":[127000001,37500002]}'
    area = a.add(Dong(code10="1", name="식사동", valid_from=DAY, outline=outline))
    before = a.row("dong", area, "outline", "version")
    settle(a, b)
    assert a.row("dong", area, "outline", "version") == before
    told = b.row("dong", area, "outline")
    assert told is not None
    assert json.loads(told[0]) == json.loads(outline)


def test_the_same_thing_made_on_two_desks_is_one(a: DeskUnderTest, b: DeskUnderTest):
    same = "00000000-0000-7000-8000-0000000000aa"
    a.add(Host(id=same, title="시장", rank=1))
    b.clock.tick(hours=1)
    b.add(Host(id=same, title="시장", rank=1))
    settle(a, b)
    assert a.conflicts() == b.conflicts() == []
    assert a.contents()["host"] == b.contents()["host"]


def test_three_desks_have_the_same_in_the_end(
    a: DeskUnderTest, b: DeskUnderTest, c: DeskUnderTest
):
    person = a.add_person("김하늘")
    settle(a, b, c)
    a.edit(Person, person, name="김하나")
    b.edit(Person, person, name="김두리", phone="01055500002")
    c.edit(Person, person, address="중앙동")
    settle(c, b, a)
    assert a.contents() == b.contents() == c.contents()
    assert a.conflicts() == b.conflicts() == c.conflicts()
    assert len(a.conflicts()) == 1
