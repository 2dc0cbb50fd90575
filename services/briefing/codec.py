"""Packs as JSON text and back; the text is what a frozen pack keeps.

Small and explicit: text, numbers, days, times, instants, enums, tuples and our own
frozen dataclasses, nothing else.  Equal values give equal text.
"""

import json
import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

V = TypeVar("V")
Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


class ContentBroken(ValueError):
    """A kept pack is not readable as what it should be."""


def to_text(value: object) -> str:
    """Return a value of this room as JSON text."""
    return json.dumps(to_json(value), ensure_ascii=False, separators=(",", ":"))


def from_text(kind: type[V], text: str) -> V:
    """Return the value that `to_text` wrote.

    Fields that an older program did not know keep their default.

    Raises:
        ContentBroken: The text is not such a value.
    """
    try:
        value = _read(kind, json.loads(text))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ContentBroken(kind.__name__) from error
    if not isinstance(value, kind):
        raise ContentBroken(kind.__name__)
    return value


def to_json(value: object) -> Json:
    """Return a value as what JSON knows.

    Raises:
        TypeError: It holds something that has no place in a pack.
    """
    match value:
        case Enum():
            return str(value.value)
        case None | bool() | int() | str():
            return value
        case date() | time():
            return value.isoformat()
        case tuple():
            return [to_json(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: to_json(getattr(value, one.name)) for one in fields(value)}
    msg = f"a pack cannot hold {type(value).__name__}"
    raise TypeError(msg)


def _read(kind: Any, told: Any) -> object:  # noqa: ANN401 - types and JSON of any shape
    if get_origin(kind) is tuple:
        (item, _rest) = get_args(kind)
        return tuple(_read(item, one) for one in told)
    if isinstance(kind, types.UnionType):
        return _read_optional(kind, told)
    if is_dataclass(kind):
        return _read_record(kind, told)
    return _read_plain(kind, told)


def _read_plain(kind: Any, told: Any) -> object:  # noqa: ANN401 - as above
    if issubclass(kind, Enum):
        return kind(told)
    if kind in (date, datetime, time):
        return kind.fromisoformat(told)
    if type(told) is not kind:
        raise TypeError(kind.__name__)
    return told


def _read_optional(kind: types.UnionType, told: Any) -> object:  # noqa: ANN401 - as above
    if told is None:
        return None
    (item,) = (one for one in get_args(kind) if one is not types.NoneType)
    return _read(item, told)


def _read_record(kind: Any, told: dict[str, Any]) -> object:  # noqa: ANN401 - as above
    hints = _hints(kind)
    known = {name: _read(hints[name], told[name]) for name in hints if name in told}
    return kind(**known)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
