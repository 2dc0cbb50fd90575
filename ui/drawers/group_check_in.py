"""Group check-in: who came, who speaks, what they ask, what security is told."""

from collections.abc import Callable, Mapping
from itertools import pairwise

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QWidget,
)
from typing_extensions import override

from models.values import Severity, SignatureList, Subject
from services.briefing.sheet_values import SignatureSheet
from services.core.texts import gettext as _
from services.reception.group_values import (
    GroupCheckedIn,
    GroupForm,
    RepresentativeForm,
)
from ui import words
from ui.context import PageContext
from ui.drawers.choice import ChoiceField
from ui.drawers.count_field import CountField
from ui.drawers.form_draft import FormDraft
from ui.drawers.group_aside import EarlierVisits, GroupAside, RulesInForce
from ui.drawers.panel import Panel
from ui.drawers.refusal import show_refusal
from ui.drawers.small_paper import open_small_paper
from ui.tasks import Lane
from ui.widgets.busy_button import BusyButton
from ui.widgets.digits_edit import DigitsEdit
from ui.widgets.field_state import FieldRow, align_labels
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.hangul_text_edit import HangulTextEdit
from ui.widgets.key_button import KeyButton
from ui.widgets.side_by_side import SideBySide

REPRESENTATIVES = 3  # Source: 영 §8
NOTE_LINES = 4
COUNTS = (
    ("come", "admitted"),
    ("expected", "room_limit"),
    ("households", "signatures"),
)


class GroupCheckInPanel(Panel):
    """Checks a group in; what is missing is said and saved all the same."""

    panel_id = "group_check_in"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._make_fields()
        self._rows = self._make_rows()
        self._speakers = [self._speaker(at) for at in range(1, REPRESENTATIVES + 1)]
        self._aside = GroupAside(self)
        self._in_force = RulesInForce(self)
        self._in_force.changed.connect(self._on_form_changed)
        self._earlier = EarlierVisits(self)
        self._earlier.changed.connect(self._on_earlier_changed)
        self._save = BusyButton("", "Ctrl+Enter", self)
        self._save.setObjectName("groupSave")
        self._save.make_primary()
        self._save.clicked.connect(self._on_save_clicked)
        self.submitted.connect(self._on_save_clicked)
        self._list_button = KeyButton("", "Ctrl+P", self)
        self._list_button.setObjectName("groupSignatures")
        self._list_button.clicked.connect(self._on_list_clicked)
        self._lay_out()
        self.retranslate()
        self._follow()
        FormDraft(self, "group_check_in")

    def _follow(self) -> None:
        """Let the texts beside the form follow whatever is typed."""
        for text in self.fields():
            text.live_text_changed.connect(self._on_form_changed)
        for count in self._counts.values():
            count.valueChanged.connect(self._on_form_changed)
        for choice in (self._subject, self._list, self._mood):
            choice.currentIndexChanged.connect(self._on_form_changed)
        for _name, _phone, seen in self._speakers:
            seen.toggled.connect(self._on_form_changed)
        self._on_form_changed()

    def _make_fields(self) -> None:
        self._name = HangulLineEdit(self)
        self._name.setObjectName("groupName")
        self._subject = ChoiceField(self)
        self._subject.setObjectName("groupSubject")
        self._demands = HangulTextEdit(self)
        self._demands.setObjectName("groupDemands")
        self._demands.setTabChangesFocus(True)
        self._demands.setFixedHeight(self._demands.fontMetrics().height() * NOTE_LINES)
        self._list = ChoiceField(self)
        self._list.setObjectName("groupList")
        self._mood = ChoiceField(self)
        self._mood.setObjectName("groupMood")
        self._place = HangulLineEdit(self)
        self._place.setObjectName("groupPlace")
        self._meet = QCheckBox(self)
        self._meet.setObjectName("groupMeet")
        self._counts = {name: CountField(self) for pair in COUNTS for name in pair}

    def _make_rows(self) -> dict[str, FieldRow]:
        rows = {"name": FieldRow("", self._name, self)}
        rows["name"].require()
        for name, count in self._counts.items():
            count.setObjectName(f"group-{name}")
            rows[name] = FieldRow("", count, self)
        rows["come"].require()
        rows["subject"] = FieldRow("", self._subject, self)
        rows["demands"] = FieldRow("", self._demands, self)
        rows["signature_list"] = FieldRow("", self._list, self)
        rows["mood"] = FieldRow("", self._mood, self)
        rows["waiting_place"] = FieldRow("", self._place, self)
        return rows

    def _speaker(self, at: int) -> tuple[HangulLineEdit, DigitsEdit, QCheckBox]:
        name, phone, seen = HangulLineEdit(self), DigitsEdit(self), QCheckBox(self)
        name.setObjectName(f"representative{at}Name")
        phone.setObjectName(f"representative{at}Phone")
        seen.setObjectName(f"representative{at}Mandate")
        self._rows[f"representative_name_{at}"] = FieldRow("", name, self)
        self._rows[f"representative_phone_{at}"] = FieldRow("", phone, self)
        return name, phone, seen

    def _lay_out(self) -> None:
        column = self.body
        column.addWidget(self._rows["name"])
        for pair in COUNTS:
            both = SideBySide(self, even=True)
            for name in pair:
                both.add(self._rows[name], 1)
            column.addWidget(both)
        column.addWidget(self._aside.law)
        column.addWidget(self._aside.earlier)
        for at, (_name, _phone, seen) in enumerate(self._speakers, 1):
            column.addWidget(self._rows[f"representative_name_{at}"])
            row = QHBoxLayout()
            row.addWidget(self._rows[f"representative_phone_{at}"], 1)
            row.addWidget(seen)
            column.addLayout(row)
        for name in ("subject", "demands", "signature_list", "mood", "waiting_place"):
            column.addWidget(self._rows[name])
        column.addWidget(self._meet)
        column.addWidget(self._aside.notice)
        self.foot.addWidget(self._aside.missing)
        self.foot.addWidget(self._save)
        self.foot.addWidget(self._list_button)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Let Enter and Tab go through the fields as they stand on the screen."""
        speakers = [field for speaker in self._speakers for field in speaker]
        order: list[QWidget] = [self._name, *self._counts.values(), *speakers]
        order += [self._subject, self._demands, self._list, self._mood, self._place]
        order += [self._meet, self._save, self._list_button]
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    @override
    def title(self) -> str:
        return _("Group check-in")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "item.save": self._on_save_clicked,
            "item.finish_next": self._on_save_clicked,
            "print.preview": self._on_list_clicked,
        }

    @override
    def retranslate(self) -> None:
        labels = {
            "name": _("Group"),
            "come": _("People here"),
            "admitted": _("Let in"),
            "expected": _("Announced"),
            "room_limit": _("Room takes"),
            "households": _("Households"),
            "signatures": _("Signatures"),
            "subject": _("Subject"),
            "demands": _("Demands"),
            "signature_list": _("Signature list"),
            "mood": _("Mood"),
            "waiting_place": _("Others wait at"),
        }
        for name, label in labels.items():
            self._rows[name].set_label(label)
        for at, (_name, _phone, seen) in enumerate(self._speakers, 1):
            self._rows[f"representative_name_{at}"].set_label(
                _("Representative {number}").format(number=at)
            )
            self._rows[f"representative_phone_{at}"].set_label(_("Telephone"))
            seen.setText(_("mandate seen"))
            seen.setAccessibleName(
                _("Mandate of representative {number} seen").format(number=at)
            )
        align_labels(self._rows.values())
        self._demands.setPlaceholderText(_("One demand a line"))
        self._subject.offer([(value, words.subject(value)) for value in Subject])
        self._list.offer([(v, words.signature_list(v)) for v in SignatureList])
        self._mood.offer([(value, words.severity(value)) for value in Severity])
        self._meet.setText(_("Asks to meet the mayor"))
        self._save.set_title(_("Check the group in"))
        self._list_button.set_title(_("Signature list"))
        self._on_form_changed()

    def _form(self) -> GroupForm:
        subject = self._subject.chosen(Subject)
        typed = [
            name.live_text().strip() + phone.text()
            for name, phone, _seen in self._speakers
        ]
        last = max((at for at, text in enumerate(typed, 1) if text), default=0)
        speakers = tuple(
            RepresentativeForm(name.live_text(), phone.text(), seen.isChecked())
            for name, phone, seen in self._speakers[:last]
        )
        counts = {name: count.value() for name, count in self._counts.items()}
        return GroupForm(
            name=self._name.live_text(),
            subject=subject,
            representatives=speakers,
            signature_list=self._list.chosen(SignatureList),
            demands=tuple(self._demands.live_text().splitlines()),
            title_when_empty=words.subject(subject),
            mood=self._mood.chosen(Severity),
            waiting_place=self._place.live_text(),
            asks_for_meeting=self._meet.isChecked(),
            come=counts["come"],
            admitted=counts["admitted"],
            expected=counts["expected"],
            room_limit=counts["room_limit"],
            households=counts["households"],
            signatures=counts["signatures"],
        )

    @Slot()
    def _on_form_changed(self) -> None:
        self._aside.show_form(self._form(), self._in_force.rules)
        self._earlier.look_for(self._name.live_text())

    @Slot()
    def _on_earlier_changed(self) -> None:
        self._aside.show_earlier(self._earlier.rows)

    @Slot()
    def _on_list_clicked(self) -> None:
        asked = self._demands.toPlainText().strip().split("\n")[0]
        open_small_paper(self, SignatureSheet(asked))

    @Slot()
    def _on_save_clicked(self) -> None:
        self.commit()
        for count in self._counts.values():
            count.interpretText()
        for row in self._rows.values():
            row.clear()
        verb, actor = self.context.services.reception.check_in_group, self.context.actor
        form = self._form()
        self._save.show_busy(_("Saving …"))
        self.context.tasks.submit(
            lambda: verb.run(actor, form),
            owner=self,
            on_done=self._on_saved,
            on_error=self._on_refused,
            lane=Lane.WRITE,
        )

    def _on_saved(self, made: GroupCheckedIn) -> None:
        told = _("{number} is checked in.").format(number=made.label)
        if made.missing:
            told += " " + _("Still missing: {list}.").format(
                list=", ".join(words.missing(one) for one in made.missing)
            )
        self.context.done(told)
        self.finished.emit()
        self.context.open_drawer("security", made)

    def _on_refused(self, error: Exception) -> None:
        self._save.show_idle()
        show_refusal(error, self._rows, self.context.fail)
