"""What must be shown, told from what people had seen: an oracle that knows no ``base``.

It keeps, for each write, the set of writes its author had seen.  A field clashes iff
its present writer is another desk, not in that set, and differs; a group clashes as a
whole; a deletion clashes with any unseen write; nothing comes back from the dead.  Who
decides a conflict has looked at the field and let it stand: that counts as writing it.
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


@dataclass
class Row:
    values: dict[str, Any] = field(default_factory=dict)
    writers: dict[str, tuple[Hashable, int]] = field(default_factory=dict)
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
        return {name for name in self.wanted(write) if _clashes(row, write, name)}

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
        row.writers |= dict.fromkeys(stands, stamp)
        if write.kind in "dx":
            row.deleted = write.kind == "d"
            row.writers["$del"] = stamp
        if not row.exists:
            row.writers["$made"] = stamp
        row.exists = True
        return stands

    def decide(self, number: Hashable, author: int, row: Hashable, name: str) -> None:
        """Let a decision on a field be its last write; the value stays."""
        if not name.startswith("$"):
            self.rows[row].writers[name] = (number, author)


def _any_rival(row: Row, write: Write, names: Any) -> bool:
    """Whether another desk wrote one of the fields, unseen by the author."""
    written = (row.writers[name] for name in names if name in row.writers)
    return any(by != write.author and w not in write.seen for w, by in written)


def _clashes(row: Row, write: Write, name: str) -> bool:
    rules = write.rules
    if name in rules.last:
        return False
    for group in rules.groups:
        if name in group:
            return _any_rival(row, write, group)
    rank = rules.rank.get(name, {})
    if rank.get(write.patch[name], 0) > rank.get(row.values.get(name), len(rank)):
        return False
    return _any_rival(row, write, (name,))
