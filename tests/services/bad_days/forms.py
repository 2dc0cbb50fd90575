"""Every verb of the container, and a made-up call of it from its own types.

Nothing is listed by hand: a new verb, or a new text in a form, is found by its type.
"""

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from services.container import Services

# Kinds and ids of records, from the program's own lists: nobody types them.
NOT_TYPED = {"places"}
NOBODY = "00000000-0000-7000-8000-00000000dead"
FINE = "글"
SAMPLES = {
    int: 1,
    bool: False,
    date: date(2026, 12, 10),
    time: time(10, 0),
    datetime: datetime(2026, 12, 10, 1, 0, tzinfo=UTC),
    range: range(2026, 2027),
    bytes: b"",
    Path: Path("/nowhere/at/all.csv"),
}


def verbs() -> Iterator[tuple[str, type]]:
    """Yield ``room.verb`` and the class of every verb and question."""
    for room, made_by in vars(Services).items():
        if isinstance(made_by, cached_property):
            module = import_module(f"services.container.{room}")
            kind = typing.get_type_hints(module.build)["return"]
            for name, verb in typing.get_type_hints(kind).items():
                yield f"{room}.{name}", verb


def asked_of(verb: Any) -> Mapping[str, Any]:
    """Return what ``run`` takes beside the actor, by name."""
    hints = typing.get_type_hints(verb.run)
    return {
        name: hint for name, hint in hints.items() if name not in ("actor", "return")
    }


def texts_in(hint: Any, path: str) -> Iterator[str]:
    """Yield the paths of free texts inside a type; an id is a type of its own."""
    if hint is str:
        yield path
    elif dataclasses.is_dataclass(hint):
        for name, part in typing.get_type_hints(hint).items():
            yield from texts_in(part, f"{path}.{name}")
    elif typing.get_origin(hint) is not Mapping:
        for part in typing.get_args(hint):
            yield from texts_in(part, path)


def text_paths() -> Iterator[tuple[str, str]]:
    """Yield verb and path of every free text that any verb takes."""
    for name, verb in verbs():
        found = (
            p
            for part, hint in asked_of(verb).items()
            if part not in NOT_TYPED
            for p in texts_in(hint, part)
        )
        for path in dict.fromkeys(found):
            yield name, path


def made(hint: Any, path: str, texts: Mapping[str, str]) -> object:
    """Return a value of a type, with the texts given at their paths."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (tuple, Sequence):
        return (made(parts[0], path, texts),)
    if origin in (typing.Union, types.UnionType):
        return _chosen(parts, path, texts)
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        built: Any = hint
        return built(**{n: made(h, f"{path}.{n}", texts) for n, h in hints.items()})
    return _plain(hint, path, texts)


def _plain(hint: Any, path: str, texts: Mapping[str, str]) -> object:
    if hint is str:
        return texts.get(path, FINE)
    if isinstance(hint, typing.NewType):
        return NOBODY
    return next(iter(hint)) if _is_choice(hint) else SAMPLES.get(hint)


def _chosen(parts: Sequence[Any], path: str, texts: Mapping[str, str]) -> object:
    """Take the part that holds a text, else a choice, else nothing if that may be."""
    for part in parts:
        if any(True for _ in texts_in(part, path)) or _is_choice(part):
            return made(part, path, texts)
    return None if type(None) in parts else made(parts[0], path, texts)


def _is_choice(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Enum)


def call_of(verb: Any, texts: Mapping[str, str]) -> dict[str, object]:
    """Return the arguments of one call."""
    return {n: made(hint, n, texts) for n, hint in asked_of(verb).items()}
