"""One petition opened: its legal day and how it came about, and what to do next."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.values import PetitionId, PetitionState
from services.core.clock import local
from services.core.texts import gettext as _
from services.core.texts import language, ngettext
from services.korean.dates import date_text, instant_text
from services.korean.deadline import Urgency
from services.petitions.details import (
    ExtensionRow,
    PetitionDetail,
    StopRow,
    TransferRow,
)
from ui import words
from ui.context import PageContext, Places
from ui.drawers.form_draft import FormDraft
from ui.drawers.panel import Panel
from ui.drawers.petition_steps import OWED, PetitionSteps
from ui.drawers.reveal import RevealButton
from ui.drawers.step_form import StepForm
from ui.tasks import Lane
from ui.widgets.key_button import KeyButton
from ui.widgets.role import set_role


class PetitionPanel(Panel):
    """Shows a petition masked, and takes its legal steps."""

    panel_id = "petition"

    def __init__(
        self,
        context: PageContext,
        petition_id: PetitionId,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, parent)
        self._petition_id = petition_id
        self._detail: PetitionDetail | None = None
        self._who = self.label("petitionWho", "title")
        self._day = self.label("petitionDay", "heading")
        self._text = self.label("petitionText")
        self._steps = PetitionSteps(context, self)
        self._form = StepForm(context, self._steps.rows, self)
        self._form.taken.connect(self._load)
        self.submitted.connect(self._on_take_asked)
        self._reveal = RevealButton(context, "petitionReveal", self)
        self._reveal.clicked.connect(self.reveal)
        self._reveal.revealed.connect(self._who.setText)
        self._reveal.over.connect(self._show)
        self._slip = KeyButton("", "F12", self)
        self._slip.setObjectName("petitionSlip")
        self._slip.clicked.connect(self._print_slip)
        self._lay_out()
        self.retranslate()
        self._load()
        draft = FormDraft(self, f"petition:{petition_id}", edits=True)
        self._form.taken.connect(draft.drop)

    def _lay_out(self) -> None:
        for widget in (self._who, self._day, self._text, self._form):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.foot.addWidget(self._form.button)
        self.add_buttons(self._reveal, self._slip)

    @override
    def places(self) -> Places:
        return (("petition", str(self._petition_id)),)

    @override
    def title(self) -> str:
        return _("Petition")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "reveal": self.reveal,
            "slip.print": self._print_slip,
            "item.finish_next": self._on_take_asked,
            "refresh": self._load,
        }

    @override
    def retranslate(self) -> None:
        self._reveal.set_title(_("Show the name"))
        self._slip.set_title(_("Receipt slip"))
        self._steps.retranslate()
        self._form.retranslate()
        self._show()

    @Slot()
    def _load(self) -> None:
        verb, actor = self.context.services.petitions.details, self.context.actor
        self.context.tasks.submit(
            lambda: verb.run(actor, self._petition_id),
            owner=self,
            on_done=self._on_detail,
            on_error=self.context.fail,
            lane=Lane.WRITE,
        )

    def _on_detail(self, detail: PetitionDetail) -> None:
        self._detail = detail
        self._show()

    @Slot()
    def _show(self) -> None:
        detail = self._detail
        self._reveal.setEnabled(detail is not None)
        if detail is None:
            self._who.setText(_("Reading …"))
            return
        self._who.setText(f"{detail.person.name}  {detail.person.phone}")
        self._day.setText(_due_line(detail))
        set_role(self._day, _due_role(detail))
        self._text.setText("\n".join(_lines(detail)))
        self._form.offer(self._steps.of(detail))

    @Slot()
    def _on_take_asked(self) -> None:
        self.commit()
        self._form.take()

    @Slot()
    def _print_slip(self) -> None:
        self.context.print_slip(self._petition_id)

    @Slot()
    def reveal(self) -> None:
        """Show the petitioner's name for a short while; who saw it is logged."""
        if self._detail is not None:
            self._reveal.reveal(self._detail.person.id)


def _due_role(detail: PetitionDetail) -> str:
    """Return the look of the day: plain until two working days before it."""
    due = detail.due
    if due.state not in OWED or due.state is PetitionState.SUPPLEMENT:
        return "heading"
    roles = {Urgency.NORMAL: "heading", Urgency.SOON: "warning"}
    return roles.get(due.urgency, "error")


def _due_line(detail: PetitionDetail) -> str:
    """Say when the answer is due and how far that is."""
    due, left = detail.due, detail.due.days_left
    if due.state not in OWED:
        return words.petition_state(due.state)
    day = date_text(local(due.due_at).date(), language())
    if due.state is PetitionState.SUPPLEMENT:
        return _("The clock stands still; the answer was due {day}").format(day=day)
    if left < 0:
        told = ngettext(
            "! due {day}: {count} working day late",
            "! due {day}: {count} working days late",
            -left,
        )
        return told.format(day=day, count=-left)
    if left == 0:
        return _("! due today, {day}").format(day=day)
    told = ngettext(
        "Due {day}: {count} working day left",
        "Due {day}: {count} working days left",
        left,
    )
    return told.format(day=day, count=left)


def _lines(detail: PetitionDetail) -> list[str]:
    due = detail.due
    received = instant_text(due.received_at, language())
    lines = [
        f"{due.receipt} · {words.petition_kind(due.kind)}",
        f"{words.subject(detail.subject)} · {due.title}",
        "",
        _("Received {when}").format(when=received),
        _("Legal period: {period}").format(period=words.period(detail.period)),
    ]
    lines += [_stop_line(stop) for stop in detail.stops]
    lines += [_extension_line(one) for one in detail.extensions]
    if due.told_due_at != due.due_at:
        day = date_text(local(due.told_due_at).date(), language())
        lines.append(_("The petitioner was told: {day}").format(day=day))
    lines.append(_("Department: {name}").format(name=due.department or "-"))
    lines += [_transfer_line(one) for one in detail.transfers]
    if detail.dictated:
        signed = _("signed") if detail.signed_at else _("! not signed yet")
        lines.append(_("Taken down by the desk: {signed}").format(signed=signed))
    if detail.city_number:
        lines.append(_("City number {number}").format(number=detail.city_number))
    for heading, text in (
        (_("Contents"), detail.content),
        (_("Answer"), detail.outcome),
    ):
        if text:
            lines += ["", heading, text]
    return lines


def _stop_line(stop: StopRow) -> str:
    began = date_text(stop.began_on, language())
    if stop.ended_on is not None:
        ended = date_text(stop.ended_on, language())
        return _("Not counted: {began} ~ {ended}, {reason}").format(
            began=began, ended=ended, reason=stop.reason
        )
    term = date_text(stop.answer_by, language()) if stop.answer_by else "-"
    return _("Not counted from {began}, supplement by {term}: {reason}").format(
        began=began, term=term, reason=stop.reason
    )


def _extension_line(one: ExtensionRow) -> str:
    day = date_text(local(one.due_at).date(), language())
    told = _("told") if one.told_at else _("! not told yet")
    return _("Extended to {day} ({told}): {reason}").format(
        day=day, told=told, reason=one.reason
    )


def _transfer_line(one: TransferRow) -> str:
    sent = _("sent") if one.sent_at else _("! not sent yet")
    by = instant_text(one.due_at, language())
    return _("Transfer to {department}, by {when}: {sent}").format(
        department=one.department, when=by, sent=sent
    )
