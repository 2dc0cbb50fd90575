"""State and commands of the sync page: how the desk stands, the round, the inbox."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from models.values import Purpose
from services.briefing.print_paper import Printed
from services.core.cancellation import Cancellation
from services.core.clock import local
from services.core.events import RecordsChanged, SyncSpoke
from services.core.texts import gettext as _
from services.sync.conflicts import ConflictCard, ConflictField, ConflictKind
from services.sync.conversation import RoundReport
from services.sync.decide import Choice, Decision
from services.sync.status import SyncStanding
from services.sync.stick import Written
from services.sync.waiting import WaitingRow
from ui.context import PageContext
from ui.pages.sync.cards_model import CardsModel
from ui.pages.sync.receipt import receipt_of
from ui.reading import Reading
from ui.tasks import Lane
from ui.view_model import ViewModel

T = TypeVar("T")

# Nothing to choose between: it is seen, and settled by that.
_TO_BE_SEEN = (ConflictKind.DOUBLE_BOOKING, ConflictKind.DECIDED_ALREADY)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is told of the desk."""

    standing: SyncStanding
    waiting: tuple[WaitingRow, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One value that waits for a decision, and what is chosen for it so far."""

    card: ConflictCard
    field: ConflictField
    choice: Choice | None = None


class SyncModel(ViewModel):
    """What the sync page shows and does.

    Signals:
        ended: A round has ended; carries RoundReport.
        written: A stick file is written; carries how many changes are in it.
    """

    ended = Signal(object)
    written = Signal(object)

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(context, frozenset(), parent)
        self._shown: Shown | None = None
        self._inbox = CardsModel(context, self)
        self._inbox.changed.connect(self.changed)
        self._cancellation: Cancellation | None = None
        self._choices: dict[tuple[int, str], Choice] = {}

    @property
    def shown(self) -> Shown | None:
        """What was read last."""
        return self._shown

    @property
    def rows(self) -> tuple[FieldRow, ...]:
        """The values to decide, oldest first."""
        return tuple(row for card in self._inbox.cards for row in self._rows_of(card))

    @property
    def reading_of_inbox(self) -> Reading:
        """How far the question stands what has to be decided."""
        return self._inbox.reading

    def _rows_of(self, card: ConflictCard) -> tuple[FieldRow, ...]:
        only = Choice.KEEP if card.kind in _TO_BE_SEEN else None
        return tuple(
            FieldRow(card, field, self._choices.get((card.seq, field.name), only))
            for field in card.fields
        )

    @property
    def is_running(self) -> bool:
        """Whether a round is under way, of somebody's or a quiet one."""
        told = self.context.events.round_under_way
        return self._cancellation is not None or told is not None

    @property
    def progress(self) -> tuple[int, int]:
        """How much of the present step is done, of how much; zeros while connecting."""
        told = self.context.events.round_under_way
        return (told.done, told.total) if told else (0, 0)

    def reload(self) -> None:
        """Read how the desk stands and, apart from it, what has to be decided."""
        self.ask(self._question, self._on_shown)
        self._inbox.reload()

    def _question(self) -> Shown:
        services, actor = self.context.services, self.context.actor
        return Shown(
            services.today.standing.run(actor), services.sync.waiting.run(actor)
        )

    def _on_shown(self, shown: Shown) -> None:
        self._shown = shown

    def forget(self) -> None:
        """Drop every row; a round that was begun here stops at its next safe place."""
        super().forget()
        self._inbox.forget()
        self._stop_own()
        self._shown = None
        self._choices.clear()

    @Slot(object)
    def _on_told(self, event: object) -> None:
        if isinstance(event, SyncSpoke):
            self.changed.emit()
            if event.state == "ended" and self._cancellation is None:
                self.reload()
        elif isinstance(event, RecordsChanged):
            self.reload()

    # -- commands ----------------------------------------------------------------

    def start(self) -> None:
        """Send and receive once; work goes on meanwhile."""
        verb, actor = self.context.services.sync.round, self.context.actor
        self._begin(lambda stop: verb.run(actor, stop), self._on_round)

    def write_stick(self, path: Path) -> None:
        """Write what is unsent to a file; it counts as sent when the answer is read."""
        verb, actor = self.context.services.sync.write_stick, self.context.actor
        self._begin(lambda _stop: verb.run(actor, path), self._on_written)

    def read_stick(self, path: Path) -> None:
        """Take the office's answer from a file."""
        verb, actor = self.context.services.sync.read_stick, self.context.actor
        self._begin(lambda stop: verb.run(actor, path, stop), self._on_round)

    def _begin(
        self, work: Callable[[Cancellation], T], on_done: Callable[[T], None]
    ) -> None:
        """Run one exchange; another one waits for it to be asked for again."""
        if self._cancellation is not None:
            return
        cancellation = Cancellation()
        self._cancellation = cancellation
        self.changed.emit()
        self.context.tasks.submit(
            lambda: work(cancellation),
            owner=self,
            on_done=on_done,
            on_error=self._on_round_failed,
            lane=Lane.NETWORK,
        )

    def stop(self) -> None:
        """Stop at the next safe place, also a quiet round; nothing is lost by it."""
        self._stop_own()
        if self.context.events.round_under_way is not None:
            self.context.services.sync.round.stop()

    def _stop_own(self) -> None:
        if self._cancellation is not None:
            self._cancellation.set()

    def _on_round(self, report: RoundReport | None) -> None:
        self._cancellation = None
        if report is not None:
            self.ended.emit(report)
        else:
            self.context.say(_("A round is running already; it goes once more."))
        self.reload()

    def _on_written(self, written: Written) -> None:
        self._cancellation = None
        self.written.emit(written.ops)
        self.reload()

    def _on_round_failed(self, error: Exception) -> None:
        self._cancellation = None
        self.changed.emit()
        self.context.fail(error)

    def draw_receipt(self, on_done: Callable[[Printed], None]) -> None:
        """Draw the receipt of today's rounds; its print is logged."""
        services, actor = self.context.services, self.context.actor

        def draw() -> Printed:
            now = services.office.clock.now()
            morning = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
            standing = services.today.standing.run(actor)
            decided = services.sync.decided.run(actor, morning)
            sums = services.sync.sums.run(actor, morning)
            receipt = receipt_of(standing, sums, decided, now)
            return services.briefing.print_small.run(actor, receipt, Purpose.REVIEW)

        self.command(draw, on_done)

    @Slot(object, object)
    def choose(self, row: FieldRow, choice: Choice) -> None:
        """Choose a value; fields that move together are chosen together."""
        if row.card.kind in _TO_BE_SEEN or not row.card.decidable:
            return
        together = row.field.group
        for field in row.card.fields:
            if field is row.field or (together and field.group == together):
                self._choices[row.card.seq, field.name] = choice
        self.changed.emit()

    @Slot(object)
    def put_off(self, row: FieldRow) -> None:
        """Leave the row's card for later: nothing is chosen for it."""
        for field in row.card.fields:
            self._choices.pop((row.card.seq, field.name), None)
        self.changed.emit()

    def decide_whole(self, row: FieldRow, choice: Choice) -> None:
        """Let one side stand for the whole card of the row."""
        for field in row.card.fields:
            self._choices[row.card.seq, field.name] = choice
        self.decide(row)

    def decide(self, row: FieldRow) -> FieldRow | None:
        """Let what is chosen stand; the rest stays in the history.

        Returns:
            The first field of the card for which nothing is chosen yet, if there is
            one; nothing was decided then.
        """
        rows = self._rows_of(row.card)
        for one in rows:
            if one.choice is None:
                return one
        verb, actor = self.context.services.sync.decide, self.context.actor
        decisions = [
            Decision(one.card.seq, one.field.name, one.choice, mark=one.field.mark)
            for one in rows
            if one.choice is not None
        ]
        self.command(lambda: verb.run(actor, decisions), self._on_decided)
        return None

    @Slot(object)
    def bring_back(self, row: WaitingRow) -> None:
        """Ask for the deleted record that the row refers to."""
        if row.deleted is None:
            return
        verb, actor, place = self.context.services.sync, self.context.actor, row.deleted
        self.command(lambda: verb.bring_back.run(actor, place), self._on_brought_back)

    def _on_brought_back(self, _nothing: object) -> None:
        self.context.say(_("The record comes back with the next round."))
        self.reload()

    def _on_decided(self, _nothing: object) -> None:
        self.reload()
