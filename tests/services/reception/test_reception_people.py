import re

import pytest
from sqlalchemy import insert, select

from models.base import new_id
from models.errors import FormRefused, NotAllowed, ReasonNeeded
from models.reception import Person
from models.trust import AccessEntry
from models.values import AccessAction, Matter, Permission, Purpose, Subject
from services.core.actor import SYNC_ACTOR
from services.core.database import driver_of
from services.reception.find_people import candidates, wanted_by
from services.reception.search_archive import ArchiveQuery
from services.reception.values import CheckInForm
from tests.factories_reception import walk_in

READ = Permission.VISIT_READ


def names(found):
    return [match.name for match in found]


@pytest.fixture
def archive(desk, units, clerk, clock):
    """Two who came long ago, one of them with an open petition; one of today."""
    old = desk.check_in.run(clerk, walk_in("김하늘", phone="01055500421"))
    desk.leave.run(clerk, old.visit_id)
    open_ = desk.check_in.run(
        clerk, walk_in("김하나", Matter.SUGGESTION, phone="01055507788")
    )
    desk.leave.run(clerk, open_.visit_id)
    clock.tick(days=3)
    here = desk.check_in.run(clerk, walk_in("김가람", phone="0021"))
    return {"old": old, "open": open_, "here": here}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ㄱ", ["김*람", "김*나"]),
        ("김", ["김*람", "김*나"]),
        ("김ㅎ", ["김*나"]),
        ("김하", ["김*나"]),
        ("ㄱㄱㄹ", ["김*람"]),
        ("긱", []),
        ("김하느", []),
        ("", []),
        ("  ", []),
        ("7788", ["김*나"]),
        ("0021", ["김*람"]),
        ("010-5550-7", ["김*나"]),
        ("0421", []),
        ("%", []),
        ("' OR 1=1 --", []),
    ],
)
def test_only_today_and_open_matters_are_found_while_typing(
    desk, clerk, archive, typed, found
):
    assert names(desk.find_people.run(clerk, typed)) == found


@pytest.mark.parametrize("typed", ["\ud800", "김\x00", "가" * 5_000, "\U0010ffff"])
def test_nothing_that_can_be_typed_breaks_the_search(desk, clerk, archive, typed):
    assert desk.find_people.run(clerk, typed) in (
        (),
        desk.find_people.run(clerk, typed),
    )


def test_a_name_in_latin_letters_is_found_in_any_case(desk, clerk):
    desk.check_in.run(clerk, walk_in("Anna O'Neil"))
    for typed in ("a", "ANNA", "anna o", "AnnaO'"):
        assert len(desk.find_people.run(clerk, typed)) == 1


@pytest.mark.parametrize(
    "typed",
    ["남", "남궁", "남궁민", "남궁 민", "남궁ㅁ", "ㄴㄱㅁㅅ", "남ㄱ민", "남궁미"],
)
def test_a_name_with_a_blank_is_found_with_and_without_it(desk, clerk, typed):
    desk.check_in.run(clerk, walk_in("남궁 민수"))
    assert names(desk.find_people.run(clerk, typed)) == ["남* *수"]


@pytest.mark.parametrize("typed", ["ㄱㅅ", "ㄳ", "ㄱ소", "김소ㄹ", "김솔", "ㄱㅅㄹ"])
def test_initials_may_stand_before_and_behind_syllables(desk, clerk, typed):
    desk.check_in.run(clerk, walk_in("김소라"))
    assert len(desk.find_people.run(clerk, typed)) == 1


def test_the_latest_visit_is_told_with_how_many_there_were(desk, clerk, clock):
    first = desk.check_in.run(
        clerk, walk_in("박가람", Matter.SUGGESTION, subject=Subject.PARKS)
    )
    desk.leave.run(clerk, first.visit_id)
    clock.tick(days=1)
    again = CheckInForm(
        matter=Matter.COUNSEL, subject=Subject.ROADS, person_id=first.person_id
    )
    desk.check_in.run(clerk, again)
    (match,) = desk.find_people.run(clerk, "박")
    assert (match.visits, match.last_subject) == (2, Subject.ROADS)
    assert (match.last_visit, match.is_here) == (clock.now().date(), True)
    assert [p.title for p in match.open_petitions]


def test_a_match_tells_what_is_open_and_whether_the_person_is_here(
    desk, clerk, archive
):
    here, open_ = desk.find_people.run(clerk, "김")
    assert (here.is_here, here.visits, here.phone) == (True, 1, "****-0021")
    assert (open_.is_here, open_.phone) == (False, "010-****-7788")
    assert [p.receipt for p in open_.open_petitions] == [archive["open"].receipt]


def test_eight_are_shown_at_most(desk, clerk):
    for syllable in "가나다라마바사아자":
        desk.check_in.run(clerk, walk_in(f"김{syllable}온"))
    assert len(desk.find_people.run(clerk, "김")) == 8


@pytest.mark.parametrize("typed", ["ㄱ", "김하", "0421", "0105", "010555", "01055504"])
def test_no_key_stroke_reads_the_whole_archive(desk, office, clerk, typed):
    with office.units.read(clerk, READ) as reading:
        question, asked = candidates(reading, wanted_by(typed))
        sql, values = question.statement(asked)
        plan = (
            driver_of(reading.connection)
            .execute(f"EXPLAIN QUERY PLAN {sql}", values)
            .fetchall()
        )
    steps = [row[-1] for row in plan]
    assert not [
        s for s in steps if re.match(r"SCAN (person|person_index|visit|petition)\b", s)
    ]
    assert any(re.match(r"SEARCH person_index USING", step) for step in steps)


@pytest.mark.slow
def test_among_twenty_thousand_only_the_open_few_are_looked_at(
    desk, units, clerk, archive
):
    with units.begin(clerk, Permission.VISIT_CHECK_IN) as work:
        rows = [
            {
                "id": new_id(),
                "name": f"김{chr(0xAC00 + n % 11_000)}{chr(0xAC00 + n % 97)}",
                "phone": f"0105550{n % 10_000:04}",
                "created_at": work.now,
                "created_by": clerk.staff_id,
            }
            for n in range(20_000)
        ]
        work.session.execute(insert(Person), rows)
    with units.read(clerk, READ) as reading:
        question, asked = candidates(reading, wanted_by("김"))
        found = question.rows(reading.connection, asked)
    assert len(found) == 2


def search(desk, actor, purpose=Purpose.CALL_BACK, **query):
    return desk.search_archive.run(actor, ArchiveQuery(**query), purpose)


def test_the_archive_is_searched_by_name_and_last_four_digits(desk, clerk, archive):
    (row,) = search(desk, clerk, name="김하늘", last4="0421")
    assert row.person.person_id == archive["old"].person_id
    assert (row.person.name, row.person.phone) == ("김*늘", "010-****-0421")
    assert search(desk, clerk, name="박", last4="0421") == ()


def test_the_archive_is_searched_by_a_receipt_number(desk, clerk, archive):
    (row,) = search(desk, clerk, receipt=f" {archive['open'].receipt} ")
    assert row.petition_id == archive["open"].petition_id
    assert search(desk, clerk, receipt="2019-A-0001") == ()


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ({"name": "김하늘"}, {("last4", "four_digits")}),
        ({"last4": "0421"}, {("name", "missing")}),
        ({"name": "김", "last4": "421"}, {("last4", "four_digits")}),
        ({}, {("name", "missing"), ("last4", "four_digits")}),
        ({"receipt": "31"}, {("receipt", "malformed")}),
    ],
)
def test_a_name_alone_opens_no_archive(desk, clerk, query, faults):
    with pytest.raises(FormRefused) as refused:
        search(desk, clerk, **query)
    assert set(refused.value.faults) == faults


def test_a_search_without_a_purpose_is_not_made(desk, clerk):
    with pytest.raises(ReasonNeeded):
        search(desk, clerk, None, name="김하늘", last4="0421")


def test_a_search_is_logged_with_purpose_and_count_and_never_its_text(
    desk, units, clerk, archive
):
    search(desk, clerk, name="김하늘", last4="0421")
    with units.read(clerk, READ) as reading:
        entry = reading.session.scalars(
            select(AccessEntry).order_by(AccessEntry.line.desc())
        ).first()
    assert entry.action is AccessAction.SEARCH
    assert (entry.purpose, entry.count) == (Purpose.CALL_BACK, 1)
    assert (entry.note, entry.subject_id) == ("", "")


def test_typing_a_name_needs_a_permission_too(desk):
    with pytest.raises(NotAllowed):
        desk.find_people.run(SYNC_ACTOR, "김")
