"""What can be done with a petition, as the law orders it."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from models.values import PetitionEnding, PetitionId, PetitionKind, PetitionState
from services.core.clock import today
from services.core.texts import gettext as _
from services.petitions.amend import AmendForm
from services.petitions.close import EndForm
from services.petitions.details import PetitionDetail
from services.petitions.transfer import TransferKind
from ui import words
from ui.context import PageContext
from ui.drawers.choice import ChoiceField
from ui.drawers.refusal import check_values, written
from ui.drawers.step_form import Job, Step
from ui.widgets.day_edit import DayEdit
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.hangul_text_edit import HangulTextEdit

LINES = 5
TERM_DAYS = 14  # what is offered as the term of a supplement; the clerk changes it
ENDINGS = (
    PetitionEnding.DONE,
    PetitionEnding.RETURNED,
    PetitionEnding.WITHDRAWN,
    PetitionEnding.REPEATED,
    PetitionEnding.EXCEPTED,
    PetitionEnding.TRANSFERRED,
)
RUNNING = (PetitionState.RECEIVED, PetitionState.ASSIGNED)
OWED = (*RUNNING, PetitionState.SUPPLEMENT)


class PetitionSteps:
    """The fields and the steps of one petition's panel."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        self._verbs = context.services.petitions
        self._actor = context.actor
        self._lines = {
            name: HangulLineEdit(parent)
            for name in ("department", "reason", "consent", "committee", "title")
        }
        self._lines["city_number"] = HangulLineEdit(parent)
        self._outcome, self._content = self._long(parent), self._long(parent)
        first = today(context.services.office.clock) + timedelta(days=TERM_DAYS)
        self._answer_by = DayEdit(first, parent)
        self._ending = ChoiceField(parent)
        self._kind = ChoiceField(parent)
        editors: dict[str, QWidget] = {
            "ending": self._ending,
            "kind": self._kind,
            **self._lines,
            "content": self._content,
            "outcome": self._outcome,
            "answer_by": self._answer_by,
        }
        for name, editor in editors.items():
            editor.setObjectName(f"petitionStep-{name}")
        self.rows = {
            name: FieldRow("", editor, parent) for name, editor in editors.items()
        }
        self._shown: PetitionDetail | None = None

    def _long(self, parent: QWidget) -> HangulTextEdit:
        text = HangulTextEdit(parent)
        text.setTabChangesFocus(True)
        text.setFixedHeight(text.fontMetrics().height() * LINES)
        return text

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        labels = {
            "department": _("Department"),
            "reason": _("Reason"),
            "consent": _("Consent"),
            "committee": _("Committee"),
            "title": _("Title"),
            "city_number": _("City number"),
            "content": _("Contents"),
            "outcome": _("Answer"),
            "answer_by": _("Answer by"),
            "ending": _("Ends as"),
            "kind": _("Kind by law"),
        }
        for name, label in labels.items():
            self.rows[name].set_label(label)
        self._lines["consent"].setPlaceholderText(
            _("the second time: how and when the petitioner agreed")
        )
        self._lines["committee"].setPlaceholderText(
            _("a repeated multi-party petition: when it was heard")
        )
        self._ending.offer([(value, words.petition_ending(value)) for value in ENDINGS])
        self._kind.offer(words.legal_kinds())

    def of(self, detail: PetitionDetail) -> tuple[Step, ...]:
        """Return what may be done with the petition as it stands."""
        if self._shown is None:
            self._lines["title"].setText(detail.due.title)
            self._lines["city_number"].setText(detail.city_number)
            self._content.setPlainText(detail.content)
            self._kind.choose(detail.due.kind)
        self._shown = detail
        state = detail.due.state
        steps: list[Step] = []
        if state in OWED:
            steps += self._handling(detail)
        if state in RUNNING:
            steps += self._clock()
        if state is PetitionState.SUPPLEMENT:
            told = _("The supplement came; the clock runs again.")
            steps.append(Step("came", _("The supplement came"), told, self._came))
        if state in (*RUNNING, PetitionState.ANSWERED):
            steps.append(
                Step(
                    "end",
                    _("End"),
                    _("The petition has ended."),
                    self._end,
                    ("ending", "reason", "committee"),
                )
            )
        return tuple(steps)

    def _handling(self, detail: PetitionDetail) -> list[Step]:
        sent = _("The department is noted.")
        steps = [
            Step(
                "assign", _("Give to a department"), sent, self._assign, ("department",)
            )
        ]
        if detail.due.state in RUNNING:
            steps.append(
                Step(
                    "answer",
                    _("Answer"),
                    _("The answer is kept."),
                    self._answer,
                    ("outcome",),
                )
            )
        if detail.dictated and detail.signed_at is None:
            told = _("Noted: the petitioner has signed.")
            steps.append(Step("sign", _("Petitioner has signed"), told, self._sign))
        told = _("Noted: the petitioner was told how it stands.")
        steps.append(Step("progress", _("Progress was told"), told, self._progress))
        steps += self._open_ends(detail)
        steps.append(
            Step(
                "amend",
                _("Correct the text"),
                _("The text is kept."),
                self._amend,
                ("title", "content", "city_number"),
            )
        )
        if detail.due.kind is not PetitionKind.STATUTORY:
            told = _(
                "The kind is corrected and the day counted anew; tell the petitioner."
            )
            steps.append(
                Step("kind", _("Correct the kind"), told, self._correct_kind, ("kind",))
            )
        return steps

    def _open_ends(self, detail: PetitionDetail) -> list[Step]:
        steps = [
            Step(
                f"sent-{at}",
                _("Sent to {department}").format(department=one.department),
                _("Noted: it was sent."),
                self._with(self._verbs.transfer_sent.run, one.transfer_id),
            )
            for at, one in enumerate(detail.transfers)
            if one.sent_at is None
        ]
        steps += [
            Step(
                f"told-{at}",
                _("Extension was told"),
                _("Noted: the petitioner was told of the new day."),
                self._with(self._verbs.extension_told.run, one.extension_id),
            )
            for at, one in enumerate(detail.extensions)
            if one.told_at is None
        ]
        return steps

    def _clock(self) -> list[Step]:
        return [
            Step(
                "supplement",
                _("Ask for a supplement"),
                _("The clock stands still until the supplement comes."),
                self._supplement,
                ("answer_by", "reason"),
            ),
            Step(
                "extend",
                _("Extend the period"),
                _("The period is longer; tell the petitioner."),
                self._extend,
                ("consent", "reason"),
            ),
            Step(
                "wrong_department",
                _("Wrong department: transfer"),
                _("The transfer is noted with its hour."),
                self._transfer(TransferKind.WRONG_DEPARTMENT),
                ("department",),
            ),
            Step(
                "other_agency",
                _("Another agency: transfer"),
                _("The transfer is noted with its hour."),
                self._transfer(TransferKind.OTHER_AGENCY),
                ("department",),
            ),
        ]

    @property
    def _detail(self) -> PetitionDetail:
        if self._shown is None:
            raise LookupError
        return self._shown

    @property
    def _id(self) -> PetitionId:
        return self._detail.due.petition_id

    def _text(self, name: str) -> str:
        return self._lines[name].text()

    def _with(self, run: Callable[..., object], which: str) -> Callable[[], Job]:
        def job() -> Job:
            return lambda: run(self._actor, which)

        return job

    def _assign(self) -> Job:
        to, which = self._text("department"), self._id
        return lambda: self._verbs.assign_department.run(self._actor, which, to)

    def _answer(self) -> Job:
        told, which = self._outcome.toPlainText(), self._id
        return lambda: self._verbs.answer.run(self._actor, which, told)

    def _sign(self) -> Job:
        which = self._id
        return lambda: self._verbs.sign.run(self._actor, which)

    def _progress(self) -> Job:
        which = self._id
        return lambda: self._verbs.progress_told.run(self._actor, which)

    def _came(self) -> Job:
        which = self._id
        return lambda: self._verbs.supplement_came.run(self._actor, which)

    def _supplement(self) -> Job:
        which, reason = self._id, self._text("reason")
        check_values({"answer_by": self.rows["answer_by"]})
        term = written(self._answer_by.day())
        return lambda: self._verbs.ask_supplement.run(self._actor, which, reason, term)

    def _extend(self) -> Job:
        which, reason = self._id, self._text("reason")
        consent = self._text("consent")
        return lambda: self._verbs.extend.run(self._actor, which, reason, consent)

    def _transfer(self, kind: TransferKind) -> Callable[[], Job]:
        def job() -> Job:
            to, which = self._text("department"), self._id
            return lambda: self._verbs.transfer.run(self._actor, which, kind, to)

        return job

    def _end(self) -> Job:
        form = EndForm(
            self._ending.chosen(PetitionEnding),
            self._text("reason"),
            self._text("committee"),
        )
        which = self._id
        return lambda: self._verbs.end.run(self._actor, which, form)

    def _correct_kind(self) -> Job:
        kind, which = self._kind.chosen(PetitionKind), self._id
        return lambda: self._verbs.correct_kind.run(self._actor, which, kind)

    def _amend(self) -> Job:
        detail = self._detail
        form = AmendForm(
            detail.subject,
            self._text("title"),
            self._content.toPlainText(),
            self._text("city_number"),
            detail.sensitive,
            detail.base,
        )
        which = self._id
        return lambda: self._verbs.amend.run(self._actor, which, form)
