"""Takes in the city's dongs, and their outlines from a map file.

A dong of a code and a day is the same row on every desk, so the same file taken in
twice, or on two desks, doubles nothing. A newer row of a code ends the older one.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from models.errors import FileNotRead
from models.outreach import Dong
from services.core.unit_of_work import Work
from services.exchange.columns import COLUMNS, Column
from services.exchange.kinds import Fault, FaultyRow, FileKind
from services.exchange.row import Row
from services.exchange.taking import Became, Known
from services.outreach.dongs import dong_id

EVER = date(1900, 1, 1)  # a file that says nothing means: as long as anybody knows
MICRO = 1_000_000
MOST_LONGITUDE = 180 * MICRO
MOST_LATITUDE = 90 * MICRO
M2_PER_KM2 = 1_000_000
MOST_M2 = 1_000_000 * M2_PER_KM2
MOST_HOUSEHOLDS = 10_000_000
SHAPES = {"Polygon": 2, "MultiPolygon": 3}  # how deep its places lie
CODE_NAMES = ("code10", "adm_cd2", "행정기관코드")

_CODE10 = re.compile(r"[0-9]{10}")
_CODE7 = re.compile(r"[0-9]{7}")
_CODES = re.compile(r"[0-9]{10}(;[0-9]{10})*")

Values = dict[str, str | int | date | None]


class TakeDongs:
    """Takes in dongs."""

    columns: Sequence[Column] = COLUMNS[FileKind.DONGS]

    def __init__(self, known: Known, valid_from: date | None) -> None:
        self._known = known
        self._valid_from = valid_from

    def take(self, work: Work, row: Row) -> Became:
        """Add a dong, or bring the one of its code and day up to the row.

        Raises:
            RowRefused: The row has faults.
        """
        code = row.text("code10")
        if code and not _CODE10.fullmatch(code):
            row.fault("code10", Fault.WRONG_NUMBER)
        begin = row.day_or("valid_from", self._valid_from)
        values = _values(row)
        if not self._known.first_time("dong", code, str(begin)):
            row.fault("code10", Fault.DUPLICATE)
        row.settle()
        open_one = open_dong(work, code)
        if begin is None:
            begin = EVER if open_one is None else open_one.valid_from
        dong = work.session.get(Dong, dong_id(code, begin))
        if dong is None:
            _end(open_one, begin)
            key = dong_id(code, begin)
            work.add(Dong(id=key, code10=code, valid_from=begin, **values))
            return Became.ADDED
        return _bring(dong, values)


class TakeOutlines:
    """Lays the outlines of a map file over the dongs that are here."""

    columns: Sequence[Column] = (
        Column("code10", "행정기관코드", "Code", CODE_NAMES, required=True),
        Column("geometry", "경계", "Outline", required=True, longest=MICRO),
    )

    def __init__(self, known: Known) -> None:
        self._known = known

    def take(self, work: Work, row: Row) -> Became:
        """Set the outline of the dong of that code that is valid now.

        Raises:
            RowRefused: The row has faults.
        """
        code = row.text("code10")
        outline = _outline(row)
        dong = open_dong(work, code)
        if code and dong is None:
            row.fault("code10", Fault.UNKNOWN_DONG)
        if not self._known.first_time("outline", code):
            row.fault("code10", Fault.DUPLICATE)
        row.settle()
        if dong is None or dong.outline == outline:
            return Became.SAME
        dong.outline = outline
        return Became.CHANGED


def open_dong(work: Work, code: str) -> Dong | None:
    """Return the dong of a code that is valid until further notice."""
    return work.session.scalars(
        select(Dong)
        .where(Dong.code10 == code, Dong.valid_to.is_(None))
        .order_by(Dong.valid_from.desc())
        .limit(1)
    ).first()


def map_rows(text: str, columns: Sequence[Column]) -> tuple[Row, ...] | FaultyRow:
    """Return the features of a GeoJSON text as rows.

    Raises:
        FileNotRead: It is no collection of features.
    """
    try:
        told = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise FileNotRead(why="no_map") from error
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list):
        raise FileNotRead(why="no_map")
    by_key = {column.key: column for column in columns}
    heads = {column.key: column.korean for column in columns}
    return tuple(
        Row("", number, by_key, heads, _cells(feature))
        for number, feature in enumerate(features, start=1)
    )


def _cells(feature: object) -> dict[str, str]:
    if not isinstance(feature, dict):
        return {}
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    codes = (properties[name] for name in CODE_NAMES if name in properties)
    geometry = json.dumps(feature.get("geometry"), default=str)
    return {"code10": str(next(codes, "")), "geometry": geometry}


def _outline(row: Row) -> str:
    """Return the geometry in whole micro-degrees; notes a fault for none."""
    told = json.loads(row.cells.get("geometry") or "null")
    try:
        shape = _shape(told["type"], told["coordinates"])
    except (TypeError, KeyError, ValueError, ArithmeticError):
        row.fault("geometry", Fault.WRONG_SHAPE)
        return "null"
    return json.dumps(shape, separators=(",", ":"))


def _shape(kind: object, rings: object) -> dict[str, object]:
    """Return an area with its places in micro-degrees.

    Raises:
        ValueError: It is no area on the earth.
    """
    if not isinstance(kind, str) or kind not in SHAPES:
        raise ValueError("no area")
    return {"type": kind, "coordinates": _micro(rings, SHAPES[kind])}


def _micro(told: object, depth: int) -> list[object]:
    if not isinstance(told, list) or not told:
        raise ValueError("no list")
    if depth:
        return [_micro(part, depth - 1) for part in told]
    longitude, latitude = (round(Decimal(str(n)) * MICRO) for n in told[:2])
    if abs(longitude) > MOST_LONGITUDE or abs(latitude) > MOST_LATITUDE:
        raise ValueError("not on the earth")
    return [longitude, latitude]


def _values(row: Row) -> Values:
    """Return what the row says; a column that is not in the file says nothing."""
    read: Iterator[tuple[str, str, str | int | date | None]] = iter(
        (
            ("dong", "name", row.text("dong")),
            ("code7", "code7", _code7(row)),
            ("district", "district", row.text("district")),
            ("district_en", "district_en", row.text("district_en")),
            ("dong_en", "name_en", row.text("dong_en")),
            ("lon", "lon_e6", row.scaled("lon", MICRO, MOST_LONGITUDE)),
            ("lat", "lat_e6", row.scaled("lat", MICRO, MOST_LATITUDE)),
            ("area_km2", "area_m2", _area(row)),
            ("households", "households", row.count("households", 0, MOST_HOUSEHOLDS)),
            ("neighbours", "neighbours", _neighbours(row)),
            ("natural_villages", "natural_villages", _villages(row)),
            ("valid_to", "valid_to", row.day_or("valid_to", None)),
        )
    )
    return {field: value for key, field, value in read if key in row.cells}


def _code7(row: Row) -> str:
    code = row.text("code7")
    if code and not _CODE7.fullmatch(code):
        row.fault("code7", Fault.WRONG_NUMBER)
    return code


def _area(row: Row) -> int:
    area = row.scaled("area_km2", M2_PER_KM2, MOST_M2)
    if area < 0:
        row.fault("area_km2", Fault.WRONG_NUMBER)
    return area


def _neighbours(row: Row) -> str:
    codes = row.text("neighbours").replace(" ", "").strip(";")
    if codes and not _CODES.fullmatch(codes):
        row.fault("neighbours", Fault.WRONG_NUMBER)
    return codes


def _villages(row: Row) -> int:
    return row.count("natural_villages", 0, MOST_HOUSEHOLDS)


def _end(dong: Dong | None, begin: date) -> None:
    """End the older row of a code on the day before the newer one begins."""
    if dong is not None and dong.valid_from < begin:
        dong.valid_to = begin - timedelta(days=1)


def _bring(dong: Dong, values: Mapping[str, str | int | date | None]) -> Became:
    changed = [name for name, value in values.items() if getattr(dong, name) != value]
    for name in changed:
        setattr(dong, name, values[name])
    return Became.CHANGED if changed else Became.SAME
