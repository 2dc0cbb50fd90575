"""What can be done with a request to meet the mayor: decide, place, tell."""

from dataclasses import dataclass
from datetime import date, time

from PySide6.QtWidgets import QComboBox, QWidget

from models.values import HostId, RequestState, Verdict
from services.core.texts import gettext as _
from services.core.texts import language
from services.korean.dates import ENGLISH, time_text
from services.meetings.hosts import HostRow
from services.meetings.place import Grounds
from services.meetings.place_request import Placement
from services.selection.decide import RANKS, VerdictForm
from services.selection.pool import PoolRow
from services.selection.standing import NoticeKind
from services.selection.tell import Telling
from ui.context import PageContext
from ui.drawers.step_form import Job, ReadJob, Step
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit

PLACEABLE = frozenset(
    {
        RequestState.SELECTED,
        RequestState.SUBSTITUTED,
        RequestState.POSTPONED,
        RequestState.NO_SHOW,
    }
)
UNDECIDED = frozenset(
    {RequestState.RECEIVED, RequestState.SCREENING, RequestState.OPINION}
)
_LINES = ("reason", "channel", "answer", "overlap_reason", "election_ground")
_MAYOR = 1


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """Where the calendar would put the request."""

    series_id: str
    rule_day: date
    starts_at: time


class RequestSteps:
    """The fields and the steps of one request's panel."""

    def __init__(
        self, context: PageContext, slot: FreeSlot | None, parent: QWidget
    ) -> None:
        self._services = context.services
        self._actor = context.actor
        self._slot = slot
        self._hosts: tuple[HostRow, ...] = ()
        self._host = QComboBox(parent)
        self._lines = {name: HangulLineEdit(parent) for name in _LINES}
        editors: dict[str, QWidget] = {"host_id": self._host, **self._lines}
        for name, editor in editors.items():
            editor.setObjectName(f"requestStep-{name}")
        self.rows = {
            name: FieldRow("", editor, parent) for name, editor in editors.items()
        }

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        labels = {
            "host_id": _("Host"),
            "reason": _("Reason"),
            "channel": _("Told by"),
            "answer": _("They said"),
            "overlap_reason": _("Why twice"),
            "election_ground": _("Ground"),
        }
        for name, label in labels.items():
            self.rows[name].set_label(label)
        self._lines["channel"].setPlaceholderText(_("telephone, letter …"))
        self._lines["overlap_reason"].setPlaceholderText(
            _("only where the hour is taken")
        )
        self._lines["election_ground"].setPlaceholderText(
            _("only in the weeks before an election")
        )
        self._show_hosts()

    def offer_hosts(self, hosts: tuple[HostRow, ...]) -> None:
        """Offer everybody who may meet instead of the mayor."""
        self._hosts = tuple(h for h in hosts if h.active and h.rank != _MAYOR)
        self._show_hosts()

    def _show_hosts(self) -> None:
        chosen = self._host.currentIndex()
        self._host.clear()
        for host in self._hosts:
            english = language() == ENGLISH and host.title_en
            self._host.addItem(host.title_en if english else host.title, host.id)
        self._host.setCurrentIndex(max(chosen, 0))

    def of(self, row: PoolRow) -> tuple[Step, ...]:
        """Return what may be done with the request as it stands."""
        steps: list[Step] = []
        if row.state in PLACEABLE and self._slot is not None:
            steps.append(self._place_step(row, self._slot))
        if row.verdict is not None and not row.decision_told:
            steps.append(
                self._tell_step(
                    "tell_decision",
                    _("The applicant was told of the decision"),
                    self._tell(row, NoticeKind.DECISION),
                )
            )
        if row.meeting_day is not None and not row.date_told:
            steps.append(
                self._tell_step(
                    "tell_date",
                    _("The applicant was told of the date"),
                    self._tell(row, NoticeKind.DATE),
                )
            )
        if row.state in UNDECIDED | PLACEABLE | {RequestState.DEPARTMENT}:
            steps += self._verdicts(row)
        return tuple(steps)

    def _place_step(self, row: PoolRow, slot: FreeSlot) -> Step:
        def job() -> Job:
            placement = Placement(
                row.id,
                slot.series_id,
                slot.rule_day,
                slot.starts_at,
                grounds=Grounds(
                    self._text("overlap_reason"), self._text("election_ground")
                ),
            )
            verb = self._services.meetings.place_request
            return lambda: verb.run(self._actor, placement)

        return Step(
            "place",
            _("Into the slot at {time}").format(time=time_text(slot.starts_at)),
            _("Placed in the session."),
            job,
            ("overlap_reason", "election_ground"),
        )

    def _tell_step(self, key: str, word: str, job: ReadJob) -> Step:
        return Step(key, word, _("The notice is kept."), job, ("channel", "answer"))

    def _tell(self, row: PoolRow, kind: NoticeKind) -> ReadJob:
        def job() -> Job:
            telling = Telling(row.id, kind, self._text("channel"), self._text("answer"))
            return lambda: self._services.selection.tell.run(self._actor, telling)

        return job

    def _verdicts(self, row: PoolRow) -> list[Step]:
        told = _("The decision is kept; tell the applicant.")
        again = ("reason",) if row.verdict is not None else ()
        return [
            Step(
                "mayor",
                _("The mayor meets"),
                told,
                self._decide(row, Verdict.MAYOR),
                again,
            ),
            Step(
                "substitute",
                _("Somebody else meets"),
                told,
                self._substitute(row),
                ("host_id", "reason"),
            ),
            Step(
                "written",
                _("A written answer instead"),
                told,
                self._decide(row, Verdict.WRITTEN),
                ("reason",),
            ),
            Step(
                "not_accepted",
                _("Not accepted"),
                told,
                self._decide(row, Verdict.NOT_ACCEPTED),
                ("reason",),
            ),
        ]

    def _text(self, name: str) -> str:
        return self._lines[name].text()

    def _decide(self, row: PoolRow, verdict: Verdict) -> ReadJob:
        def job() -> Job:
            return self._decision(row, verdict, None)

        return job

    def _substitute(self, row: PoolRow) -> ReadJob:
        def job() -> Job:
            at = self._host.currentIndex()
            if not 0 <= at < len(self._hosts):
                return self._decision(row, Verdict.VICE_MAYOR, None)
            host = self._hosts[at]
            verdicts = {rank: verdict for verdict, rank in RANKS.items()}
            return self._decision(row, verdicts[host.rank], host.id)

        return job

    def _decision(self, row: PoolRow, verdict: Verdict, host: HostId | None) -> Job:
        form = VerdictForm(row.id, verdict, host, self._text("reason"), row.base)
        return lambda: self._services.selection.decide.run(self._actor, form)
