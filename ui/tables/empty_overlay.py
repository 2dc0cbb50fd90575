"""Lays a widget over a view for as long as the view has no rows."""

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override


class EmptyOverlay(QObject):
    """Shows ``shown`` over the empty ``view`` and keeps it in place."""

    def __init__(self, view: QAbstractItemView, shown: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._shown = shown
        shown.setParent(view.viewport())
        view.viewport().installEventFilter(self)
        model = view.model()
        model.rowsInserted.connect(self.refresh)
        model.rowsRemoved.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show or hide by whether there are rows now."""
        self._shown.setGeometry(self._view.viewport().rect())
        self._shown.setVisible(self._view.model().rowCount() == 0)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._shown.setGeometry(self._view.viewport().rect())
        return super().eventFilter(watched, event)
