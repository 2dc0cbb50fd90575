"""What the shared database must know of a table; the desk derives it from its records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from models.base import Claims
from services.sync.gateway import Profile


class Kind(StrEnum):
    """What a field holds, as the city's own tools read it."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    INSTANT = "instant"
    DATE = "date"
    TIME = "time"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class TableSpec:
    """What the server must know of one synced table.

    Attributes:
        name: As in the ops.
        scope: ``office`` or ``city``.
        groups: Fields that move together or not at all, by group name.
        last_wins: Fields where the later write simply stands.
        forward: Per field its values in order; a step up merges by itself.  Values
            of one rank stand together in a tuple.
        claims: What a row takes up in the calendar, if anything.
        insert_only: Whether a row is never changed or deleted.
        fields: What each field holds, for the reporting views.
    """

    name: str
    scope: Profile
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    last_wins: Sequence[str] = ()
    forward: Mapping[str, Sequence[str | tuple[str, ...]]] = field(default_factory=dict)
    claims: Claims | None = None
    insert_only: bool = False
    fields: Mapping[str, Kind] = field(default_factory=dict)
