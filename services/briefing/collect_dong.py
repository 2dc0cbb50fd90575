"""Collects a visit to a dong; knows no page."""

from dataclasses import fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.outreach import Attendee, Dong, DongVisit, PendingIssue, ProgrammeItem
from models.values import AttendeeCategory
from services.briefing.values import (
    AttendeeLine,
    DongFacts,
    DongPack,
    Issue,
    PackHead,
    ProgrammeLine,
)
from services.core.texts import ENGLISH, language
from services.core.unit_of_work import Reading
from services.korean.document_guard import drop_guarded
from services.korean.names import mask_name, normalize_name

_TEXTS = (
    "place",
    "purpose",
    "department",
    "rain_plan",
    "route",
    "remarks",
    "preparations",
)
_ISSUE_TEXTS = tuple(
    one.name for one in fields(Issue) if one.name not in ("id", "budget_thousand")
)


def dong_pack(reading: Reading, visit_id: str, head: PackHead) -> DongPack:
    """Return a visit as its pack tells it.

    Raises:
        NotFound: There is no such visit.
    """
    visit = reading.get(DongVisit, visit_id)
    session = reading.session
    written = {name: drop_guarded(getattr(visit, name)) for name in _TEXTS}
    return DongPack(
        head=head,
        visit_id=visit.id,
        state=visit.state,
        dong=_facts(reading.get(Dong, visit.dong_id)),
        day=visit.day,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        programme=_programme(session, visit.id),
        issues=_issues(session, visit.id),
        attendees=_attendees(session, visit.id, names_shown=head.form.names_shown),
        **written,
    )


def _facts(dong: Dong) -> DongFacts:
    english = language() == ENGLISH
    return DongFacts(
        name=(dong.name_en if english else "") or dong.name,
        district=(dong.district_en if english else "") or dong.district,
        area_m2=dong.area_m2,
        households=dong.households,
        natural_villages=dong.natural_villages,
        outlying=dong.outlying,
        hot_spot=drop_guarded(dong.hot_spot),
        summary=drop_guarded(dong.summary),
    )


def _programme(session: Session, visit_id: str) -> tuple[ProgrammeLine, ...]:
    found = session.scalars(
        select(ProgrammeItem)
        .where(ProgrammeItem.dong_visit_id == visit_id)
        .order_by(ProgrammeItem.starts_at, ProgrammeItem.id)
    )
    return tuple(
        ProgrammeLine(
            one.kind,
            one.starts_at,
            one.minutes,
            drop_guarded(one.title),
            drop_guarded(one.place),
        )
        for one in found
    )


def _issues(session: Session, visit_id: str) -> tuple[Issue, ...]:
    found = session.scalars(
        select(PendingIssue)
        .where(PendingIssue.dong_visit_id == visit_id)
        .order_by(PendingIssue.position, PendingIssue.id)
    )
    return tuple(
        Issue(
            id=one.id,
            budget_thousand=one.budget_thousand,
            **{name: drop_guarded(getattr(one, name)) for name in _ISSUE_TEXTS},
        )
        for one in found
    )


def _attendees(
    session: Session, visit_id: str, *, names_shown: bool
) -> tuple[AttendeeLine, ...]:
    found = session.scalars(
        select(Attendee)
        .where(Attendee.dong_visit_id == visit_id)
        .order_by(Attendee.created_at, Attendee.id)
    )
    shown = normalize_name if names_shown else mask_name
    lines = [
        AttendeeLine(
            one.category,
            drop_guarded(one.title),
            shown(one.name),
            drop_guarded(one.seat),
        )
        for one in found
    ]
    order = list(AttendeeCategory)
    return tuple(sorted(lines, key=lambda line: order.index(line.category)))
