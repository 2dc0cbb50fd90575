"""Puts what the office's records say and what somebody wrote in order of the days."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import chain

from services.briefing.paper import Line

_DATED = re.compile(r"([0-9]{4})\. ?([0-9]{1,2})\. ?([0-9]{1,2})\.")


def by_day(known: Sequence[tuple[date, Line]], written: Sequence[Line]) -> list[Line]:
    """Return both in order of their days.

    A written line without a day stays behind the one before it; those before the
    first day come first.
    """
    groups = [(day, [line]) for day, line in known]
    groups += _groups(written)
    ordered = sorted(groups, key=lambda group: group[0])
    return list(chain.from_iterable(lines for _day, lines in ordered))


def _groups(written: Sequence[Line]) -> list[tuple[date, list[Line]]]:
    groups: list[tuple[date, list[Line]]] = []
    for line in written:
        day = _day_of(line.text)
        if day is None and groups:
            groups[-1][1].append(line)
        else:
            groups.append((day or date.min, [line]))
    return groups


def _day_of(text: str) -> date | None:
    found = _DATED.match(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
