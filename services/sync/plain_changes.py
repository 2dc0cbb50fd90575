"""Follows the changes that no rule concerns: nearly all of what a page tells.

Either other desks have set fields of a row that this desk has not touched, or this desk
alone has and meets its own ops; and the log took all of it.  There the rules of
``Applier`` come to the same: what is told stands.
"""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field

from services.sync import history
from services.sync.changes import Change
from services.sync.desk_rows import UNFIT, Seen
from services.sync.gathered_rows import GatheredRow, GatheredRows
from services.sync.history import Past
from services.sync.pending import PendingWrites, Place
from services.sync.wire import Json, OfficeTable, Stored, office_tables


@dataclass(slots=True)
class PlainChanges:
    """The rows of a page of which every change is plain.

    Attributes:
        odd: Rows that some rule may concern; a row joins when a change of it turns
            out not to be plain.
        seen: How far the rows have come, as the rules ask it.
        own_desk: This desk's number in the log; 0 if no op counts as its own.
        moved: Rows that are different now.
        received: How many of the changes that needed no rule came from elsewhere.
    """

    rows: GatheredRows
    odd: set[Place]
    seen: MutableMapping[Place, Seen]
    past: list[Past]
    pending: PendingWrites
    own_desk: int
    moved: set[Place] = field(default_factory=set)
    received: int = 0
    _come: dict[Place, int] = field(default_factory=dict)

    def follow(
        self, changes: Sequence[Change], otherwise: Callable[[Change], None]
    ) -> None:
        """Follow the changes in order; hand what is not plain to ``otherwise``."""
        self._come = {place: seen.seq for place, seen in self.seen.items()}
        for change in changes:
            place = change.place
            if place in self.odd or not self._follow(place, change):
                otherwise(change)

    def marks(self) -> dict[Place, Seen]:
        """Return how far each row that was followed has come."""
        return {
            place: Seen(seq, deleted=False)
            for place, seq in self._come.items()
            if place not in self.seen or self.seen[place].seq < seq
        }

    def _follow(self, place: Place, change: Change) -> bool:
        """Follow a change unless its row turns out to be odd; tell which."""
        own = change.desk_id == self.own_desk
        if own:
            self.pending.echo(change.dseq)
        is_old = change.seq <= self._come.get(place, 0)
        if not (is_old or self._take(place, change, own=own)):
            self.odd.add(place)
            if place in self._come:
                self.seen[place] = Seen(self._come[place], deleted=False)
            return False
        self.received += not own
        return True

    def _take(self, place: Place, change: Change, *, own: bool) -> bool:
        table, told = office_tables().get(change.table), change.accepted
        if table is None or not told or not told.keys() <= table.fields:
            return False
        try:
            fields = table.columns(told)
        except UNFIT:
            return False
        row = self.rows.at(place)
        if own:
            if row.fields is None or not self.pending.has(change.dseq):
                return False
            self._meet(table, row, change, fields)
        elif row.fields is None:
            row.make(table, fields)
            self.past.append(history.whole(change))
            self.moved.add(place)
        else:
            self._move(table, row, change, fields)
        self._come[place] = change.seq
        return True

    def _move(
        self,
        table: OfficeTable,
        row: GatheredRow,
        change: Change,
        fields: Mapping[str, Stored],
    ) -> None:
        """Let a row stand as another desk has changed it."""
        stood = row.values(table, fields) or {}
        if table.json.isdisjoint(fields):
            before: Mapping[str, Json] = stood
        else:
            before = {name: table.value(name, was) for name, was in stood.items()}
        self.past.extend(history.moved(change, before))
        if row.change(fields, change.at_ms, change.user):
            self.moved.add(change.place)

    def _meet(
        self,
        table: OfficeTable,
        row: GatheredRow,
        change: Change,
        fields: dict[str, Stored],
    ) -> None:
        """Meet an own op: it stands here already, save what was written since."""
        self.past.extend(history.own(change, self.pending.was(change.dseq)))
        for name in (table.json | self.pending.fields(change.place)) & fields.keys():
            del fields[name]
        if row.change(fields, change.at_ms, change.user):
            self.moved.add(change.place)
        elif table.stamped and not self.pending.touches(change.place):
            row.restamp(change.at_ms, change.user)
