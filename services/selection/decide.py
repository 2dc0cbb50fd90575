"""Decides who meets an applicant; a verdict other than the mayor needs a reason."""

from dataclasses import dataclass

from models.errors import FieldError, NotFound, ReasonNeeded, StepRefused
from models.meetings import Host
from models.selection import Decision, MeetingRequest
from models.values import HostId, Permission, RequestId, RequestState, Verdict
from services.core.actor import Actor
from services.core.form_faults import TextField, check_text
from services.core.undo import UndoStep
from services.core.unit_of_work import FormBase, UnitOfWork, Work
from services.selection.standing import current_decision, notices_of, told

LONGEST_REASON = 500

STATES = {
    Verdict.MAYOR: RequestState.SELECTED,
    Verdict.VICE_MAYOR: RequestState.SUBSTITUTED,
    Verdict.BUREAU_HEAD: RequestState.SUBSTITUTED,
    Verdict.DEPARTMENT_HEAD: RequestState.SUBSTITUTED,
    Verdict.WRITTEN: RequestState.DEPARTMENT,
    Verdict.NOT_ACCEPTED: RequestState.DEPARTMENT,
}
# The rank of the host that a verdict names; none for those without a meeting.
RANKS = {
    Verdict.MAYOR: 1,
    Verdict.VICE_MAYOR: 2,
    Verdict.BUREAU_HEAD: 3,
    Verdict.DEPARTMENT_HEAD: 4,
}


@dataclass(frozen=True, slots=True)
class VerdictForm:
    """What was decided; ``base`` is what the board was loaded from."""

    request_id: RequestId
    verdict: Verdict
    host_id: HostId | None = None
    reason: str = ""
    base: FormBase | None = None


class Decide:
    """Writes a decision; earlier ones stay."""

    permission = Permission.REQUEST_DECIDE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, form: VerdictForm) -> str:
        """Decide; return the id of the decision. Undoable until the applicant heard.

        Raises:
            ReasonNeeded: Not the mayor, or decided otherwise, without a reason.
            FieldError: The host does not fit the verdict, or the reason has a fault.
            StepRefused: The request does not wait for a verdict.
            NotFound: The request or the host is not here.
        """
        check_text(TextField("reason", form.reason, LONGEST_REASON))
        with self._units.begin(actor, self.permission, form.base) as work:
            request = work.get(MeetingRequest, form.request_id)
            _check_host(work, form)
            decision = Decision(
                request_id=request.id,
                verdict=form.verdict,
                host_id=form.host_id,
                reason=form.reason.strip(),
                decided_at=work.now,
            )
            decision.require_reason()
            if current_decision(work.session, form.request_id) is not None:
                _require_new_reason(form)
            before = request.state
            request.step(STATES[form.verdict])
            work.add(decision)
            work.leave_undo(_back(decision.id, form.request_id, before))
            return decision.id


def _require_new_reason(form: VerdictForm) -> None:
    """Ask why it is decided otherwise, also when the mayor meets after all."""
    if not form.reason.strip():
        raise ReasonNeeded(step="decide.again")


def _check_host(work: Work, form: VerdictForm) -> None:
    rank = RANKS.get(form.verdict)
    if rank is None:
        if form.host_id is not None:
            raise FieldError(field="host_id", fault="nobody_meets")
        return
    if form.host_id is None:
        if form.verdict is Verdict.MAYOR:
            return  # the series names the mayor
        raise FieldError(field="host_id", fault="missing")
    host = work.get(Host, form.host_id)
    if not host.active:
        raise NotFound(kind="host")
    if host.rank != rank:
        raise FieldError(field="host_id", fault="other_rank")


def _back(decision_id: str, request_id: RequestId, before: RequestState) -> UndoStep:
    def reverse(work: Work) -> None:
        request = work.get(MeetingRequest, request_id)
        decision = work.get(Decision, decision_id)
        _refuse_told(work, request_id, decision)
        if request.state is not STATES[decision.verdict]:
            raise StepRefused(state=request.state.value, step="undo")
        request.state = before
        work.add(
            Decision(
                request_id=request_id,
                verdict=decision.verdict,
                host_id=decision.host_id,
                reason=decision.reason,
                decided_at=work.now,
                takes_back=decision_id,
            )
        )

    return UndoStep("request.decided", Permission.REQUEST_DECIDE, reverse)


def _refuse_told(work: Work, request_id: RequestId, decision: Decision) -> None:
    """Refuse to undo what the applicant has heard, or what was decided over again."""
    standing = current_decision(work.session, request_id)
    if standing is None or standing.id != decision.id:
        raise StepRefused(state="decided_again", step="undo")
    notices = notices_of(work.session, request_id)
    if told(decision, None, notices).decision:
        raise StepRefused(state="told", step="undo")
