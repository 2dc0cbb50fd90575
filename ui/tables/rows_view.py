"""The table of the house: rows by keyboard, widths in characters, nothing lost."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from ui.tables.columns import Row
from ui.tables.empty_overlay import EmptyOverlay
from ui.tables.rows_model import Index, RowsModel
from ui.tables.state_delegate import ChipColors, StateDelegate
from ui.tables.type_ahead import Matcher, TypeAhead
from ui.tables.widths import shares

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HEAD_PADDING_PX = 18  # as the style sheet pads headings, and a little air
_ROW_HEIGHT = 1.7  # of the line height: ux.md 4, rows of 34 px at 11 pt
_FRAME = 2  # pixels, as the theme lays it around the rows


class RowsView(QTableView, Generic[Row]):
    """Shows a `RowsModel`; one row is current and it stays so through updates.

    Signals:
        opened: Enter or a double click on a row; carries the row.
        current_changed: Another row is current, or it has new contents; carries the
            row, or None.
        menu_requested: Right click or the menu key; carries the place on the screen
            as QPoint.
        widths_changed: A person has changed a column's width.
    """

    opened = Signal(object)
    current_changed = Signal(object)
    menu_requested = Signal(object)
    widths_changed = Signal()

    def __init__(
        self, rows: RowsModel[Row], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = rows
        self._type_ahead: TypeAhead | None = None
        self._called: Callable[[Row], str] = str
        self._widths = [column.width_chars for column in rows.columns]
        self._fitting, self._fitted_to = False, 0
        self._least_rows = 0
        self.set_name(name)
        self._set_up()
        self.setModel(rows)
        rows.headerDataChanged.connect(self._on_rows_header_data_changed)
        self._set_up_headers()
        self._fit()

    def set_name(self, name: str) -> None:
        """Tell the screen reader what is listed here."""
        self.setAccessibleName(name)
        self.horizontalHeader().setAccessibleName(name)

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

    def use_chips(self, chip_colors: ChipColors) -> None:
        """Paint the columns that have a state as chips."""
        delegate = StateDelegate(chip_colors, self)
        for at, column in enumerate(self._model.columns):
            if column.state is not None:
                self.setItemDelegateForColumn(at, delegate)

    def show_at_least(self, rows: int) -> None:
        """Take room for so many rows, however large the text is."""
        self._least_rows = rows
        self._fit()

    def use_empty_state(self, shown: QWidget) -> None:
        """Lay ``shown`` over the table while it has no rows."""
        EmptyOverlay(self, shown)

    def widths(self) -> tuple[int, ...]:
        """Return the columns' widths in Hangul characters, to be kept."""
        return tuple(self._widths)

    def set_widths(self, widths: Sequence[int]) -> None:
        """Take kept widths; those of another set of columns are left unused."""
        if len(widths) == len(self._widths) and min(widths, default=1) > 0:
            self._widths = list(widths)
            self._fit()

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
    def moveCursor(
        self,
        cursorAction: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        last = self._model.rowCount() - 1
        column = max(self.currentIndex().column(), 0)
        match cursorAction:
            case QAbstractItemView.CursorAction.MoveHome if last >= 0:
                return self._model.index(0, column)
            case QAbstractItemView.CursorAction.MoveEnd if last >= 0:
                return self._model.index(last, column)
            case _:
                return super().moveCursor(cursorAction, modifiers)

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row():
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

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._fit()
        super().changeEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_columns()

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None:
            self.opened.emit(row)

    @Slot(Qt.Orientation, int, int)
    def _on_rows_header_data_changed(
        self, _side: Qt.Orientation, _first: int, _last: int
    ) -> None:
        self._fit_columns()  # other words, as in another language

    @Slot(int, int, int)
    def _on_section_resized(self, section: int, _old: int, width_px: int) -> None:
        by_font = self._fitting or self._character() != self._fitted_to
        if by_font or section >= len(self._widths) - 1:
            return  # the last one fills what is left
        self._widths[section] = max(1, round(width_px / self._character()))
        self.widths_changed.emit()

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(self._on_double_clicked)

    def _set_up_headers(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        head.setHighlightSections(False)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        head.sectionResized.connect(self._on_section_resized)

    def _fit(self) -> None:
        self._fitted_to = self._character()
        line = self.fontMetrics().height()
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(line)
        rows.setDefaultSectionSize(round(line * _ROW_HEIGHT))
        if self._least_rows:
            head = self.horizontalHeader().sizeHint().height()
            self.setMinimumHeight(
                head + rows.defaultSectionSize() * self._least_rows + 2 * _FRAME
            )
        self._fit_columns()

    def _fit_columns(self) -> None:
        self._fitting = True
        room = self.viewport().width()
        asked = [
            max(chars, self._head_chars(at)) for at, chars in enumerate(self._widths)
        ]
        columns = enumerate(self._model.columns)
        firm = {at for at, column in columns if column.firm}
        for at, width in enumerate(shares(asked, room, self._character(), firm)):
            self.setColumnWidth(at, width)
        self._fitting = False

    def _head_chars(self, at: int) -> int:
        """Return how many characters a column's heading takes, in its bold letters."""
        bold = self.font()
        bold.setBold(True)
        text = self._model.columns[at].header()
        wide = QFontMetrics(bold).horizontalAdvance(text) + _HEAD_PADDING_PX
        return -(-wide // self._character())

    def _character(self) -> int:
        return self.fontMetrics().horizontalAdvance("가")
