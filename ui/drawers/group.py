"""One group opened: who speaks, how many came when, what is missing, what to do next."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.values import Purpose
from services.briefing.sheet_values import SignatureSheet
from services.core.texts import gettext as _
from services.reception.group_details import (
    EarlierGroup,
    GroupDetail,
)
from services.reception.group_values import missing_of
from services.reception.waiting_values import WaitingRow
from ui import words
from ui.context import PageContext, Places
from ui.drawers.form_draft import FormDraft
from ui.drawers.group_steps import GroupSteps
from ui.drawers.group_text import group_lines, speaker_lines
from ui.drawers.panel import Panel
from ui.drawers.reveal import RevealButton
from ui.drawers.small_paper import open_small_paper
from ui.drawers.step_form import StepForm
from ui.tasks import Lane
from ui.widgets.key_button import KeyButton


class GroupPanel(Panel):
    """Shows a group masked, and takes the steps of its course."""

    panel_id = "group"

    def __init__(
        self, context: PageContext, row: WaitingRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._row = row
        self._detail: GroupDetail | None = None
        self._earlier: tuple[EarlierGroup, ...] = ()
        self._who = self.label("groupWho", "title")
        self._missing = self.label("groupMissing", "warning")
        self._text = self.label("groupText")
        self._speakers = self.label("groupSpeakers")
        self._reveal = RevealButton(context, "groupReveal", self)
        self._reveal.clicked.connect(self.reveal)
        self._reveal.revealed.connect(self._speakers.setText)
        self._reveal.over.connect(self._show)
        self._steps = GroupSteps(context, self)
        self._form = StepForm(context, self._steps.rows, self)
        self._form.taken.connect(self._load)
        self.submitted.connect(self._on_take_asked)
        self._security = KeyButton("", "F12", self)
        self._security.setObjectName("groupSecurity")
        self._security.clicked.connect(self._tell_security)
        self._list = KeyButton("", "Ctrl+P", self)
        self._list.setObjectName("groupSignatures")
        self._list.clicked.connect(self._print_list)
        self._petition = KeyButton("", "Ctrl+O", self)
        self._petition.setObjectName("groupPetition")
        self._petition.clicked.connect(self._open_petition)
        self._lay_out()
        self.retranslate()
        self._load()
        draft = FormDraft(self, f"group:{row.group_id}", edits=True)
        self._form.taken.connect(draft.drop)

    def _lay_out(self) -> None:
        for widget in (
            self._who,
            self._missing,
            self._form,  # above what may be long: heading and next step are in sight
            self._speakers,
            self._text,
        ):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.foot.addWidget(self._form.button)
        self.add_buttons(self._reveal, self._list)
        self.add_buttons(self._security, self._petition)

    @override
    def places(self) -> Places:
        return (("visit", str(self._row.visit_id)),)

    @override
    def title(self) -> str:
        return _("Group {number}").format(number=self._row.label)

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "slip.print": self._tell_security,
            "print.preview": self._print_list,
            "item.open": self._open_petition,
            "reveal": self.reveal,
            "item.finish_next": self._on_take_asked,
            "refresh": self._load,
        }

    @override
    def retranslate(self) -> None:
        self._security.set_title(_("Security"))
        self._list.set_title(_("Signature list"))
        self._petition.set_title(_("Petition"))
        self._reveal.set_title(_("Show the names"))
        self._steps.retranslate()
        self._form.retranslate()
        self._show()

    @Slot()
    def _load(self) -> None:
        group_id, name = self._row.group_id, self._row.name
        if group_id is None:
            return
        verbs, actor = self.context.services.reception, self.context.actor
        self.context.tasks.submit(
            lambda: (
                verbs.group_details.run(actor, group_id),
                verbs.earlier_groups.run(actor, name),
            ),
            owner=self,
            on_done=self._on_read,
            on_error=self.context.fail,
            lane=Lane.WRITE,
        )

    def _on_read(self, read: tuple[GroupDetail, tuple[EarlierGroup, ...]]) -> None:
        self._detail, earlier = read
        self._earlier = tuple(e for e in earlier if e.visit_id != self._row.visit_id)
        self._show()

    def _show(self) -> None:
        detail = self._detail
        self._petition.setVisible(detail is not None and detail.petition_id is not None)
        self._reveal.setEnabled(bool(detail and detail.representatives))
        if detail is None:
            self._who.setText(_("Reading …"))
            self._missing.hide()
            return
        self._who.setText(detail.name)
        missing = [words.missing(one) for one in missing_of(detail)]
        self._missing.setVisible(bool(missing))
        self._missing.setText(
            _("Still missing: {list}.").format(list=", ".join(missing))
        )
        self._speakers.setText(speaker_lines(detail.representatives))
        self._text.setText("\n".join(group_lines(detail, self._earlier)))
        self._form.offer(self._steps.of(detail))

    @Slot()
    def reveal(self) -> None:
        """Show who speaks, for the case that is open; the log has its lines."""
        detail = self._detail
        if detail is None or not detail.representatives:
            return
        services, actor = self.context.services, self.context.actor
        verb, group_id = services.reception.reveal_representatives, detail.group_id
        seen = detail.representatives

        def ask() -> str:
            plain = verb.run(actor, group_id, Purpose.CASE)
            return speaker_lines(
                replace(row, name=one.name, phone=one.phone)
                for row, one in zip(seen, plain, strict=False)
            )

        self._reveal.reveal_text(ask)

    @Slot()
    def _on_take_asked(self) -> None:
        self.commit()
        self._form.take()

    @Slot()
    def _tell_security(self) -> None:
        if self._detail is not None:
            self.context.open_drawer("security", self._detail)

    @Slot()
    def _open_petition(self) -> None:
        if self._detail is not None and self._detail.petition_id is not None:
            self.context.open_drawer("petition", self._detail.petition_id)

    @Slot()
    def _print_list(self) -> None:
        open_small_paper(self, SignatureSheet(self._row.title))
