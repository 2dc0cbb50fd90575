"""The doors of the window: what makes each page and each panel.

A module is imported when its door is first opened; `MODULES` lets the window import
them one by one while nobody types.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from models.values import MeetingId, PetitionId
from ui.context import PageContext
from ui.drawers.panel import Panel
from ui.drawers.waiting import WaitingModel
from ui.page import Page

T = TypeVar("T")

Makes = Callable[[PageContext, object], Panel]


def as_kind(kind: type[T], payload: object) -> T:
    """Return what a panel is about.

    Raises:
        TypeError: It was opened with something else.
    """
    if not isinstance(payload, kind):
        raise TypeError(kind)
    return payload


def _check_in(context: PageContext, _payload: object) -> Panel:
    from ui.drawers.check_in import CheckInPanel

    return CheckInPanel(context)


def _group_check_in(context: PageContext, _payload: object) -> Panel:
    from ui.drawers.group_check_in import GroupCheckInPanel

    return GroupCheckInPanel(context)


def _visit(context: PageContext, payload: object) -> Panel:
    from services.reception.waiting_values import WaitingRow
    from ui.drawers.visit import VisitPanel

    return VisitPanel(context, as_kind(WaitingRow, payload))


def _group(context: PageContext, payload: object) -> Panel:
    from services.reception.waiting_values import WaitingRow
    from ui.drawers.group import GroupPanel

    return GroupPanel(context, as_kind(WaitingRow, payload))


def _petition(context: PageContext, payload: object) -> Panel:
    from ui.drawers.petition import PetitionPanel

    return PetitionPanel(context, PetitionId(as_kind(str, payload)))


def _due(context: PageContext, _payload: object) -> Panel:
    from ui.drawers.due import DuePanel

    return DuePanel(context)


def _request(context: PageContext, payload: object) -> Panel:
    from ui.drawers.request import RequestAsked, RequestPanel

    return RequestPanel(context, as_kind(RequestAsked, payload))


def _enrol(context: PageContext, _payload: object) -> Panel:
    from ui.drawers.enrol import EnrolPanel

    return EnrolPanel(context)


def _new_staff(context: PageContext, _payload: object) -> Panel:
    from ui.drawers.new_staff import NewStaffPanel

    return NewStaffPanel(context)


def _colleague(context: PageContext, payload: object) -> Panel:
    from services.trust.accounts import StaffRow
    from ui.drawers.colleague import ColleaguePanel

    return ColleaguePanel(context, as_kind(StaffRow, payload))


def _own_password(context: PageContext, _payload: object) -> Panel:
    from ui.drawers.own_password import OwnPasswordPanel

    return OwnPasswordPanel(context)


def _history(context: PageContext, payload: object) -> Panel:
    from ui.drawers.history import HistoryPanel

    return HistoryPanel(context, as_kind(tuple, payload))


def _recover(context: PageContext, payload: object) -> Panel:
    from ui.drawers.recover import RecoverPanel

    return RecoverPanel(context, as_kind(str, payload))


def _write_value(context: PageContext, payload: object) -> Panel:
    from ui.drawers.write_value import ValueAsked, WriteValuePanel

    return WriteValuePanel(context, as_kind(ValueAsked, payload))


def _outcome(context: PageContext, payload: object) -> Panel:
    from services.reception.waiting_values import WaitingRow
    from ui.drawers.outcome import OutcomePanel

    return OutcomePanel(context, as_kind(WaitingRow, payload))


def _security(context: PageContext, payload: object) -> Panel:
    from services.reception.group_details import GroupDetail
    from services.reception.group_values import GroupCheckedIn
    from ui.drawers.security import SecurityPanel

    if isinstance(payload, GroupDetail):  # told again from the open group
        return SecurityPanel(context, payload)
    return SecurityPanel(context, as_kind(GroupCheckedIn, payload))


def _dong_visit(context: PageContext, payload: object) -> Panel:
    from services.outreach.dongs import DongRow
    from ui.drawers.dong_visit import DongVisitPanel

    return DongVisitPanel(context, as_kind(DongRow, payload))


def _booking(context: PageContext, payload: object) -> Panel:
    from ui.drawers.booking import BookingPanel

    return BookingPanel(context, as_kind(date, payload))


def _meeting(context: PageContext, payload: object) -> Panel:
    from ui.drawers.meeting import MeetingPanel

    return MeetingPanel(context, MeetingId(as_kind(str, payload)))


def _session(context: PageContext, payload: object) -> Panel:
    from services.meetings.sessions import SessionRow
    from ui.drawers.session_decision import SessionPanel

    return SessionPanel(context, as_kind(SessionRow, payload))


def _reason(context: PageContext, payload: object) -> Panel:
    from ui.drawers.reason import ReasonAsked, ReasonPanel

    return ReasonPanel(context, as_kind(ReasonAsked, payload))


def _end_of_day(context: PageContext, _payload: object) -> Panel:
    from ui.drawers.end_of_day import EndOfDayPanel

    return EndOfDayPanel(context)


# Beside these the window makes "paper" and "help" itself.
PANELS: Mapping[str, Makes] = {
    "check_in": _check_in,
    "group_check_in": _group_check_in,
    "visit": _visit,
    "group": _group,
    "petition": _petition,
    "due": _due,
    "enrol": _enrol,
    "recover": _recover,
    "write_value": _write_value,
    "new_staff": _new_staff,
    "colleague": _colleague,
    "own_password": _own_password,
    "history": _history,
    "request": _request,
    "outcome": _outcome,
    "security": _security,
    "dong_visit": _dong_visit,
    "end_of_day": _end_of_day,
    "booking": _booking,
    "meeting": _meeting,
    "session": _session,
    "reason": _reason,
}


def today(context: PageContext, waiting: WaitingModel) -> Page:
    """Return page Today."""
    from ui.pages.today.page import TodayPage

    return TodayPage(context, waiting)


def reception(context: PageContext, waiting: WaitingModel) -> Page:
    """Return page Reception."""
    from ui.pages.reception.page import ReceptionPage

    return ReceptionPage(context, waiting)


def calendar(context: PageContext) -> Page:
    """Return the calendar."""
    from ui.pages.calendar.page import CalendarPage

    return CalendarPage(context)


def dong_visits(context: PageContext) -> Page:
    """Return page Dong visits."""
    from ui.pages.dong_visits.page import DongVisitsPage

    return DongVisitsPage(context)


def briefing(context: PageContext) -> Page:
    """Return page Briefing."""
    from ui.pages.briefing.page import BriefingPage

    return BriefingPage(context)


def figures(context: PageContext) -> Page:
    """Return page Figures."""
    from ui.pages.figures.page import FiguresPage

    return FiguresPage(context)


def sync(context: PageContext) -> Page:
    """Return page Sync."""
    from ui.pages.sync.page import SyncPage

    return SyncPage(context)


# As a clerk is likely to need them; importing one takes up to 20 ms.
MODULES = (
    "services.container.reception",
    "ui.drawers.check_in",
    "ui.drawers.visit",
    "ui.drawers.outcome",
    "ui.drawers.group_check_in",
    "ui.drawers.paper",
    "services.container.petitions",
    "ui.drawers.petition",
    "ui.pages.reception.page",
    "services.container.meetings",
    "ui.pages.calendar.page",
    "ui.drawers.request",
    "ui.drawers.meeting",
    "ui.drawers.booking",
    "ui.drawers.reason",
    "ui.drawers.group",
    "ui.drawers.security",
    "ui.drawers.due",
    "services.container.closing",
    "ui.drawers.end_of_day",
    "services.container.sync",
    "ui.pages.sync.page",
    "ui.pages.dong_visits.page",
    "ui.drawers.dong_visit",
    "services.container.briefing",
    "ui.pages.briefing.page",
    "services.container.figures",
    "ui.pages.figures.page",
    "ui.pages.settings.page",
    "ui.drawers.session_decision",
    "ui.drawers.help",
    "ui.drawers.enrol",
    "ui.drawers.recover",
    "ui.drawers.write_value",
    "ui.drawers.new_staff",
    "ui.drawers.colleague",
    "ui.drawers.own_password",
    "ui.drawers.history",
)
