"""The inbox of the sync page: values side by side, chosen and decided by key."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget
from typing_extensions import override

from services.core.clock import local
from services.core.texts import gettext as _
from services.core.texts import language
from services.korean.dates import date_text, time_text
from services.sync.decide import Choice
from ui.pages.sync.conflict_words import value, what
from ui.pages.sync.view_model import FieldRow
from ui.pages.sync.who_decides import who_decides
from ui.reading import Reading
from ui.tables.columns import Column
from ui.tables.rows_model import RowsModel
from ui.tables.rows_view import RowsView
from ui.widgets.card import Card
from ui.widgets.compared_text import ComparedText
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_button import KeyButton
from ui.widgets.side_by_side import SideBySide

_CHOSEN = "▶ "
_LEAST_CHARS = 9


class _ChoiceView(RowsView[FieldRow]):
    """A list in which the arrows to the sides choose.

    Signals:
        turned: An arrow was pressed on a row; carries the Choice.
        left_for_later: Escape was pressed.
        reached: A hand is on the list.
    """

    turned = Signal(object)
    left_for_later = Signal()
    reached = Signal()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        choice = {Qt.Key.Key_Left: Choice.TAKE, Qt.Key.Key_Right: Choice.KEEP}.get(
            Qt.Key(event.key())
        )
        if choice is not None and self.current_row() is not None:
            self.turned.emit(choice)
        elif event.key() == Qt.Key.Key_Escape and self.current_row() is not None:
            self.left_for_later.emit()
        else:
            super().keyPressEvent(event)
        self.reached.emit()


class InboxCard(Card):
    """Lists what has to be decided, each value beside the other.

    Signals:
        turned: A value was chosen; carries FieldRow and Choice.
        decided: What is chosen for the row's card is to stand; carries FieldRow.
        put_off: The row's card is left for later; carries FieldRow.
    """

    turned = Signal(object, object)
    decided = Signal(object)
    put_off = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._rows: RowsModel[FieldRow] = RowsModel(_columns(), _key, None, self)
        self._view = _ChoiceView(self._rows, "", self)
        self._view.setObjectName("syncInbox")
        self._nothing = EmptyState(self)
        self._view.use_empty_state(self._nothing)
        self._mine = ComparedText("syncMine", self)
        self._theirs = ComparedText("syncTheirs", self)
        self._texts = SideBySide(self)
        for pane in (self._mine, self._theirs):
            self._texts.add(pane, 1, least_chars=_LEAST_CHARS)
        self._hint = QLabel(self)
        self._hint.setObjectName("syncHint")
        self._hint.setWordWrap(True)
        self._who = QLabel(self)
        self._who.setObjectName("syncWhoDecides")
        self._who.setWordWrap(True)
        self.keep_button = self._button("syncKeep", "Ctrl+1")
        self.take_button = self._button("syncTake", "Ctrl+2")
        self.write_button = self._button("syncWrite", "Ctrl+5")
        self._decide = self._button("syncDecide", "Enter")
        self._decide.clicked.connect(self._on_decide_clicked)
        self.body.addWidget(self._view, 2)
        self.body.addWidget(self._texts, 1)
        self.body.addWidget(self._who)
        self.body.addWidget(self._hint)
        for pair in (
            (self.take_button, self.keep_button),
            (self.write_button, self._decide),
        ):
            buttons = SideBySide(self, even=True)
            for button in pair:
                buttons.add(button, 1)
            self.body.addWidget(buttons)
        self._connect()

    def _connect(self) -> None:
        self._view.turned.connect(self._on_view_turned)
        self._view.left_for_later.connect(self._on_view_left_for_later)
        self._view.reached.connect(self._come_into_sight)
        self._view.opened.connect(self.decided)
        self._view.current_changed.connect(self._show_current)

    def _button(self, name: str, key: str) -> KeyButton:
        button = KeyButton("", key, self)
        button.setObjectName(name)
        return button

    def current(self) -> FieldRow | None:
        """Return the row that keys are about: the first one, if none was gone to."""
        return self._view.current_row() or next(iter(self._rows.rows), None)

    def take_focus(self) -> None:
        """Let keys go to the list."""
        self._view.setFocus()

    @Slot()
    def _come_into_sight(self) -> None:
        """Scroll the page to the card: in large type it begins below the fold."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(self, 0, 0)

    def go_to(self, row: FieldRow) -> None:
        """Bring the row to the hand."""
        self._view.select_key(_key(row))
        self._view.setFocus()

    def show_rows(self, rows: Sequence[FieldRow], reading: Reading) -> None:
        """Show what has to be decided now, as far as it is known."""
        self._nothing.stand(reading)
        known = reading is Reading.DONE or bool(rows)
        told = _("To be decided: {count}").format(count=len(rows))
        self.set_title(told if known else _("To be decided"))
        self._rows.show(rows)
        self._show_current()
        if self._view.hasFocus():
            QTimer.singleShot(0, self, self._come_into_sight)  # once it has its size

    def clear(self) -> None:
        """Forget every row."""
        self._rows.clear()
        self._show_current()

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.keep_button.set_title(_("Keep what stands"))
        self.take_button.set_title(_("Take the other"))
        self.write_button.set_title(_("Write something else"))
        self._decide.set_title(_("Decide"))
        self._view.set_name(_("To be decided"))
        self._nothing.show_words(_("Nothing has to be decided."))
        self._hint.setText(
            _(
                "← not taken · → stands now · Enter decides · Esc later. "
                "What is not chosen stays in the history."
            )
        )
        self._rows.retranslate()
        self._show_current()

    @Slot()
    def _show_current(self) -> None:
        row = self.current()
        told = "" if row is None else who_decides(row.card)
        self._who.setText(told)
        self._who.setVisible(bool(told))
        may = row is not None and row.card.decidable
        for button in (self.keep_button, self.take_button, self._decide):
            button.setEnabled(may)
        self._texts.setVisible(row is not None and not row.card.hidden)
        self._hint.setVisible(may)
        self.write_button.setEnabled(may and row is not None and row.field.writable)
        if row is None:
            self._mine.show_text("", "", "")
            self._theirs.show_text("", "", "")
            return
        mine, theirs = value(row, row.field.mine), value(row, row.field.theirs)
        self._mine.show_text(_by(row), mine, theirs)
        self._theirs.show_text(_stands_by(row), theirs, mine)

    @Slot(object)
    def _on_view_turned(self, choice: Choice) -> None:
        row = self._view.current_row()
        if row is not None:
            self.turned.emit(row, choice)

    @Slot()
    def _on_view_left_for_later(self) -> None:
        row = self._view.current_row()
        if row is not None:
            self.put_off.emit(row)

    @Slot()
    def _on_decide_clicked(self) -> None:
        row = self.current()
        if row is not None:
            self.decided.emit(row)


def _columns() -> tuple[Column[FieldRow], ...]:
    return (
        Column(lambda: _("What"), what, width_chars=9),
        Column(
            lambda: _("Not taken"),
            lambda r: _marked(r, Choice.TAKE, value(r, r.field.mine)),
            width_chars=8,
            spoken=lambda r: _spoken(r, Choice.TAKE, value(r, r.field.mine)),
        ),
        Column(lambda: _("Before"), lambda r: value(r, r.field.before), width_chars=8),
        Column(
            lambda: _("Stands now"),
            lambda r: _marked(r, Choice.KEEP, value(r, r.field.theirs)),
            width_chars=8,
            spoken=lambda r: _spoken(r, Choice.KEEP, value(r, r.field.theirs)),
        ),
    )


def _marked(row: FieldRow, choice: Choice, told: str) -> str:
    return f"{_CHOSEN}{told}" if row.choice is choice else told


def _spoken(row: FieldRow, choice: Choice, told: str) -> str:
    chosen = row.choice is choice
    return _("{value}, chosen").format(value=told) if chosen else told


def _by(row: FieldRow) -> str:
    card = row.card
    who = _("mine") if card.own else card.user_name
    told = _("Not taken: {who}, {when}").format(who=who, when=_when(card.at))
    return _at_desk(told, card.letter)


def _stands_by(row: FieldRow) -> str:
    author = row.field.author
    if author is None:
        return _("Stands now")
    told = _("Stands now: {who}, {when}").format(
        who=author.user_name, when=_when(author.at)
    )
    return _at_desk(told, author.letter)


def _when(instant: datetime) -> str:
    at = local(instant)
    return f"{date_text(at.date(), language())} {time_text(at)}"


def _at_desk(told: str, letter: str) -> str:
    if not letter:
        return told
    return _("{told}, desk {letter}").format(told=told, letter=letter)


def _key(row: FieldRow) -> str:
    return f"{row.card.seq} {row.field.name}"
