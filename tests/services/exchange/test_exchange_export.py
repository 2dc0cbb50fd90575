"""Files given out: masked, for a purpose, logged, and readable again."""

import json
from datetime import date

import pytest
from icalendar import Calendar
from sqlalchemy import select

from models.errors import KindNotAvailable, NotAllowed, PathRefused, ReasonNeeded
from models.meetings import Closure
from models.outreach import Dong
from models.reception import Person
from models.trust import AccessEntry, Grant
from models.values import AccessAction, Permission, Purpose
from services.exchange.export_file import Masking
from services.exchange.kinds import FileKind
from services.exchange.read_tables import read_tables
from tests.factories_meetings import TODAY, book, booking, placed, request

KINDS = [
    FileKind.VISITS,
    FileKind.PETITIONS,
    FileKind.REQUESTS,
    FileKind.MEETINGS,
    FileKind.PEOPLE,
    FileKind.DONGS,
    FileKind.HOLIDAYS,
]
DONG_LINES = (
    "code10,gu,dong,dong_en,lon,lat,area_km2,households,neighbours,valid_from",
    "9900000001,동구,느티1동,Neuti 1-dong,127.012346,37.5,1.25,1200,,2018-07-01",
    "9900000002,동구,느티10동,,127.02,-37.51,2.5,800,9900000001,2018-07-01",
)
PETITION_LINES = (
    "접수번호,접수일시,민원종류,분야,제목,내용,성명,연락처,상태",
    "2026-A-0012,2026-11-23 10:00,건의민원,공원,그늘막,=놀이터에,김하늘,01055500001,접수",
)
VISIT_LINES = (
    "방문일,대기번호,도착시각,성명,연락처,분야,제목,상담내용,상태",
    "2026-11-03,A1,09:05,김하늘,01055500001,교통,@주차 단속,길다,종료",
)
LINES = {
    FileKind.DONGS: DONG_LINES,
    FileKind.PETITIONS: PETITION_LINES,
    FileKind.VISITS: VISIT_LINES,
}


def cells(path):
    return read_tables(path)[0].rows


def facts(units, actor, record, *names):
    with units.read(actor, Permission.VISIT_READ) as reading:
        found = reading.session.scalars(select(record)).all()
        return sorted(tuple(str(getattr(row, n)) for n in names) for row in found)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", [FileKind.DONGS, FileKind.PETITIONS, FileKind.VISITS])
@pytest.mark.usefixtures("seeded")
def test_what_is_given_out_plain_is_the_same_when_it_is_taken_in_again(
    take, give, written, kind, ending
):
    lines = LINES[kind]
    take(kind, written(*lines))
    path = give(kind, f"out.{ending}", masking=Masking.PLAIN)
    outcome = take(kind, path)
    assert (outcome.added, outcome.changed) == (0, 0)
    assert outcome.same == len(lines) - 1


@pytest.mark.parametrize(
    "kind", [FileKind.HOLIDAYS, FileKind.MEETINGS, FileKind.REQUESTS]
)
def test_holidays_entries_and_requests_read_back_too(take, give, seeded, leader, kind):
    book(seeded, leader, booking(TODAY))
    request(seeded, leader)
    outcome = take(kind, give(kind, "out.xlsx", masking=Masking.PLAIN))
    assert (outcome.added, outcome.changed) == (0, 0)
    assert outcome.same > 0


def test_holidays_of_a_file_make_the_same_rows_again(take, give, seeded, leader):
    before = facts(seeded, leader, Closure, "id", "day", "name", "name_en")
    take(FileKind.HOLIDAYS, give(FileKind.HOLIDAYS, "holidays.csv"))
    assert facts(seeded, leader, Closure, "id", "day", "name", "name_en") == before


def test_a_map_reads_back_into_the_same_outlines(take, give, units, leader, written):
    take(FileKind.DONGS, written(*DONG_LINES))
    ring = [[127.0, 37.5], [127.123456, 37.5], [127.1, 37.6], [127.0, 37.5]]
    shape = {"type": "MultiPolygon", "coordinates": [[ring]]}
    told = {"features": [{"properties": {"code10": "9900000001"}, "geometry": shape}]}
    source = written(json.dumps(told), name="map.geojson", encoding="utf-8")
    take(FileKind.DONGS, source)
    before = facts(units, leader, Dong, "code10", "outline")
    path = give(FileKind.DONGS, "out.geojson")
    (feature,) = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert feature["geometry"]["coordinates"] == [[ring]]
    assert take(FileKind.DONGS, path).same == 1
    assert facts(units, leader, Dong, "code10", "outline") == before


@pytest.mark.parametrize("kind", KINDS)
def test_no_name_number_or_free_word_is_given_out_unasked(
    take, give, seeded, leader, written, kind
):
    take(FileKind.PETITIONS, written(*PETITION_LINES))
    take(FileKind.VISITS, written(*VISIT_LINES))
    placed(seeded, leader)
    text = give(kind, "out.csv").read_text(encoding="utf-8-sig")
    for secret in ("김하늘", "5550", "놀이터에", "길다"):
        assert secret not in text


def test_plain_needs_the_right_to_reveal(give, units, leader, clerk):
    with units.begin(leader, Permission.STAFF_MANAGE) as work:
        grant = Grant(staff_id=clerk.staff_id, permission=Permission.EXPORT)
        grant.granted_at = work.now
        work.add(grant)
        revealing = work.session.scalars(
            select(Grant).where(
                Grant.staff_id == clerk.staff_id,
                Grant.permission == Permission.PERSON_REVEAL,
            )
        ).one()
        revealing.revoked_at = work.now
    give(FileKind.PEOPLE, "masked.csv", actor=clerk)
    with pytest.raises(NotAllowed) as caught:
        give(FileKind.PEOPLE, "plain.csv", actor=clerk, masking=Masking.PLAIN)
    assert caught.value.facts == {"permission": "person.reveal"}


def test_without_a_purpose_or_a_right_nothing_is_written(give, clerk, tmp_path):
    with pytest.raises(ReasonNeeded):
        give(FileKind.PEOPLE, "out.csv", purpose=None)
    with pytest.raises(NotAllowed):
        give(FileKind.PEOPLE, "out.csv", actor=clerk)
    assert not (tmp_path / "out.csv").exists()


def test_a_file_given_out_is_logged_with_purpose_and_count(give, units, leader):
    with units.begin(leader, Permission.VISIT_CHECK_IN) as work:
        work.add(Person(name="김하늘"))
    give(FileKind.PEOPLE, "out.csv", purpose=Purpose.RECORDS_REQUEST)
    with units.read(leader, Permission.LOG_READ) as reading:
        (entry,) = reading.session.scalars(
            select(AccessEntry).where(AccessEntry.action == AccessAction.EXPORT)
        )
    assert (entry.purpose, entry.count) == (Purpose.RECORDS_REQUEST, 1)
    assert entry.note == "people masked"


def test_a_text_that_begins_like_a_formula_is_guarded_in_the_file(
    take, give, units, leader, written
):
    take(FileKind.VISITS, written(*VISIT_LINES))
    text = give(FileKind.VISITS, "out.csv").read_text(encoding="utf-8-sig")
    assert "'@주차 단속" in text


def test_the_heads_follow_the_language_and_dongs_their_order(take, give, written):
    take(FileKind.DONGS, written(*DONG_LINES))
    heads, *rows = cells(give(FileKind.DONGS, "out.csv", language="en"))
    assert heads[0] == "Code"
    assert [row[4] for row in rows] == ["느티1동", "느티10동"]


def test_sessions_are_given_out_as_a_calendar(give, seeded):
    path = give(
        FileKind.SESSIONS,
        "sessions.ics",
        first=date(2026, 12, 1),
        last=date(2026, 12, 31),
    )
    assert len(Calendar.from_ical(path.read_bytes()).walk("VEVENT")) == 2


def test_a_plan_reads_back_as_it_was_printed(take, give, written):
    lines = ("단위,계,'18.7~,'19", "합계,36,12,24", "통통데이,36,12,24", "동방문,-,39,")
    take(FileKind.PLAN, written(*lines), name="계획")
    path = give(FileKind.PLAN, "plan.xlsx", name="계획")
    assert take(FileKind.PLAN, path, name="계획").changed == 0


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (FileKind.PROPOSALS, "out.csv"),
        (FileKind.SESSIONS, "out.csv"),
        (FileKind.PEOPLE, "out.ics"),
        (FileKind.PEOPLE, "out.doc"),
    ],
)
def test_a_kind_that_has_no_such_form_is_refused(give, kind, name):
    with pytest.raises(KindNotAvailable):
        give(kind, name)


def test_a_place_that_takes_no_file_is_told(give):
    with pytest.raises(PathRefused):
        give(FileKind.HOLIDAYS, "nowhere/out.csv")
