"""What is typed for a group at the desk, its limits, and what the desk answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from models.reception import MULTI_PARTY_HOUSEHOLDS, MULTI_PARTY_SIGNATURES
from models.values import (
    GroupId,
    PetitionId,
    PetitionKind,
    RequestId,
    Severity,
    SignatureList,
    Subject,
    VisitId,
)
from services.core.settings import ALERT_FROM, CAUTION_FROM
from services.core.unit_of_work import FormBase

LONGEST_GROUP_NAME = 80
LONGEST_DEMAND = 500
LONGEST_GROUP_NOTE = 8_000  # with all demands it still fits into one petition
LONGEST_REMARK = 300
MOST_DEMANDS = 20
MOST_PEOPLE = 100_000


@dataclass(frozen=True, slots=True)
class GroupRules:
    """Numbers around a group: of the law, and of the office.

    Attributes:
        most_representatives: Source: 영 §8.
        caution_from: People from which a visit is tense; the office chooses.
        alert_from: People from which it is very tense.
    """

    most_representatives: int = 3
    caution_from: int = CAUTION_FROM.default
    alert_from: int = ALERT_FROM.default


@dataclass(frozen=True, slots=True)
class RepresentativeForm:
    """One who speaks for the group."""

    name: str
    phone: str = ""
    mandate_seen: bool = False
    named_by_office: bool = False

    def __repr__(self) -> str:
        return "<RepresentativeForm>"


@dataclass(frozen=True, slots=True)
class GroupForm:
    """A group at the desk.

    Attributes:
        expected: How many were announced; 0 when nobody did.
        come: How many stand there.
        admitted: How many are let in.
        room_limit: How many the room takes; 0 for no limit.
        is_estimated: The head count was not counted one by one.
        mood: The least severity that the clerk sees; shouting is 경계, force 심각.
        petition_kind: None for a visit without a petition.
        asks_for_meeting: The mayor is asked for.
        title_when_empty: The subject in words.
        base: What the form was loaded from.
    """

    name: str
    come: int
    subject: Subject
    admitted: int = 0
    expected: int = 0
    room_limit: int = 0
    is_estimated: bool = False
    representatives: tuple[RepresentativeForm, ...] = ()
    households: int = 0
    signatures: int = 0
    signature_list: SignatureList = SignatureList.NONE
    demands: tuple[str, ...] = ()
    title: str = ""
    title_when_empty: str = ""
    note: str = ""
    mood: Severity = Severity.NOTICE
    assembly_reported: str = ""
    company: str = ""
    objects: str = ""
    waiting_place: str = ""
    petition_kind: PetitionKind | None = PetitionKind.SUGGESTION
    asks_for_meeting: bool = False
    base: FormBase = field(default_factory=FormBase)

    def __repr__(self) -> str:
        return "<GroupForm>"

    @property
    def whole_title(self) -> str:
        """The title, or the first demand, or the subject in words."""
        typed = (self.title, *self.demands, self.title_when_empty)
        return next((text.strip() for text in typed if text.strip()), "")

    @property
    def is_multi_party(self) -> bool:
        """Whether both counts of the law are met; computed, never asked."""
        return (
            self.households >= MULTI_PARTY_HOUSEHOLDS
            and self.signatures >= MULTI_PARTY_SIGNATURES
        )


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is still to be brought; the visit is saved without it.

    Attributes:
        what: ``representative``, ``mandate``, ``signature_list`` or ``demand``.
        position: Which representative, from 1; 0 where it does not apply.
    """

    what: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class GroupCheckedIn:
    """A group that is on the disk.

    Attributes:
        outside: How many of those who came wait outside.
        receipt: The petition's number; empty without a petition.
    """

    visit_id: VisitId
    group_id: GroupId
    label: str
    is_multi_party: bool
    severity: Severity
    outside: int
    missing: tuple[Missing, ...]
    petition_id: PetitionId | None
    receipt: str
    due_at: datetime | None
    request_id: RequestId | None


_ORDER = tuple(Severity)


def severity_of(come: int, mood: Severity, rules: GroupRules) -> Severity:
    """Return how tense a visit is: by heads, or worse where the clerk sees it."""
    by_heads = Severity.NOTICE
    if come >= rules.alert_from:
        by_heads = Severity.ALERT
    elif come >= rules.caution_from:
        by_heads = Severity.CAUTION
    return max(by_heads, mood, key=_ORDER.index)


class _Mandate(Protocol):
    @property
    def mandate_seen(self) -> bool: ...

    @property
    def named_by_office(self) -> bool: ...


class Brought(Protocol):
    """What a group has brought: the form at check-in, or the group as it stands."""

    @property
    def representatives(self) -> Sequence[_Mandate]:
        """Who speaks for it."""

    @property
    def signatures(self) -> int:
        """How many have signed."""

    @property
    def signature_list(self) -> SignatureList:
        """What was handed in of the list."""

    @property
    def demands(self) -> Sequence[str]:
        """What it asks for."""


def missing_of(form: Brought) -> tuple[Missing, ...]:
    """Return what is still to be brought.

    Source: 영 §8 (representatives), 법 §24① (the original of the list).
    """
    found = [] if form.representatives else [Missing("representative")]
    found += [
        Missing("mandate", at)
        for at, one in enumerate(form.representatives, start=1)
        if not (one.mandate_seen or one.named_by_office)
    ]
    has_signed = form.signatures > 0
    if has_signed and form.signature_list is not SignatureList.ORIGINAL:
        found.append(Missing("signature_list"))
    if not any(text.strip() for text in form.demands):
        found.append(Missing("demand"))
    return tuple(found)
