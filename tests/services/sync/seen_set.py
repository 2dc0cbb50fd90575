"""What must be shown, told from what people had seen: an oracle that knows no ``base``.

It keeps, for each write, the set of writes its author had seen.  A field clashes iff
its present writer is another desk, not in that set, and differs.  A group clashes as a
whole: what the author meant is what was on the screen, with the patch over it.  A step
forward of a state never clashes, and takes its group along.  A deletion clashes with any
unseen write; nothing comes back from the dead.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Rules:
    """What was decided for the fields of one kind of record.

    Attributes:
        groups: Fields that stand or fall together.
        last: Fields of which the later write stands.
        rank: Values that only go forward, by field.
    """

    groups: tuple[frozenset[str], ...] = ()
    last: frozenset[str] = frozenset()
    rank: Mapping[str, Mapping[Any, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Write:
    """One op as its author made it; ``seen`` names the writes on the screen then."""

    author: int
    kind: str
    row: Hashable
    patch: Mapping[str, Any]
    seen: frozenset[Hashable]
    rules: Rules = Rules()


@dataclass(frozen=True)
class Told:
    """A value that somebody wrote, and whether it stood."""

    number: Hashable
    author: int
    value: Any
    stood: bool


@dataclass
class Row:
    values: dict[str, Any] = field(default_factory=dict)
    writers: dict[str, tuple[Hashable, int]] = field(default_factory=dict)
    past: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))
    exists: bool = False
    deleted: bool = False


@dataclass
class Oracle:
    rows: dict[Hashable, Row] = field(default_factory=lambda: defaultdict(Row))

    def shown(self, write: Write) -> set[str]:
        """Return the fields that must be shown; ``$…`` for a whole row."""
        row = self.rows[write.row]
        if not row.exists or (write.kind == "d" and row.deleted):
            return set()
        if write.kind == "d":
            return {"$delete"} if _any_rival(row, write, row.writers) else set()
        if write.kind == "u" and row.deleted:
            return {"$deleted"}
        clashing = {name for name in write.patch if _clashes(row, write, name)}
        beside = {
            name
            for name in moved_beside(row, write, clashing)
            if _on_screen(row, write, name) != row.values.get(name)
        }
        return clashing & self.wanted(write) | beside

    def beside(self, write: Write) -> set[str]:
        """Return what may be shown of a group past the patch, if less was seen."""
        row = self.rows[write.row]
        clashing = {name for name in write.patch if _clashes(row, write, name)}
        return moved_beside(row, write, clashing)

    def wanted(self, write: Write) -> set[str]:
        """Return the fields that would be different."""
        values = self.rows[write.row].values
        return {k for k, v in write.patch.items() if k not in values or values[k] != v}

    def take(self, number: Hashable, write: Write, shown: set[str]) -> set[str]:
        """Let stand what is not shown; return its fields."""
        row, wanted = self.rows[write.row], self.wanted(write)
        if shown & {"$delete", "$deleted"} or (write.kind == "d" and row.deleted):
            return set()
        stands, stamp = wanted - shown, (number, write.author)
        row.values |= {name: write.patch[name] for name in stands}
        for name in stands | (shown & write.patch.keys()):
            told = Told(number, write.author, write.patch[name], name in stands)
            row.past[name].append(told)
        row.writers |= dict.fromkeys(stands, stamp)
        if write.kind in "dx":
            row.deleted = write.kind == "d"
            row.writers["$del"] = stamp
        if not row.exists:
            row.writers["$made"] = stamp
        row.exists = True
        return stands

    def stands_as(self, row: Hashable, fields: Mapping[str, Any]) -> bool:
        """Whether all these fields stand in the row as they are told."""
        return fields.items() <= self.rows[row].values.items()

    def decide(self, number: Hashable, author: int, row: Hashable, name: str) -> None:
        """Let a decision on a value count as its latest write; not one on a whole row."""
        if not name.startswith("$"):
            self.rows[row].writers[name] = (number, author)


def _any_rival(row: Row, write: Write, names: Any) -> bool:
    """Whether another desk wrote one of the fields, unseen by the author."""
    written = (row.writers[name] for name in names if name in row.writers)
    return any(by != write.author and w not in write.seen for w, by in written)


def _clashes(row: Row, write: Write, name: str) -> bool:
    if name in write.rules.last:
        return False
    together = _together(write.rules, name)
    if any(_goes_forward(row, write, one) for one in together & write.patch.keys()):
        return False
    return _any_rival(row, write, together)


def _together(rules: Rules, name: str) -> frozenset[str]:
    groups = (group for group in rules.groups if name in group)
    return next(groups, frozenset({name}))


def _goes_forward(row: Row, write: Write, name: str) -> bool:
    rank = write.rules.rank.get(name, {})
    there = rank.get(row.values.get(name), len(rank))
    return rank.get(write.patch[name], -1) > there


def moved_beside(row: Row, write: Write, clashing: set[str]) -> set[str]:
    """Return what others moved unseen in the groups that clash, past the patch."""
    groups = (_together(write.rules, name) for name in clashing)
    beside = frozenset().union(*groups) - write.patch.keys()
    return {name for name in beside if _any_rival(row, write, (name,))}


def _on_screen(row: Row, write: Write, name: str) -> Any:
    """Return what the author had before the eyes: seen, or of the same desk.

    Who never saw a field there meant nothing by it: then it is what stands.
    """
    last = row.values.get(name)
    for told in row.past[name]:
        is_own, is_seen = told.author == write.author, told.number in write.seen
        if (told.stood and (is_own or is_seen)) or (is_own and not is_seen):
            last = told.value
    return last
