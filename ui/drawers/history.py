"""What happened to a record: read only, masked, shown plainly for twenty seconds."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QTextEdit, QWidget
from typing_extensions import override

from models.values import Purpose
from services.core.clock import local
from services.core.texts import gettext as _
from services.core.texts import language
from services.korean.dates import date_text, time_text
from services.sync.conflicts import ConflictKind
from services.sync.record_history import (
    FieldChange,
    Happened,
    HistoryLine,
    RecordPast,
)
from ui import record_words
from ui.context import PageContext, Places
from ui.drawers.panel import Panel
from ui.drawers.reveal import SHOWN_FOR_MS
from ui.drawers.shown_value import value_text
from ui.tasks import Lane
from ui.widgets.key_button import KeyButton


class HistoryPanel(Panel):
    """Tells who changed what, when and at which desk, and what was not taken."""

    panel_id = "history"

    def __init__(
        self, context: PageContext, places: Places, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._places = places
        self._past: RecordPast | None = None
        self._about = self.label("historyAbout", "title")
        self._lines = QTextEdit(self)
        self._lines.setObjectName("historyLines")
        self._lines.setReadOnly(True)
        self._lines.setTabChangesFocus(True)
        self._reveal = KeyButton("", "Ctrl+E", self)
        self._reveal.setObjectName("historyReveal")
        self._reveal.clicked.connect(self.reveal)
        self._plain_for = QTimer(self)
        self._plain_for.setSingleShot(True)
        self._plain_for.setInterval(SHOWN_FOR_MS)
        self._plain_for.timeout.connect(self._show)
        self.body.addWidget(self._about)
        self.body.addWidget(self._lines, 1)
        self.foot.addWidget(self._reveal)
        self.retranslate()
        self._load()

    @override
    def title(self) -> str:
        return _("History of the record")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {"reveal": self.reveal, "refresh": self._load}

    @override
    def retranslate(self) -> None:
        self._reveal.set_title(_("Show names and telephones for 20 seconds"))
        self._lines.setAccessibleName(_("History of the record"))
        self._show()

    @Slot()
    def reveal(self) -> None:
        """Show names and numbers for a short while; who saw them is logged."""
        verb, actor = self.context.services.sync.reveal_history, self.context.actor
        places = self._places
        self.context.tasks.submit(
            lambda: verb.run(actor, places, Purpose.CASE),
            owner=self,
            on_done=self._on_revealed,
            on_error=self.context.fail,
            lane=Lane.WRITE,
        )

    @Slot()
    def _load(self) -> None:
        verb, actor = self.context.services.sync.history, self.context.actor
        places = self._places
        self.context.tasks.submit(
            lambda: verb.run(actor, places),
            owner=self,
            on_done=self._on_past,
            on_error=self.context.fail,
            lane=Lane.WRITE,
        )

    def _on_past(self, past: RecordPast) -> None:
        self._past = past
        self._show()

    def _on_revealed(self, past: RecordPast) -> None:
        self._tell(past)
        self._plain_for.start()

    @Slot()
    def _show(self) -> None:
        if self._past is None:
            self._about.setText(_("Reading …"))
        else:
            self._tell(self._past)

    def _tell(self, past: RecordPast) -> None:
        about = f"{record_words.record(past.table)} {past.label}".rstrip()
        self._about.setText(about)
        told = "\n\n".join(line_text(line) for line in past.lines)
        self._lines.setPlainText(told or _("This desk knows of no change."))


def line_text(line: HistoryLine) -> str:
    """Return one line of a history with what it changed below it."""
    at = local(line.at)
    head = [f"{date_text(at.date(), language())} {time_text(at)}", line.user_name]
    if line.letter:
        head.append(_("desk {letter}").format(letter=line.letter))
    happened = f"{record_words.record(line.table)}: {_happened(line)}"
    first = " · ".join([*(part for part in head if part), happened])
    if not line.is_sent:
        first = _("{line} (not yet sent)").format(line=first)
    return "\n".join([first, *(_field_text(line, one) for one in line.fields)])


def _happened(line: HistoryLine) -> str:
    if line.happened is Happened.NOT_TAKEN:
        return _not_taken(line)
    return {
        Happened.MADE: _("made"),
        Happened.CHANGED: _("changed"),
        Happened.DELETED: _("deleted"),
        Happened.BROUGHT_BACK: _("brought back"),
        Happened.DECIDED: _("decided on a clash"),
        Happened.REPAIRED: _("set right: it did not show what the shared log says"),
        Happened.STAYS_HERE: _("the server cannot take it; it stays on this desk"),
    }[line.happened]


def _not_taken(line: HistoryLine) -> str:
    why = (
        {
            ConflictKind.EDIT_OF_DELETED: _("not taken: it had been deleted meanwhile"),
            ConflictKind.DELETE_OF_EDITED: _(
                "not deleted: it had been changed meanwhile"
            ),
            ConflictKind.DOUBLE_BOOKING: _("double booking"),
        }.get(line.clash, "")
        if line.clash
        else ""
    )
    told = why or _("not taken: another desk had changed it meanwhile")
    if line.is_decided:
        return _("{what} (decided)").format(what=told)
    return _("{what} (to be decided)").format(what=told)


def _field_text(line: HistoryLine, one: FieldChange) -> str:
    name = record_words.field(one.name)
    if line.happened is Happened.DECIDED:
        return f"   {name}"
    after = value_text(line.table, one.name, one.shape, one.after)
    before = value_text(line.table, one.name, one.shape, one.before)
    if line.happened is Happened.NOT_TAKEN:
        return "   " + _("{field}: not taken {lost}, stood {stood}").format(
            field=name, lost=after, stood=before
        )
    if not one.knows_before:
        return f"   {name}: → {after}"
    return f"   {name}: {before} → {after}"
