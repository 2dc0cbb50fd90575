"""What a list shows of a field: its shape, and its value masked and in place of ids."""

from collections.abc import Callable
from enum import StrEnum

from sqlalchemy import Boolean, Column, Date, Enum, Integer
from sqlalchemy.orm import Session

from models.base import Record, UtcDateTime
from services.korean.names import mask_address, mask_name
from services.korean.phones import PhoneMask, mask_phone
from services.sync.pending import Place
from services.sync.record_labels import label_of
from services.sync.wire import Json, office_tables


class Shape(StrEnum):
    """What a value is, so that a list can say it in words."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    INSTANT = "instant"  # milliseconds UTC
    DAY = "day"  # 2026-11-26
    CHOICE = "choice"
    RECORD = "record"  # already the label of the record that it points to


MASKED: dict[Place, Callable[[str], str]] = {
    ("person", "name"): mask_name,
    ("person", "phone"): lambda phone: mask_phone(phone, PhoneMask.MIDDLE),
    ("person", "address"): mask_address,
    ("representative", "name"): mask_name,
    ("representative", "phone"): lambda phone: mask_phone(phone, PhoneMask.MIDDLE),
    ("attendee", "name"): mask_name,
}


_SHAPES = (
    (Boolean, Shape.YES_NO),
    (UtcDateTime, Shape.INSTANT),
    (Date, Shape.DAY),
    (Enum, Shape.CHOICE),
    (Integer, Shape.NUMBER),
)


def shape_of(table: str, name: str) -> Shape:
    """Return what the values of a field are; texts for what is no field."""
    column = _column(table, name)
    if column is None:
        return Shape.TEXT
    if column.foreign_keys:
        return Shape.RECORD
    for kind, shape in _SHAPES:
        if isinstance(column.type, kind):
            return shape
    return Shape.TEXT


def _column(table: str, name: str) -> Column[object] | None:
    known = Record.metadata.tables.get(table)
    return None if known is None else known.columns.get(name)


def shown_value(
    session: Session, table: str, name: str, value: Json, *, plain: bool
) -> Json:
    """Return what a list may show: masked, no whole rows, no bare ids."""
    column = _column(table, name)
    target = _LOOSE.get((table, name)) or _LOOSE.get(("", name))
    if column is not None and column.foreign_keys:
        target = next(iter(column.foreign_keys)).column.table.name
    if target is not None and isinstance(value, str):
        return label_of(session, target, value)
    if isinstance(value, (dict, list)) and name not in json_of(table):
        return None
    mask = None if plain else MASKED.get((table, name))
    return mask(value) if mask and isinstance(value, str) and value else value


_LOOSE = {
    ("", "staff_id"): "staff",
    ("", "created_by"): "staff",
    ("", "changed_by"): "staff",
    ("setting", "owner"): "staff",
    ("visit", "meeting_id"): "meeting",
    ("visit", "petition_id"): "petition",
    ("meeting", "request_id"): "meeting_request",
    ("meeting", "dong_visit_id"): "dong_visit",
    ("person", "dong_id"): "dong",
}
"""Which record a field names that is no foreign key; ``""`` is any table."""


def json_of(table: str) -> frozenset[str]:
    """Return the fields of a table that hold JSON."""
    known = office_tables().get(table)
    return frozenset() if known is None else known.json
