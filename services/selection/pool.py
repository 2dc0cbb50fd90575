"""Everybody who waits to meet the mayor, the longest wait first.

Beside each request stands what the choice should know: the legal deadline of the
same matter, how often the same person asked, and how often others went before.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.meetings import Host, Meeting
from models.petitions import Petition
from models.reception import Person
from models.selection import ENDED, Decision, MeetingRequest, RequestNotice
from models.values import (
    HostId,
    MeetingState,
    Permission,
    PetitionId,
    RequestId,
    RequestState,
    Subject,
    Verdict,
)
from services.core.actor import Actor
from services.core.unit_of_work import FormBase, Reading, UnitOfWork
from services.korean.document_guard import drop_guarded
from services.korean.names import mask_name
from services.selection.standing import (
    current_meeting,
    in_force,
    standing_notices,
    told,
)


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A request as the board shows it; the applicant is masked.

    Attributes:
        due_at: Legal deadline of the petition of the same matter; it runs on.
        same_person: How many other requests the same person made, ever.
        passed_over: Sessions since the application at which somebody who applied
            later was met.
        decision_told: Nothing decided, or the applicant heard of it.
        date_told: No date, or the applicant heard of the date that stands.
        base: Goes back with a verdict.
    """

    id: RequestId
    state: RequestState
    applied_on: date
    days_waited: int
    title: str
    subject: Subject
    who: str
    people: int
    group_name: str
    department: str
    petition_id: PetitionId | None
    due_at: datetime | None
    same_person: int
    passed_over: int
    verdict: Verdict | None
    host_id: HostId | None
    host: str
    host_en: str
    reason: str
    decided_at: datetime | None
    meeting_day: date | None
    decision_told: bool
    date_told: bool
    base: FormBase


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known around the requests, read in one go."""

    persons: Mapping[str, Person]
    petitions: Mapping[str, Petition]
    hosts: Mapping[str, Host]
    decisions: Mapping[str, list[Decision]]
    notices: Mapping[str, list[RequestNotice]]
    meetings: Mapping[str, list[Meeting]]
    asked: Counter[str]
    met: tuple[tuple[date, date], ...]  # (day of the meeting, day of its application)


class Pool:
    """Lists the requests that are not ended."""

    permission = Permission.REQUEST_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> tuple[PoolRow, ...]:
        """Return the open requests, the longest wait first."""
        with self._units.read(actor, self.permission) as reading:
            return pool_rows(reading)


def pool_rows(reading: Reading) -> tuple[PoolRow, ...]:
    """Return the open requests, the longest wait first."""
    found = reading.session.scalars(
        select(MeetingRequest)
        .where(MeetingRequest.state.not_in(ENDED))
        .order_by(MeetingRequest.applied_on, MeetingRequest.created_at)
    ).all()
    around = _around(reading.session, reading.today)
    return tuple(_row(reading, request, around) for request in found)


def _around(session: Session, today: date) -> _Around:
    is_open = MeetingRequest.state.not_in(ENDED)
    persons = session.scalars(
        select(Person)
        .join(MeetingRequest, MeetingRequest.person_id == Person.id)
        .where(is_open)
    )
    decisions: dict[str, list[Decision]] = {}
    for decision in session.scalars(select(Decision).where(_of_open(Decision))):
        decisions.setdefault(decision.request_id, []).append(decision)
    notices: dict[str, list[RequestNotice]] = {}
    for notice in session.scalars(select(RequestNotice).where(_of_open(RequestNotice))):
        notices.setdefault(notice.request_id, []).append(notice)
    applied = session.execute(
        select(
            MeetingRequest.id,
            MeetingRequest.applied_on,
            func.coalesce(Person.alias_of, Person.id).label("root"),
        ).join(Person, Person.id == MeetingRequest.person_id)
    ).all()
    meetings = _meetings(session)
    return _Around(
        persons={person.id: person for person in persons},
        petitions=_petitions(session),
        hosts={host.id: host for host in session.scalars(select(Host))},
        decisions=decisions,
        notices=notices,
        meetings=meetings,
        asked=Counter(row.root for row in applied),
        met=tuple(_met(meetings, {r.id: r.applied_on for r in applied}, today)),
    )


def _of_open(record: type[Decision | RequestNotice]) -> ColumnElement[bool]:
    found = select(MeetingRequest.id).where(MeetingRequest.state.not_in(ENDED))
    return record.request_id.in_(found)


def _petitions(session: Session) -> Mapping[str, Petition]:
    found = session.scalars(
        select(Petition)
        .join(MeetingRequest, MeetingRequest.petition_id == Petition.id)
        .where(MeetingRequest.state.not_in(ENDED))
    )
    return {petition.id: petition for petition in found}


def _meetings(session: Session) -> dict[str, list[Meeting]]:
    meetings: dict[str, list[Meeting]] = {}
    found = session.scalars(select(Meeting).where(Meeting.request_id.is_not(None)))
    for meeting in found:
        if meeting.request_id is not None:
            meetings.setdefault(meeting.request_id, []).append(meeting)
    return meetings


def _met(
    meetings: Mapping[str, list[Meeting]], applied: Mapping[str, date], today: date
) -> Iterable[tuple[date, date]]:
    """Yield each meeting that took place, with when its applicant had applied."""
    for request_id, rows in meetings.items():
        for meeting in rows:
            is_past = meeting.day < today and meeting.state is MeetingState.CONFIRMED
            if request_id in applied and (
                is_past or meeting.state is MeetingState.HELD
            ):
                yield meeting.day, applied[request_id]


def root_of(person: Person) -> str:
    """Return the id under which a person is known after two were joined."""
    return person.alias_of or person.id


def passed_over(applied_on: date, met: Iterable[tuple[date, date]]) -> int:
    """Return on how many days somebody who applied later was met."""
    return len({day for day, other in met if day >= applied_on and other > applied_on})


def _row(reading: Reading, request: MeetingRequest, around: _Around) -> PoolRow:
    person = around.persons[request.person_id]
    decision = in_force(around.decisions.get(request.id, []))
    meeting = current_meeting(around.meetings.get(request.id, []))
    heard = told(
        decision, meeting, standing_notices(around.notices.get(request.id, []))
    )
    host = around.hosts.get(decision.host_id or "") if decision else None
    petition = around.petitions.get(request.petition_id or "")
    return PoolRow(
        id=RequestId(request.id),
        state=request.state,
        applied_on=request.applied_on,
        days_waited=max((reading.today - request.applied_on).days, 0),
        title=drop_guarded(request.title),
        subject=request.subject,
        who=mask_name(person.name),
        people=request.people,
        group_name=request.group_name,
        department=request.department,
        petition_id=PetitionId(petition.id) if petition else None,
        due_at=petition.due_at if petition else None,
        same_person=around.asked[root_of(person)] - 1,
        passed_over=passed_over(request.applied_on, around.met),
        verdict=decision.verdict if decision else None,
        host_id=HostId(host.id) if host else None,
        host=host.title if host else "",
        host_en=host.title_en if host else "",
        reason=drop_guarded(decision.reason) if decision else "",
        decided_at=decision.decided_at if decision else None,
        meeting_day=meeting.day if meeting else None,
        decision_told=heard.decision,
        date_told=heard.date,
        base=reading.seen(request),
    )
