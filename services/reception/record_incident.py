"""Records what happened: the report of a group, or an act against staff.

Source: 민원 처리에 관한 법률 §4, 영 §4.  A report is not changed; another is added.
"""

from dataclasses import dataclass

from models.reception import Incident, Visit
from models.values import Permission, VisitId
from services.core.actor import Actor
from services.core.form_faults import TextField, faults_in, refuse
from services.core.unit_of_work import UnitOfWork

LONGEST_SUMMARY = 5_000
LONGEST_MEASURE = 2_000
LONGEST_RECORDING = 100
MOST_WARNINGS = 99


@dataclass(frozen=True, slots=True)
class IncidentForm:
    """What happened.

    Attributes:
        measure: What was done: 퇴거, 종료 고지, the police.
        warnings: How many warnings were given.
        recording: A reference to a recording, never the recording itself.
    """

    summary: str
    measure: str = ""
    warnings: int = 0
    recording: str = ""

    def __repr__(self) -> str:
        return "<IncidentForm>"


class RecordIncident:
    """Adds a report to a visit."""

    permission = Permission.VISIT_CALL

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, visit_id: VisitId, form: IncidentForm) -> str:
        """Keep the report and return its id.

        Raises:
            FormRefused: The summary is missing, or a field cannot be stored.
            NotFound: There is no such visit.
        """
        _check(form)
        with self._units.begin(actor, self.permission) as work:
            visit = work.get(Visit, visit_id)
            incident = Incident(
                visit_id=visit.id,
                at=work.now,
                summary=form.summary.strip(),
                measure=form.measure.strip(),
                warnings=form.warnings,
                recording=form.recording.strip(),
            )
            return work.add(incident).id


def _check(form: IncidentForm) -> None:
    faults = faults_in(
        TextField("summary", form.summary, LONGEST_SUMMARY, needed=True),
        TextField("measure", form.measure, LONGEST_MEASURE),
        TextField("recording", form.recording, LONGEST_RECORDING),
    )
    if not 0 <= form.warnings <= MOST_WARNINGS:
        faults.append(("warnings", "out_of_range"))
    refuse(faults)
