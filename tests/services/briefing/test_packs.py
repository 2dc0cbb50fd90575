"""Packs of a real office: made, frozen, opened again, compared, printed."""

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import delete, select, update

from models import briefing as records
from models.errors import FieldError, NotAllowed, NotFound, ReasonNeeded, StepRefused
from models.meetings import Meeting
from models.outreach import Attendee, Dong, DongVisit, PendingIssue, ProgrammeItem
from models.trust import AccessEntry, Setting
from models.values import (
    AccessAction,
    AttendeeCategory,
    DongVisitState,
    PackId,
    PackKind,
    Permission,
    Profile,
    ProgrammeKind,
    Purpose,
    StaffId,
)
from services.briefing import pages
from services.briefing.compare import ChangeKind
from services.briefing.make_pack import MakePack, PackOrder
from services.briefing.open_pack import OpenPack, PackChanges, PacksOf
from services.briefing.print_paper import (
    DrawSlip,
    PrintPack,
    PrintSmall,
    PrintsOf,
    Recipient,
)
from services.briefing.sheet_values import SignatureSheet
from services.briefing.values import PackForm, Part
from services.core import texts
from services.core.actor import FOUNDER, Actor
from services.meetings.meeting_texts import OpenMeeting, WriteMeeting
from services.meetings.sessions import session_id
from services.trust.accounts import AddStaff, StaffForm
from tests.factories_briefing import slip
from tests.factories_meetings import NEXT, TONGTONG, person, placed, request, seed

SESSION = session_id(TONGTONG, NEXT)


@pytest.fixture
def seeded(units, leader, korean):
    """An office with its calendar, in Korean."""
    seed(units, leader)
    return units


@pytest.fixture
def meeting_id(seeded, leader):
    """김하늘, phone ending in 1234, meets the mayor at 14:00."""
    wish = request(seeded, leader, person(seeded, leader), wish="그늘막", people=4)
    return placed(seeded, leader, wish)


@pytest.fixture
def make_pack(seeded, fonts, leader):
    """Make a pack as the leader."""

    def make(kind, subject, **form):
        order = PackOrder(kind, subject, Purpose.MEETING, PackForm(**form))
        return MakePack(seeded, fonts).run(leader, order)

    return make


@pytest.fixture
def secretary(units):
    """Somebody who makes packs and may not see names."""
    staff_id = StaffId("00000000-0000-7000-8000-00000000beef")
    form = StaffForm("sec", "박비서", Profile.SECRETARIAT, staff_id=staff_id)
    AddStaff(units).run(FOUNDER, form)
    return Actor(staff_id)


@pytest.fixture
def visit_id(seeded, leader):
    """A planned visit to a dong, with timetable, issue and attendees."""
    with seeded.begin(leader, Permission.OUTREACH_WRITE) as work:
        dong = work.add(
            Dong(
                code10="1",
                name="바람동",
                name_en="Baram-dong",
                valid_from=date(2020, 1, 1),
            )
        )
        work.session.flush()
        visit = work.add(
            DongVisit(
                dong_id=dong.id,
                state=DongVisitState.DATED,
                day=NEXT,
                starts_at=time(14),
                ends_at=time(15),
                place="행정복지센터",
                remarks="반갑습니다.",
            )
        )
        work.session.flush()
        key = visit.id
        work.add(_item(key, time(14, 30), 30, "현장탐방"))
        work.add(_item(key, time(14), 30, "주민과의 대화"))
        work.add(PendingIssue(dong_visit_id=key, position=1, title="공원 정비"))
        work.add(
            Attendee(
                dong_visit_id=key,
                category=AttendeeCategory.COUNCIL,
                title="시의원",
                name="한구름",
            )
        )
        return key


def _item(visit, starts_at, minutes, title):
    return ProgrammeItem(
        dong_visit_id=visit,
        kind=ProgrammeKind.OTHER,
        starts_at=starts_at,
        minutes=minutes,
        title=title,
    )


def write(units, actor, meeting_id, **written):
    """Write texts of a meeting."""
    form = OpenMeeting(units).run(actor, meeting_id)
    kept = replace(form.texts, **written)
    WriteMeeting(units).run(actor, meeting_id, kept, form.base)


def whole_text(pdf):
    """Return what can be read on all pages."""
    count = pages.page_count(pdf)
    return "\n".join(pages.text(pdf, page) for page in range(1, count + 1))


def log_lines(units, actor):
    """Return the desk's access log in order."""
    with units.read(actor, Permission.LOG_READ) as reading:
        return reading.session.scalars(
            select(AccessEntry).order_by(AccessEntry.line)
        ).all()


def test_a_session_pack_shows_its_cases_masked_and_without_phones(
    make_pack, meeting_id
):
    pack = make_pack(PackKind.SESSION, SESSION)

    text = whole_text(pack.pdf)
    assert "김*늘 외 3명" in text
    assert "김하늘" not in text
    assert "1234" not in text
    assert "놀이터 그늘막 설치" in text
    assert [row.key for row in pack.sections] == [
        "cover",
        "index",
        f"case:{meeting_id}",
    ]
    assert pack.sections[0].first_page == 1
    assert sum(row.pages for row in pack.sections) == pack.pages


def test_what_nobody_has_written_is_named_and_seen(make_pack, meeting_id):
    pack = make_pack(PackKind.SESSION, SESSION)

    parts = {one.part for one in pack.missing}
    assert {Part.GIST, Part.OPINION, Part.REMARKS, Part.PLAN} <= parts
    assert {one.subject_id for one in pack.missing} == {meeting_id}
    assert "(작성 필요)" in whole_text(pack.pdf)


def test_what_was_written_is_no_longer_missing(make_pack, meeting_id, seeded, leader):
    write(seeded, leader, meeting_id, gist="그늘막을 바람", opinion="수용")

    pack = make_pack(PackKind.MEETING, meeting_id)
    parts = {one.part for one in pack.missing}
    assert not {Part.GIST, Part.OPINION, Part.HISTORY} & parts
    assert "그늘막을 바람" in whole_text(pack.pdf)


def test_the_records_tell_the_history_of_a_case(make_pack, meeting_id):
    text = whole_text(make_pack(PackKind.MEETING, meeting_id).pdf)

    assert "2026. 11. 26. 면담 신청" in text
    assert "선정심사: 시장 면담" in text


def test_a_pack_opens_again_as_it_was_handed_out(
    make_pack, meeting_id, seeded, leader, fonts
):
    made = make_pack(PackKind.MEETING, meeting_id)
    write(seeded, leader, meeting_id, gist="나중에 쓴 글")

    again = OpenPack(seeded, fonts).run(leader, made.id)
    assert again == made
    assert again.original


def test_a_desk_without_the_bytes_draws_the_same_pack(
    make_pack, meeting_id, seeded, leader, fonts
):
    made = make_pack(PackKind.SESSION, SESSION)
    with seeded.begin(leader, Permission.PACK_MAKE) as work:
        work.session.execute(delete(records.Blob))

    again = OpenPack(seeded, fonts).run(leader, made.id)
    assert again.pdf == made.pdf
    assert again.original


def test_bytes_that_were_altered_are_not_shown(
    make_pack, meeting_id, seeded, leader, fonts
):
    made = make_pack(PackKind.MEETING, meeting_id)
    with seeded.begin(leader, Permission.PACK_MAKE) as work:
        work.session.execute(update(records.Blob).values(bytes=b"%PDF-1.4 other"))

    assert OpenPack(seeded, fonts).run(leader, made.id).pdf == made.pdf


def test_nothing_has_changed_right_after_making(make_pack, meeting_id, seeded, leader):
    made = make_pack(PackKind.SESSION, SESSION)

    assert PackChanges(seeded).run(leader, made.id) == ()


def test_a_text_written_later_shows_as_one_changed_heading(
    make_pack, meeting_id, seeded, leader, clock
):
    made = make_pack(PackKind.SESSION, SESSION)
    clock.tick(hours=1)
    write(seeded, leader, meeting_id, gist="새 요지")

    (change,) = PackChanges(seeded).run(leader, made.id)
    assert change.key == f"case:{meeting_id}"
    assert change.kind is ChangeKind.CHANGED
    assert change.headings == ("민원요지",)


def test_a_case_placed_later_is_added_and_leaves_the_others_alone(
    make_pack, meeting_id, seeded, leader
):
    made = make_pack(PackKind.SESSION, SESSION)
    other = placed(seeded, leader, begin="14:30")

    told = {one.key: one.kind for one in PackChanges(seeded).run(leader, made.id)}
    assert told == {
        "cover": ChangeKind.CHANGED,
        "index": ChangeKind.CHANGED,
        f"case:{other}": ChangeKind.ADDED,
    }


def test_the_packs_of_a_subject_are_listed_newest_first(
    make_pack, meeting_id, seeded, leader, clock
):
    first = make_pack(PackKind.MEETING, meeting_id)
    clock.tick(minutes=5)
    second = make_pack(PackKind.MEETING, meeting_id, large_print=True)

    rows = PacksOf(seeded).run(leader, PackKind.MEETING, meeting_id)
    assert [row.id for row in rows] == [second.id, first.id]
    assert [row.large_print for row in rows] == [True, False]
    assert {row.made_by for row in rows} == {"최연습"}


def test_the_hosts_own_copy_shows_the_name_and_still_no_phone(
    make_pack, meeting_id, seeded, leader
):
    text = whole_text(make_pack(PackKind.MEETING, meeting_id, names_shown=True).pdf)

    assert "김하늘" in text
    assert "면담자 본인용" in text
    assert "1234" not in text
    revealed = [
        line for line in log_lines(seeded, leader) if line.action is AccessAction.REVEAL
    ]
    assert [line.subject_kind for line in revealed] == ["person"]


def test_a_session_pack_never_shows_names(make_pack, meeting_id):
    with pytest.raises(StepRefused):
        make_pack(PackKind.SESSION, SESSION, names_shown=True)


def test_names_need_the_right_to_see_them_in_making_opening_and_printing(
    make_pack, meeting_id, seeded, fonts, secretary
):
    shown = make_pack(PackKind.MEETING, meeting_id, names_shown=True)
    order = PackOrder(
        PackKind.MEETING, meeting_id, Purpose.MEETING, PackForm(names_shown=True)
    )

    with pytest.raises(NotAllowed):
        MakePack(seeded, fonts).run(secretary, order)
    with pytest.raises(NotAllowed):
        OpenPack(seeded, fonts).run(secretary, shown.id)
    with pytest.raises(NotAllowed):
        PrintPack(seeded).run(secretary, shown.id, 1, Recipient.MAYOR)
    masked = replace(order, form=PackForm())
    assert "김*늘" in whole_text(MakePack(seeded, fonts).run(secretary, masked).pdf)


def test_a_pack_needs_a_purpose(seeded, fonts, leader, meeting_id):
    before = len(log_lines(seeded, leader))
    with pytest.raises(ReasonNeeded):
        MakePack(seeded, fonts).run(
            leader, PackOrder(PackKind.MEETING, meeting_id, None)
        )

    assert len(log_lines(seeded, leader)) == before


def test_the_number_on_the_paper_is_its_line_in_the_access_log(
    make_pack, meeting_id, seeded, leader
):
    text = whole_text(make_pack(PackKind.MEETING, meeting_id).pdf)

    last = log_lines(seeded, leader)[-1]
    assert (last.subject_kind, last.subject_id) == ("meeting", meeting_id)
    assert last.purpose is Purpose.MEETING
    assert f"문서번호 {last.desk}-{last.line} · 용도: 면담·방문 준비" in text


@pytest.mark.parametrize("kind", PackKind)
def test_a_subject_that_is_not_here_is_refused_and_nothing_logged(
    kind, make_pack, seeded, leader
):
    before = len(log_lines(seeded, leader))
    with pytest.raises(NotFound):
        make_pack(kind, "00000000-0000-7000-8000-000000000000")

    assert len(log_lines(seeded, leader)) == before


def test_a_session_nobody_has_touched_gives_an_empty_pack(make_pack):
    untouched = session_id(TONGTONG, date(2027, 1, 14))

    pack = make_pack(PackKind.SESSION, untouched)
    assert "배정된 면담이 없습니다. 끝." in whole_text(pack.pdf)
    assert [row.key for row in pack.sections] == ["cover"]


def test_the_list_of_a_day_shows_its_meetings_masked(make_pack, meeting_id):
    text = whole_text(make_pack(PackKind.DAY, NEXT.isoformat()).pdf)

    assert "김*늘" in text
    assert "통통데이, 확정" in text.replace("\n", " ")


def test_a_dong_pack_holds_timetable_issues_and_masked_attendees(make_pack, visit_id):
    pack = make_pack(PackKind.DONG_VISIT, visit_id)

    text = whole_text(pack.pdf)
    assert "바람동 방문 보고자료" in text
    assert text.index("주민과의 대화") < text.index("현장탐방")
    assert "계획 60분" in text
    assert "한*름" in text
    assert "한구름" not in text
    assert {Part.PURPOSE, Part.OPINION} <= {one.part for one in pack.missing}
    assert Part.PROGRAMME not in {one.part for one in pack.missing}


def test_sections_that_are_left_out_are_neither_drawn_nor_missed(make_pack, visit_id):
    whole = make_pack(PackKind.DONG_VISIT, visit_id)
    part = make_pack(PackKind.DONG_VISIT, visit_id, without=("admin", "cover"))

    keys = {row.key for row in part.sections}
    assert {row.key for row in whole.sections} - keys == {"admin", "cover"}
    assert Part.PREPARATIONS not in {one.part for one in part.missing}
    assert whole_text(part.pdf).count("끝.") == 1


def test_a_pack_keeps_the_language_it_was_made_in(seeded, fonts, leader, visit_id):
    order = PackOrder(PackKind.DONG_VISIT, visit_id, Purpose.MEETING)
    with texts.using("en"):
        made = MakePack(seeded, fonts).run(leader, order)

    assert "Visit to Baram-dong: briefing" in whole_text(made.pdf)
    with seeded.begin(leader, Permission.PACK_MAKE) as work:
        work.session.execute(delete(records.Blob))
    assert OpenPack(seeded, fonts).run(leader, made.id).pdf == made.pdf
    assert PackChanges(seeded).run(leader, made.id) == ()
    assert texts.language() == "ko"


def test_numbers_of_identity_that_came_in_with_a_file_are_masked(
    make_pack, meeting_id, seeded, leader
):
    with seeded.begin(leader, Permission.CALENDAR_WRITE) as work:
        work.get(Meeting, meeting_id).gist = "번호 900101-1234567 확인"

    assert "900101-*******" in whole_text(make_pack(PackKind.MEETING, meeting_id).pdf)


def test_the_offices_own_name_stands_on_the_paper(
    make_pack, meeting_id, seeded, leader
):
    with seeded.begin(leader, Permission.SETTINGS_OFFICE) as work:
        work.add(Setting(owner="", key="office.team", value='"구름소통팀"'))

    text = whole_text(make_pack(PackKind.SESSION, SESSION).pdf)
    assert "2026. 11. 26.(목) / 구름소통팀" in text


def test_a_practice_office_says_so_on_its_packs(make_pack, meeting_id):
    assert "연습용" in whole_text(make_pack(PackKind.MEETING, meeting_id).pdf)


def test_prints_are_logged_counted_and_listed(
    make_pack, meeting_id, seeded, leader, clock
):
    made = make_pack(PackKind.MEETING, meeting_id)
    PrintPack(seeded).run(leader, made.id, 2, Recipient.MAYOR)
    clock.tick(minutes=1)
    PrintPack(seeded).run(leader, made.id, 1, Recipient.DESK)

    rows = PrintsOf(seeded).run(leader, made.id)
    assert [(row.copies, row.recipient) for row in rows] == [
        (1, Recipient.DESK),
        (2, Recipient.MAYOR),
    ]
    (pack,) = PacksOf(seeded).run(leader, PackKind.MEETING, meeting_id)
    assert pack.copies == 3
    assert log_lines(seeded, leader)[-1].purpose is Purpose.MEETING


@pytest.mark.parametrize("copies", [0, 100])
def test_a_number_of_copies_that_makes_no_sense_is_refused(
    copies, make_pack, meeting_id, seeded, leader
):
    made = make_pack(PackKind.MEETING, meeting_id)

    with pytest.raises(FieldError):
        PrintPack(seeded).run(leader, made.id, copies, Recipient.DESK)
    assert PrintsOf(seeded).run(leader, made.id) == ()


def test_a_pack_that_is_not_here_cannot_be_opened(seeded, fonts, leader):
    with pytest.raises(NotFound):
        OpenPack(seeded, fonts).run(leader, PackId("none"))


def test_who_may_not_make_packs_gets_none(seeded, fonts, meeting_id):
    nobody = Actor(StaffId("nobody"))

    with pytest.raises(NotAllowed):
        MakePack(seeded, fonts).run(
            nobody, PackOrder(PackKind.MEETING, meeting_id, Purpose.MEETING)
        )


def test_a_small_paper_is_logged_as_a_print(seeded, fonts, leader):
    printed = PrintSmall(seeded, fonts).run(leader, SignatureSheet(), Purpose.CASE)

    last = log_lines(seeded, leader)[-1]
    assert (last.action, last.purpose) == (AccessAction.PRINT, Purpose.CASE)
    text = whole_text(printed.pdf)
    assert f"문서번호 {last.desk}-{last.line}" in text
    assert "연명부" in text
    with pytest.raises(ReasonNeeded):
        PrintSmall(seeded, fonts).run(leader, SignatureSheet(), None)


def test_a_slip_bears_its_receipt_number_and_is_logged_once_by_its_maker(
    seeded, fonts, leader
):
    before = len(log_lines(seeded, leader))
    printed = DrawSlip(seeded, fonts).run(leader, slip(), Purpose.CASE)

    assert "문서번호 2026-A-0037" in whole_text(printed.pdf)
    assert len(log_lines(seeded, leader)) == before


def test_nothing_of_a_pack_shows_in_a_repr(make_pack, meeting_id):
    pack = make_pack(PackKind.MEETING, meeting_id)

    assert "놀이터" not in repr(pack)
    assert "김" not in repr(pack)
