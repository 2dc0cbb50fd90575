"""The list of the house, for cards and slots: one item a row, read out whole."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget
from typing_extensions import override

from ui.tables.columns import Row
from ui.tables.empty_overlay import EmptyOverlay
from ui.tables.rows_model import Index, RowsModel
from ui.tables.type_ahead import Matcher, TypeAhead

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RowsList(QListView, Generic[Row]):
    """Shows the first column of a `RowsModel`; the current row stays so.

    A delegate paints the cards; the screen reader reads the model's ``spoken``.

    Signals:
        opened: Enter or a double click on a row; carries the row.
        current_changed: Another row is current, or it has new contents; carries the
            row, or None.
        menu_requested: Right click or the menu key; carries the place on the screen
            as QPoint.
    """

    opened = Signal(object)
    current_changed = Signal(object)
    menu_requested = Signal(object)

    def __init__(
        self, rows: RowsModel[Row], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = rows
        self._type_ahead: TypeAhead | None = None
        self._called: Callable[[Row], str] = str
        self.set_name(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setModel(rows)
        self.doubleClicked.connect(self._on_double_clicked)

    def set_name(self, name: str) -> None:
        """Tell the screen reader what is listed here."""
        self.setAccessibleName(name)

    def current_row(self) -> Row | None:
        """Return the current row, or None."""
        return self._model.row_at(self.currentIndex())

    def select_key(self, key: Hashable) -> bool:
        """Make the row with ``key`` current; say whether it is here."""
        index = self._model.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def use_type_ahead(self, matches: Matcher, called: Callable[[Row], str]) -> None:
        """Find rows by typed letters; ``called`` gives what a row is known by."""
        self._type_ahead, self._called = TypeAhead(matches), called

    def use_empty_state(self, shown: QWidget) -> None:
        """Lay ``shown`` over the list while it has no rows."""
        EmptyOverlay(self, shown)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        row = self.current_row()
        if event.key() in _ENTER and plain and row is not None:
            self.opened.emit(row)
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        if self._type_ahead is None or not self._model.rows:
            return
        texts = [self._called(row) for row in self._model.rows]
        found = self._type_ahead.find(search, texts, self.currentIndex().row())
        if found is not None:
            self.setCurrentIndex(self._model.index(found, 0))

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            corner = self.visualRect(self.currentIndex()).bottomLeft()
            place = self.viewport().mapToGlobal(corner)
        self.menu_requested.emit(QPoint(place))
        event.accept()

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit(self._model.row_at(current))

    @override
    def dataChanged(
        self,
        topLeft: Index,
        bottomRight: Index,
        roles: Sequence[int] = (),
    ) -> None:
        super().dataChanged(topLeft, bottomRight, list(roles))
        here = self.currentIndex().row()
        if topLeft.row() <= here <= bottomRight.row():
            self.current_changed.emit(self.current_row())

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None:
            self.opened.emit(row)
