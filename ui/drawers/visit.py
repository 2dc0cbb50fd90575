"""One visit opened: who, what was said, what happened when, what came before."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from services.core.clock import local
from services.core.texts import gettext as _
from services.core.texts import language
from services.korean.dates import date_text, time_text
from services.reception.visit_details import SpanRow, VisitDetail
from services.reception.waiting_values import WaitingRow
from ui import words
from ui.context import PageContext, Places
from ui.drawers.form_draft import FormDraft
from ui.drawers.panel import Panel
from ui.drawers.reveal import RevealButton
from ui.drawers.step_form import StepForm
from ui.drawers.visit_steps import VisitSteps
from ui.tasks import Lane
from ui.widgets.key_button import KeyButton


class VisitPanel(Panel):
    """Shows a visit masked; the name can be shown for twenty seconds, logged."""

    panel_id = "visit"

    def __init__(
        self, context: PageContext, row: WaitingRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._row = row
        self._detail: VisitDetail | None = None
        self._who = self.label("visitWho", "title")
        self._text = self.label("visitText")
        self._steps = VisitSteps(context, row, self)
        self._form = StepForm(context, self._steps.rows, self)
        self._form.taken.connect(self._load)
        self.submitted.connect(self._on_take_asked)
        self._reveal = RevealButton(context, "visitReveal", self)
        self._reveal.clicked.connect(self.reveal)
        self._reveal.revealed.connect(self._who.setText)
        self._reveal.over.connect(self._show)
        self._slip = KeyButton("", "F12", self)
        self._slip.setObjectName("visitSlip")
        self._slip.clicked.connect(self.print_slip)
        self._petition = KeyButton("", "Ctrl+O", self)
        self._petition.setObjectName("visitPetition")
        self._petition.clicked.connect(self._open_petition)
        self._lay_out()
        self.retranslate()
        self._load()
        draft = FormDraft(self, f"visit:{row.visit_id}", edits=True)
        self._form.taken.connect(draft.drop)

    def _lay_out(self) -> None:
        for widget in (self._who, self._text, self._form):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.foot.addWidget(self._form.button)
        self.foot.addWidget(self._reveal)
        self.add_buttons(self._slip, self._petition)

    @Slot()
    def _load(self) -> None:
        details, actor = (
            self.context.services.reception.visit_details,
            self.context.actor,
        )
        self.context.tasks.submit(
            lambda: details.run(actor, self._row.visit_id),
            owner=self,
            on_done=self._on_detail,
            on_error=self.context.fail,
            lane=Lane.WRITE,
        )

    @override
    def places(self) -> Places:
        shown = [("visit", str(self._row.visit_id))]
        detail = self._detail
        if detail is not None and detail.person is not None:
            shown.append(("person", str(detail.person.person_id)))
        if self._row.petition_id is not None:
            shown.append(("petition", str(self._row.petition_id)))
        return tuple(shown)

    @override
    def title(self) -> str:
        return _("Visit {number}").format(number=self._row.label)

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "reveal": self.reveal,
            "slip.print": self.print_slip,
            "item.open": self._open_petition,
            "item.finish_next": self._on_take_asked,
            "refresh": self._load,
        }

    @override
    def retranslate(self) -> None:
        self._reveal.set_title(_("Show name and telephone for 20 seconds"))
        self._slip.set_title(_("Receipt slip"))
        self._petition.set_title(_("Petition"))
        self._steps.retranslate()
        self._form.retranslate()
        self._show()

    def _on_detail(self, detail: VisitDetail) -> None:
        self._detail = detail
        self._show()

    @Slot()
    def _show(self) -> None:
        detail = self._detail
        self._reveal.setEnabled(detail is not None and detail.person is not None)
        self._slip.setVisible(bool(self._row.receipt))
        self._petition.setVisible(self._row.petition_id is not None)
        if detail is None:
            self._who.setText(_("Reading …"))
            return
        person = detail.person
        self._who.setText(
            f"{person.name}  {person.phone}" if person else _("(no name)")
        )
        self._form.offer(self._steps.of(detail))
        lines = [f"{words.subject(self._row.subject)} · {detail.title}"]
        if self._row.receipt:
            lines.append(_("Receipt {receipt}").format(receipt=self._row.receipt))
        lines += [part for part in (detail.note, detail.outcome) if part]
        lines.append("")
        lines += [_span_text(span) for span in detail.spans if not span.is_undone]
        if detail.earlier:
            lines += ["", _("Earlier visits")]
            lines += [
                f"{date_text(v.day, language())}  {v.title}  {v.outcome}".rstrip()
                for v in detail.earlier
            ]
        self._text.setText("\n".join(lines))

    @Slot()
    def _on_take_asked(self) -> None:
        self.commit()
        self._form.take()

    @Slot()
    def _open_petition(self) -> None:
        if self._row.petition_id is not None:
            self.context.open_drawer("petition", self._row.petition_id)

    @Slot()
    def reveal(self) -> None:
        """Show the person's name for a short while; who saw it is logged."""
        detail = self._detail
        if detail is not None and detail.person is not None:
            self._reveal.reveal(detail.person.person_id)

    @Slot()
    def print_slip(self) -> None:
        """Print the receipt slip of the petition that came with the visit."""
        petition_id = self._row.petition_id
        if petition_id is not None:
            self.context.print_slip(petition_id)


def _span_text(span: SpanRow) -> str:
    began = time_text(local(span.began_at))
    ended = time_text(local(span.ended_at)) if span.ended_at else ""
    told = f"{began} ~ {ended}  {words.visit_state(span.state)}"
    reason = words.span_reason(span.reason)
    extra = " · ".join(part for part in (span.place, reason) if part)
    return f"{told}  {extra}".rstrip()
