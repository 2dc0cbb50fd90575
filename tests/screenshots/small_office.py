"""A small invented office for pictures: the same people and times at every making.

Made by the office's own verbs under a clock that is moved by hand, so that what the
pictures show can also come about at a desk.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from models.outreach import Dong
from models.reception import Person
from models.values import (
    DongId,
    Matter,
    MeetingKind,
    Permission,
    PersonId,
    PetitionKind,
    RequestId,
    SignatureList,
    Subject,
    Verdict,
    VisitId,
)
from services.container import Opened, open_practice_signed_in
from services.core.clock import SEOUL
from services.core.config import OfficeFolder
from services.meetings.book import Booking
from services.meetings.hosts import host_id, room_id, series_id
from services.meetings.place import Place
from services.meetings.place_request import Placement
from services.outreach.dongs import dong_id
from services.outreach.programme import default_programme, end_of
from services.outreach.visit_plan import VisitPlan
from services.reception.group_values import GroupForm, RepresentativeForm
from services.reception.values import CheckInForm
from services.selection.apply import RequestDraft
from services.selection.decide import VerdictForm
from services.trust.founding import found_practice
from tests.doubles.fixed_clock import FixedClock

DAY = date(2026, 11, 26)  # a 통통 Day
PRESENT = datetime(2026, 11, 26, 10, 40, tzinfo=SEOUL)
ROOMS = ("상담실 1", "상담실 2")
SINCE = date(2018, 1, 1)
DONGS = (
    ("9910151000", "여울구", "Yeoul-gu", "바람동", "Baram-dong", 5_120),
    ("9910152000", "여울구", "Yeoul-gu", "솔바람동", "Solbaram-dong", 8_340),
    ("9910251000", "하늘구", "Haneul-gu", "달빛동", "Dalbit-dong", 2_760),
)
# Number, name, end of the telephone number, matter, subject and title.
VISITORS = (
    ("김하늘", "1201", Matter.SUGGESTION, Subject.PARKS, "놀이터 그늘막 설치"),
    ("이바다", "1302", Matter.GRIEVANCE, Subject.ROADS, "보행로 파손 보수"),
    ("박나루", "1403", Matter.COUNSEL, Subject.WELFARE, "돌봄 지원 상담"),
    ("최보람", "1504", Matter.INQUIRY_GENERAL, Subject.TRAFFIC, "마을버스 노선 문의"),
    ("정마루", "1605", Matter.COUNSEL, Subject.HOUSING, "공동주택 관리비 상담"),
    ("한아름", "1706", Matter.DIRECT, Subject.TRAFFIC, "통학로 신호등 설치 건의"),
)
REQUESTS = (
    ("윤가람", "통학로 안전시설 확충", Subject.TRAFFIC),
    ("강슬기", "마을회관 보수", Subject.HOUSING),
    ("오누리", "전통시장 주차장 확충", Subject.ROADS),
)
# One sum on the paper is wrong.
PLAN = (
    ("단위사업", "계", "'26", "'27"),
    ("합계", "88", "44", "44"),
    ("통통데이", "48", "24", "24"),
    ("동방문(현장탐방)", "39", "19", "20"),
)


@dataclass(frozen=True)
class _Making:
    """The office in the making and its clock."""

    opened: Opened
    clock: FixedClock

    def go(self, day: date, hour: int, minute: int = 0) -> None:
        self.clock.set(datetime.combine(day, time(hour, minute), SEOUL))


def make(folder: OfficeFolder) -> None:
    """Make the office in an empty folder and close it."""
    clock = FixedClock(datetime(2026, 11, 9, 9, 0, tzinfo=SEOUL))
    found_practice(folder, clock)
    opened = open_practice_signed_in(folder, clock)
    assert opened is not None
    making = _Making(opened, clock)
    try:
        dongs = _city(making)
        _calendar(making)
        opened.services.figures.keep_plan.run(opened.actor, "시민소통 연간계획", PLAN)
        _dong_visit(making, dongs[1])
        _line(making)
        _group(making)
    finally:
        opened.close()


def _city(making: _Making) -> list[DongId]:
    opened = making.opened
    meetings, actor = opened.services.meetings, opened.actor
    meetings.seed_calendar.run(actor)
    meetings.seed_elections.run(actor)
    meetings.seed_holidays.run(actor, range(2026, 2029))
    made = []
    with opened.services.office.units.begin(actor, Permission.IMPORT) as work:
        for position, (code, gu, gu_en, name, name_en, homes) in enumerate(DONGS):
            dong = Dong(
                id=dong_id(code, SINCE),
                code10=code,
                code7=code[:7],
                district=gu,
                district_en=gu_en,
                name=name,
                name_en=name_en,
                area_m2=1_500_000 + position * 200_000,
                households=homes,
                lon_e6=127_000_000 + position * 20_000,
                lat_e6=37_000_000,
                hot_spot="바람광장",
                summary="오래된 주택가와 새 아파트가 섞여 있음",
                valid_from=SINCE,
            )
            work.add(dong)
            made.append(DongId(dong.id))
    return made


def _calendar(making: _Making) -> None:
    """Three requests, two of them in today's session, and two other entries."""
    opened = making.opened
    actor, services = opened.actor, opened.services
    requests = [_request(making, *told) for told in REQUESTS]
    for request, begin in zip(requests[:2], (time(14), time(14, 30)), strict=True):
        services.selection.decide.run(actor, VerdictForm(request, Verdict.MAYOR))
        placement = Placement(request, series_id(), DAY, begin)
        services.meetings.place_request.run(actor, placement)
    mayor, room = host_id("mayor"), room_id("mayor-room")
    weekly = Place(date(2026, 11, 24), time(9, 30), time(10, 30), mayor, room)
    visit = Place(date(2026, 11, 25), time(15), time(16), host_id("vice-mayor-1"))
    for place, title in ((weekly, "주간 간부회의"), (visit, "현장 점검 회의")):
        services.meetings.book.run(actor, Booking(MeetingKind.INTERNAL, place, title))


def _request(making: _Making, name: str, title: str, subject: Subject) -> RequestId:
    making.clock.tick(minutes=40)
    opened = making.opened
    units = opened.services.office.units
    with units.begin(opened.actor, Permission.VISIT_CHECK_IN) as work:
        person = PersonId(work.add(Person(name=name, phone="01000000000")).id)
    draft = RequestDraft(person, title, subject, wish=title, people=2)
    return opened.services.selection.apply.run(opened.actor, draft)


def _dong_visit(making: _Making, dong: DongId) -> None:
    programme = default_programme(time(10))
    plan = VisitPlan(
        dong_id=dong,
        day=date(2026, 12, 3),
        starts_at=time(10),
        ends_at=end_of(programme) or time(12),
        place="솔바람동 행정복지센터",
        purpose="주민 건의 청취",
        programme=programme,
    )
    making.opened.services.outreach.plan_visit.run(making.opened.actor, plan)


def _line(making: _Making) -> None:
    """Six visits of this morning: heard, to record, heard now, absent, called, waiting."""
    desk, actor = making.opened.services.reception, making.opened.actor
    making.go(DAY, 9, 10)
    came = [_visit(making, number) for number in range(len(VISITORS))]
    for visit in came[:3]:
        _call(making, visit, ROOMS[0])
        desk.start.run(actor, visit)
        making.clock.tick(minutes=9)
        if visit == came[0]:
            desk.finish.run(actor, visit, "현장을 확인하고 결과를 알려 드리기로 함")
        elif visit == came[1]:
            desk.finish.run(actor, visit)
    _call(making, came[3], ROOMS[1])
    desk.absent.run(actor, came[3])
    _call(making, came[4], ROOMS[1])


def _visit(making: _Making, number: int) -> VisitId:
    name, last, matter, subject, title = VISITORS[number]
    making.clock.tick(minutes=4)
    form = CheckInForm(
        matter=matter,
        subject=subject,
        name=name,
        phone=f"0100000{last}",
        title=title,
        direct_kind=PetitionKind.SUGGESTION,
    )
    opened = making.opened
    return opened.services.reception.check_in.run(opened.actor, form).visit_id


def _call(making: _Making, visit: VisitId, room: str) -> None:
    making.clock.tick(minutes=1)
    opened = making.opened
    opened.services.reception.call_this.run(opened.actor, visit, room)
    making.clock.tick(minutes=1)


def _group(making: _Making) -> None:
    making.go(DAY, 10, 31)
    form = GroupForm(
        name="푸른마을 주민 모임",
        come=12,
        admitted=3,
        subject=Subject.HOUSING,
        representatives=(
            RepresentativeForm("문이슬", "01000001807", mandate_seen=True),
        ),
        households=7,
        signatures=9,
        signature_list=SignatureList.ORIGINAL,
        demands=("야간 공사 소음 중지",),
        title="야간 공사 소음",
        waiting_place="1층 로비",
    )
    opened = making.opened
    opened.services.reception.check_in_group.run(opened.actor, form)
    opened.services.office.undo.forget()
