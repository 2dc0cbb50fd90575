"""Rows for the tests of desks; all names are invented."""

from datetime import UTC, date, datetime, time
from typing import Any

from models.meetings import Host, Meeting
from models.outreach import Dong, DongVisit
from models.reception import Visit
from models.values import (
    DongVisitState,
    MeetingKind,
    MeetingState,
    Subject,
    VisitKind,
    VisitState,
)

DAY = date(2026, 11, 26)
NINE = datetime(2026, 11, 26, 0, 0, tzinfo=UTC)


def visit(number: int = 1, **more: Any) -> Visit:
    told = {
        "day": DAY,
        "letter": "A",
        "number": number,
        "desk": "A",
        "kind": VisitKind.WALK_IN,
        "state": VisitState.WAITING,
        "subject": Subject.ROADS,
        "arrived_at": NINE,
        **more,
    }
    return Visit(**told)


def host() -> Host:
    return Host(title="시장", rank=1)


def meeting(host_id: str, **more: Any) -> Meeting:
    told = {
        "kind": MeetingKind.CITIZEN,
        "state": MeetingState.CONFIRMED,
        "day": DAY,
        "starts_at": time(10),
        "ends_at": time(10, 30),
        "host_id": host_id,
        "title": "면담",
        **more,
    }
    return Meeting(**told)


def dong(code: str = "4128551000") -> Dong:
    return Dong(code10=code, name="식사동", valid_from=date(2020, 1, 1))


def dong_visit(dong_id: str) -> DongVisit:
    return DongVisit(dong_id=dong_id, state=DongVisitState.PLANNED)
