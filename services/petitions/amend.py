"""Changes what a petition says, and its signature.

Source: 법 §22② (a petitioner may supplement and change until the end), 영 §10④ (what
was dictated is signed).
"""

from dataclasses import dataclass, field

from models.errors import ChangedMeanwhile, StepRefused
from models.petitions import Petition
from models.values import AccessAction, Permission, PetitionId, Subject
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.form_faults import TextField, faults_in, refuse
from services.core.undo import UndoStep
from services.core.unit_of_work import FormBase, UnitOfWork, Work
from services.petitions.assign_department import require_owed
from services.petitions.receive import LONGEST_CONTENT, LONGEST_TITLE

LONGEST_CITY_NUMBER = 40


@dataclass(frozen=True, slots=True)
class AmendForm:
    """A petition's own text as it is being edited.

    Attributes:
        city_number: The number in the city's own system, filled in later.
        sensitive: The text tells of health, views, convictions (민감정보).
        base: What the form was loaded from.
    """

    subject: Subject
    title: str
    content: str
    city_number: str = ""
    sensitive: bool = False
    base: FormBase = field(default_factory=FormBase)

    def __repr__(self) -> str:
        return "<AmendForm>"


class AmendPetition:
    """Keeps the edited text of a petition."""

    permission = Permission.PETITION_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, petition_id: PetitionId, form: AmendForm) -> None:
        """Keep the text. Undoable.

        Raises:
            FormRefused: Fields are missing or cannot be stored.
            ChangedMeanwhile: Somebody saved it after the form was loaded.
            StepRefused: The petition has ended.
        """
        _check(form)
        with self._units.begin(actor, self.permission, form.base) as work:
            petition = work.get(Petition, petition_id)
            require_owed(petition, "amend")
            before = _text_of(petition)
            _fill(petition, form)
            after = _text_of(petition)
            work.log(Access(AccessAction.CHANGE, "petition", petition.id))

            def reverse(undoing: Work) -> None:
                found = undoing.get(Petition, petition_id)
                if _text_of(found) != after:
                    raise ChangedMeanwhile(kind="petition")
                _fill(found, before)

            facts = (("receipt", petition.receipt),)
            work.leave_undo(
                UndoStep("petition.amended", self.permission, reverse, facts)
            )


class SignDictation:
    """Notes that the petitioner signed what the desk wrote down."""

    permission = Permission.PETITION_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, petition_id: PetitionId) -> None:
        """Note the signature; a signed statement is not taken back.

        Raises:
            StepRefused: It was not dictated, or is signed already.
        """
        with self._units.begin(actor, self.permission) as work:
            petition = work.get(Petition, petition_id)
            if not petition.dictated:
                raise StepRefused(state="written", step="sign")
            if petition.signed_at is not None:
                raise StepRefused(state="signed", step="sign")
            petition.signed_at = work.now


def _check(form: AmendForm) -> None:
    refuse(
        faults_in(
            TextField("title", form.title, LONGEST_TITLE, needed=True),
            TextField("content", form.content, LONGEST_CONTENT),
            TextField("city_number", form.city_number, LONGEST_CITY_NUMBER),
        )
    )


def _text_of(petition: Petition) -> AmendForm:
    return AmendForm(
        petition.subject,
        petition.title,
        petition.content,
        petition.city_number,
        petition.sensitive,
    )


def _fill(petition: Petition, form: AmendForm) -> None:
    petition.subject = form.subject
    petition.title = form.title.strip()
    petition.content = form.content.strip()
    petition.city_number = form.city_number.strip()
    petition.sensitive = form.sensitive
