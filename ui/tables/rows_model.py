"""A table model over frozen rows that follows a new list by differences.

A reset would lose selection, scroll position and the screen reader's place.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from ui.tables.columns import Column, Row
from ui.tables.differences import (
    single_move,
    spans_changed,
    spans_to_insert,
    spans_to_remove,
)

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
STATE_ROLE = ROW_ROLE + 1
_NOWHERE = QModelIndex()
_UNSORTED = -1


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Shows rows; `show` gives it the next list and the same rows stay the same.

    Args:
        columns: From left to right.
        key: What makes a row the same row; no two rows of a list share it.
        spoken: What a screen reader says for a whole row, for lists of cards.
        parent: Owns the model.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], Hashable],
        spoken: Callable[[Row], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._key = key
        self._spoken = spoken
        self._given: tuple[Row, ...] = ()
        self._rows: list[Row] = []
        self._sorted_by = _UNSORTED
        self._order = Qt.SortOrder.AscendingOrder

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """What is shown of each row."""
        return self._columns

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows in the order shown."""
        return tuple(self._rows)

    def show(self, rows: Sequence[Row]) -> None:
        """Show ``rows`` from now on, in the order chosen by the person.

        Raises:
            ValueError: Two of the rows have the same key.
        """
        if len({self._key(row) for row in rows}) != len(rows):
            raise ValueError("two rows share a key")
        self._given = tuple(rows)
        self._follow(self._in_order())

    def clear(self) -> None:
        """Forget every row."""
        self.show(())

    def row_at(self, index: Index) -> Row | None:
        """Return the row at ``index``, or None outside."""
        inside = index.isValid() and index.row() < len(self._rows)
        return self._rows[index.row()] if inside else None

    def index_of(self, key: Hashable, column: int = 0) -> QModelIndex:
        """Return where the row with ``key`` is; invalid if it is not here."""
        for at, row in enumerate(self._rows):
            if self._key(row) == key:
                return self.index(at, column)
        return QModelIndex()

    def key_at(self, index: Index) -> Hashable | None:
        """Return the key of the row at ``index``, or None outside."""
        row = self.row_at(index)
        return None if row is None else self._key(row)

    def retranslate(self) -> None:
        """Ask for every text again: the language has changed."""
        last = len(self._columns) - 1
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)
        if self._rows:
            end = self.index(len(self._rows) - 1, last)
            self.dataChanged.emit(self.index(0, 0), end)

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None:
            return None
        column = self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return (self._spoken or column.spoken or column.text)(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                return column.align.value | Qt.AlignmentFlag.AlignVCenter
            case _:
                return self._extra(row, column, role)

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        column = self._columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.header()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align.value | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def sort(
        self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        self._sorted_by, self._order = column, order
        self._follow(self._in_order())

    def _extra(self, row: Row, column: Column[Row], role: int) -> object:
        if role == ROW_ROLE:
            return row
        if role == STATE_ROLE and column.state is not None:
            return column.state(row)
        if role == Qt.ItemDataRole.ToolTipRole and column.tip is not None:
            return column.tip(row)
        return None

    def _in_order(self) -> list[Row]:
        rows = list(self._given)
        if 0 <= self._sorted_by < len(self._columns):
            key = self._columns[self._sorted_by].key
            if key is not None:
                rows.sort(key=key, reverse=self._order == Qt.SortOrder.DescendingOrder)
        return rows

    def _follow(self, rows: list[Row]) -> None:
        wanted = [self._key(row) for row in rows]
        self._remove_all_but(set(wanted))
        self._reorder(wanted)
        self._insert_new(rows, wanted)
        self._update(rows)

    def _remove_all_but(self, staying: set[Hashable]) -> None:
        keys = [self._key(row) for row in self._rows]
        for span in spans_to_remove(keys, staying):
            self.beginRemoveRows(QModelIndex(), span.first, span.last)
            del self._rows[span.first : span.last + 1]
            self.endRemoveRows()

    def _reorder(self, wanted: list[Hashable]) -> None:
        here = {self._key(row): at for at, row in enumerate(self._rows)}
        order = [here[key] for key in wanted if key in here]
        if order == sorted(order):
            return
        move = single_move(order)
        if move is None:
            self._move_many(order)
        else:
            self._move_one(*move)

    def _move_one(self, source: int, target: int) -> None:
        top = QModelIndex()
        before = target if target < source else target + 1
        self.beginMoveRows(top, source, source, top, before)
        self._rows.insert(target, self._rows.pop(source))
        self.endMoveRows()

    def _move_many(self, order: list[int]) -> None:
        """Reorder in one step: a thousand single moves would take seconds."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        goes_to = {old: new for new, old in enumerate(order)}
        after = [self.index(goes_to[one.row()], one.column()) for one in before]
        self._rows = [self._rows[old] for old in order]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _insert_new(self, rows: list[Row], wanted: list[Hashable]) -> None:
        present = {self._key(row) for row in self._rows}
        for span in spans_to_insert(wanted, present):
            self.beginInsertRows(QModelIndex(), span.first, span.last)
            self._rows[span.first : span.first] = rows[span.first : span.last + 1]
            self.endInsertRows()

    def _update(self, rows: list[Row]) -> None:
        spans = spans_changed(self._rows, rows)
        self._rows = rows
        last = len(self._columns) - 1
        for span in spans:
            begin, end = self.index(span.first, 0), self.index(span.last, last)
            self.dataChanged.emit(begin, end)
