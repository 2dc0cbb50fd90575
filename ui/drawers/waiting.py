"""State and commands of the waiting line; one for the whole window, F4 works anywhere."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from models.errors import NothingToDo
from models.values import VisitId, VisitState
from services.core.texts import gettext as _
from services.reception.call_next import Called
from services.reception.waiting_values import WaitingLists, WaitingRow, WaitingSummary
from ui import words
from ui.context import PageContext
from ui.view_model import ViewModel

if TYPE_CHECKING:
    from services.container.reception import Reception

KINDS = frozenset({"visit", "visit_span", "group_visit", "head_count", "petition"})
EACH_MS = 30_000  # waits grow also while nobody touches anything


class WaitingModel(ViewModel):
    """Today's line: who waits, who is called, and the verbs of the desk."""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(context, KINDS, parent)
        self._lists: WaitingLists | None = None
        self._chosen: VisitId | None = None
        self.place = _("Counselling room 1")
        self._timer = QTimer(self)
        self._timer.setInterval(EACH_MS)
        self._timer.timeout.connect(self.reload)
        self._timer.start()

    @property
    def rows(self) -> tuple[WaitingRow, ...]:
        """Everybody of today, in the order of calling; empty before the first answer."""
        return self._lists.rows if self._lists else ()

    @property
    def summary(self) -> WaitingSummary | None:
        """How many wait and how long."""
        return self._lists.summary if self._lists else None

    @property
    def is_loaded(self) -> bool:
        """Whether the first answer has come."""
        return self._lists is not None

    @property
    def chosen(self) -> WaitingRow | None:
        """The visit that the keys are about."""
        return next((r for r in self.rows if r.visit_id == self._chosen), None)

    def choose(self, row: WaitingRow | None) -> None:
        """Say which visit the keys are about."""
        self._chosen = row.visit_id if row else None

    def reload(self) -> None:
        """Read the line anew."""
        waiting, actor = (
            self.context.services.today.waiting_list,
            self.context.actor,
        )
        self.ask(lambda: waiting.run(actor), self._on_lists)

    def _on_lists(self, lists: WaitingLists) -> None:
        self._lists = lists

    def forget(self) -> None:
        """Drop every row."""
        super().forget()
        self._lists, self._chosen = None, None

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """Return what the keys do, on every page."""
        return {
            "visit.call_next": self.call_next,
            "visit.call_again": self.call_again,
            "visit.start": self.start,
            "visit.hold": self.hold,
            "visit.absent": self.absent,
            "visit.absent_to_end": self.absent_to_end,
            "visit.finish": self.finish,
            "slip.print": self.print_slip,
        }

    # -- verbs -------------------------------------------------------------------

    def call_next(self) -> None:
        """Call whoever is next to this desk's room."""
        verb, actor, place = self._verbs.call_next, self.context.actor, self.place
        self.command(
            lambda: verb.run(actor, place), self._on_called, self._on_call_refused
        )

    def _on_call_refused(self, error: Exception) -> None:
        if isinstance(error, NothingToDo):
            self.context.say(_("Nobody is waiting."))
        else:
            self.context.fail(error)

    def call_again(self) -> None:
        """Call the one who was called again."""
        row = self._target(VisitState.CALLED)
        if row is not None:
            verb, actor, visit_id = (
                self._verbs.call_again,
                self.context.actor,
                row.visit_id,
            )
            self.command(lambda: verb.run(actor, visit_id), self._on_called)

    def _on_called(self, called: Called) -> None:
        self._chosen = called.visit_id
        self.changed.emit()  # the highlight goes to who was called
        self.context.done(
            _("{number} was called to {place}.").format(
                number=called.label, place=words.toward(called.place)
            )
        )

    def start(self) -> None:
        """Begin counselling with the one who came."""
        row = self._target(VisitState.CALLED, VisitState.ON_HOLD, VisitState.WAITING)
        if row is None:
            return
        actor, visit_id, place = self.context.actor, row.visit_id, self.place
        if row.state is VisitState.ON_HOLD:
            resume = self._verbs.resume
            self._do(lambda: resume.run(actor, visit_id), _("{number} goes on."), row)
            return
        start = self._verbs.start
        to = None if row.state is VisitState.CALLED else place
        self._do(
            lambda: start.run(actor, visit_id, to),
            _("{number} is in counselling."),
            row,
        )

    def hold(self) -> None:
        """Put the counselling on hold."""
        row = self._target(VisitState.IN_COUNSELLING)
        if row is not None:
            verb, actor, visit_id = self._verbs.hold, self.context.actor, row.visit_id
            self._do(lambda: verb.run(actor, visit_id), _("{number} is on hold."), row)

    def absent(self) -> None:
        """Note that nobody came; the place in the line is kept."""
        row = self._target(VisitState.CALLED)
        if row is not None:
            verb, actor, visit_id = self._verbs.absent, self.context.actor, row.visit_id
            self._do(lambda: verb.run(actor, visit_id), _("{number} is absent."), row)

    def absent_to_end(self) -> None:
        """Let an absent person wait again at the end of the line."""
        row = self._target(VisitState.ABSENT)
        if row is not None:
            verb, actor = self._verbs.absent_to_end, self.context.actor
            visit_id = row.visit_id
            self._do(
                lambda: verb.run(actor, visit_id), _("{number} waits at the end."), row
            )

    def finish(self) -> None:
        """End the counselling; what was said is recorded in the panel that opens."""
        row = self._target(VisitState.IN_COUNSELLING, VisitState.TO_RECORD)
        if row is None:
            return
        if row.state is VisitState.IN_COUNSELLING:
            verb, actor, visit_id = self._verbs.finish, self.context.actor, row.visit_id
            self._do(lambda: verb.run(actor, visit_id), _("{number} is finished."), row)
        self.context.open_drawer("outcome", row)

    def print_slip(self) -> None:
        """Show the receipt slip of the chosen visit, ready to be printed."""
        row = self.chosen
        if row is not None and row.group_id is not None:
            self.context.open_drawer("group", row)  # F12 there tells security
        elif row is None or row.petition_id is None:
            self.context.say(_("Choose a visit with a receipt number first."))
        else:
            self.context.print_slip(row.petition_id)

    @property
    def _verbs(self) -> "Reception":
        return self.context.services.reception

    def _do(self, verb: Callable[[], object], sentence: str, row: WaitingRow) -> None:
        told = sentence.format(number=row.label)

        def say(_done: object) -> None:
            self.context.done(told)

        self.command(verb, say)

    def _target(self, *states: VisitState) -> WaitingRow | None:
        """Return the chosen visit if it is in one of ``states``.

        Without a chosen one the only possible one is meant; a key never acts on
        somebody else than the one who is highlighted.
        """
        chosen = self.chosen
        if chosen is not None:
            if chosen.state in states:
                return chosen
            told = _("{number} is {state}. Choose the visit in the list first.")
            state = words.visit_state_word(chosen.state)
            self.context.say(told.format(number=chosen.label, state=state))
            return None
        fitting = [row for row in self.rows if row.state in states[:1]]
        if len(fitting) == 1:
            return fitting[0]
        self.context.say(_("Choose the visit in the list first."))
        return None
