"""State of the dong visits page: every dong with its last and next visit."""

from PySide6.QtCore import QObject

from services.outreach.dongs import DongRow
from ui.context import PageContext
from ui.view_model import ViewModel

KINDS = frozenset({"dong", "dong_visit", "programme_item", "attendee", "pending_issue"})


class DongVisitsModel(ViewModel):
    """The dongs of today."""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(context, KINDS, parent)
        self._rows: tuple[DongRow, ...] | None = None

    @property
    def rows(self) -> tuple[DongRow, ...]:
        """Every dong in the order people expect."""
        return self._rows or ()

    @property
    def visited(self) -> int:
        """How many dongs were visited at least once."""
        return sum(1 for row in self.rows if row.last_visit is not None)

    def reload(self) -> None:
        """Read the dongs anew."""
        dongs, actor = self.context.services.outreach.dongs, self.context.actor
        self.ask(lambda: dongs.run(actor, None), self._on_rows)

    def _on_rows(self, rows: tuple[DongRow, ...]) -> None:
        self._rows = rows

    def forget(self) -> None:
        """Drop every row."""
        super().forget()
        self._rows = None
