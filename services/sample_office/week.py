"""A week of the practice office, made through the same verbs as a real one."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from models.errors import OfficeError
from models.values import (
    AttendeeCategory,
    MeetingKind,
    PetitionId,
    RequestId,
    SignatureList,
    Verdict,
    VisitId,
)
from services.container import Services
from services.core.actor import Actor
from services.core.clock import SEOUL
from services.meetings.book import Booking
from services.meetings.hosts import host_id, room_id, series_id
from services.meetings.meeting_texts import MeetingTexts
from services.meetings.place import Grounds, Place
from services.meetings.place_request import Placement
from services.outreach.dongs import DongRow
from services.outreach.programme import default_programme, end_of
from services.outreach.visit_plan import AttendeeLine, IssueLine, VisitPlan
from services.reception.group_values import GroupForm, RepresentativeForm
from services.reception.values import CheckedIn, CheckInForm
from services.sample_office.clock import SampleClock
from services.sample_office.people import DEPARTMENTS, MATTERS, citizen
from services.selection.decide import VerdictForm

ROOMS = ("1번 상담실", "2번 상담실")
MATTERS_A_DAY = 9
WAITING_TODAY = 6
REQUESTS_PLACED = 3


@dataclass
class Week:
    """Builds the week; its clock goes from the first day to the present."""

    services: Services
    actor: Actor
    clock: SampleClock
    random: Random
    now: datetime

    def build(self) -> None:
        """Make everything, ending at the present moment."""
        today = self.now.astimezone(SEOUL).date()
        for back in range(7, 0, -1):
            day = today - timedelta(days=back)
            if day.weekday() < 5:  # noqa: PLR2004 - Monday to Friday
                self._past_day(day)
        self.clock.go_to(self.now - timedelta(hours=2))
        self._calendar(today)
        self._dong_visits(today)
        self._present_day()
        self.clock.go_to(self.now)

    # -- days gone by --------------------------------------------------------------

    def _past_day(self, day: date) -> None:
        self._at(day, time(9, 5))
        for _turn in range(MATTERS_A_DAY):
            made = self._check_in()
            self.clock.pass_minutes(self.random.randint(2, 9))
            self._counsel(made.visit_id)
            if made.petition_id is not None and self.random.random() < 0.6:  # noqa: PLR2004 - most have a department by evening
                self._assign(made.petition_id)
        self._at(day, time(17, 50))
        self.services.closing.sign_off.run(self.actor)

    def _check_in(self) -> CheckedIn:
        matter, subject, title, note = self.random.choice(MATTERS)
        who = citizen(self.random)
        form = CheckInForm(
            matter=matter,
            subject=subject,
            name=who.name,
            phone=who.phone,
            title=title,
            note=note,
        )
        return self.services.reception.check_in.run(self.actor, form)

    def _counsel(self, visit_id: VisitId) -> None:
        desk, place = self.services.reception, self.random.choice(ROOMS)
        desk.call_this.run(self.actor, visit_id, place)
        self.clock.pass_minutes(1)
        desk.start.run(self.actor, visit_id)
        self.clock.pass_minutes(self.random.randint(6, 17))
        desk.finish.run(self.actor, visit_id, "담당부서에 전하고 처리기한을 안내함")

    def _assign(self, petition_id: PetitionId) -> None:
        department = self.random.choice(DEPARTMENTS)
        self.services.petitions.assign_department.run(
            self.actor, petition_id, department
        )

    # -- the calendar --------------------------------------------------------------

    def _calendar(self, today: date) -> None:
        sessions = self.services.meetings.sessions_of.run(
            self.actor, today, today + timedelta(days=40)
        )
        coming = next(s for s in sessions if not s.needs_decision)
        pool = self.services.selection.pool.run(self.actor)
        for at, row in enumerate(pool[:REQUESTS_PLACED]):
            self._choose_mayor(row.id)
            minute = coming.starts_at.minute + 15 * at
            placement = Placement(
                row.id,
                series_id(),
                coming.rule_day,
                time(coming.starts_at.hour, minute),
                15,
            )
            meeting_id = self.services.meetings.place_request.run(self.actor, placement)
            if at != REQUESTS_PLACED - 1:
                form = self.services.meetings.open.run(self.actor, meeting_id)
                self.services.meetings.write.run(
                    self.actor, meeting_id, _texts(row.title), form.base
                )
        for row in pool[REQUESTS_PLACED : REQUESTS_PLACED + 2]:
            self._substitute(row.id)
        self._other_meetings(today)

    def _choose_mayor(self, request_id: RequestId) -> None:
        form = VerdictForm(request_id, Verdict.MAYOR, host_id("mayor"))
        self.services.selection.decide.run(self.actor, form)

    def _substitute(self, request_id: RequestId) -> None:
        form = VerdictForm(
            request_id,
            Verdict.BUREAU_HEAD,
            host_id("construction"),
            "소관 국장의 전결 사항으로 현장 확인이 먼저 필요함",
        )
        self.services.selection.decide.run(self.actor, form)

    def _other_meetings(self, today: date) -> None:
        day = today
        while day.weekday() > 4:  # noqa: PLR2004 - the next working day
            day += timedelta(days=1)
        wanted = (
            ("간부회의", MeetingKind.INTERNAL, time(9, 0), time(10, 0), "meeting-1", ""),
            ("도시재생 주민협의", MeetingKind.CITIZEN, time(10, 30), time(11, 30), "direct-1", ""),
            ("예산 설명", MeetingKind.INTERNAL, time(11, 0), time(12, 0), "meeting-1", "시장 일정 변경으로 앞 회의와 30분 겹침"),
        )  # fmt: skip
        for title, kind, begin, end, room, overlap in wanted:
            place = Place(day, begin, end, host_id("mayor"), room_id(room))
            booking = Booking(kind, place, title, grounds=Grounds(overlap=overlap))
            try:
                self.services.meetings.book.run(self.actor, booking)
            except OfficeError:
                continue  # a holiday or an election week: the sample goes without it

    # -- going out -----------------------------------------------------------------

    def _dong_visits(self, today: date) -> None:
        dongs = self.services.outreach.dongs.run(self.actor, None)
        for dong, ahead in ((dongs[3], 6), (dongs[17], 13)):
            self.services.outreach.plan_visit.run(
                self.actor, _visit_plan(dong, today + timedelta(days=ahead))
            )

    # -- the present day -----------------------------------------------------------

    def _present_day(self) -> None:
        desk = self.services.reception
        self.clock.go_to(self.now - timedelta(minutes=95))
        for _turn in range(3):
            made = self._check_in()
            self.clock.pass_minutes(3)
            self._counsel(made.visit_id)
        self.clock.go_to(self.now - timedelta(minutes=24))
        waiting = []
        for _turn in range(WAITING_TODAY):
            waiting.append(self._check_in().visit_id)
            self.clock.pass_minutes(2)
        self._group()
        desk.call_next.run(self.actor, ROOMS[0])
        self.clock.pass_minutes(1)
        desk.start.run(self.actor, waiting[0])
        self.clock.pass_minutes(2)
        desk.call_next.run(self.actor, ROOMS[1])
        self.clock.pass_minutes(2)
        desk.absent.run(self.actor, waiting[1])
        desk.call_next.run(self.actor, ROOMS[1])

    def _group(self) -> None:
        one, two = citizen(self.random), citizen(self.random)
        _matter, subject, title, note = MATTERS[3]
        form = GroupForm(
            name="가온마을 입주자대표회의",
            come=12,
            subject=subject,
            admitted=3,
            expected=10,
            room_limit=5,
            representatives=(
                RepresentativeForm(one.name, one.phone, mandate_seen=True),
                RepresentativeForm(two.name, two.phone),
            ),
            households=7,
            signatures=9,
            signature_list=SignatureList.ORIGINAL,
            demands=("야간 공사 소음 중지", "공사 차량 우회"),
            title=title,
            note=note,
            waiting_place="1층 로비 서쪽",
        )
        made = self.services.reception.check_in_group.run(self.actor, form)
        self.services.reception.notify_security.run(
            self.actor, made.group_id, "청사방호실", "1층 로비 서쪽"
        )

    def _at(self, day: date, moment: time) -> None:
        self.clock.go_to(datetime.combine(day, moment, SEOUL))


def _texts(title: str) -> MeetingTexts:
    return MeetingTexts(
        gist=f"{title}에 관하여 시장의 판단을 구함.",
        history="2026. 9. 동 행정복지센터 상담\n2026. 10. 담당부서 현장 확인",
        opinion="일부수용: 내년 본예산에 반영하여 단계별로 추진하겠음.",
        remarks="먼 길 오셨습니다. 말씀하신 곳을 제가 직접 살펴보겠습니다.",
        questions="문: 언제 시작합니까?\n답: 내년 3월 설계, 6월 착공을 목표로 합니다.",
        caution="보상 금액은 협의 중이므로 말하지 않음.",
        plan="담당부서 현장 설명회 12월 중, 결과 회신 14일 안.",
    )


def _visit_plan(dong: DongRow, day: date) -> VisitPlan:
    begin = time(10, 0)
    programme = default_programme(begin)
    return VisitPlan(
        dong_id=dong.id,
        day=day,
        starts_at=begin,
        ends_at=end_of(programme) or time(12, 0),
        place=f"{dong.name} 행정복지센터",
        purpose="주민과의 대화와 현안 현장 확인",
        department="주민자치과",
        rain_plan="현장탐방을 줄이고 실내에서 설명",
        remarks="안녕하십니까. 통통(通通)한 시정을 위해 왔습니다. 오늘은 여러분의 말씀을 듣겠습니다.",
        preparations="마이크 2개, 현장 지도, 응급 연락망",
        programme=programme,
        attendees=(
            AttendeeLine(AttendeeCategory.COUNCIL, "시의원", "권여울"),
            AttendeeLine(AttendeeCategory.COMMUNITY, "주민자치회장", "신아름"),
            AttendeeLine(AttendeeCategory.COMMUNITY, "통장협의회장", "황벼리"),
            AttendeeLine(AttendeeCategory.MONITOR, "주부시정모니터", "안이랑"),
            AttendeeLine(AttendeeCategory.PRESS, "소셜기자단", "송한별"),
        ),
        issues=(
            IssueLine(
                title="학교 앞 보도 정비",
                location=f"{dong.name} 초등학교 정문 앞 120m",
                situation="보도블록 침하로 통학에 불편",
                problem="지하 매설물 이설 협의 지연",
                progress="2026. 9. 현장 확인, 10. 설계 착수",
                opinion="2027년 본예산 반영 필요",
                plan="3월 착공, 6월 준공",
                budget_thousand=80_000,
                department="도로과",
            ),
        ),
    )
