"""What is typed at check-in, and what the desk says when it is saved."""

from dataclasses import dataclass, field
from datetime import datetime

from models.values import (
    DongId,
    Matter,
    MeetingId,
    PersonId,
    PetitionId,
    PetitionKind,
    RequestId,
    Subject,
    VisitId,
    VisitKind,
)
from services.core.unit_of_work import FormBase

LONGEST_NAME = 60
LONGEST_PHONE = 30
LONGEST_ADDRESS = 200
LONGEST_TITLE = 200
LONGEST_NOTE = 20_000
LONGEST_REASON = 200


# An appointment and mere counselling are visits without a petition.
_KINDS = {
    Matter.GRIEVANCE: PetitionKind.GRIEVANCE,
    Matter.SUGGESTION: PetitionKind.SUGGESTION,
    Matter.INQUIRY_LAW: PetitionKind.INQUIRY_LAW,
    Matter.INQUIRY_GENERAL: PetitionKind.INQUIRY_GENERAL,
    Matter.OTHER: PetitionKind.OTHER,
}


@dataclass(frozen=True, slots=True)
class CheckInForm:
    """One person at the desk; only name and matter are needed to save.

    Attributes:
        name: As typed; not asked when a match was chosen or no name is given.
        anonymous: The person gives no name: a visit, never a petition (영 §2①3).
        phone: As typed; the last four digits alone are welcome.
        agent: Comes for somebody else.
        title_when_empty: The subject in words, taken when no title was typed.
        aid: Needs an interpreter or other help; no diagnosis is kept.
        confidential: Lists show no name, not even masked.
        person_id: The match that was chosen.
        same_as: The open petition that this visit goes on with (이어서 접수).
        meeting_id: The entry of the calendar that the person comes to.
        direct_kind: What a 직소민원 is by law; its clock runs from receipt.
        dictated: The note is a petition spoken at the desk, to be signed.
        support: What is needed to come to a meeting.
        base: What the form was loaded from.
    """

    matter: Matter
    subject: Subject
    name: str = ""
    anonymous: bool = False
    phone: str = ""
    address: str = ""
    dong_id: DongId | None = None
    agent: bool = False
    title: str = ""
    title_when_empty: str = ""
    note: str = ""
    priority: bool = False
    priority_reason: str = ""
    aid: bool = False
    confidential: bool = False
    person_id: PersonId | None = None
    same_as: PetitionId | None = None
    meeting_id: MeetingId | None = None
    direct_kind: PetitionKind = PetitionKind.SUGGESTION
    dictated: bool = False
    support: str = ""
    base: FormBase = field(default_factory=FormBase)

    def __repr__(self) -> str:
        return "<CheckInForm>"

    @property
    def whole_title(self) -> str:
        """The title, or the subject in words."""
        return self.title.strip() or self.title_when_empty.strip()

    @property
    def visit_kind(self) -> VisitKind:
        """What the number's letter says."""
        is_appointment = self.matter is Matter.APPOINTMENT
        return VisitKind.APPOINTMENT if is_appointment else VisitKind.WALK_IN

    @property
    def petition_kind(self) -> PetitionKind | None:
        """What is received beside the visit; None for a visit alone."""
        if self.anonymous or self.same_as is not None:
            return None
        return kind_of(self.matter, self.direct_kind)

    @property
    def asks_for_meeting(self) -> bool:
        """Whether the mayor is asked for, by somebody who can be answered."""
        return self.matter is Matter.DIRECT and not self.anonymous


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """A visit that is on the disk.

    Attributes:
        label: Letter and number, as the board shows them.
        person_id: None when no name was given.
        receipt: The petition's number; empty without a petition.
    """

    visit_id: VisitId
    label: str
    person_id: PersonId | None
    petition_id: PetitionId | None
    receipt: str
    due_at: datetime | None
    request_id: RequestId | None


def kind_of(matter: Matter, direct_kind: PetitionKind) -> PetitionKind | None:
    """Return the kind of petition that a matter is; None for one that is none."""
    return direct_kind if matter is Matter.DIRECT else _KINDS.get(matter)
