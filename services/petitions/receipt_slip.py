"""The receipt slip of a petition, ready to be drawn; making it is logged as a print.

Source: 영 §6②, ④: the slip and the four things that a petitioner is told.
"""

from models.errors import ReasonNeeded
from models.petitions import Petition
from models.reception import Person
from models.trust import Staff
from models.values import AccessAction, Permission, PetitionId, Purpose
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.form_faults import TextField, faults_in, refuse
from services.core.texts import gettext as _
from services.core.texts import ngettext, using
from services.core.unit_of_work import UnitOfWork, Work
from services.korean.dates import date_text, in_seoul, instant_text
from services.korean.deadline import COUNTING_NUMBERS, Period, PeriodUnit, parse_period
from services.korean.names import representative_label
from services.korean.phones import format_phone
from services.petitions.slip_values import (
    LONGEST_REMARK,
    SlipChoice,
    SlipOfficer,
    SlipValues,
)


class SlipFor:
    """Makes the slip of one petition."""

    permission = Permission.PRINT

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(
        self,
        actor: Actor,
        petition_id: PetitionId,
        purpose: Purpose | None,
        choice: SlipChoice,
    ) -> SlipValues:
        """Return the slip's values and log the print.

        Raises:
            ReasonNeeded: No purpose was given; nothing was made.
            FormRefused: A remark cannot be printed.
            NotFound: There is no such petition.
        """
        if purpose is None:
            raise ReasonNeeded(step="print")
        refuse(
            faults_in(
                TextField("papers", choice.papers, LONGEST_REMARK),
                TextField("procedure", choice.procedure, LONGEST_REMARK),
            )
        )
        with self._units.begin(actor, self.permission) as work:
            petition = work.get(Petition, petition_id)
            person = work.get(Person, petition.person_id)
            work.log(Access(AccessAction.PRINT, "petition", petition.id, purpose))
            officer = _officer(work, petition)
            with using(choice.language):
                return _slip(petition, person.name, officer, choice)


def _slip(
    petition: Petition, name: str, officer: SlipOfficer, choice: SlipChoice
) -> SlipValues:
    language = choice.language
    return SlipValues(
        receipt=petition.receipt,
        received_at=petition.received_at,
        received_text=instant_text(petition.received_at, language),
        title=petition.title,
        petitioner=representative_label(name, petition.others, language),
        department=petition.department or _("to be named"),
        due_at=petition.told_due_at,
        due_text=_due_text(petition, language),
        officer=officer,
        papers=_papers(choice),
        procedure=choice.procedure.strip()
        or _("The responsible department examines the matter and answers in writing."),
        duration=_duration(petition.period),
        survey=_survey(choice),
        enquiry=_enquiry(officer),
        large_print=choice.is_large,
        language=language,
        city_number=petition.city_number,
    )


def _officer(work: Work, petition: Petition) -> SlipOfficer:
    """Return who received it; blank where the account is not on this desk."""
    staff = work.session.get(Staff, petition.created_by)
    if staff is None:
        return SlipOfficer("", "", "")
    return SlipOfficer(staff.department, staff.name, format_phone(staff.telephone))


def _due_text(petition: Petition, language: str) -> str:
    """Return the day told; a period in hours also says the hour."""
    if _is_counted_in_hours(parse_period(petition.period)):
        return instant_text(petition.told_due_at, language)
    return date_text(in_seoul(petition.told_due_at).date(), language)


def _is_counted_in_hours(period: Period) -> bool:
    if period.unit is PeriodUnit.DAYS:
        return period.amount <= COUNTING_NUMBERS.longest_days_as_hours
    return period.unit in {PeriodUnit.IMMEDIATE, PeriodUnit.HOURS}


def _papers(choice: SlipChoice) -> str:
    missing = choice.papers.strip()
    if not missing:
        return _("Complete.")
    return _("Still needed: {papers}").format(papers=missing)


def _duration(period: str) -> str:
    told = parse_period(period)
    match told.unit:
        case PeriodUnit.IMMEDIATE:
            hours = COUNTING_NUMBERS.immediate_hours
            return _("At once, within {hours} working hours.").format(hours=hours)
        case PeriodUnit.HOURS:
            return ngettext(
                "Within {count} working hour.",
                "Within {count} working hours.",
                told.amount,
            ).format(count=told.amount)
        case PeriodUnit.DAYS:
            return ngettext(
                "Within {count} working day.",
                "Within {count} working days.",
                told.amount,
            ).format(count=told.amount)
        case _:
            return _("By the day named above.")


def _survey(choice: SlipChoice) -> str:
    if choice.survey_on is None:
        return _("None planned. You will be told beforehand if one is needed.")
    day = date_text(choice.survey_on, choice.language)
    return _("Planned for {day}.").format(day=day)


def _enquiry(officer: SlipOfficer) -> str:
    """Return whom to ask: department, name, telephone, as far as they are known."""
    known = (officer.department, officer.name, officer.telephone)
    return " ".join(part for part in known if part)
