"""Who may be meant: masked people under the name while it is being typed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from services.core.texts import gettext as _
from services.core.texts import ngettext
from services.reception.people_values import PersonMatch
from ui.tables.columns import Column
from ui.tables.rows_list import RowsList
from ui.tables.rows_model import RowsModel

SHOWN = 5
Offered = PersonMatch | str  # a text is the name that was meant


class MatchList(QWidget):
    """Shows the likeliest people; Alt+Down goes here, Enter takes one.

    Signals:
        taken: A person was chosen; carries the match.
        renamed: Another writing of the name was chosen; carries it.
    """

    taken = Signal(object)
    renamed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matches: RowsModel[Offered] = RowsModel(
            (Column(lambda: _("People"), line_of),), _key, line_of, self
        )
        self._list = RowsList(self._matches, "", self)
        self._list.setObjectName("matchList")
        self._list.opened.connect(self._on_list_opened)
        self._hint = QLabel(self)
        self._hint.setProperty("role", "hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list)
        column.addWidget(self._hint)
        self.hide()

    def show_matches(
        self, matches: Sequence[PersonMatch], meant: str | None = None
    ) -> None:
        """Show at most five; nothing at all when there is nobody.

        Args:
            matches: Who may be meant.
            meant: What was meant to be typed, offered before anybody.
        """
        offered: tuple[Offered, ...] = () if meant is None else (meant,)
        shown = (*offered, *matches)[:SHOWN]
        self._matches.show(shown)
        self.setVisible(bool(shown))
        line = self._list.fontMetrics().height() + 10
        self._list.setFixedHeight(line * max(len(shown), 1) + 8)

    def take_focus(self) -> None:
        """Go to the likeliest person; with nobody listed the focus stays."""
        if self._matches.rows:
            self._list.setCurrentIndex(self._matches.index(0, 0))
            self._list.setFocus()

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self._list.set_name(_("People with this name"))
        self._hint.setText(_("Alt+Down, then Enter: this person. Otherwise a new one."))
        self._matches.retranslate()

    @Slot(object)
    def _on_list_opened(self, offered: Offered) -> None:
        if isinstance(offered, str):
            self.renamed.emit(offered)
        else:
            self.taken.emit(offered)


def line_of(match: Offered) -> str:
    """Return one person as the list shows them, masked, or the name that was meant."""
    if isinstance(match, str):
        return _("Korean keyboard: {name}").format(name=match)
    visits = ngettext("{count} visit", "{count} visits", match.visits).format(
        count=match.visits
    )
    parts = [match.name, match.phone, visits]
    count = len(match.open_petitions)
    if count:
        parts.append(
            ngettext("{count} open !", "{count} open !", count).format(count=count)
        )
    if match.is_here:
        parts.append(_("here already"))
    return "  ".join(part for part in parts if part)


def _key(match: Offered) -> str:
    return match if isinstance(match, str) else match.person_id
