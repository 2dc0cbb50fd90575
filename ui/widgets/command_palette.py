"""Everything the program can do, found by typing a few letters of its name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QLabel,
    QListView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from services.core.texts import gettext as _
from ui.widgets.command_delegate import KEY_ROLE, CommandDelegate
from ui.widgets.focus_ring import focus_next
from ui.widgets.role import set_role
from ui.widgets.search_field import SearchField

Matcher = Callable[[str, str], bool]
_ID_ROLE = Qt.ItemDataRole.UserRole
_SPOKEN_ROLE = Qt.ItemDataRole.AccessibleTextRole
_RECENT = 8
_WIDTH_CHARACTERS = 40
_ROWS = 12


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the palette: what it is called, its key, what it is known by."""

    id: str
    title: str
    key: str = ""


class CommandPalette(QFrame):
    """Lies over the top of its parent; Enter chooses, Esc leaves all as it was.

    A query is any beginning of a word of the title, initials too; what was chosen
    lately stands first.

    Signals:
        chosen: The id of the command chosen; the palette has gone by then.
    """

    chosen = Signal(str)

    def __init__(self, matches: Matcher, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("commandPalette")
        set_role(self, "drawer")
        self._matches = matches
        self._commands: tuple[Command, ...] = ()
        self._recent: list[str] = []
        self._came_from: QWidget | None = None
        self._field = SearchField(self)
        self._field.setObjectName("commandPaletteField")
        self._nothing = QLabel(self)
        set_role(self._nothing, "hint")
        self._list = QListView(self)
        self._rows = QStandardItemModel(self)
        self._set_up_list()
        self._lay_out()
        self._connect()
        parent.installEventFilter(self)
        self.retranslate()
        self.hide()

    def open_with(self, commands: Sequence[Command]) -> None:
        """Show ``commands``, those used lately first, with the focus in the field."""
        if self.isHidden():
            self._came_from = QApplication.focusWidget()
        self._commands = tuple(commands)
        self._field.forget()
        self._filter("")
        self._settle()
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def titles(self) -> tuple[str, ...]:
        """Return the titles offered now, in their order."""
        return tuple(command.title for command in self._found(self._field.live_text()))

    @Slot()
    def dismiss(self) -> None:
        """Go away and give the focus back."""
        before, self._came_from = self._came_from, None
        self.hide()
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self._field.setAccessibleName(_("Find or command"))
        self._field.setPlaceholderText(_("Find or command"))
        self._list.setAccessibleName(_("Commands"))
        self._nothing.setText(_("Nothing is called that."))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._settle()
        return super().eventFilter(watched, event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.dismiss()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._choose()
            case _:
                super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        return focus_next(self, 1 if next else -1)

    @Slot(str)
    def _filter(self, query: str) -> None:
        self._rows.clear()
        for command in self._found(query):
            item = QStandardItem(command.title)
            item.setData(command.id, _ID_ROLE)
            item.setData(command.key, KEY_ROLE)
            item.setData(f"{command.title} {command.key}".strip(), _SPOKEN_ROLE)
            item.setEditable(False)
            self._rows.appendRow(item)
        self._nothing.setVisible(self._rows.rowCount() == 0)
        self._list.setCurrentIndex(self._rows.index(0, 0))

    @Slot()
    def _choose(self) -> None:
        name = self._list.currentIndex().data(_ID_ROLE)
        if not isinstance(name, str):
            return
        self._recent = [name, *(one for one in self._recent if one != name)][:_RECENT]
        self.dismiss()
        self.chosen.emit(name)

    @Slot(QModelIndex)
    def _on_list_clicked(self, _index: QModelIndex) -> None:
        self._choose()

    @Slot()
    def _go_down(self) -> None:
        self._move(1)

    @Slot()
    def _go_up(self) -> None:
        self._move(-1)

    @Slot()
    def _go_to_list(self) -> None:
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _move(self, step: int) -> None:
        count = self._rows.rowCount()
        if count:
            row = (self._list.currentIndex().row() + step) % count
            self._list.setCurrentIndex(self._rows.index(row, 0))

    def _found(self, query: str) -> list[Command]:
        wanted = query.strip()
        found = [c for c in self._commands if not wanted or self._fits(wanted, c.title)]
        return sorted(found, key=self._age)

    def _fits(self, query: str, title: str) -> bool:
        words = title.split()
        rests = (" ".join(words[at:]) for at in range(len(words)))
        return any(self._matches(query, rest) for rest in rests)

    def _age(self, command: Command) -> int:
        known = command.id in self._recent
        return self._recent.index(command.id) if known else len(self._recent)

    def _set_up_list(self) -> None:
        self._list.setModel(self._rows)
        self._list.setItemDelegate(CommandDelegate(self))
        self._list.setUniformItemSizes(True)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.addWidget(self._field)
        layout.addWidget(self._nothing)
        layout.addWidget(self._list, 1)

    def _connect(self) -> None:
        self._field.live_text_changed.connect(self._filter)
        self._field.chosen.connect(self._choose)
        self._field.next_wanted.connect(self._go_down)
        self._field.previous_wanted.connect(self._go_up)
        self._field.list_wanted.connect(self._go_to_list)
        self._list.clicked.connect(self._on_list_clicked)

    def _settle(self) -> None:
        around = self.parentWidget()
        if around is None:
            return
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance("가") * _WIDTH_CHARACTERS
        width = min(width, around.width())
        height = min(metrics.height() * 2 * _ROWS, around.height())
        self.setGeometry((around.width() - width) // 2, 0, width, height)
