"""The desk: people, visits and their state spans, groups and what security knows."""

from datetime import date, datetime

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import OFFICE, Kept, Scope, Sync, ref, stored
from models.errors import StepRefused
from models.values import Severity, SignatureList, Subject, VisitKind, VisitState

_S = VisitState

# What may follow what.  Undo does not pass here: it reopens the span before.
STEPS: dict[VisitState, frozenset[VisitState]] = {
    _S.WAITING: frozenset(
        {
            _S.CALLED,
            _S.IN_COUNSELLING,
            _S.LEFT,
            _S.HANDED_OVER,
            _S.CARRIED_OVER,
            _S.CANCELLED,
        }
    ),
    _S.CALLED: frozenset(
        {
            _S.CALLED,
            _S.IN_COUNSELLING,
            _S.ABSENT,
            _S.WAITING,
            _S.LEFT,
            _S.HANDED_OVER,
            _S.CARRIED_OVER,
            _S.CANCELLED,
        }
    ),
    _S.IN_COUNSELLING: frozenset(
        {
            _S.ON_HOLD,
            _S.TO_RECORD,
            _S.CLOSED,
            _S.HANDED_OVER,
        }
    ),
    _S.ON_HOLD: frozenset(
        {
            _S.IN_COUNSELLING,
            _S.TO_RECORD,
            _S.CLOSED,
            _S.LEFT,
            _S.HANDED_OVER,
            _S.CARRIED_OVER,
        }
    ),
    _S.TO_RECORD: frozenset({_S.IN_COUNSELLING, _S.CLOSED}),
    _S.ABSENT: frozenset(
        {
            _S.WAITING,
            _S.CALLED,
            _S.IN_COUNSELLING,
            _S.LEFT,
            _S.CARRIED_OVER,
        }
    ),
    _S.HANDED_OVER: frozenset({_S.CALLED, _S.IN_COUNSELLING, _S.WAITING, _S.CLOSED}),
    _S.CARRIED_OVER: frozenset({_S.WAITING, _S.CALLED, _S.LEFT}),
    _S.CLOSED: frozenset(),
    _S.LEFT: frozenset({_S.WAITING}),
    _S.CANCELLED: frozenset(),
}

ENDED = frozenset({_S.CLOSED, _S.LEFT, _S.CANCELLED})
OPEN = frozenset(VisitState) - ENDED
LETTERS = {VisitKind.WALK_IN: "A", VisitKind.APPOINTMENT: "B", VisitKind.GROUP: "G"}

# 다수인관련민원 needs both.  Source: 민원 처리에 관한 법률 §2-6.
MULTI_PARTY_HOUSEHOLDS = 5
MULTI_PARTY_SIGNATURES = 5


class Person(Kept):
    """A citizen who gave a name; derived search columns are kept beside, not here."""

    __tablename__ = "person"
    sync = OFFICE

    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    dong_id: Mapped[str | None]
    alias_of: Mapped[str | None] = mapped_column(ref("person.id"))


class Visit(Kept):
    """One coming to the desk, with one waiting number for the day."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_day", "day", "state"),
        Index("ix_visit_number", "day", "letter", "number"),
        Index("ix_visit_open", "state", "person_id"),
    )
    sync = Sync(
        Scope.OFFICE,
        groups={"standing": ("state", "place", "staff_id", "queued_at")},
        forward={
            "state": (
                ("waiting", "absent", "carried_over"),
                ("called",),
                ("in_counselling", "on_hold"),
                ("to_record",),
                ("closed",),
            )
        },
    )

    day: Mapped[date] = mapped_column(Date)
    letter: Mapped[str]
    number: Mapped[int]
    desk: Mapped[str]
    kind: Mapped[VisitKind] = mapped_column(stored(VisitKind))
    state: Mapped[VisitState] = mapped_column(stored(VisitState))
    person_id: Mapped[str | None] = mapped_column(ref("person.id"), index=True)
    agent: Mapped[bool] = mapped_column(default=False)  # comes for somebody else
    title: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    subject: Mapped[Subject] = mapped_column(stored(Subject))
    priority: Mapped[bool] = mapped_column(default=False)
    priority_reason: Mapped[str] = mapped_column(default="")
    aid: Mapped[bool] = mapped_column(default=False)
    confidential: Mapped[bool] = mapped_column(default=False)
    arrived_at: Mapped[datetime]
    # The place in the line: the arrival, or when the person was put to the end.
    queued_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[str | None]
    meeting_id: Mapped[str | None]
    petition_id: Mapped[str | None]  # the open petition that this visit goes on with
    outcome: Mapped[str] = mapped_column(default="")

    def __init__(self, **facts: object) -> None:
        """Make a visit; who arrives stands in the line from then on."""
        super().__init__(**{"queued_at": facts.get("arrived_at"), **facts})

    @property
    def label(self) -> str:
        """Letter and number as the board shows them."""
        return f"{self.letter}{self.number}"

    def step(self, to: VisitState) -> None:
        """Move to ``to``.

        Raises:
            StepRefused: The present state does not allow it.
        """
        if to not in STEPS[self.state]:
            raise StepRefused(state=self.state.value, step=to.value)
        self.state = to


class VisitSpan(Kept):
    """One stretch of a visit in one state; an undone one stays, marked.

    ``accurate`` is false where nobody saw the end (a day closed late); such spans
    are left out of averages, and figures say how many.
    """

    __tablename__ = "visit_span"
    sync = OFFICE

    visit_id: Mapped[str] = mapped_column(ref("visit.id"), index=True)
    state: Mapped[VisitState] = mapped_column(stored(VisitState))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    staff_id: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    accurate: Mapped[bool] = mapped_column(default=True)
    undone: Mapped[bool] = mapped_column(default=False)


class GroupVisit(Kept):
    """What a group adds to its visit."""

    __tablename__ = "group_visit"
    sync = Sync(Scope.OFFICE, groups={"list": ("households", "signatures")})

    visit_id: Mapped[str] = mapped_column(ref("visit.id"), index=True)
    name: Mapped[str]
    expected: Mapped[int] = mapped_column(default=0)
    room_limit: Mapped[int] = mapped_column(default=0)  # 0: the room's own
    households: Mapped[int] = mapped_column(default=0)
    signatures: Mapped[int] = mapped_column(default=0)
    signature_list: Mapped[SignatureList] = mapped_column(stored(SignatureList))
    severity: Mapped[Severity] = mapped_column(stored(Severity))
    assembly_reported: Mapped[str] = mapped_column(default="")  # police station, hours
    company: Mapped[str] = mapped_column(default="")  # press, council members
    objects: Mapped[str] = mapped_column(default="")  # loudspeakers, banners
    waiting_place: Mapped[str] = mapped_column(default="")
    rules_given_at: Mapped[datetime | None]
    dissolved_at: Mapped[datetime | None]

    @property
    def is_multi_party(self) -> bool:
        """Whether the law's two counts are both met; computed, never asked."""
        return (
            self.households >= MULTI_PARTY_HOUSEHOLDS
            and self.signatures >= MULTI_PARTY_SIGNATURES
        )


class HeadCount(Kept):
    """How many had come and how many were let in at one time."""

    __tablename__ = "head_count"
    sync = Sync(Scope.OFFICE, insert_only=True)

    group_id: Mapped[str] = mapped_column(ref("group_visit.id"), index=True)
    counted_at: Mapped[datetime]
    come: Mapped[int]
    admitted: Mapped[int]
    estimated: Mapped[bool] = mapped_column(default=False)


class Demand(Kept):
    """One thing a group asks for."""

    __tablename__ = "group_demand"
    sync = OFFICE

    group_id: Mapped[str] = mapped_column(ref("group_visit.id"), index=True)
    position: Mapped[int]
    text: Mapped[str]


class Representative(Kept):
    """One of at most three who speak for a group.  Source: 영 §8."""

    __tablename__ = "representative"
    sync = OFFICE

    group_id: Mapped[str] = mapped_column(ref("group_visit.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    mandate_seen: Mapped[bool] = mapped_column(default=False)
    named_by_office: Mapped[bool] = mapped_column(default=False)


class SecurityNotice(Kept):
    """What building security was told: numbers, place, mood; never names or matter."""

    __tablename__ = "security_notice"
    sync = Sync(Scope.OFFICE, insert_only=True)

    group_id: Mapped[str] = mapped_column(ref("group_visit.id"), index=True)
    sent_at: Mapped[datetime]
    come: Mapped[int]
    admitted: Mapped[int]
    place: Mapped[str]
    severity: Mapped[Severity] = mapped_column(stored(Severity))
    recipient: Mapped[str]


class Incident(Kept):
    """The report of a group visit, or of an act against staff (영 §4)."""

    __tablename__ = "incident"
    sync = Sync(Scope.OFFICE, insert_only=True)

    visit_id: Mapped[str] = mapped_column(ref("visit.id"), index=True)
    at: Mapped[datetime]
    summary: Mapped[str]
    measure: Mapped[str] = mapped_column(default="")
    warnings: Mapped[int] = mapped_column(default=0)
    recording: Mapped[str] = mapped_column(default="")  # a reference, never media
