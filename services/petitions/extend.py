"""Longer periods, with a reason, consent for the second, and the notice.

Source: 영 §21: once by up to the original period, once more with the petitioner's
consent; reason and new day are told in writing without delay.
"""

from dataclasses import dataclass
from datetime import datetime

from models.errors import ReasonNeeded, StepRefused
from models.petitions import Extension, Petition
from models.values import Permission, PetitionId
from services.core.actor import Actor
from services.core.form_faults import TextField, faults_in, refuse
from services.core.unit_of_work import UnitOfWork, Work
from services.petitions.assign_department import require_owed
from services.petitions.counting import Holidays, extensions_of, recount
from services.petitions.legal_periods import LegalPeriods, LimitName
from services.petitions.standing import Standing, offer_undo, standing

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Extended:
    """A longer period, not yet told to the petitioner."""

    extension_id: str
    due_at: datetime
    count: int


class ExtendPetition:
    """Gives a petition its own period once more."""

    permission = Permission.PETITION_WRITE

    def __init__(
        self, units: UnitOfWork, holidays: Holidays, legal: LegalPeriods
    ) -> None:
        self._units = units
        self._holidays = holidays
        self._legal = legal

    def run(
        self, actor: Actor, petition_id: PetitionId, reason: str, consent: str = ""
    ) -> Extended:
        """Extend by the original period; return the new day. Undoable.

        Args:
            actor: Who extends.
            petition_id: Which petition.
            reason: Why it cannot be helped.
            consent: For the second time: how and when the petitioner agreed.

        Raises:
            ReasonNeeded: No reason, or no consent where the law wants one.
            StepRefused: It was extended as often as the law allows, or has ended.
        """
        _check(reason, consent)
        with self._units.begin(actor, self.permission) as work:
            petition = work.get(Petition, petition_id)
            require_owed(petition, "extend")
            count = self._next_count(work, petition, consent)
            before = standing(petition)
            extension = Extension(
                petition_id=petition.id,
                reason=reason.strip(),
                consent=consent.strip(),
                due_at=petition.due_at,
            )
            work.add(extension)
            counted = recount(work.session, petition, self._holidays)
            extension.due_at = petition.due_at = counted.due_at
            petition.holidays_version = counted.table_version
            _offer(work, petition, before, extension.id)
            return Extended(extension.id, counted.due_at, count)

    def _next_count(self, work: Work, petition: Petition, consent: str) -> int:
        count = extensions_of(work.session, petition.id) + 1
        if count > self._legal.limit(LimitName.EXTENSIONS, work.today).value:
            raise StepRefused(state=petition.state.value, step="extend")
        freely = self._legal.limit(LimitName.EXTENSIONS_WITHOUT_CONSENT, work.today)
        if count > freely.value and not consent.strip():
            raise ReasonNeeded(step="extend_consent")
        return count


class ExtensionTold:
    """Notes that the petitioner was told of a longer period."""

    permission = Permission.PETITION_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, extension_id: str) -> None:
        """Note the notice; the day told becomes the new one. Undoable.

        Raises:
            StepRefused: It was told already.
        """
        with self._units.begin(actor, self.permission) as work:
            extension = work.get(Extension, extension_id)
            if extension.told_at is not None:
                raise StepRefused(state="told", step="extension_told")
            petition = work.get(Petition, extension.petition_id)
            before = standing(petition)
            extension.told_at, petition.told_due_at = work.now, petition.due_at

            def also(undoing: Work) -> None:
                undoing.get(Extension, extension_id).told_at = None

            offer_undo(work, "petition.extension_told", petition, before, also)


def _check(reason: str, consent: str) -> None:
    refuse(
        faults_in(
            TextField("reason", reason, LONGEST_REASON),
            TextField("consent", consent, LONGEST_REASON),
        )
    )
    if not reason.strip():
        raise ReasonNeeded(step="extend")


def _offer(work: Work, petition: Petition, before: Standing, extension_id: str) -> None:
    def also(undoing: Work) -> None:
        extension = undoing.get(Extension, extension_id)
        if extension.told_at is not None:
            raise StepRefused(state="told", step="extend")
        undoing.session.delete(extension)

    offer_undo(work, "petition.extended", petition, before, also)
