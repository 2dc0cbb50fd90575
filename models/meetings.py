"""The calendar: hosts, rooms, the 통통 Day series, meetings and closed days."""

from datetime import date, time

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import OFFICE, Claims, Kept, Scope, Sync, ref, stored
from models.values import ClosureKind, MeetingKind, MeetingState, SessionState

# A confirmed meeting claims its host and its room; a tentative one claims nothing.
# The times are Asia/Seoul, which has kept +09:00 since 1988.
MEETING_CLAIMS = Claims(
    day="day",
    begins="starts_at",
    ends="ends_at",
    offset="+09:00",
    resources={"host": "host_id", "room": "room_id"},
    when={"state": ("confirmed",)},
)


class Host(Kept):
    """Somebody who meets citizens: the mayor, a vice mayor, a head."""

    __tablename__ = "host"
    sync = OFFICE

    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    rank: Mapped[int]  # 1 the mayor, 2 a vice mayor, 3 a bureau, 4 a department
    active: Mapped[bool] = mapped_column(default=True)


class Room(Kept):
    """A place for meetings or counselling."""

    __tablename__ = "room"
    sync = OFFICE

    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int] = mapped_column(default=0)
    counselling: Mapped[bool] = mapped_column(default=False)


class Series(Kept):
    """A rule such as the 2nd and 4th Thursday at 14:00, in minutes of capacity."""

    __tablename__ = "series"
    sync = OFFICE

    name: Mapped[str]
    weekday: Mapped[int]  # Monday is 0
    nths: Mapped[str]  # "2,4"
    starts_at: Mapped[time]
    minutes: Mapped[int]
    slot_minutes: Mapped[int]
    group_slot_minutes: Mapped[int]
    host_id: Mapped[str | None] = mapped_column(ref("host.id"))
    room_id: Mapped[str | None] = mapped_column(ref("room.id"))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class SessionDay(Kept):
    """What was decided for one day of a series; a day without a row follows the rule."""

    __tablename__ = "session_day"
    __table_args__ = (Index("ix_session_day_held_on", "held_on"),)
    sync = Sync(Scope.OFFICE, groups={"place": ("held_on", "starts_at", "minutes")})

    series_id: Mapped[str] = mapped_column(ref("series.id"), index=True)
    rule_day: Mapped[date] = mapped_column(Date)
    held_on: Mapped[date] = mapped_column(Date)
    starts_at: Mapped[time]
    minutes: Mapped[int]
    state: Mapped[SessionState] = mapped_column(stored(SessionState))
    reason: Mapped[str] = mapped_column(default="")


class Meeting(Kept):
    """One entry of the calendar, in local time of Asia/Seoul.

    ``overlap_reason`` is what lets a second booking stand beside a first; without
    it the database refuses the row.
    """

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_day", "day", "state"),)
    sync = Sync(
        Scope.OFFICE,
        groups={"place": ("day", "starts_at", "ends_at", "host_id", "room_id")},
        forward={"state": (("tentative",), ("confirmed",), ("held", "no_show"))},
        claims=MEETING_CLAIMS,
    )

    kind: Mapped[MeetingKind] = mapped_column(stored(MeetingKind))
    state: Mapped[MeetingState] = mapped_column(stored(MeetingState))
    day: Mapped[date] = mapped_column(Date)
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    host_id: Mapped[str | None] = mapped_column(ref("host.id"))
    room_id: Mapped[str | None] = mapped_column(ref("room.id"))
    title: Mapped[str]
    session_id: Mapped[str | None] = mapped_column(ref("session_day.id"), index=True)
    request_id: Mapped[str | None] = mapped_column(index=True)
    dong_visit_id: Mapped[str | None]
    people: Mapped[int] = mapped_column(default=1)
    overlap_reason: Mapped[str | None]
    election_ground: Mapped[str] = mapped_column(default="")
    state_reason: Mapped[str] = mapped_column(default="")  # why it was called off
    gist: Mapped[str] = mapped_column(default="")  # 민원요지
    history: Mapped[str] = mapped_column(default="")  # 추진경위
    issues: Mapped[str] = mapped_column(default="")  # 쟁점·관련 법령
    opinion: Mapped[str] = mapped_column(default="")  # 부서 검토의견
    budget: Mapped[str] = mapped_column(default="")  # 예산
    remarks: Mapped[str] = mapped_column(default="")  # 말씀(안)
    questions: Mapped[str] = mapped_column(default="")  # 예상 질문·답변
    caution: Mapped[str] = mapped_column(default="")
    plan: Mapped[str] = mapped_column(default="")  # 조치계획(안)
    record: Mapped[str] = mapped_column(default="")  # 면담록


class Closure(Kept):
    """A day that is no working day; shipped as data and editable."""

    __tablename__ = "closure"
    __table_args__ = (Index("ix_closure_day", "day"),)
    sync = OFFICE

    day: Mapped[date] = mapped_column(Date)
    kind: Mapped[ClosureKind] = mapped_column(stored(ClosureKind))
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")


class ElectionDay(Kept):
    """A public election; 60 days before it the head may not hold meetings (§86②)."""

    __tablename__ = "election_day"
    sync = OFFICE

    day: Mapped[date] = mapped_column(Date)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    vacancy_fixed: Mapped[date | None] = mapped_column(Date)  # of an early election
    cancelled: Mapped[bool] = mapped_column(default=False)
