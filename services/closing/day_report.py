"""The numbers of the day, for the daily situation report (일일 상황보고)."""

from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from models.base import Record
from models.meetings import Meeting
from models.petitions import Petition, Transfer
from models.reception import GroupVisit, HeadCount, Visit
from models.values import MeetingState, Permission, PetitionEnding, VisitState
from services.briefing.sheet_values import DayReport, OpenItem
from services.closing.end_of_day import checklist
from services.closing.open_items import WITH_CITIZENS
from services.closing.rules import DayRules, Evening, evening
from services.closing.values import Checklist, OpenKind
from services.closing.wording import words_of
from services.core.actor import Actor
from services.core.clock import SEOUL
from services.core.unit_of_work import UnitOfWork

_SOON = (OpenKind.OVERDUE, OpenKind.DUE_TODAY, OpenKind.DUE_TOMORROW)
_PLANNED = (MeetingState.TENTATIVE, MeetingState.CONFIRMED)


class DayNumbers:
    """Shows the report before anybody signs it."""

    permission = Permission.DAY_CLOSE

    def __init__(self, units: UnitOfWork, rules: DayRules) -> None:
        self._units = units
        self._rules = rules

    def run(self, actor: Actor) -> DayReport:
        """Return the report of today as it would be now."""
        with self._units.read(actor, self.permission) as reading:
            asked = evening(reading, self._rules)
            return day_report(asked, checklist(asked))


def day_report(asked: Evening, found: Checklist, remark: str = "") -> DayReport:
    """Return the report; ``due_soon`` is late, due today or the next working day."""
    groups = _groups(asked)
    return DayReport(
        day=found.day,
        visits=_count(asked, Visit, *_came(asked)),
        groups=len(groups),
        group_people=sum(groups),
        received=_count(
            asked,
            Petition,
            _today(asked, Petition.received_at),
            Petition.ending != PetitionEnding.MISTAKE,
        ),
        transferred=_sent_on(asked),
        due_soon=sum(item.count for item in found.items if item.kind in _SOON),
        meetings_tomorrow=_tomorrow(asked),
        open_items=tuple(OpenItem(words_of(i.kind), i.count) for i in found.items),
        remark=remark,
    )


def _came(asked: Evening) -> tuple[ColumnElement[bool], ...]:
    today = asked.reading.today
    return Visit.day == today, Visit.state != VisitState.CANCELLED


def _groups(asked: Evening) -> list[int]:
    """Return how many people came with each group of today, at its largest count."""
    counted = (
        select(HeadCount.group_id, func.max(HeadCount.come).label("come"))
        .group_by(HeadCount.group_id)
        .subquery()
    )
    people = func.coalesce(counted.c.come, GroupVisit.expected)
    found = asked.reading.session.scalars(
        select(people)
        .select_from(GroupVisit)
        .join(Visit, Visit.id == GroupVisit.visit_id)
        .outerjoin(counted, counted.c.group_id == GroupVisit.id)
        .where(*_came(asked))
    )
    return [int(count) for count in found]


def _sent_on(asked: Evening) -> int:
    """Return how many petitions went to a department or agency today, each once."""
    sent = select(Transfer.petition_id).where(_today(asked, Transfer.sent_at))
    assigned = _today(asked, Petition.assigned_at)
    return _count(asked, Petition, or_(assigned, Petition.id.in_(sent)))


def _tomorrow(asked: Evening) -> int:
    following = asked.calendar.next_work_day(asked.reading.today + timedelta(days=1))
    return _count(
        asked,
        Meeting,
        Meeting.day == following,
        Meeting.kind.in_(WITH_CITIZENS),
        Meeting.state.in_(_PLANNED),
    )


def _today(
    asked: Evening,
    instant: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
) -> ColumnElement[bool]:
    begin = datetime.combine(asked.reading.today, time(), SEOUL)
    return (instant >= begin) & (instant < begin + timedelta(days=1))


def _count(asked: Evening, kind: type[Record], *conditions: ColumnElement[bool]) -> int:
    found = select(func.count()).select_from(kind).where(*conditions)
    return asked.reading.session.scalar(found) or 0
