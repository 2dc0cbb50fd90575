"""The room Meetings: its verbs and questions as typed fields, and how they are made."""

from dataclasses import dataclass

from services.container.today import Today
from services.core.unit_of_work import UnitOfWork
from services.korean.working_time import STANDARD_HOURS
from services.meetings.agenda import Agenda
from services.meetings.book import BookMeeting
from services.meetings.cancel_session import CancelSession
from services.meetings.clashes import ClashesOf
from services.meetings.elections import AddElection, ElectionList, SeedElections
from services.meetings.end_meeting import EndMeeting
from services.meetings.holidays import (
    AddHoliday,
    HolidayList,
    LiftHoliday,
    SeedHolidays,
)
from services.meetings.hosts import HostList, RoomList, SeedCalendar
from services.meetings.meeting_texts import OpenMeeting, WriteMeeting
from services.meetings.move import MoveMeeting
from services.meetings.move_session import MoveSession
from services.meetings.place_request import PlaceRequest
from services.meetings.session_day import AffectedBy
from services.meetings.session_slots import SlotsOf
from services.meetings.sessions import SessionsOf, YearPreview
from services.selection.request_steps import RequestSteps


@dataclass(frozen=True, slots=True)
class Meetings:
    """The calendar."""

    agenda: Agenda
    sessions_of: SessionsOf
    year_preview: YearPreview
    slots_of: SlotsOf
    clashes_of: ClashesOf
    affected_by: AffectedBy
    book: BookMeeting
    place_request: PlaceRequest
    move: MoveMeeting
    end: EndMeeting
    move_session: MoveSession
    cancel_session: CancelSession
    open: OpenMeeting
    write: WriteMeeting
    hosts: HostList
    rooms: RoomList
    holidays: HolidayList
    add_holiday: AddHoliday
    lift_holiday: LiftHoliday
    elections: ElectionList
    add_election: AddElection
    seed_holidays: SeedHolidays
    seed_elections: SeedElections
    seed_calendar: SeedCalendar


def build(units: UnitOfWork, today: Today) -> Meetings:
    """Return the room of an open office."""
    requests = RequestSteps()
    return Meetings(
        agenda=today.agenda,
        sessions_of=SessionsOf(units),
        year_preview=YearPreview(units),
        slots_of=today.slots_of,
        clashes_of=ClashesOf(units, STANDARD_HOURS),
        affected_by=AffectedBy(units),
        book=BookMeeting(units),
        place_request=PlaceRequest(units, requests),
        move=MoveMeeting(units),
        end=EndMeeting(units, requests),
        move_session=MoveSession(units),
        cancel_session=CancelSession(units, requests),
        open=OpenMeeting(units),
        write=WriteMeeting(units),
        hosts=HostList(units),
        rooms=RoomList(units),
        holidays=HolidayList(units),
        add_holiday=AddHoliday(units),
        lift_holiday=LiftHoliday(units),
        elections=ElectionList(units),
        add_election=AddElection(units),
        seed_holidays=SeedHolidays(units),
        seed_elections=SeedElections(units),
        seed_calendar=SeedCalendar(units),
    )
