"""Collects one meeting with citizens as a case; knows no page."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meetings import Host, Meeting, Room
from models.petitions import Extension, Petition, Transfer
from models.reception import Person
from models.selection import Decision, MeetingRequest, RequestNotice
from services.briefing.values import Case, CaseTexts, HistoryKind, HistoryLine
from services.core.clock import local
from services.core.texts import ENGLISH, language
from services.korean.document_guard import drop_guarded
from services.korean.names import mask_name, normalize_name


def case_of(session: Session, meeting: Meeting, *, names_shown: bool) -> Case:
    """Return a meeting as the pack tells it; never a phone number."""
    request = _request(session, meeting)
    asked = request or MeetingRequest()
    return Case(
        meeting_id=meeting.id,
        kind=meeting.kind,
        state=meeting.state,
        day=meeting.day,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=drop_guarded(meeting.title),
        host=host_title(session, meeting.host_id),
        room=room_name(session, meeting.room_id),
        who=applicant(session, request, names_shown=names_shown),
        group=drop_guarded(asked.group_name or ""),
        people=meeting.people,
        department=drop_guarded(asked.department or ""),
        support=drop_guarded(asked.support or ""),
        wish=drop_guarded(asked.wish or ""),
        election_ground=drop_guarded(meeting.election_ground),
        history=_history(session, request),
        texts=_texts(meeting),
    )


def person_of(session: Session, meeting: Meeting) -> str | None:
    """Return the id of the person whose case it is."""
    request = _request(session, meeting)
    return request.person_id if request else None


def applicant(
    session: Session, request: MeetingRequest | None, *, names_shown: bool
) -> str:
    """Return the applicant's name, masked unless it is the host's own copy."""
    person = session.get(Person, request.person_id) if request else None
    if person is None:
        return ""
    return normalize_name(person.name) if names_shown else mask_name(person.name)


def host_title(session: Session, host_id: str | None) -> str:
    """Return a host's title in the language in use."""
    host = session.get(Host, host_id) if host_id else None
    if host is None:
        return ""
    return (host.title_en if language() == ENGLISH else "") or host.title


def room_name(session: Session, room_id: str | None) -> str:
    """Return a room's name in the language in use."""
    room = session.get(Room, room_id) if room_id else None
    if room is None:
        return ""
    return (room.name_en if language() == ENGLISH else "") or room.name


def _request(session: Session, meeting: Meeting) -> MeetingRequest | None:
    if meeting.request_id is None:
        return None
    return session.get(MeetingRequest, meeting.request_id)


def _texts(meeting: Meeting) -> CaseTexts:
    written = (drop_guarded(getattr(meeting, one.name)) for one in fields(CaseTexts))
    return CaseTexts(*written)


def _history(
    session: Session, request: MeetingRequest | None
) -> tuple[HistoryLine, ...]:
    if request is None:
        return ()
    lines = [HistoryLine(request.applied_on, HistoryKind.APPLIED)]
    lines += _decisions(session, request.id)
    if request.petition_id is not None:
        petition = session.get(Petition, request.petition_id)
        if petition is not None:
            lines += _petition(session, petition)
    return tuple(sorted(lines, key=lambda line: line.day))


def _decisions(session: Session, request_id: str) -> Iterator[HistoryLine]:
    """Yield what was decided and told; what was taken back is left out."""
    decisions = session.scalars(
        select(Decision)
        .where(Decision.request_id == request_id)
        .order_by(Decision.decided_at, Decision.id)
    ).all()
    back = {one.takes_back for one in decisions}
    for one in decisions:
        if one.takes_back is None and one.id not in back:
            reason = drop_guarded(one.reason)
            yield HistoryLine(
                _day(one.decided_at), HistoryKind.DECIDED, reason, one.verdict
            )
    notices = session.scalars(
        select(RequestNotice)
        .where(RequestNotice.request_id == request_id)
        .order_by(RequestNotice.told_at, RequestNotice.id)
    ).all()
    back = {one.takes_back for one in notices}
    for told in notices:
        if told.takes_back is None and told.id not in back:
            yield HistoryLine(_day(told.told_at), HistoryKind.TOLD)


def _petition(session: Session, petition: Petition) -> Iterator[HistoryLine]:
    yield HistoryLine(
        _day(petition.received_at), HistoryKind.RECEIVED, petition.receipt
    )
    if petition.assigned_at is not None:
        department = drop_guarded(petition.department)
        yield HistoryLine(_day(petition.assigned_at), HistoryKind.ASSIGNED, department)
    yield from _transfers(session, petition.id)
    if petition.answered_at is not None:
        yield HistoryLine(_day(petition.answered_at), HistoryKind.ANSWERED)
    elif petition.is_owed:
        yield HistoryLine(_day(petition.due_at), HistoryKind.DUE)


def _transfers(session: Session, petition_id: str) -> Iterator[HistoryLine]:
    transfers = select(Transfer).where(Transfer.petition_id == petition_id)
    for one in session.scalars(transfers.order_by(Transfer.created_at, Transfer.id)):
        day = _day(one.sent_at or one.created_at)
        yield HistoryLine(day, HistoryKind.TRANSFERRED, drop_guarded(one.department))
    extensions = select(Extension).where(Extension.petition_id == petition_id)
    for longer in session.scalars(
        extensions.order_by(Extension.created_at, Extension.id)
    ):
        day = _day(longer.told_at or longer.created_at)
        yield HistoryLine(day, HistoryKind.EXTENDED, drop_guarded(longer.reason))


def _day(instant: datetime) -> date:
    return local(instant).date()
