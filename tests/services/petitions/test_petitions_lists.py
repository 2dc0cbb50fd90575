import pytest
from sqlalchemy import select

from models.errors import FormRefused, ReasonNeeded
from models.trust import AccessEntry
from models.values import AccessAction, Permission, PetitionKind, Purpose
from services.petitions.duplicates import SameQuery, likeness
from services.petitions.slip_values import SlipChoice

KINDS = PetitionKind


def receipts(found):
    return [row.receipt for row in found]


def test_what_is_due_is_listed_by_how_near_it_is(register, clerk, clock):
    seven = register.new(kind=KINDS.GRIEVANCE)  # until Friday 4 December
    fourteen = register.new()  # until 15 December
    now = register.new(kind=KINDS.OTHER)  # until noon
    due = register.due.run(clerk)
    assert (receipts(due.today), due.tomorrow, due.overdue) == ([now.receipt], (), ())
    clock.tick(days=7, hours=3)  # Thursday 3 December
    due = register.due.run(clerk)
    assert receipts(due.overdue) == [now.receipt]
    assert receipts(due.tomorrow) == [seven.receipt]
    clock.tick(days=1)
    due = register.due.run(clerk)
    assert receipts(due.today) == [seven.receipt]
    clock.tick(days=10)  # Monday 14 December
    due = register.due.run(clerk)
    assert receipts(due.overdue) == [now.receipt, seven.receipt]
    assert receipts(due.tomorrow) == [fourteen.receipt]
    assert [row.days_left for row in due.tomorrow] == [1]


def test_over_a_weekend_tomorrow_is_monday(register, clerk, clock):
    clock.tick(days=1)  # Friday 27 November
    friday = register.new(kind=KINDS.STATUTORY, period="2d")  # until Monday evening
    later = register.new(kind=KINDS.STATUTORY, period="3d")
    due = register.due.run(clerk)
    assert (due.today, receipts(due.tomorrow)) == ((), [friday.receipt])
    clock.tick(days=3)
    due = register.due.run(clerk)
    assert receipts(due.today) == [friday.receipt]
    assert receipts(due.tomorrow) == [later.receipt]


def test_what_is_answered_or_waits_for_a_supplement_is_not_due(register, clerk, clock):
    answered, stopped = (register.new(kind=KINDS.OTHER) for _ in range(2))
    register.answer.run(clerk, answered.petition_id, "안내함")
    register.ask_supplement.run(clerk, stopped.petition_id, "도면", clock.now().date())
    due = register.due.run(clerk)
    assert (due.today, due.overdue, due.stopped) == ((), (), 1)


def test_a_petition_without_a_word_for_thirty_days_is_named_until_it_is_told(
    register, clerk, clock
):
    made = register.new()
    clock.tick(days=29, hours=23)
    assert register.due.run(clerk).without_notice == ()
    clock.tick(hours=1)
    assert receipts(register.due.run(clerk).without_notice) == [made.receipt]
    register.progress_told.run(clerk, made.petition_id)
    assert register.due.run(clerk).without_notice == ()
    clock.tick(days=30)
    assert receipts(register.due.run(clerk).without_notice) == [made.receipt]


def test_who_nobody_answers_for_is_counted(register, clerk):
    first, _second = register.new(), register.new()
    assert register.due.run(clerk).without_department == 2
    register.assign.run(clerk, first.petition_id, "도로관리과")
    assert register.due.run(clerk).without_department == 1


def test_the_same_persons_open_petitions_are_suggested(register, clerk):
    open_, ended = register.new(title="가로등 고장"), register.new(title="가로등 교체")
    person_id = register.look(open_.petition_id).person_id
    found = register.same.run(clerk, SameQuery(person_id, "전혀 다른 내용"))
    assert receipts(found.same_person) == [open_.receipt]
    register.answer.run(clerk, open_.petition_id, "고침")
    found = register.same.run(clerk, SameQuery(person_id, "가로등"))
    assert found.same_person == ()
    assert ended.receipt in receipts(found.like_words)


@pytest.mark.parametrize(
    ("title", "is_found"),
    [
        ("중앙로 보도 파손", True),
        ("중앙로의 보도가 파손되었습니다", True),
        ("보도 파손 중앙로", True),
        ("어린이집 급식 문의", False),
        ("", False),
        ("ㅂ", False),
        ('"보도" OR *', False),
    ],
)
def test_petitions_of_like_words_are_suggested(register, clerk, title, is_found):
    made = register.new(title="중앙로 보도 파손")
    register.new(title="도서관 개관 시간")
    found = register.same.run(clerk, SameQuery(None, title))
    assert receipts(found.like_words) == ([made.receipt] if is_found else [])


def test_a_petition_is_not_like_itself(register, clerk):
    made = register.new(title="중앙로 보도 파손")
    query = SameQuery(None, "중앙로 보도 파손", made.petition_id)
    assert register.same.run(clerk, query).like_words == ()


def test_likeness_is_a_share_and_the_same_both_ways():
    assert likeness("ㄱㅏㄴㅏ", "ㄱㅏㄴㅏ") == 1
    assert likeness("ㄱㅏ", "ㄱㅏㄴㅏ") == 0
    assert likeness("ㄱㅏㄴㅏㄷㅏ", "ㄱㅏㄴㅏ") == likeness("ㄱㅏㄴㅏ", "ㄱㅏㄴㅏㄷㅏ")


def slip(register, clerk, made, purpose=Purpose.CASE, **choice):
    return register.slip.run(clerk, made.petition_id, purpose, SlipChoice(**choice))


def test_a_slip_says_what_the_decree_wants_and_shows_no_name(register, clerk):
    made = register.new("김하늘", others=12)
    values = slip(register, clerk, made, language="ko", papers="도면 1부")
    assert (values.receipt, values.petitioner) == (made.receipt, "김*늘 외 12명")
    assert values.due_text == "2026. 12. 15.(화)"
    assert values.officer.name == "이접수"
    assert "도면 1부" in values.papers
    assert values.procedure
    assert "14" in values.duration
    assert values.survey
    assert "이접수" in values.enquiry


def test_a_slip_in_english_is_english(register, clerk):
    made = register.new("김하늘", others=1, kind=KINDS.OTHER)
    values = slip(register, clerk, made, language="en", is_large=True)
    assert values.petitioner == "김*늘 and 1 other"
    assert values.due_text == "Thu, 26 Nov 2026 12:00"
    assert values.papers == "Complete."
    assert values.duration == "At once, within 3 working hours."
    assert values.large_print


def test_the_slip_keeps_the_day_that_was_told(register, clerk):
    made = register.new(kind=KINDS.GRIEVANCE)
    register.extend.run(clerk, made.petition_id, "현장 조사")
    assert slip(register, clerk, made).due_text == "2026. 12. 4.(금)"


def test_a_slip_needs_a_purpose_and_is_logged(register, units, clerk):
    made = register.new()
    with pytest.raises(ReasonNeeded):
        slip(register, clerk, made, None)
    slip(register, clerk, made, Purpose.CASE)
    with units.read(clerk, Permission.PETITION_READ) as reading:
        printed = reading.session.scalars(
            select(AccessEntry).where(AccessEntry.action == AccessAction.PRINT)
        ).all()
    assert [(e.subject_id, e.purpose) for e in printed] == [
        (made.petition_id, Purpose.CASE)
    ]


def test_a_remark_that_may_not_be_printed_is_refused(register, clerk):
    made = register.new()
    with pytest.raises(FormRefused):
        slip(register, clerk, made, papers="900101-1234567")
