"""The calendar: requests and their sessions, other meetings, one double booking."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from models.reception import Person
from models.values import (
    MeetingId,
    MeetingKind,
    MeetingState,
    Permission,
    PersonId,
    PetitionId,
    PetitionKind,
    RequestId,
    RequestState,
    Subject,
    Verdict,
)
from services.korean.election import restricting
from services.korean.names import normalize_name
from services.korean.phones import digits
from services.meetings.book import Booking
from services.meetings.end_meeting import Ending
from services.meetings.hosts import host_id, room_id
from services.meetings.meeting_texts import MeetingTexts
from services.meetings.place import Grounds, Place
from services.meetings.place_request import Placement
from services.meetings.sessions import SessionRow
from services.petitions.receive import PetitionForm
from services.sample_office.sample import Sample
from services.selection.apply import RequestDraft
from services.selection.decide import VerdictForm
from services.selection.standing import NoticeKind
from services.selection.tell import Telling

SPAN = timedelta(days=70)
GROUND = "집단민원·긴급 민원 면담(공직선거법 제86조 제2항 단서)"
PLACED = 3  # of the coming session's four slots
PAST = 2
ASKED, DECIDED = -12, -6  # the first request of these weeks; working days from today
ASKED_AT = (time(9, 40), time(12, 10), time(14, 40))
AS_PETITION = 2  # every second request is a petition too, whose legal clock runs on


def past_session(sample: Sample) -> None:
    """Make the last session: two people were met, and it is on record."""
    row = _session(sample, past=True)
    sample.clock.go(row.held_on - timedelta(days=16), time(10))
    requests = [_apply(sample, number) for number in range(PAST)]
    sample.clock.go(row.held_on - timedelta(days=6), time(11))
    meetings = [_place(sample, row, request) for request in requests]
    for request in requests:
        _tell(sample, request, NoticeKind.DATE)
    for number, meeting in enumerate(meetings):
        _write(sample, meeting, number, record=sample.texts.meetings["records"][number])
    sample.clock.go(row.held_on, time(15, 20))
    for meeting in meetings:
        sample.services.meetings.end.run(
            sample.actor, Ending(meeting, MeetingState.HELD)
        )


def coming_session(sample: Sample) -> None:
    """Make the requests of these weeks and fill most of the coming session."""
    row = _session(sample, past=False)
    total = len(sample.texts.meetings["requests"])
    requests = []
    for number in range(PAST, total):
        days, of_day = divmod(number - PAST, len(ASKED_AT))
        sample.clock.go(sample.work_day(ASKED + days), ASKED_AT[of_day])
        as_petition = number % AS_PETITION == 0
        requests.append(_apply(sample, number, as_petition=as_petition))
    sample.clock.go(sample.work_day(DECIDED), time(16))
    for number, request in enumerate(requests[:PLACED]):
        meeting = _place(sample, row, request)
        if number < PLACED - 1:
            _tell(sample, request, NoticeKind.DATE)
            _write(sample, meeting, PAST + number)
    _decide_others(sample, requests[PLACED:])


def _decide_others(sample: Sample, requests: list[RequestId]) -> None:
    """Decide some of the others, told and untold; the rest wait."""
    step, actor = sample.services.selection.step, sample.actor
    selected, other, written, asked, screened, gone = requests[:6]
    _decide(sample, VerdictForm(selected, Verdict.MAYOR))
    substituted = VerdictForm(
        other,
        Verdict.BUREAU_HEAD,
        host_id("construction"),
        "소관 국장이 현장 여건을 직접 설명하는 것이 알맞음",
    )
    _decide(sample, substituted)
    _tell(sample, other, NoticeKind.DECISION)
    _decide(
        sample,
        VerdictForm(
            written, Verdict.WRITTEN, reason="이미 추진 중이어서 서면으로 회신함"
        ),
    )
    step.run(actor, asked, RequestState.OPINION)
    step.run(actor, screened, RequestState.SCREENING)
    step.run(actor, gone, RequestState.WITHDRAWN)


def entries(sample: Sample) -> None:
    """Book the other entries, one of them beside another with a reason."""
    told = sample.texts.meetings
    sample.clock.go(sample.work_day(-5), time(9, 20))
    for one in told["entries"]:
        meeting = _book(sample, one)
        if one["days"] < 0:
            sample.clock.go(sample.work_day(one["days"]), time(17))
            ending = Ending(meeting, MeetingState.HELD)
            sample.services.meetings.end.run(sample.actor, ending)
    double = told["double"]
    _book(sample, double, overlap=double["reason"])
    _book(sample, told["tentative"], state=MeetingState.TENTATIVE)


def plan(sample: Sample) -> None:
    """Keep a yearly plan whose printed sums are right."""
    grid = sample.texts.meetings["plan"]
    sample.services.figures.keep_plan.run(sample.actor, "시민소통 연간계획", grid)


def _book(
    sample: Sample,
    one: dict[str, Any],
    *,
    state: MeetingState = MeetingState.CONFIRMED,
    overlap: str = "",
) -> MeetingId:
    day = sample.work_day(one["days"])
    place = Place(
        day,
        time.fromisoformat(one["from"]),
        time.fromisoformat(one["to"]),
        host_id(one["host"]),
        room_id(one["room"]) if one["room"] else None,
    )
    grounds = replace(_grounds(sample, day), overlap=overlap)
    kind = MeetingKind(one.get("kind", MeetingKind.INTERNAL))
    booking = Booking(kind, place, one["title"], state, people=3, grounds=grounds)
    return sample.services.meetings.book.run(sample.actor, booking)


def _session(sample: Sample, *, past: bool) -> SessionRow:
    """Return the last session before today, or the first from today on."""
    first = sample.today - SPAN if past else sample.today
    last = sample.today - timedelta(days=1) if past else sample.today + SPAN
    rows = [
        row
        for row in sample.services.meetings.sessions_of.run(sample.actor, first, last)
        if first <= row.held_on <= last and not row.needs_decision
    ]
    return rows[-1] if past else rows[0]


def _apply(sample: Sample, number: int, *, as_petition: bool = False) -> RequestId:
    told = sample.texts.meetings["requests"][number]
    person = _person(sample)
    draft = RequestDraft(
        person_id=person,
        title=told["title"],
        subject=Subject(told["subject"]),
        wish=told["wish"],
        people=told["people"],
        department=told["department"],
        petition_id=_petition(sample, person, told) if as_petition else None,
    )
    return sample.services.selection.apply.run(sample.actor, draft)


def _petition(sample: Sample, person: PersonId, told: dict[str, Any]) -> PetitionId:
    """Receive the matter of a request as a petition and give it to its department."""
    petitions, actor = sample.services.petitions, sample.actor
    form = PetitionForm(
        person,
        PetitionKind.SUGGESTION,
        Subject(told["subject"]),
        told["title"],
        told["wish"],
    )
    petition_id = petitions.receive.run(actor, form).petition_id
    if told["department"]:
        petitions.assign_department.run(actor, petition_id, told["department"])
    return petition_id


def _person(sample: Sample) -> PersonId:
    """Keep somebody who wrote or telephoned."""
    citizen, dong = sample.people.one(), sample.dong()
    units = sample.services.office.units
    with units.begin(sample.actor, Permission.VISIT_CHECK_IN) as work:
        name, phone = normalize_name(citizen.name), digits(citizen.phone)
        person = work.add(Person(name=name, phone=phone, dong_id=dong))
        return PersonId(person.id)


def _place(sample: Sample, row: SessionRow, request: RequestId) -> MeetingId:
    """Decide for the mayor and give the request the first free slot."""
    _decide(sample, VerdictForm(request, Verdict.MAYOR))
    meetings = sample.services.meetings
    slots = meetings.slots_of.run(sample.actor, row.series_id, row.rule_day).slots
    free = next(slot for slot in slots if slot.meeting_id is None)
    minutes = (free.ends_at.hour - free.starts_at.hour) * 60
    minutes += free.ends_at.minute - free.starts_at.minute
    placement = Placement(
        request,
        row.series_id,
        row.rule_day,
        free.starts_at,
        minutes,
        _grounds(sample, row.held_on),
    )
    return meetings.place_request.run(sample.actor, placement)


def _decide(sample: Sample, form: VerdictForm) -> None:
    sample.services.selection.decide.run(sample.actor, form)


def _tell(sample: Sample, request: RequestId, kind: NoticeKind) -> None:
    telling = Telling(request, kind, "전화", "알겠다고 함")
    sample.services.selection.tell.run(sample.actor, telling)


def _write(sample: Sample, meeting: MeetingId, number: int, record: str = "") -> None:
    texts = MeetingTexts(**sample.texts.meetings["texts"][number], record=record)
    meetings = sample.services.meetings
    form = meetings.open.run(sample.actor, meeting)
    meetings.write.run(sample.actor, meeting, texts, form.base)


def _grounds(sample: Sample, day: date) -> Grounds:
    elections = sample.services.meetings.elections.run(sample.actor)
    return Grounds(election=GROUND if restricting(day, elections) else "")
