"""Takes in entries of a calendar, holidays, and requests to meet the mayor."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import DoubleBooking, ReasonNeeded
from models.meetings import Closure, Host, Meeting, Room
from models.selection import MeetingRequest
from models.values import (
    ClosureKind,
    MeetingKind,
    MeetingState,
    RequestState,
    Subject,
)
from services.core.database import office_errors
from services.core.unit_of_work import Work
from services.exchange.columns import COLUMNS, Column
from services.exchange.kinds import Fault, FileKind
from services.exchange.row import Row
from services.exchange.taking import Became, Known
from services.exchange.words import (
    MEETING_KINDS,
    MEETING_STATES,
    REQUEST_STATES,
    SUBJECTS,
    folded,
)
from services.meetings.holidays import HolidayForm, closure_id, put_holiday
from services.meetings.place import check_election, claims

MOST_PEOPLE = 9_999
MIDNIGHT = time(0)


class TakeHolidays:
    """Takes in public holidays."""

    columns: Sequence[Column] = COLUMNS[FileKind.HOLIDAYS]

    def __init__(self, known: Known, source: str) -> None:
        self._known = known
        self._source = source

    def take(self, work: Work, row: Row) -> Became:
        """Add a holiday or correct its names.

        Raises:
            RowRefused: The row has faults.
        """
        day = row.day("date")
        name, name_en = row.text("name_ko"), row.text("name_en")
        if not self._known.first_time("holiday", day.isoformat()):
            row.fault("date", Fault.DUPLICATE)
        row.settle()
        before = work.session.get(Closure, closure_id(day))
        if before is not None and before.kind is ClosureKind.PUBLIC:
            if (before.name, before.name_en) == (name, name_en or before.name_en):
                return Became.SAME
            name_en = name_en or before.name_en
        form = HolidayForm(day, name, name_en, ClosureKind.PUBLIC, self._source)
        put_holiday(work, form)
        work.session.flush()
        return Became.ADDED if before is None else Became.CHANGED


class TakeMeetings:
    """Takes in entries of a calendar; confirmed ones meet the walls like any other."""

    columns: Sequence[Column] = COLUMNS[FileKind.MEETINGS]

    def __init__(self, known: Known) -> None:
        self._known = known
        self._hosts: Mapping[str, str] | None = None
        self._rooms: Mapping[str, str] | None = None

    def take(self, work: Work, row: Row) -> Became:
        """Add an entry that is not here yet; day, start, host and title name it.

        Raises:
            RowRefused: The row has faults.
        """
        meeting = self._read(work, row)
        key = (meeting.day.isoformat(), meeting.starts_at.isoformat())
        if not self._known.first_time(
            "meeting", *key, meeting.host_id or "", meeting.title
        ):
            row.fault("title", Fault.DUPLICATE)
        row.settle()
        if _meeting_here(work.session, meeting):
            return Became.SAME
        self._write(work, row, meeting)
        return Became.ADDED

    def _read(self, work: Work, row: Row) -> Meeting:
        day = row.day("day")
        starts, ends = row.time_or("starts", MIDNIGHT), row.time_or("ends", MIDNIGHT)
        if row.has("starts") and row.has("ends") and not row.faults and ends <= starts:
            row.fault("ends", Fault.ENDS_BEFORE_START)
        is_past = day < work.today
        usual = MeetingState.HELD if is_past else MeetingState.CONFIRMED
        return Meeting(
            kind=row.word("kind", MEETING_KINDS, MeetingKind.INTERNAL),
            state=row.word("state", MEETING_STATES, usual),
            day=day,
            starts_at=starts,
            ends_at=ends,
            host_id=self._host(work, row),
            room_id=self._room(work, row),
            title=row.text("title"),
            people=row.count("people", 1, MOST_PEOPLE) or 1,
            overlap_reason=row.text("overlap_reason") or None,
            election_ground=row.text("election_ground"),
        )

    def _write(self, work: Work, row: Row, meeting: Meeting) -> None:
        try:
            if claims(meeting.state):
                ground = meeting.election_ground
                check_election(work.session, meeting.kind, meeting.day, ground)
            with office_errors(), work.session.begin_nested():
                work.add(meeting)
        except ReasonNeeded:
            row.fault("day", Fault.ELECTION_GROUND)
        except DoubleBooking:
            row.fault("starts", Fault.DOUBLE_BOOKING)
        row.settle()

    def _host(self, work: Work, row: Row) -> str | None:
        if self._hosts is None:
            found = work.session.execute(select(Host.id, Host.title, Host.title_en))
            self._hosts = {folded(n): key for key, *names in found for n in names if n}
        return _named(row, "host", self._hosts, Fault.UNKNOWN_HOST)

    def _room(self, work: Work, row: Row) -> str | None:
        if self._rooms is None:
            found = work.session.execute(select(Room.id, Room.name, Room.name_en))
            self._rooms = {folded(n): key for key, *names in found for n in names if n}
        return _named(row, "room", self._rooms, Fault.UNKNOWN_ROOM)


class TakeRequests:
    """Takes in requests to meet the mayor."""

    columns: Sequence[Column] = COLUMNS[FileKind.REQUESTS]

    def __init__(self, known: Known) -> None:
        self._known = known

    def take(self, work: Work, row: Row) -> Became:
        """Add a request that is not here yet; day, person and title name it.

        Raises:
            RowRefused: The row has faults.
        """
        applied = row.day("applied")
        wanted = self._known.person(work, row)
        request = MeetingRequest(
            applied_on=applied,
            state=row.word("state", REQUEST_STATES, RequestState.RECEIVED),
            subject=row.word("subject", SUBJECTS, Subject.OTHER),
            title=row.text("title"),
            wish=row.text("wish"),
            group_name=row.text("group_name"),
            people=row.count("people", 1, MOST_PEOPLE) or 1,
            department=row.text("department"),
            support=row.text("support"),
        )
        if not self._known.first_time(
            "request", applied.isoformat(), *wanted.key, request.title
        ):
            row.fault("title", Fault.DUPLICATE)
        row.settle()
        person_id = self._known.find(work, wanted)
        if person_id and _request_here(work.session, applied, person_id, request.title):
            return Became.SAME
        request.person_id = self._known.keep(work, wanted)
        work.add(request)
        return Became.ADDED


def _named(row: Row, key: str, known: Mapping[str, str], fault: Fault) -> str | None:
    text = row.text(key)
    if not text:
        return None
    if folded(text) not in known:
        row.fault(key, fault)
    return known.get(folded(text))


def _meeting_here(session: Session, meeting: Meeting) -> bool:
    found = session.scalars(
        select(Meeting.host_id).where(
            Meeting.day == meeting.day,
            Meeting.starts_at == meeting.starts_at,
            Meeting.title == meeting.title,
        )
    )
    return meeting.host_id in set(found)


def _request_here(session: Session, applied: date, person_id: str, title: str) -> bool:
    found = session.scalar(
        select(MeetingRequest.id).where(
            MeetingRequest.applied_on == applied,
            MeetingRequest.person_id == person_id,
            MeetingRequest.title == title,
        )
    )
    return found is not None
