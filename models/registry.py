"""Imports every record, so that migrations, capture and the build see them all."""

from models import (
    briefing,
    figures,
    meetings,
    outreach,
    petitions,
    reception,
    search,
    selection,
    sync,
    trust,
)
from models.base import Record

ROOMS = (
    briefing,
    figures,
    meetings,
    outreach,
    petitions,
    reception,
    search,
    selection,
    sync,
    trust,
)


def records() -> tuple[type[Record], ...]:
    """Return every mapped record, in the order of its table's name."""
    mapped = (mapper.class_ for mapper in Record.registry.mappers)
    return tuple(sorted(mapped, key=lambda record: str(record.__tablename__)))
