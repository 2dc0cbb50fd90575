"""Applies changes of the log to the office file, one at a time, in order.

The rules are few: what the log accepted stands here too, unless the desk has written
the field itself since; what it did not accept of an own op goes back to what stands;
what does not fit is parked with everything behind it on the same row; what nobody
here knows is kept.  Nothing is ever dropped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import assert_never

from services.core.database import Acting
from services.sync import history, inbox, not_taken
from services.sync.changes import UNREADABLE, Change, ChangeKind
from services.sync.desk_rows import UNFIT, DeskRows, Rows, Seen
from services.sync.gateway import Profile
from services.sync.gathered_rows import GatheredRows
from services.sync.history import Past
from services.sync.pending import PendingWrites, Place
from services.sync.plain_changes import PlainChanges
from services.sync.wire import Cursor, Json, OfficeTable, Stored, office_tables, reaches


class Guard(Enum):
    """Which log numbers are written to a row that has come to some number already."""

    NEWER = auto()
    REPAIR = auto()  # whatever it has come to: this is how it stands
    ANY = auto()  # fields that waited for a newer program


@dataclass(slots=True)
class Applied:
    """What came of a run of changes.

    Attributes:
        kinds: Tables in which a row is different now.
        places: Those rows.
    """

    kinds: set[str] = field(default_factory=set)
    places: set[Place] = field(default_factory=set)
    received: int = 0
    conflicts: int = 0
    parked: int = 0


@dataclass(slots=True)
class Applier:
    """Applies changes on one connection, whose triggers it keeps silent.

    Attributes:
        own_desk: This desk's number in the log; 0 if no op counts as its own.
        apart: Fields that stand here as the server could not take them.
        copied: Up to which log number a copy has told how the rows stand.
        held: Rows whose changes must be parked; a row behind a parked one joins.
    """

    cursor: Cursor
    acting: Acting
    rows: Rows
    pending: PendingWrites
    own_desk: int
    apart: Mapping[Place, frozenset[str]] = field(default_factory=dict)
    copied: int = 0
    held: dict[Place, str] = field(default_factory=dict)
    profile: Profile = Profile.OFFICE
    guard: Guard = Guard.NEWER
    done: Applied = field(default_factory=Applied)
    _seen: dict[Place, Seen] = field(init=False, default_factory=dict)
    _marks: dict[Place, Seen] = field(init=False, default_factory=dict)
    _past: list[Past] = field(init=False, default_factory=list)

    def run(self, changes: Sequence[Change]) -> Applied:
        """Apply all; return what came of it.

        How far each row has come is read before and written after all of them.
        """
        rows = DeskRows(self.cursor)
        places = {change.place for change in changes}
        self._seen = rows.seen(places)
        self.rows.load(places)
        self.acting.applying = True
        try:
            self._follow(changes)
            self.rows.write()
            rows.mark(self._marks)
            history.keep(self.cursor, self._past)
        finally:
            self.acting.applying = False
        return self.done

    def _follow(self, changes: Sequence[Change]) -> None:
        """Apply each change; the rules are asked only where one may concern it."""
        if not isinstance(self.rows, GatheredRows):
            for change in changes:
                self._apply(change)
            return
        plain = PlainChanges(
            rows=self.rows,
            odd=self._odd(changes),
            seen=self._seen,
            past=self._past,
            pending=self.pending,
            own_desk=self.own_desk,
        )
        plain.follow(changes, self._apply)
        self._marks = {**plain.marks(), **self._marks}
        self.done.received += plain.received
        self.done.places |= plain.moved
        self.done.kinds |= {table for table, _row in plain.moved}

    def _odd(self, changes: Sequence[Change]) -> set[Place]:
        """Return the rows of which a rule must be asked."""
        odd = {place for place, seen in self._seen.items() if seen.deleted}
        odd.update(
            self.held, self.apart, filter(self.pending.deletes, self.pending.written)
        )
        for change in changes:
            if (
                change.kind is not ChangeKind.SET
                or change.rejected
                or change.desk_id == 0
                or change.seq <= self.copied
                or (
                    change.desk_id != self.own_desk
                    and change.place in self.pending.written
                )
            ):
                odd.add(change.place)
        return odd

    def _apply(self, change: Change) -> None:
        own = self._is_own(change)
        if own:
            self.pending.echo(change.dseq)
        if change.desk_id and change.seq <= self.copied:
            self._tell_again(change)
            return
        if not own:
            self.done.received += 1
        if change.rejected:
            self.done.conflicts += inbox.add(self.cursor, change)
            self.done.kinds.add("sync_conflict")
        match change.kind:
            case ChangeKind.SET | ChangeKind.DELETE | ChangeKind.BRING_BACK:
                self._place(change)
            case ChangeKind.QUARANTINED:
                self._never_taken(change)
            case ChangeKind.RESOLVE:
                inbox.settle(self.cursor, change)
                self.done.kinds.add("sync_conflict")
                self._decided(change)
            case _:
                assert_never(change.kind)

    def _tell_again(self, change: Change) -> None:
        """Keep the past of what the rows show already."""
        inbox.add(self.cursor, change)
        if change.kind is ChangeKind.RESOLVE:
            inbox.settle(self.cursor, change)
        if change.kind is ChangeKind.QUARANTINED:
            self._never_taken(change)
        elif change.table in office_tables():
            own = self._is_own(change)
            self._past += history.again(self.cursor, change, is_own=own)

    def _never_taken(self, change: Change) -> None:
        """Note an own op that the server cannot take; not what never leaves here."""
        if self._is_own(change):
            self._past += (
                line
                for line in history.never_taken(self.cursor, change)
                if reaches(line.table, self.profile)
            )

    def _decided(self, change: Change) -> None:
        """Note the decision; the row has come as far, as on the server."""
        if not change.accepted or change.table not in office_tables():
            return
        reason = self.held.get(change.place)
        if reason is not None:
            self._park(change, reason)
            return
        self._past.append(history.decision(change))
        seen = self._seen.get(change.place)
        if seen is not None and change.seq > seen.seq and inbox.weighs(change):
            self._mark(change.place, Seen(change.seq, seen.deleted))

    def _is_own(self, change: Change) -> bool:
        return change.desk_id == self.own_desk != 0

    def _place(self, change: Change) -> None:
        if any(name.startswith("$") for name in change.accepted):
            if UNREADABLE in change.accepted:
                self._park(change, "unreadable")
                return
            told = change.accepted.items()  # whatever somebody calls so is no field
            fields = {n: value for n, value in told if not n.startswith("$")}
            change = change._replace(accepted=fields)
        table = office_tables().get(change.table)
        if table is None:
            self._keep_unknown_row(change)
            return
        reason = self.held.get(change.place)
        if reason is not None:
            self._park(change, reason)
            return
        self.acting.user, self.acting.at = change.user, change.at_ms
        try:
            self._write(table, change)
        except UNFIT as error:
            self._park(change, type(error).__name__)

    def _write(self, table: OfficeTable, change: Change) -> None:
        rows = self.rows
        seen = self._seen.get(change.place)
        if seen is not None and self._is_old(change, seen):
            return
        if change.kind is ChangeKind.DELETE:
            self._delete(table, change, seen)
            return
        if "$deleted" in change.rejected:
            if self._is_own(change) and rows.remove(table, change.row_id):
                self._note(change)
            return
        if change.kind is ChangeKind.SET and seen is not None and seen.deleted:
            return
        self._set(table, self._told_of(change))
        if change.accepted or change.kind is ChangeKind.BRING_BACK:
            seq = change.seq
            if seen is not None and self.guard is not Guard.REPAIR:
                seq = max(seq, seen.seq)
            self._mark(change.place, Seen(seq, deleted=False))

    def _is_old(self, change: Change, seen: Seen) -> bool:
        match self.guard:
            case Guard.NEWER:
                return change.seq <= seen.seq
            case Guard.REPAIR | Guard.ANY:
                return False
            case _:
                assert_never(self.guard)

    def _delete(self, table: OfficeTable, change: Change, seen: Seen | None) -> None:
        rows = self.rows
        refused = change.rejected.get("$delete")
        if refused is not None:
            if self._is_own(change) and not rows.exists(table, change.row_id):
                whole: dict[str, Json] = refused["cur"]
                rows.add(table, change.row_id, self._columns(table, change, whole))
                self._note(change)
            return
        if seen is not None and seen.deleted and self.guard is not Guard.REPAIR:
            return
        if rows.remove(table, change.row_id):
            self._note(change)
        if change.desk_id:
            self._past.append(history.whole(change))
        not_taken.end(self.cursor, change.place, self.apart.get(change.place, ()))
        self._mark(change.place, Seen(change.seq, deleted=True))

    def _told_of(self, change: Change) -> Change:
        """Return a change as far as it tells of more than a copy can know.

        What a desk writes counts, and ends what stood apart; a copy of the server's
        state knows nothing of a value that the server could not take.
        """
        apart = self.apart.get(change.place)
        if not apart:
            return change
        if change.desk_id:
            ended = apart & change.accepted.keys() - self.pending.fields(change.place)
            not_taken.end(self.cursor, change.place, ended)
            return change
        told = {n: v for n, v in change.accepted.items() if n not in apart}
        return change._replace(accepted=told)

    def _set(self, table: OfficeTable, change: Change) -> None:
        """Make the row's fields stand as the log says, save those written since."""
        rows, place = self.rows, change.place
        if self.pending.deletes(place):
            return
        own = self._is_own(change)
        skipped = self.pending.fields(place)
        stood = rows.values(table, change.row_id, change.accepted)
        there = stood is not None
        if own and there:
            # Already so here, and the server writes JSON in another order.
            skipped |= table.json & change.accepted.keys()
        self._remember(table, change, stood)
        told = {**change.accepted, **change.current} if own else change.accepted
        if skipped:
            told = {name: value for name, value in told.items() if name not in skipped}
        fields = self._columns(table, change, told)
        changed = bool(fields)
        if there:
            changed = rows.change(table, change.row_id, fields)
        elif fields:
            rows.add(table, change.row_id, fields)
        if changed:
            self._note(change)
        elif own and table.stamped and change.accepted:
            self._restamp(table, change)

    def _remember(
        self, table: OfficeTable, change: Change, stood: dict[str, Stored] | None
    ) -> None:
        """Keep what the change is in the history of its row."""
        if self._is_own(change):
            at_hand = self.pending.has(change.dseq)
            was = (
                self.pending.was(change.dseq)
                if at_hand
                else history.former(self.cursor, change)
            )
            self._past += history.own(change, was)
        elif change.desk_id == 0 and self.guard is Guard.ANY:
            return  # fields that waited for this program: nobody changes them now
        elif stood is None:
            if change.desk_id or self.guard is Guard.REPAIR:
                self._past.append(history.whole(change))
        else:
            before = {name: table.value(name, was) for name, was in stood.items()}
            before |= self.pending.before(change.place)
            self._past += history.moved(change, before)

    def _mark(self, place: Place, seen: Seen) -> None:
        """Remember how far a row has come now."""
        if self.guard is Guard.REPAIR and self._seen.get(place) != seen:
            self.done.places.add(place)
        self._seen[place] = self._marks[place] = seen

    def _note(self, change: Change) -> None:
        """Remember that a row is different now."""
        self.done.kinds.add(change.table)
        self.done.places.add(change.place)

    def _restamp(self, table: OfficeTable, change: Change) -> None:
        """Let the log say who changed an own row last (decision 1)."""
        if not self.pending.touches(change.place):
            self.rows.restamp(table, change.row_id, change.at_ms, change.user)

    def _columns(
        self, table: OfficeTable, change: Change, told: dict[str, Json]
    ) -> dict[str, Stored]:
        """Return the columns of the fields we have; keep the others aside."""
        if not told.keys() <= table.fields:
            unknown = {n: value for n, value in told.items() if n not in table.fields}
            DeskRows(self.cursor).keep_unknown(change.place, unknown, change.seq)
        return table.columns(told)

    def _keep_unknown_row(self, change: Change) -> None:
        told: dict[str, Json] = dict(change.accepted)
        if change.kind is not ChangeKind.SET and not change.rejected:
            told["$deleted"] = change.kind is ChangeKind.DELETE
        DeskRows(self.cursor).keep_unknown(change.place, told, change.seq)

    def _park(self, change: Change, reason: str) -> None:
        self.cursor.execute(
            "INSERT INTO sync_parked (seq, reason, raw) VALUES (?, ?, ?) "
            "ON CONFLICT (seq) DO UPDATE SET reason = excluded.reason",
            (change.seq, reason, change.text()),
        )
        self.held[change.place] = "behind"
        self.done.parked += 1
