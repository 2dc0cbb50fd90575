"""Files taken in: whole or not at all, every faulty row named, nothing doubled."""

import json
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from models.errors import FieldError, FileNotRead, KindNotAvailable, NotAllowed
from models.meetings import Closure, Meeting
from models.outreach import Dong
from models.petitions import Petition
from models.reception import Person, Visit
from models.selection import MeetingRequest
from models.trust import AccessEntry
from models.values import (
    AccessAction,
    MeetingState,
    Permission,
    PetitionEnding,
    PetitionState,
)
from services.core.clock import SEOUL
from services.exchange.kinds import Fault, FaultyRow, FileKind, FileRefused, Mode
from services.figures.plan_check import PlanCheck
from services.meetings.holidays import SeedHolidays
from services.outreach.dongs import DongList, dong_id
from tests.factories_meetings import book

DONGS = (
    "행정기관코드,구,동,경도,위도,면적(㎢),세대수,이웃 동 코드",
    "9900000001,동구,느티1동,127.0123456,37.5,1.25,1200,9900000002",
    "9900000002,동구,느티2동,127.02,37.51,2.5,800,9900000001",
)
PEOPLE = ("성명,연락처,주소", "김하늘,010-5550-0001,", "이바다,,느티1동 1")
MEETINGS = ("일자,시작,종료,구분,제목,면담자,장소",)
ENTRY = "2026-12-10,10:00,11:00,내부일정,간부회의,시장,시장 접견실"


def rows(units, actor, record):
    with units.read(actor, Permission.VISIT_READ) as reading:
        return reading.session.scalars(select(record)).all()


def count(units, actor, record):
    with units.read(actor, Permission.VISIT_READ) as reading:
        return reading.session.scalar(select(func.count()).select_from(record))


def told(outcome):
    return (outcome.added, outcome.changed, outcome.same)


def faults_of(take, kind, path, **changes):
    with pytest.raises(FileRefused) as caught:
        take(kind, path, **changes)
    return [(f.row, f.column, f.value, f.fault) for f in caught.value.faults]


def test_the_dongs_of_the_shared_table_come_in_whole_and_only_once(
    take, units, leader, shared_data
):
    path = shared_data / "goyang_39dong.csv"
    assert told(take(FileKind.DONGS, path)) == (39, 0, 0)
    assert told(take(FileKind.DONGS, path)) == (0, 0, 39)
    dongs = {row.name: row for row in DongList(units).run(leader, None)}
    assert len(dongs) == 39
    one = dongs["성사1동"]
    assert (one.code10, one.area_m2) == ("4128154000", 2_230_000)
    assert (one.lon_e6, one.lat_e6) == (126_844_570, 37_660_020)
    assert len(one.neighbours) == 4


def test_the_shared_map_lays_its_outlines_over_the_dongs(
    take, units, leader, shared_data
):
    take(FileKind.DONGS, shared_data / "goyang_39dong.csv")
    path = shared_data / "goyang_39dong.geojson"
    assert told(take(FileKind.DONGS, path)) == (0, 39, 0)
    assert told(take(FileKind.DONGS, path)) == (0, 0, 39)
    (one, *_) = DongList(units).run(leader, None)
    assert json.loads(one.outline)["type"] in ("Polygon", "MultiPolygon")


def test_the_shared_holidays_are_the_seeded_ones(take, units, leader, shared_data):
    SeedHolidays(units).run(leader, range(2018, 2032))
    outcome = take(FileKind.HOLIDAYS, shared_data / "kr_holidays_2018_2031.csv")
    assert told(outcome) == (0, 0, 268)


def test_dongs_come_in_as_whole_numbers(take, units, leader, written):
    assert told(take(FileKind.DONGS, written(*DONGS))) == (2, 0, 0)
    (one, two) = DongList(units).run(leader, None)
    assert (one.name, one.lon_e6, one.area_m2) == ("느티1동", 127_012_346, 1_250_000)
    assert one.neighbours == (two.code10,)


def test_the_same_file_doubles_nothing_and_a_changed_one_changes(
    take, units, leader, written
):
    take(FileKind.DONGS, written(*DONGS))
    assert told(take(FileKind.DONGS, written(*DONGS))) == (0, 0, 2)
    changed = written(DONGS[0], DONGS[1].replace("1200", "1300"), DONGS[2])
    assert told(take(FileKind.DONGS, changed)) == (0, 1, 1)


def test_two_desks_that_take_in_one_file_have_the_same_rows(
    take, units, leader, written
):
    take(FileKind.DONGS, written(*DONGS), valid_from=date(2018, 7, 1))
    found = {dong.id for dong in rows(units, leader, Dong)}
    codes = ("9900000001", "9900000002")
    assert found == {dong_id(code, date(2018, 7, 1)) for code in codes}


def test_a_newer_row_of_a_code_ends_the_older_one(take, units, leader, written):
    take(FileKind.DONGS, written(*DONGS), valid_from=date(2018, 7, 1))
    newer = written(DONGS[0], DONGS[1].replace("느티1동", "새느티동"))
    take(FileKind.DONGS, newer, valid_from=date(2022, 1, 3))
    names = [row.name for row in DongList(units).run(leader, date(2022, 1, 2))]
    assert names == ["느티1동", "느티2동"]
    names = [row.name for row in DongList(units).run(leader, None)]
    assert names == ["느티2동", "새느티동"]


def map_file(written, *features):
    told = {"type": "FeatureCollection", "features": list(features)}
    return written(json.dumps(told), name="map.geojson", encoding="utf-8")


def feature(code="9900000001", shape=None):
    square = [[[127.0, 37.5], [127.1, 37.5], [127.1, 37.6], [127.0, 37.5]]]
    geometry = shape or {"type": "Polygon", "coordinates": square}
    return {"properties": {"code10": code}, "geometry": geometry}


def test_an_outline_is_kept_in_whole_micro_degrees(take, units, leader, written):
    take(FileKind.DONGS, written(*DONGS))
    take(FileKind.DONGS, map_file(written, feature()))
    outline = json.loads(DongList(units).run(leader, None)[0].outline)
    assert outline["coordinates"][0][1] == [127_100_000, 37_500_000]


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (feature("9999999999"), Fault.UNKNOWN_DONG),
        (feature(shape={"type": "Point", "coordinates": [1, 2]}), Fault.WRONG_SHAPE),
        (feature(shape={"type": "Polygon", "coordinates": [1]}), Fault.WRONG_SHAPE),
        (
            feature(shape={"type": "Polygon", "coordinates": [[[999, 1]]]}),
            Fault.WRONG_SHAPE,
        ),
        ({"properties": {"code10": "9900000001"}}, Fault.WRONG_SHAPE),
        ("nothing", Fault.MISSING),
    ],
)
def test_a_wrong_feature_is_named_and_nothing_is_laid(
    take, units, leader, written, wrong, fault
):
    take(FileKind.DONGS, written(*DONGS))
    path = map_file(written, feature("9900000002"), wrong)
    found = faults_of(take, FileKind.DONGS, path)
    assert (found[0][0], found[0][3]) == (2, fault)
    assert {dong.outline for dong in rows(units, leader, Dong)} == {"null"}


def test_what_is_no_map_is_refused(take, written):
    for text in ("[]", "{", '{"features": 3}'):
        path = written(text, name="map.geojson", encoding="utf-8")
        with pytest.raises(FileNotRead, match="no_map"):
            take(FileKind.DONGS, path)


def test_one_faulty_row_keeps_the_whole_file_out_and_every_fault_is_told(
    take, units, leader, written
):
    path = written(
        *DONGS,
        "12,동구,,x,37.5,-1,많음,12",
        "9900000001,동구,느티1동,127,37,1,1,",
    )
    assert faults_of(take, FileKind.DONGS, path) == [
        (4, "행정기관코드", "12", Fault.WRONG_NUMBER),
        (4, "동", "", Fault.MISSING),
        (4, "경도", "x", Fault.WRONG_NUMBER),
        (4, "면적(㎢)", "-1", Fault.WRONG_NUMBER),
        (4, "세대수", "많음", Fault.WRONG_NUMBER),
        (4, "이웃 동 코드", "12", Fault.WRONG_NUMBER),
        (5, "행정기관코드", "9900000001", Fault.DUPLICATE),
    ]
    assert count(units, leader, Dong) == 0


def test_the_good_rows_are_taken_when_that_is_asked(take, units, leader, written):
    path = written(*DONGS, "12,동구,느티3동,127,37,1,1,")
    outcome = take(FileKind.DONGS, path, mode=Mode.PARTIAL)
    assert (told(outcome), len(outcome.faults)) == ((2, 0, 0), 1)
    assert count(units, leader, Dong) == 2


def test_a_refused_file_counts_its_rows_and_its_faults_carry_no_names(take, written):
    path = written("성명,연락처", "김하늘,010-5550-0001", "김하늘,010-5550-0001")
    with pytest.raises(FileRefused) as caught:
        take(FileKind.PEOPLE, path)
    assert caught.value.facts == {"rows": 1}
    assert caught.value.faults == (FaultyRow("", 3, "성명", "김*늘", Fault.DUPLICATE),)
    assert "하늘" not in str(caught.value)


def test_people_are_known_by_name_and_number_or_address(take, units, leader, written):
    assert told(take(FileKind.PEOPLE, written(*PEOPLE))) == (2, 0, 0)
    assert told(take(FileKind.PEOPLE, written(*PEOPLE))) == (0, 0, 2)
    namesake = written(PEOPLE[0], "김하늘,010-5550-0009,")
    assert told(take(FileKind.PEOPLE, namesake)) == (1, 0, 0)
    assert count(units, leader, Person) == 3


def test_resident_numbers_and_control_characters_do_not_come_in(
    take, units, leader, written
):
    path = written("성명,주소", "김하늘,800101-1234567", "이바\x07다,")
    assert faults_of(take, FileKind.PEOPLE, path) == [
        (2, "주소", "***", "resident_number"),
        (3, "성명", "이*다", "control"),
    ]
    assert count(units, leader, Person) == 0


def test_an_unknown_dong_and_an_over_long_name_are_faults(take, written):
    path = written("성명,동", "김하늘,없는동", f"{'가' * 61},")
    found = [
        (row, column, fault)
        for row, column, _, fault in faults_of(take, FileKind.PEOPLE, path)
    ]
    assert found == [(2, "동", Fault.UNKNOWN_DONG), (3, "성명", "too_long")]


def test_an_older_register_of_visits_comes_in_ended(take, units, leader, written):
    take(FileKind.DONGS, written(*DONGS))
    path = written(
        "방문일,대기번호,도착시각,성명,연락처,동,분야,제목,상담내용",
        "2026. 11. 3.(화),A1,09:05,김하늘,010-5550-0001,느티1동,교통,주차 단속,길다",
        "2026-11-03,A2,,,,,,,",
    )
    assert told(take(FileKind.VISITS, path)) == (2, 0, 0)
    assert told(take(FileKind.VISITS, path)) == (0, 0, 2)
    first, second = sorted(rows(units, leader, Visit), key=lambda v: v.number)
    assert first.arrived_at == datetime(2026, 11, 3, 9, 5, tzinfo=SEOUL)
    assert (first.title, first.label, second.person_id) == ("주차 단속", "A1", None)


def test_a_visit_that_is_not_ended_or_has_no_number_does_not_come_in(take, written):
    path = written("방문일,대기번호,상태", "2026-11-03,A1,대기", "2026-11-03,일번,종료")
    assert faults_of(take, FileKind.VISITS, path) == [
        (2, "상태", "대기", Fault.UNKNOWN_WORD),
        (3, "대기번호", "일번", Fault.WRONG_NUMBER),
    ]


def test_petitions_come_in_with_the_deadline_the_law_gave_them(
    take, seeded, leader, written
):
    path = written(
        "접수번호,접수일시,민원종류,제목,내용,성명,상태,회신일",
        "2026-A-0012,2026-11-23 10:00,건의민원,그늘막,놀이터에,김하늘,접수,",
        "2026-A-0013,2026-11-02,고충민원,소음,공사장,이바다,종결,2026-11-09",
    )
    assert told(take(FileKind.PETITIONS, path)) == (2, 0, 0)
    assert told(take(FileKind.PETITIONS, path)) == (0, 0, 2)
    first, second = sorted(rows(seeded, leader, Petition), key=lambda p: p.serial)
    assert (first.receipt, first.period) == ("2026-A-0012", "14d")
    assert first.due_at.astimezone(SEOUL).date() == date(2026, 12, 10)
    assert (second.state, second.ending) == (PetitionState.CLOSED, PetitionEnding.DONE)


def test_a_petition_without_a_name_number_or_known_kind_does_not_come_in(
    take, seeded, written
):
    path = written(
        "접수번호,접수일시,민원종류,제목,성명",
        "12,내일,우주민원,그늘막,",
        "2026-A-0001,2026-11-23,법정민원,인허가,김하늘",
    )
    found = [(r, c, f) for r, c, _, f in faults_of(take, FileKind.PETITIONS, path)]
    assert found == [
        (2, "접수번호", Fault.WRONG_NUMBER),
        (2, "접수일시", Fault.WRONG_DATE),
        (2, "민원종류", Fault.UNKNOWN_WORD),
        (2, "성명", Fault.MISSING),
        (3, "민원종류", Fault.NO_PERIOD),
    ]


def test_requests_come_in_once_for_one_person_and_matter(take, units, leader, written):
    path = written(
        "신청일,성명,연락처,제목,요구사항,인원",
        "2026-10-26,박나무,010-5550-0003,주차장 조성,넓게,3명",
        "2026-10-27,박나무,010-5550-0003,가로등,,",
    )
    assert told(take(FileKind.REQUESTS, path)) == (2, 0, 0)
    assert told(take(FileKind.REQUESTS, path)) == (0, 0, 2)
    found = rows(units, leader, MeetingRequest)
    assert sorted(request.people for request in found) == [1, 3]
    assert count(units, leader, Person) == 1


def test_entries_of_a_calendar_come_in_with_host_and_room(
    take, seeded, leader, written
):
    past = "2026-11-03,14:00,15:00,시민면담,그늘막,제1부시장,"
    path = written(*MEETINGS, ENTRY, past)
    assert told(take(FileKind.MEETINGS, path)) == (2, 0, 0)
    assert told(take(FileKind.MEETINGS, path)) == (0, 0, 2)
    states = {meeting.title: meeting.state for meeting in rows(seeded, leader, Meeting)}
    assert states == {"간부회의": MeetingState.CONFIRMED, "그늘막": MeetingState.HELD}


def test_an_entry_onto_a_taken_host_is_a_faulty_row_and_keeps_the_file_out(
    take, seeded, leader, written
):
    book(seeded, leader)
    path = written(*MEETINGS, ENTRY.replace("간부회의", "다른 회의"))
    assert faults_of(take, FileKind.MEETINGS, path) == [
        (2, "시작", "10:00", Fault.DOUBLE_BOOKING)
    ]
    assert count(seeded, leader, Meeting) == 1


def test_two_entries_of_one_file_meet_the_same_wall_and_the_first_stands(
    take, seeded, leader, written
):
    path = written(*MEETINGS, ENTRY, ENTRY.replace("간부회의", "다른 회의"))
    outcome = take(FileKind.MEETINGS, path, mode=Mode.PARTIAL)
    assert (outcome.added, [f.row for f in outcome.faults]) == (1, [3])
    assert [m.title for m in rows(seeded, leader, Meeting)] == ["간부회의"]


def test_restricted_weeks_unknown_hosts_and_wrong_times_are_faulty_rows(
    take, seeded, written
):
    path = written(
        *MEETINGS,
        "2028-03-02,10:00,11:00,시민면담,그늘막,시장,",
        "2026-12-10,11:00,10:00,내부,회의,도지사,달나라",
        "2026-12-11,열시,11:00,회의,,,",
    )
    found = [(r, c, f) for r, c, _, f in faults_of(take, FileKind.MEETINGS, path)]
    assert found == [
        (2, "일자", Fault.ELECTION_GROUND),
        (3, "종료", Fault.ENDS_BEFORE_START),
        (3, "면담자", Fault.UNKNOWN_HOST),
        (3, "장소", Fault.UNKNOWN_ROOM),
        (4, "시작", Fault.WRONG_TIME),
        (4, "제목", Fault.MISSING),
    ]


def test_holidays_come_in_from_a_workbook_below_a_title(take, units, leader, tmp_path):
    book_file = Workbook()
    sheet = book_file.active
    for line in (["2027년 공휴일"], ["날짜", "이름"], [date(2027, 3, 1), "3·1절"]):
        sheet.append(line)
    book_file.create_sheet("메모").append(["아무 말"])
    path = tmp_path / "holidays.xlsx"
    book_file.save(path)
    assert told(take(FileKind.HOLIDAYS, path)) == (1, 0, 0)
    (row,) = rows(units, leader, Closure)
    assert (row.day, row.name) == (date(2027, 3, 1), "3·1절")


def test_a_printed_plan_comes_in_and_its_wrong_totals_are_found(
    take, units, leader, written
):
    path = written(
        "단위사업,계,'18.7~,'22.6월",
        "합계,95,51,44",
        "통통데이,24,12,12",
        "동방문(현장탐방),59,39,20",
    )
    take(FileKind.PLAN, path, name="2018 계획")
    report = PlanCheck(units).run(leader, "2018 계획")
    assert [(s.printed, s.computed) for s in report.flagged] == [(44, 32), (95, 83)]


def test_the_numbers_of_a_plan_are_counted_as_new_changed_or_as_before(take, written):
    def counts(*lines):
        took = take(FileKind.PLAN, written(*lines), name="2018 계획")
        return took.added, took.changed, took.same

    first = ("단위사업,계,'18,'19", "통통데이,36,12,24", "동방문,59,39,-")
    assert counts(*first) == (5, 0, 0)
    assert counts(*first) == (0, 0, 5)
    assert counts(first[0], "통통데이,38,14,24", "동방문,59,39,20") == (1, 2, 3)


def test_a_plan_with_a_word_for_a_number_is_refused_by_its_cell(
    take, units, leader, written
):
    path = written("단위,'26", "통통데이,스물")
    assert faults_of(take, FileKind.PLAN, path, name="계획") == [
        (2, "'26", "스물", "not_a_number")
    ]
    with pytest.raises(FieldError):
        take(FileKind.PLAN, path, name=" ")


def test_kinds_that_cannot_be_taken_in_are_refused_by_name(take, written):
    for kind in (FileKind.PROPOSALS, FileKind.SESSIONS):
        with pytest.raises(KindNotAvailable) as caught:
            take(kind, written("a"))
        assert caught.value.facts == {"kind": kind.value}
    with pytest.raises(KindNotAvailable):
        take(FileKind.PEOPLE, written("{}", name="people.geojson"))


def test_a_file_without_its_heads_or_without_anything_is_refused(take, written):
    assert faults_of(take, FileKind.PEOPLE, written("주소", "느티1동")) == [
        (1, "성명", "", Fault.MISSING_COLUMN)
    ]
    assert faults_of(take, FileKind.PEOPLE, written("")) == [
        (1, "성명", "", Fault.MISSING_COLUMN)
    ]


def test_an_import_is_logged_with_its_count_and_without_names(
    take, units, leader, written
):
    take(FileKind.PEOPLE, written(*PEOPLE))
    with units.read(leader, Permission.LOG_READ) as reading:
        (entry,) = reading.session.scalars(
            select(AccessEntry).where(AccessEntry.action == AccessAction.IMPORT)
        )
    assert (entry.count, entry.note) == (2, "people")


def test_the_front_desk_takes_no_files_in(take, clerk, written):
    with pytest.raises(NotAllowed):
        take(FileKind.PEOPLE, written(*PEOPLE), actor=clerk)


def test_a_refused_file_tells_nobody(take, office, written):
    heard = []
    office.bus.subscribe(heard.append)
    with pytest.raises(FileRefused):
        take(FileKind.PEOPLE, written("성명", "김하늘", "김하늘"))
    assert heard == []


def test_what_belongs_to_nobody_is_named_and_not_left_out(take, written):
    lines = (
        "방문일,대기번호,성명,연락처,주소",
        "2026-11-20,A1,,010-5550-0001,",
        "2026-11-20,A2,,,느티1동 1",
        "2026-11-20,A3,,,",
    )
    found = faults_of(take, FileKind.VISITS, written(*lines))
    assert [(row, column, fault) for row, column, _value, fault in found] == [
        (2, "연락처", Fault.WITHOUT_NAME),
        (3, "주소", Fault.WITHOUT_NAME),
    ]


@pytest.mark.parametrize(
    "typed", ["abc", "010-5550-0001 집", "880101-*******", "M12345678", "-"]
)
def test_a_telephone_that_is_none_is_named_and_not_left_out(take, written, typed):
    lines = ("성명,연락처", f"김하늘,{typed}")
    found = faults_of(take, FileKind.PEOPLE, written(*lines))
    assert {(row, column) for row, column, _value, _fault in found} == {(2, "연락처")}
    assert Fault.NOT_A_PHONE in {fault for *_place, fault in found}
