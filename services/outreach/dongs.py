"""The dongs of the city on a day, in the order people expect.

Dongs are split and joined: each is valid from one day to another, and a list is
always the list of a day.
"""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from models.outreach import DONE, Dong, DongVisit
from models.values import DongId, DongVisitId, DongVisitState, Permission
from services.core.actor import Actor
from services.core.fixed_ids import fixed_id
from services.core.unit_of_work import Reading, UnitOfWork

PLANNED = (DongVisitState.PLANNED, DongVisitState.DATED, DongVisitState.PREPARED)

_NUMBERS = re.compile(r"([0-9]+)")

SortKey = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class DongRow:
    """A dong as lists show it; area in square metres, place in micro-degrees.

    Attributes:
        last_visit: Day of the last visit that took place.
        next_visit: Day of the next visit that has one; ``next_visit_id`` is which.
        outline: GeoJSON geometry in micro-degrees, or ``null``.
    """

    id: DongId
    code10: str
    district: str
    district_en: str
    name: str
    name_en: str
    area_m2: int
    households: int
    lon_e6: int
    lat_e6: int
    neighbours: tuple[str, ...]
    natural_villages: int
    outlying: bool
    hot_spot: str
    outline: str
    valid_from: date
    valid_to: date | None
    last_visit: date | None
    next_visit: date | None
    next_visit_id: DongVisitId | None


def dong_id(code10: str, valid_from: date) -> DongId:
    """Return the id of a dong of that code from that day, the same on every desk."""
    return DongId(fixed_id("dong", code10, valid_from.isoformat()))


def natural_key(name: str) -> SortKey:
    """Return a key that sorts 가나다 and numbers by size: 성사2동 before 성사10동."""
    parts = (part for part in _NUMBERS.split(name) if part)
    return tuple(
        (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part)
        for part in parts
    )


def valid_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a dong is valid on ``day``."""
    return (Dong.valid_from <= day) & or_(Dong.valid_to.is_(None), Dong.valid_to >= day)


class DongList:
    """Lists the dongs."""

    permission = Permission.OUTREACH_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, on: date | None) -> tuple[DongRow, ...]:
        """Return the dongs valid on a day, None for today, in natural order."""
        with self._units.read(actor, self.permission) as reading:
            return dong_rows(reading, on or reading.today)


def dong_rows(reading: Reading, on: date) -> tuple[DongRow, ...]:
    """Return the dongs valid on a day, in natural order of their names."""
    last = _last_days(reading)
    coming = _coming(reading)
    found = reading.session.scalars(select(Dong).where(valid_on(on)))
    rows = [_row(dong, last.get(dong.id), coming.get(dong.id)) for dong in found]
    return tuple(sorted(rows, key=lambda row: (natural_key(row.name), row.code10)))


def _last_days(reading: Reading) -> dict[str, date]:
    found = reading.session.execute(
        select(DongVisit.dong_id, func.max(DongVisit.day))
        .where(DongVisit.day.is_not(None), DongVisit.state.in_(DONE))
        .group_by(DongVisit.dong_id)
    )
    return {dong: when for dong, when in found if when is not None}


def _coming(reading: Reading) -> dict[str, DongVisit]:
    """Return the next visit of each dong."""
    found = reading.session.scalars(
        select(DongVisit)
        .where(DongVisit.day.is_not(None), DongVisit.state.in_(PLANNED))
        .order_by(DongVisit.day.desc(), DongVisit.id.desc())
    )
    return {visit.dong_id: visit for visit in found}  # the nearest comes last


def _row(dong: Dong, last: date | None, coming: DongVisit | None) -> DongRow:
    return DongRow(
        id=DongId(dong.id),
        code10=dong.code10,
        district=dong.district,
        district_en=dong.district_en,
        name=dong.name,
        name_en=dong.name_en,
        area_m2=dong.area_m2,
        households=dong.households,
        lon_e6=dong.lon_e6,
        lat_e6=dong.lat_e6,
        neighbours=tuple(code for code in dong.neighbours.split(";") if code),
        natural_villages=dong.natural_villages,
        outlying=dong.outlying,
        hot_spot=dong.hot_spot,
        outline=dong.outline,
        valid_from=dong.valid_from,
        valid_to=dong.valid_to,
        last_visit=last,
        next_visit=coming.day if coming else None,
        next_visit_id=DongVisitId(coming.id) if coming else None,
    )
