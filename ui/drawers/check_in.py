"""The check-in form: a name, a matter, and whatever else the clerk has time for."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from models.values import Matter, PersonId, PetitionKind, Subject
from services.core.drafts import Typed
from services.core.texts import gettext as _
from services.reception.people_values import PersonMatch
from services.reception.values import CheckInForm
from ui import words
from ui.context import PageContext
from ui.drawers.check_in_model import CheckInModel, Saved
from ui.drawers.choice import ChoiceField
from ui.drawers.match_list import MatchList
from ui.drawers.panel import Panel
from ui.drawers.refusal import show_refusal
from ui.widgets.busy_button import BusyButton
from ui.widgets.digits_edit import DigitsEdit
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.hangul_text_edit import HangulTextEdit

NOTE_LINES = 5


class CheckInPanel(Panel):
    """Checks one person in; only the name and the matter are needed."""

    panel_id = "check_in"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.model = CheckInModel(context, self)
        self._person_id: PersonId | None = None
        self._waiting_to_save: tuple[str, BusyButton] | None = None
        self._build_fields()
        self._build_buttons()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.model.load_draft()

    def _build_fields(self) -> None:
        self._name = HangulLineEdit(self)
        self._name.setObjectName("checkInName")
        self._phone = DigitsEdit(self)
        self._phone.setObjectName("checkInPhone")
        self._matter = ChoiceField(self)
        self._matter.setObjectName("checkInMatter")
        self._kind = ChoiceField(self)
        self._kind.setObjectName("checkInKind")
        self._subject = ChoiceField(self)
        self._subject.setObjectName("checkInSubject")
        self._title = HangulLineEdit(self)
        self._title.setObjectName("checkInTitle")
        self._note = HangulTextEdit(self)
        self._note.setObjectName("checkInNote")
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(self._note.fontMetrics().height() * NOTE_LINES)
        self._anonymous = QCheckBox(self)
        self._anonymous.setObjectName("checkInAnonymous")
        self._priority = QCheckBox(self)
        self._priority.setObjectName("checkInPriority")
        self._aid = QCheckBox(self)
        self._aid.setObjectName("checkInAid")
        self._confidential = QCheckBox(self)
        self._confidential.setObjectName("checkInConfidential")
        self._reason = HangulLineEdit(self)
        self._reason.setObjectName("checkInPriorityReason")
        self._matches = MatchList(self)
        self._rows = {
            "name": FieldRow("", self._name, self),
            "phone": FieldRow("", self._phone, self),
            "matter": FieldRow("", self._matter, self),
            "direct_kind": FieldRow("", self._kind, self),
            "subject": FieldRow("", self._subject, self),
            "title": FieldRow("", self._title, self),
            "note": FieldRow("", self._note, self),
            "priority_reason": FieldRow("", self._reason, self),
        }
        self._rows["name"].require()
        self._rows["priority_reason"].hide()

    def _build_buttons(self) -> None:
        self._save_print = BusyButton("", "Ctrl+Enter", self)
        self._save_print.setObjectName("checkInSavePrint")
        self._save_print.make_primary()
        self._save = BusyButton("", "Ctrl+S", self)
        self._save.setObjectName("checkInSave")
        self._more = BusyButton("", "Ctrl+Shift+Enter", self)
        self._more.setObjectName("checkInMore")
        self._note_below = QLabel(self)
        self._note_below.setProperty("role", "hint")
        self._note_below.setWordWrap(True)

    def _lay_out(self) -> None:
        column = self.body
        for name in ("name", "phone"):
            column.addWidget(self._rows[name])
        column.addWidget(self._matches)
        for name in ("matter", "direct_kind", "subject", "title", "note"):
            column.addWidget(self._rows[name])
        column.addWidget(self._anonymous)
        flags = QHBoxLayout()
        for flag in (self._priority, self._aid, self._confidential):
            flags.addWidget(flag)
        flags.addStretch(1)
        column.addLayout(flags)
        column.addWidget(self._rows["priority_reason"])
        column.addStretch(1)
        self.foot.addWidget(self._note_below)
        self.foot.addWidget(self._save_print)
        self.add_buttons(self._save, self._more)

    def _connect(self) -> None:
        self._name.live_text_changed.connect(self._on_name_live_text_changed)
        self._phone.live_text_changed.connect(self._on_typed)
        for field in (self._title, self._note, self._reason):
            field.live_text_changed.connect(self._on_typed)
        for box in (self._anonymous, self._priority, self._aid, self._confidential):
            box.clicked.connect(self._on_flag_clicked)
        for choice in (self._matter, self._kind, self._subject):
            choice.picked.connect(self._on_choice_picked)
        self._matches.taken.connect(self._on_matches_taken)
        self._matches.renamed.connect(self._on_matches_renamed)
        self.submitted.connect(self._on_save_print_clicked)
        self._save_print.clicked.connect(self._on_save_print_clicked)
        self._save.clicked.connect(self._on_save_clicked)
        self._more.clicked.connect(self._on_more_clicked)
        self.model.changed.connect(self._on_model_changed)
        self.model.saved.connect(self._on_model_saved)
        self.model.refused.connect(self._on_model_refused)
        self.model.drafted.connect(self._on_model_drafted)
        self.model.settled.connect(self._on_model_settled)

    # -- the panel's promises --------------------------------------------------------

    @override
    def title(self) -> str:
        return _("New check-in")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "item.save": self._on_save_clicked,
            "item.finish_next": self._on_save_print_clicked,
            "item.new": self._be_somebody_new,
        }

    @override
    def retranslate(self) -> None:
        labels = {
            "name": _("Name"),
            "phone": _("Telephone"),
            "matter": _("Matter"),
            "direct_kind": _("Kind by law"),
            "subject": _("Subject"),
            "title": _("Title"),
            "note": _("Contents"),
            "priority_reason": _("Reason for priority"),
        }
        for name, label in labels.items():
            self._rows[name].set_label(label)
        self._phone.setPlaceholderText(_("the last four digits are enough"))
        self._note.setPlaceholderText(
            _("Write down what is said; it is kept as a draft.")
        )
        self._anonymous.setText(_("Gives no name (a visit, no petition)"))
        self._priority.setText(_("Priority"))
        self._aid.setText(_("Interpreter or aid"))
        self._confidential.setText(_("Confidential"))
        self._matter.offer(words.matters())
        self._kind.offer(words.legal_kinds())
        self._subject.offer([(value, words.subject(value)) for value in Subject])
        self._save_print.set_title(_("Check in and print the slip"))
        self._save.set_title(_("Check in only"))
        self._more.set_title(_("And one more"))
        self._note_below.setText(
            _("Only name and matter are needed. Esc keeps what you typed as a draft.")
        )
        self._matches.retranslate()

    # -- typing ----------------------------------------------------------------------

    @Slot(str)
    def _on_name_live_text_changed(self, name: str) -> None:
        self._person_id = None
        self._rows["name"].clear()
        self.model.look_for(name, self._phone.digits())
        self._on_typed("")

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        if self._person_id is None:
            self.model.look_for(self._name.live_text(), self._phone.digits())
        self.model.typed(self._fields())

    @Slot()
    def _on_flag_clicked(self) -> None:
        self._rows["priority_reason"].setVisible(self._priority.isChecked())
        self._name.setEnabled(not self._anonymous.isChecked())
        self._rows["name"].clear()
        self.model.typed(self._fields())

    @Slot()
    def _on_choice_picked(self) -> None:
        self._show_kind()
        self.model.typed(self._fields())

    def _show_kind(self) -> None:
        """Ask what a direct petition is by law: its period runs from receipt."""
        is_direct = self._matter.chosen(Matter) is Matter.DIRECT
        self._rows["direct_kind"].setVisible(is_direct)

    def _fields(self) -> dict[str, Typed]:
        return {
            "name": self._name.live_text(),
            "phone": self._phone.live_text(),
            "matter": self._matter.chosen(Matter).value,
            "direct_kind": self._kind.chosen(PetitionKind).value,
            "subject": self._subject.chosen(Subject).value,
            "title": self._title.live_text(),
            "note": self._note.live_text(),
            "reason": self._reason.live_text(),
            "anonymous": self._anonymous.isChecked(),
            "priority": self._priority.isChecked(),
            "aid": self._aid.isChecked(),
            "confidential": self._confidential.isChecked(),
        }

    # -- matches ---------------------------------------------------------------------

    @Slot()
    def _on_model_changed(self) -> None:
        self._matches.show_matches(self.model.matches, self.model.meant)
        if not self.model.is_saving:
            for button in (self._save_print, self._save, self._more):
                button.show_idle()

    @Slot(object)
    def _on_matches_taken(self, match: PersonMatch) -> None:
        self._person_id = self.model.take(match)
        self._rows["name"].show_hint(
            _("Known person {name}, {phone}.").format(
                name=match.name, phone=match.phone
            )
        )
        self._matter.setFocus()

    @Slot(str)
    def _on_matches_renamed(self, name: str) -> None:
        """Write the name as it was meant, and look for people of that name."""
        self._name.setText(name)
        self._on_name_live_text_changed(name)
        self._name.setFocus()

    def _be_somebody_new(self) -> None:
        """Say that none of the matches is meant."""
        self._person_id = None
        self._matches.show_matches(())
        self._phone.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, held = Qt.Key, event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control, shift = (
            Qt.KeyboardModifier.ControlModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        enter = event.key() in (keys.Key_Return, keys.Key_Enter)
        if event.key() == keys.Key_Down and held == Qt.KeyboardModifier.AltModifier:
            self._matches.take_focus()
        elif enter and held == control | shift:
            self._on_more_clicked()
        else:
            super().keyPressEvent(event)

    # -- save ------------------------------------------------------------------------

    def _form(self) -> CheckInForm:
        subject = self._subject.chosen(Subject)
        return CheckInForm(
            matter=self._matter.chosen(Matter),
            subject=subject,
            direct_kind=self._kind.chosen(PetitionKind),
            name="" if self._anonymous.isChecked() else self._name.text(),
            anonymous=self._anonymous.isChecked(),
            phone=self._phone.text(),
            title=self._title.text(),
            title_when_empty=words.subject(subject),
            note=self._note.toPlainText(),
            priority=self._priority.isChecked(),
            priority_reason=self._reason.text(),
            aid=self._aid.isChecked(),
            confidential=self._confidential.isChecked(),
            person_id=self._person_id,
        )

    def _submit(self, then: str, button: BusyButton) -> None:
        if self.model.is_loading:  # what the draft holds belongs to the form
            self._waiting_to_save = then, button
            return
        self.commit()
        self._clear_messages()
        button.show_busy(_("Saving …"))
        self.model.save(self._form(), then)

    def _clear_messages(self) -> None:
        for row in self._rows.values():
            row.clear()

    @Slot()
    def _on_model_settled(self) -> None:
        waiting, self._waiting_to_save = self._waiting_to_save, None
        if waiting is not None:
            self._submit(*waiting)

    @Slot()
    def _on_save_print_clicked(self) -> None:
        self._submit("print", self._save_print)

    @Slot()
    def _on_save_clicked(self) -> None:
        self._submit("close", self._save)

    @Slot()
    def _on_more_clicked(self) -> None:
        self._submit("more", self._more)

    @Slot(object)
    def _on_model_refused(self, error: Exception) -> None:
        show_refusal(error, self._rows, self.context.fail)

    @Slot(object)
    def _on_model_saved(self, saved: Saved) -> None:
        made = saved.checked_in
        told = _("{number} is checked in.").format(number=made.label)
        if made.receipt:
            told = _("{number} is checked in, receipt {receipt}.").format(
                number=made.label, receipt=made.receipt
            )
        self.context.done(told)
        if saved.then == "print" and made.petition_id is not None:
            self.context.print_slip(made.petition_id)
        if saved.then == "more":
            self._empty()
        else:
            self.finished.emit()

    def _empty(self) -> None:
        self._person_id = None
        for field in (self._name, self._phone, self._title, self._note, self._reason):
            field.clear()
        for box in (self._anonymous, self._priority, self._aid, self._confidential):
            box.setChecked(False)
        self._on_flag_clicked()
        self._matches.show_matches(())
        for button in (self._save_print, self._save, self._more):
            button.show_idle()
        self._name.setFocus()

    # -- the draft -------------------------------------------------------------------

    @Slot(object)
    def _on_model_drafted(self, fields: Mapping[str, Typed]) -> None:
        if self._name.live_text():
            return
        for field, name in (
            (self._name, "name"),
            (self._phone, "phone"),
            (self._title, "title"),
            (self._reason, "reason"),
        ):
            field.set_text_when_idle(str(fields.get(name, "")))
        self._note.set_text_when_idle(str(fields.get("note", "")))
        self._matter.choose(Matter(str(fields.get("matter", Matter.DIRECT.value))))
        self._kind.choose_key(str(fields.get("direct_kind", "")))
        self._subject.choose(Subject(str(fields.get("subject", Subject.TRAFFIC.value))))
        self._show_kind()
        for box, name in (
            (self._anonymous, "anonymous"),
            (self._priority, "priority"),
            (self._aid, "aid"),
            (self._confidential, "confidential"),
        ):
            box.setChecked(bool(fields.get(name, False)))
        self._on_flag_clicked()
        self._clear_messages()
        self._rows["name"].show_hint(_("This is the draft you had not saved yet."))

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.model.keep_draft()
        super().hideEvent(event)
