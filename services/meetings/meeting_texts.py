"""What is written for and after a meeting: gist, history, opinion, remarks, record."""

from dataclasses import dataclass, fields

from models.meetings import Meeting
from models.values import AccessAction, MeetingId, Permission
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.form_faults import TextField, faults_in, refuse
from services.core.undo import UndoStep
from services.core.unit_of_work import FormBase, UnitOfWork, Work
from services.meetings.place import Place, place_of

LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class MeetingTexts:
    """The texts of a meeting pack and of the record, in the order of the pack."""

    gist: str = ""
    history: str = ""
    issues: str = ""
    opinion: str = ""
    budget: str = ""
    remarks: str = ""
    questions: str = ""
    caution: str = ""
    plan: str = ""
    record: str = ""

    def __repr__(self) -> str:
        return "<MeetingTexts>"


@dataclass(frozen=True, slots=True)
class MeetingForm:
    """A meeting as its form shows it; ``base`` goes back with the texts."""

    meeting_id: MeetingId
    title: str
    place: Place
    texts: MeetingTexts
    base: FormBase


class OpenMeeting:
    """Opens the texts of a meeting for somebody who writes them."""

    permission = Permission.CALENDAR_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, meeting_id: MeetingId) -> MeetingForm:
        """Return the form; who read it is logged.

        Raises:
            NotFound: There is no such meeting.
        """
        with self._units.begin(actor, self.permission) as work:
            meeting = work.get(Meeting, meeting_id)
            work.log(Access(AccessAction.READ, "meeting", meeting_id))
            return MeetingForm(
                meeting_id,
                meeting.title,
                place_of(meeting),
                _texts(meeting),
                work.seen(meeting),
            )


class WriteMeeting:
    """Keeps the texts of a meeting."""

    permission = Permission.CALENDAR_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(
        self, actor: Actor, meeting_id: MeetingId, texts: MeetingTexts, base: FormBase
    ) -> None:
        """Keep the texts. Undoable.

        Raises:
            FormRefused: A text cannot be stored.
            ChangedMeanwhile: The meeting is not as the form showed it.
        """
        names = [one.name for one in fields(texts)]
        refuse(
            faults_in(*(TextField(n, getattr(texts, n), LONGEST_TEXT) for n in names))
        )
        with self._units.begin(actor, self.permission, base) as work:
            meeting = work.get(Meeting, meeting_id)
            before = _texts(meeting)
            _fill(meeting, texts)
            work.log(Access(AccessAction.CHANGE, "meeting", meeting_id))
            work.leave_undo(_back(meeting_id, before))


def _texts(meeting: Meeting) -> MeetingTexts:
    return MeetingTexts(*(getattr(meeting, one.name) for one in fields(MeetingTexts)))


def _fill(meeting: Meeting, texts: MeetingTexts) -> None:
    for one in fields(texts):
        setattr(meeting, one.name, getattr(texts, one.name))


def _back(meeting_id: MeetingId, before: MeetingTexts) -> UndoStep:
    def reverse(work: Work) -> None:
        _fill(work.get(Meeting, meeting_id), before)

    return UndoStep("meeting.written", Permission.CALENDAR_WRITE, reverse)
