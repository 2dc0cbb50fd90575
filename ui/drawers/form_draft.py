"""Keeps what stands in a panel until it is saved: through Esc, lock and power cut."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QWidget
from typing_extensions import override

from models.errors import OfficeError
from services.core.actor import Actor
from services.core.drafts import LoadedDraft, Typed
from services.core.texts import gettext as _
from ui.drawers.choice import ChoiceField
from ui.drawers.form_card import FormCard
from ui.drawers.panel import Panel
from ui.tasks import Lane
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.value_edit import ValueEdit

T = TypeVar("T")

AFTER_MS = 500
_STORED = "-stored"  # beside a field's name: the text that its draft was begun on


class FormDraft(QObject):
    """Writes a panel's fields half a second after the last stroke, and at its end.

    Made at the end of the panel's constructor, once its fields stand and the stored
    texts were asked for.  A draft also keeps what was stored when it was begun: where
    that was changed since, both texts stand in the field, and nobody's is lost; of a
    day, a number or a choice the draft's stands, and what is stored is told below it.
    """

    def __init__(
        self, panel: Panel | FormCard, name: str, *, edits: bool = False
    ) -> None:
        """Take up what was typed before.

        Args:
            panel: Whose fields; each has an object name.
            name: The draft's name; about one record it ends in its id.
            edits: Whether the fields show a record that somebody else may change.
        """
        super().__init__(panel)
        self._panel, self._name = panel, name
        self._typed = False
        self._edits = edits
        self._stored: dict[str, Typed] = {}
        self._awaited: dict[str, str] = {}  # choices whose lists are still being read
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self.keep)
        self._texts = {
            field.objectName(): field
            for field in panel.fields()
            if not _is_secret(field)
        }
        self._boxes = {b.objectName(): b for b in panel.findChildren(QCheckBox)}
        self._counts = {c.objectName(): c for c in panel.findChildren(QSpinBox)}
        self._choices = {c.objectName(): c for c in panel.findChildren(QComboBox)}
        for field in self._texts.values():
            field.live_text_changed.connect(self._on_typed)
        for box in self._boxes.values():
            box.clicked.connect(self._on_typed)
        for count in self._counts.values():
            count.lineEdit().textEdited.connect(self._on_typed)
        for choice in self._choices.values():
            if isinstance(choice, ChoiceField):
                choice.picked.connect(self._on_typed)
            else:
                choice.activated.connect(self._on_typed)
            choice.model().rowsInserted.connect(self._on_offered)
        panel.finished.connect(self.drop)
        panel.installEventFilter(self)
        self._load()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._panel and event.type() == QEvent.Type.Hide:
            self.keep()
        return False

    @Slot()
    def _on_typed(self) -> None:
        self._typed = True
        self._timer.start()

    @Slot()
    def _on_offered(self) -> None:
        """Choose what the draft holds as soon as its list is there."""
        for name, key in [*self._awaited.items()]:
            if _choose(self._choices[name], key):
                del self._awaited[name]

    @Slot()
    def keep(self) -> None:
        """Write the draft now, if anything was typed since the last time."""
        if not self._typed:
            return
        self._typed = False
        self._timer.stop()
        save, actor = self._panel.context.services.trust.save_draft, self._actor
        name, fields = self._name, self._fields()
        self._submit(lambda: save.run(actor, name, fields), self._on_kept)

    @Slot()
    def drop(self) -> None:
        """Forget the draft: what was typed is on the disk in its own place."""
        self._typed = False
        self._timer.stop()
        drop, actor = self._panel.context.services.trust.drop_draft, self._actor
        name = self._name
        self._submit(lambda: drop.run(actor, name), self._on_kept)

    def _load(self) -> None:
        load, actor = self._panel.context.services.trust.load_draft, self._actor
        name = self._name
        self._submit(lambda: load.run(actor, name), self._on_loaded)

    def _on_loaded(self, draft: LoadedDraft | None) -> None:
        if self._typed:
            return
        self._stored = {
            **{name: text.live_text() for name, text in self._texts.items()},
            **{name: count.value() for name, count in self._counts.items()},
            **{name: _key(choice) for name, choice in self._choices.items()},
        }
        if draft is not None:
            self._take_up_texts(draft)
            self._take_up_values(draft)
            self._panel.context.say(_("This is the draft you had not saved yet."))

    def _take_up_texts(self, draft: LoadedDraft) -> None:
        for name, text in self._texts.items():
            if name in draft.fields:
                text.set_text_when_idle(self._joined(name, draft))
                if isinstance(text, ValueEdit):
                    self._tell_stored(text, str(self._stored[name]), draft)

    def _take_up_values(self, draft: LoadedDraft) -> None:
        for name, box in self._boxes.items():
            box.setChecked(bool(draft.fields.get(name, box.isChecked())))
        for name, count in self._counts.items():
            kept, stored = draft.fields.get(name), count.text()
            count.setValue(kept if isinstance(kept, int) else count.value())
            self._tell_stored(count, stored, draft)
        for name, choice in self._choices.items():
            key, stored = str(draft.fields.get(name, "")), choice.currentText()
            if key and not _choose(choice, key):
                self._awaited[name] = key
            self._tell_stored(choice, stored, draft)

    def _joined(self, name: str, draft: LoadedDraft) -> str:
        """Return the draft's text, below it what somebody else stored meanwhile."""
        mine, stored = str(draft.fields[name]), str(self._stored[name])
        begun_on = str(draft.fields.get(name + _STORED, stored))
        is_value = isinstance(self._texts[name], ValueEdit)
        if stored in (begun_on, mine) or (is_value and mine != begun_on):
            return mine  # two days in one field were none
        return stored if mine == begun_on else f"{mine}\n{stored}"

    def _tell_stored(self, field: QWidget, words: str, draft: LoadedDraft) -> None:
        """Say below a value what somebody else has stored since the draft was begun."""
        name, row = field.objectName(), field.parentWidget()
        stored, mine = self._stored[name], draft.fields.get(name)
        begun_on = draft.fields.get(name + _STORED, stored)
        is_news = stored not in {begun_on, mine} and mine != begun_on
        if self._edits and is_news and isinstance(row, FieldRow):
            told = _("Your draft. Stored meanwhile: {value}").format(value=words)
            row.show_hint(told)

    def _on_kept(self, _nothing: object) -> None:
        """The draft is on the disk, or gone; nothing to show for it."""

    def _on_failed(self, error: Exception) -> None:
        """A draft that could not be kept must not stand in anybody's way."""
        if not isinstance(error, OfficeError):
            self._panel.context.fail(error)

    @property
    def _actor(self) -> Actor:
        return self._panel.context.actor

    def _submit(self, work: Callable[[], T], on_done: Callable[[T], None]) -> None:
        """Run in the lane of writers, so that keeping and taking up stay in order."""
        self._panel.context.tasks.submit(
            work,
            owner=self,
            on_done=on_done,
            on_error=self._on_failed,
            lane=Lane.WRITE,
        )

    def _fields(self) -> dict[str, Typed]:
        return {
            **{name: text.live_text() for name, text in self._texts.items()},
            **{name + _STORED: text for name, text in self._stored.items()},
            **{name: box.isChecked() for name, box in self._boxes.items()},
            **{name: count.value() for name, count in self._counts.items()},
            **{name: _key(choice) for name, choice in self._choices.items()},
        }


def _key(choice: QComboBox) -> str:
    """Return the key that is chosen; empty when nothing is offered."""
    return str(choice.currentData() or "")


def _choose(choice: QComboBox, key: str) -> bool:
    """Choose what has this key; return whether it is offered."""
    at = choice.findData(key)
    if at >= 0:
        choice.setCurrentIndex(at)
    return at >= 0


def _is_secret(field: QWidget) -> bool:
    """Whether the field shows nothing of what is typed; a draft keeps none of it."""
    normal = HangulLineEdit.EchoMode.Normal
    return isinstance(field, HangulLineEdit) and field.echoMode() != normal
