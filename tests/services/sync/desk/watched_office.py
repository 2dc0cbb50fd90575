"""An office of real desks, and what its people had seen when they wrote.

What a person had seen is noted at the moment of writing: what came to this desk through
the log by then.  Nothing here reads the ``base`` that the desk itself writes down.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from models.errors import OfficeError
from services.sync.enrolment import EnrolDesk
from services.sync.recover_desk import GiveUpPlace
from services.sync.schedule import Outcome
from services.sync.table_spec import TableSpec
from services.sync.wire import office_tables, table_specs
from tests.doubles.fixed_clock import FixedClock
from tests.services.sync.desk.desks import (
    STAFF,
    CityHall,
    DeskUnderTest,
    fresh_name,
    scripted,
)
from tests.services.sync.seen_set import Oracle, Rules, Write

Key = tuple[str, str, str]  # transaction, row, kind: of one write, however often sent

WATCHED = ("person", "meeting", "visit", "group_visit", "representative")


def _key(op: Mapping[str, Any]) -> Key:
    return (op["txn"], op["row_id"], op["kind"])


def _rules(spec: TableSpec) -> Rules:
    rank = {
        name: {
            value: place
            for place, step in enumerate(steps)
            for value in ((step,) if isinstance(step, str) else step)
        }
        for name, steps in spec.forward.items()
    }
    groups = tuple(frozenset(names) for names in spec.groups.values())
    return Rules(groups, frozenset(spec.last_wins), rank)


RULES = {spec.name: _rules(spec) for spec in table_specs()}


@dataclass
class Seat:
    """One machine: its desk now, and what came to it.

    Attributes:
        seen: Writes that came to it through the log.
        doubtful: Writes that came with a copied disk; the server cannot know of it.
    """

    desk: DeskUnderTest
    seen: set[Key] = field(default_factory=set)
    doubtful: set[Key] = field(default_factory=set)


@dataclass(frozen=True)
class Line:
    """One op of the log."""

    seq: int
    desk_id: int
    op: Mapping[str, Any]
    accepted: Mapping[str, Any]
    rejected: Mapping[str, Any]


@dataclass
class Figures:
    """What was counted over many histories; all but the first two must be nought."""

    written: int = 0
    shown: int = 0
    lost: int = 0
    doubled: int = 0
    unequal: int = 0
    misjudged: int = 0
    hidden: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        """Return both together."""
        mine, theirs = vars(self), vars(other)
        return Figures(**{name: mine[name] + theirs[name] for name in mine})

    @property
    def is_clean(self) -> bool:
        """Whether nothing went wrong."""
        return not (
            self.lost + self.doubled + self.unequal + self.misjudged + self.hidden
        )


@dataclass
class WatchedOffice:
    """Plays what happens to an office, and counts what became of its writes.

    Attributes:
        seen: What was seen by whoever made a write.
        doubtful: What was on a copied disk then, and may count as unseen.
        before: Writes of the office's founding.
        copied: Writes that waited on a disk while it was copied: either copy may be
            the first to hand them in, under its own name.
        wrong: Where something was not as it must be.
    """

    hall: CityHall
    seats: list[Seat] = field(default_factory=list)
    seen: dict[Key, frozenset[Key]] = field(default_factory=dict)
    doubtful: dict[Key, frozenset[Key]] = field(default_factory=dict)
    before: set[Key] = field(default_factory=set)
    copied: set[Key] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    letters: Iterator[str] = field(default_factory=lambda: iter("DEFGHIJLMNOPQRSTUVW"))

    def open(self, *labels: str) -> None:
        """Open desks, each with a clock of its own."""
        for label in labels:
            self.hall.clock = FixedClock()
            self.seats.append(Seat(self.hall.desk(label)))
        self.rounds()
        for seat in self.seats:
            self.before |= {_key(op) for op in _outbox(seat.desk)}

    def act(
        self,
        seat: Seat,
        what: Callable[[DeskUnderTest], object],
        form: tuple[frozenset[Key], frozenset[Key]] | None = None,
    ) -> None:
        """Do something at a desk, if the office allows it.

        ``form`` tells what a form had shown, and what it may have shown; None for
        what the desk shows now.
        """
        with suppress(OfficeError):
            what(seat.desk)
        seen, doubtful = form or (frozenset(seat.seen), frozenset())
        self.note(seat, seen, doubtful | seat.doubtful)

    def note(self, seat: Seat, seen: frozenset[Key], doubtful: frozenset[Key]) -> None:
        """Note what was seen by whoever wrote what is new in this desk's outbox."""
        for op in _outbox(seat.desk):
            if _key(op) not in self.before and op["tbl"] in WATCHED:
                self.seen.setdefault(_key(op), seen)
                self.doubtful.setdefault(_key(op), doubtful)

    def sync(self, seat: Seat, **script: Any) -> None:
        """Hold a round; whoever may not go on is given a new place first."""
        report = seat.desk.sync(scripted(**script) if script else None)
        if report.outcome is Outcome.REFUSED:
            GiveUpPlace(seat.desk.units).run(STAFF)
        if report.outcome in (Outcome.FORKED, Outcome.REFUSED):
            label = next(self.letters)
            EnrolDesk(seat.desk.units).run(STAFF, self.hall.enrol(label))
            seat.desk.label = label
            seat.desk.sync()
        self.look(seat)

    def look(self, seat: Seat) -> None:
        """Note what has come to a desk by now and is not set aside there."""
        if self.knows_history(seat):
            cursor = seat.desk.value("SELECT cursor FROM sync_state")
            aside = {seq for (seq,) in seat.desk.ask("SELECT seq FROM sync_parked")}
            seat.seen |= {
                _key(line.op)
                for line in self.log()
                if line.seq <= cursor and line.seq not in aside
            }

    def knows_history(self, seat: Seat) -> bool:
        """Whether a desk has heard of the history that the server has now."""
        epoch = seat.desk.value("SELECT epoch FROM sync_state")
        return bool(epoch == self.hall.value("select epoch::text from sync.head"))

    def rounds(self, times: int = 3) -> None:
        """Sync in turn until nobody has anything to tell."""
        for _ in range(times):
            for seat in self.seats:
                self.sync(seat)

    def log(self) -> list[Line]:
        """Return the log as it is now."""
        return [
            Line(seq, desk_id, json.loads(op), accepted, rejected or {})
            for seq, desk_id, op, accepted, rejected in self.hall.ask(
                "select seq, desk_id, op, accepted, rejected from sync.log"
                " where kind <> 'q' order by seq"
            )
        ]

    def restore_server(self, backup: str) -> set[Key]:
        """Bring the server back as it was; what was seen of the rest counts no more.

        Returns:
            What the backup has.
        """
        self.hall.restore(backup)
        kept = {_key(line.op) for line in self.log()}
        for seat in self.seats:
            seat.seen &= kept
        self.seen = {
            key: seen if key in kept else seen & kept for key, seen in self.seen.items()
        }
        return kept

    def reopen(self, seat: Seat, disk: DeskUnderTest) -> None:
        """Go on from a copy of a disk: after a power cut, or from a backup."""
        if _place(seat.desk) != _place(disk):  # it has handed in under another name
            self.copied |= {_key(op) for op in _waiting(disk)}
        seat.desk.office.close()
        seat.desk = disk

    def came_from_copy(self, seat: Seat, seen: frozenset[Key]) -> None:
        """Go on from what an old copy knows; give up what was nowhere else."""
        own = {_key(op) for op in _outbox(seat.desk)}
        seat.seen, seat.doubtful = set(seen), seat.doubtful | own
        there = {_key(line.op) for line in self.log()}
        for other in self.seats:
            there |= {_key(op) for op in _outbox(other.desk)}
        self.seen = {key: seen for key, seen in self.seen.items() if key in there}

    def clone(self, seat: Seat) -> Seat:
        """Copy a desk's folder to another machine; both go on."""
        self.hall.clock = FixedClock()
        desk = self.hall.copied(seat.desk, fresh_name())
        own = {_key(op) for op in _outbox(desk)}
        self.copied |= {_key(op) for op in _waiting(desk)}
        twin = Seat(desk, set(seat.seen), seat.doubtful | own)
        self.seats.append(twin)
        return twin

    def count(self) -> Figures:
        """Compare everything with everything once the office is quiet."""
        log = self.log()
        times = Counter(_happenings(log))
        figures = Figures(written=len(self.seen))
        figures.lost = len(self.seen.keys() - {_key(line.op) for line in log})
        figures.doubled = sum(times[key] > 1 for key in self.seen.keys() - self.copied)
        figures.misjudged = self._misjudged(log)
        figures.shown = sum(len(line.rejected) for line in log)
        figures.unequal = self._unequal(log)
        figures.hidden = self._hidden(log) + self._unseen_bookings(log)
        return figures

    def _misjudged(self, log: list[Line]) -> int:
        """Count the writes that the server judged otherwise than the oracle."""
        oracle, wrong, judged = Oracle(), 0, set[Key]()
        for line in log:
            key, op = _key(line.op), line.op
            if op["tbl"] not in WATCHED:
                continue
            row = (op["tbl"], op["row_id"])
            if op["kind"] == "r":
                if line.accepted:
                    oracle.decide(key, line.desk_id, row, line.accepted["field"])
                continue
            told_again = key in judged and op["kind"] == "u" and not line.rejected
            if told_again and oracle.stands_as(row, line.accepted):
                continue  # it has happened, and once
            judged.add(key)
            seen = self.seen.get(key, frozenset())
            rules = RULES[op["tbl"]]
            write = Write(line.desk_id, op["kind"], row, op["patch"], seen, rules)
            least = self._least(oracle, write, key)
            most = oracle.shown(write)
            if self.doubtful.get(key):  # and so what the whole of a group was to be
                least, most = least & write.patch.keys(), most | oracle.beside(write)
            shown = {name for name in line.rejected if not name.startswith("$claim:")}
            stands = oracle.take(key, write, shown)
            is_told = op["kind"] == "x" or set(line.accepted) | rules.last >= stands
            if not (least <= shown <= most and is_told):
                wrong += 1
                self.wrong.append(f"{line.seq}: {least} {shown} {most} {stands}")
        return wrong

    def _least(self, oracle: Oracle, write: Write, key: Key) -> set[str]:
        known = write.seen | self.doubtful.get(key, frozenset())
        return oracle.shown(replace(write, seen=known))

    def _unequal(self, log: list[Line]) -> int:
        """Count desks that differ from the fold of the log; the server's cache too."""
        fold: dict[tuple[str, str], dict[str, Any]] = {}
        gone: set[tuple[str, str]] = set()
        for line in log:
            place = (line.op["tbl"], line.op["row_id"])
            if line.op["kind"] == "r":
                continue
            fold.setdefault(place, {}).update(line.accepted)
            if line.op["kind"] == "d" and "$delete" not in line.rejected:
                gone.add(place)
            if line.op["kind"] == "x" and "$deleted" not in line.rejected:
                gone.discard(place)
        cache = {
            (table, row): (data, deleted)
            for table, row, data, deleted in self.hall.ask(
                "select tbl, row_id::text, data, deleted from sync.row_state"
            )
        }
        folded = {place: (data, place in gone) for place, data in fold.items()}
        stands = {place: data for place, data in fold.items() if place not in gone}
        first = self.seats[0].desk.contents()
        wrong = ["the server"] if cache != folded else []
        for seat in self.seats:
            label, there = seat.desk.label, seat.desk.contents()
            wrong += [
                f"{label}: {name}" for name in first if there[name] != first[name]
            ]
            wrong += [f"{label}: {told}" for told in self._missing(seat.desk, stands)]
        self.wrong += wrong
        return len(wrong)

    def _missing(
        self, desk: DeskUnderTest, stands: Mapping[tuple[str, str], dict[str, Any]]
    ) -> Iterator[str]:
        """Yield what a desk neither shows as the log says nor keeps aside."""
        kept = {
            tuple(place): json.loads(told or "null")
            for *place, told in desk.ask(
                "SELECT tbl, row_id, field, value FROM sync_unknown"
            )
        }
        for (name, row), data in stands.items():
            table = office_tables().get(name)
            known = sorted(data.keys() & table.fields) if table else []
            found = desk.row(name, row, "id", *known) if table else None
            shown = dict(zip(known, found[1:], strict=True)) if found else {}
            for field_name, value in data.items():
                told = kept.get((name, row, field_name))
                if table is not None and field_name in shown:
                    told = table.value(field_name, shown[field_name])
                if told != value:
                    yield f"{name}.{field_name}"

    def _hidden(self, log: list[Line]) -> int:
        """Count values that were not taken and stand in nobody's inbox."""
        decided = {
            (seq, name)
            for seq, name in self.hall.ask(
                "select conflict_seq, field from sync.resolution"
            )
        }
        shown = {
            (line.seq, name)
            for line in log
            for name, told in line.rejected.items()
            # A decision on what a restored server never had: its change comes anew.
            if name != "$resolve" or told.get("cur") is not None
        }
        wanted = shown - decided
        return sum(
            len(wanted ^ {(seq, name) for seq, name, *_ in seat.desk.conflicts()})
            for seat in self.seats
        )

    def _unseen_bookings(self, log: list[Line]) -> int:
        """Count pairs of bookings in one place that were shown to nobody as a pair."""
        flagged = {
            frozenset((line.op["row_id"], told["cur"]))
            for line in log
            for name, told in line.rejected.items()
            if name.startswith("$claim:")
        }
        pairs = self.seats[0].desk.ask(
            "SELECT a.id, b.id FROM meeting a JOIN meeting b ON a.id < b.id"
            " WHERE a.day = b.day AND a.host_id = b.host_id"
            " AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at"
            " AND a.state = 'confirmed' AND b.state = 'confirmed'"
        )
        return sum(frozenset(pair) not in flagged for pair in pairs)


def _happenings(log: list[Line]) -> Iterator[Key]:
    """Yield the write of each line that made something different."""
    stands: dict[tuple[str, str], dict[str, Any]] = {}
    gone: set[tuple[str, str]] = set()
    for line in log:
        place, kind = (line.op["tbl"], line.op["row_id"]), line.op["kind"]
        if kind == "r":
            continue
        was = stands.get(place)
        now = {**(was or {}), **line.accepted}
        deletes = kind == "d" and "$delete" not in line.rejected and place not in gone
        if was != now or deletes or (kind == "x" and place in gone):
            yield _key(line.op)
        stands[place] = now
        if deletes:
            gone.add(place)
        elif kind == "x" and "$deleted" not in line.rejected:
            gone.discard(place)


def _place(desk: DeskUnderTest) -> Any:
    return desk.value("SELECT desk_id FROM sync_state")


def _outbox(desk: DeskUnderTest) -> list[dict[str, Any]]:
    told = desk.ask("SELECT op FROM sync_outbox ORDER BY dseq")
    return [json.loads(op) for (op,) in told]


def _waiting(desk: DeskUnderTest) -> list[dict[str, Any]]:
    """Return what the desk was not told to be on the server."""
    told = desk.ask("SELECT op FROM sync_outbox, sync_state WHERE dseq > acked")
    return [json.loads(op) for (op,) in told]
