"""Which records belong to which, and which right reads them: as a person sees them."""

from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import Record
from models.values import Permission
from services.sync.pending import Place

# A record that is shown as a part of another one, and the field that says of which.
PARENTS: Mapping[str, tuple[str, str]] = {
    "visit_span": ("visit_id", "visit"),
    "group_visit": ("visit_id", "visit"),
    "incident": ("visit_id", "visit"),
    "head_count": ("group_id", "group_visit"),
    "group_demand": ("group_id", "group_visit"),
    "representative": ("group_id", "group_visit"),
    "security_notice": ("group_id", "group_visit"),
    "clock_interval": ("petition_id", "petition"),
    "transfer": ("petition_id", "petition"),
    "extension": ("petition_id", "petition"),
    "decision": ("request_id", "meeting_request"),
    "request_notice": ("request_id", "meeting_request"),
    "programme_item": ("dong_visit_id", "dong_visit"),
    "pending_issue": ("dong_visit_id", "dong_visit"),
    "attendee": ("dong_visit_id", "dong_visit"),
    "staff_grant": ("staff_id", "staff"),
}

_READERS: Mapping[str, Permission] = {
    "petition": Permission.PETITION_READ,
    "meeting": Permission.CALENDAR_READ,
    "session_day": Permission.CALENDAR_READ,
    "series": Permission.CALENDAR_READ,
    "host": Permission.CALENDAR_READ,
    "room": Permission.CALENDAR_READ,
    "closure": Permission.CALENDAR_READ,
    "election_day": Permission.CALENDAR_READ,
    "meeting_request": Permission.REQUEST_READ,
    "dong_visit": Permission.OUTREACH_READ,
    "dong": Permission.OUTREACH_READ,
    "person": Permission.PERSON_SEARCH,
    "plan_cell": Permission.FIGURES_READ,
    "pack": Permission.PACK_MAKE,
    "setting": Permission.SETTINGS_OFFICE,
    "staff": Permission.STAFF_MANAGE,
    "access_entry": Permission.LOG_READ,
}


def reader_of(table: str) -> Permission:
    """Return the right that reads such records: a part is read with its whole."""
    while table in PARENTS:
        _name, table = PARENTS[table]
    return _READERS.get(table, Permission.VISIT_READ)


def whole_of(session: Session, place: Place) -> Place:
    """Return the record that this one is a part of; itself if it is none, or gone."""
    table, row_id = place
    while table in PARENTS:
        name, parent = PARENTS[table]
        columns = Record.metadata.tables[table].columns
        above = session.scalar(select(columns[name]).where(columns["id"] == row_id))
        if above is None:
            break
        table, row_id = parent, str(above)
    return table, row_id


def parts_of(session: Session, place: Place) -> Iterator[Place]:
    """Yield the records that are parts of this one, and theirs."""
    for table, (name, parent) in PARENTS.items():
        if parent != place[0]:
            continue
        columns = Record.metadata.tables[table].columns
        found = session.scalars(
            select(columns["id"]).where(columns[name] == place[1]).order_by("id")
        )
        for row_id in found:
            yield table, str(row_id)
            yield from parts_of(session, (table, str(row_id)))
