"""Dongs and the visits to them."""

from datetime import date, time

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CITY, OFFICE, Kept, Scope, Sync, ref, stored
from models.errors import StepRefused
from models.values import AttendeeCategory, DongVisitState, ProgrammeKind

_S = DongVisitState

# What may follow what; undo puts the state before back instead.
STEPS: dict[DongVisitState, frozenset[DongVisitState]] = {
    _S.PLANNED: frozenset({_S.DATED, _S.POSTPONED, _S.DROPPED}),
    _S.DATED: frozenset({_S.PREPARED, _S.HELD, _S.POSTPONED, _S.DROPPED}),
    _S.PREPARED: frozenset({_S.HELD, _S.POSTPONED, _S.DROPPED}),
    _S.HELD: frozenset({_S.REPORTED}),
    _S.REPORTED: frozenset({_S.CLOSED}),
    _S.CLOSED: frozenset(),
    _S.POSTPONED: frozenset({_S.DATED, _S.DROPPED}),
    _S.DROPPED: frozenset({_S.PLANNED}),
}

# The mayor was there.
DONE = frozenset({_S.HELD, _S.REPORTED, _S.CLOSED})


class Dong(Kept):
    """One dong, valid from one day to another, because dongs are split and joined.

    Lengths are metres, areas square metres, places micro-degrees: no floats.
    """

    __tablename__ = "dong"
    __table_args__ = (Index("ix_dong_code10", "code10"),)
    sync = CITY

    code10: Mapped[str]  # 행정기관코드
    code7: Mapped[str] = mapped_column(default="")  # Statistics Korea
    district: Mapped[str] = mapped_column(default="")  # 구
    district_en: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    area_m2: Mapped[int] = mapped_column(default=0)
    households: Mapped[int] = mapped_column(default=0)
    lon_e6: Mapped[int] = mapped_column(default=0)
    lat_e6: Mapped[int] = mapped_column(default=0)
    neighbours: Mapped[str] = mapped_column(default="")  # code10;code10
    outline: Mapped[str] = mapped_column(default="null", info={"json": True})
    natural_villages: Mapped[int] = mapped_column(default=0)
    outlying: Mapped[bool] = mapped_column(default=False)
    hot_spot: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class DongVisit(Kept):
    """A visit of the mayor to a dong; never just "visit"."""

    __tablename__ = "dong_visit"
    __table_args__ = (Index("ix_dong_visit_day", "day"),)
    sync = Sync(
        Scope.CITY,
        groups={"place": ("day", "starts_at", "ends_at", "place")},
        forward={
            "state": (
                ("planned",),
                ("dated",),
                ("prepared",),
                ("held",),
                ("reported",),
                ("closed",),
            )
        },
    )

    dong_id: Mapped[str] = mapped_column(ref("dong.id"), index=True)
    state: Mapped[DongVisitState] = mapped_column(stored(DongVisitState))
    day: Mapped[date | None] = mapped_column(Date)
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    place: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")
    department: Mapped[str] = mapped_column(default="")
    rain_plan: Mapped[str] = mapped_column(default="")
    route: Mapped[str] = mapped_column(default="")
    remarks: Mapped[str] = mapped_column(default="")  # 인사말씀
    preparations: Mapped[str] = mapped_column(default="")  # 행정사항
    election_ground: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")  # why postponed or dropped

    def step(self, to: DongVisitState) -> None:
        """Move to ``to``.

        Raises:
            StepRefused: The present state does not allow it.
        """
        if to not in STEPS[self.state]:
            raise StepRefused(state=self.state.value, step=to.value)
        self.state = to


class ProgrammeItem(Kept):
    """One line of a visit's timetable."""

    __tablename__ = "programme_item"
    sync = Sync(Scope.CITY, groups={"time": ("starts_at", "minutes")})

    dong_visit_id: Mapped[str] = mapped_column(ref("dong_visit.id"), index=True)
    kind: Mapped[ProgrammeKind] = mapped_column(stored(ProgrammeKind))
    starts_at: Mapped[time]
    minutes: Mapped[int]
    title: Mapped[str]
    place: Mapped[str] = mapped_column(default="")


class PendingIssue(Kept):
    """A matter of a dong that the mayor will hear about (현안사항)."""

    __tablename__ = "pending_issue"
    sync = CITY

    dong_visit_id: Mapped[str] = mapped_column(ref("dong_visit.id"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    location: Mapped[str] = mapped_column(default="")
    situation: Mapped[str] = mapped_column(default="")
    problem: Mapped[str] = mapped_column(default="")
    progress: Mapped[str] = mapped_column(default="")
    opinion: Mapped[str] = mapped_column(default="")
    plan: Mapped[str] = mapped_column(default="")
    budget_thousand: Mapped[int] = mapped_column(default=0)  # 천원
    department: Mapped[str] = mapped_column(default="")


class Attendee(Kept):
    """Somebody on the list of a dong visit; a name, so office scope."""

    __tablename__ = "attendee"
    sync = OFFICE

    dong_visit_id: Mapped[str] = mapped_column(ref("dong_visit.id"), index=True)
    category: Mapped[AttendeeCategory] = mapped_column(stored(AttendeeCategory))
    title: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    seat: Mapped[str] = mapped_column(default="")
