"""How a list calls a record that something else names."""

from sqlalchemy.orm import Session

from models.base import Record
from models.meetings import Host, Meeting, Room
from models.outreach import Attendee, Dong, DongVisit, PendingIssue
from models.petitions import Petition
from models.reception import GroupVisit, Person, Representative, Visit
from models.selection import MeetingRequest
from models.trust import Staff
from services.korean.names import mask_name


def label_of(session: Session, table: str, row_id: str) -> str:
    """Return how a list calls a record: its number or title; names are masked."""
    record = _KINDS.get(table)
    found = None if record is None else session.get(record, row_id)
    match found:
        case Visit():
            label = found.label
        case Petition():
            label = found.receipt
        case Person() | Representative() | Attendee():
            label = mask_name(found.name)
        case Meeting() | MeetingRequest() | PendingIssue() | Host():
            label = found.title
        case GroupVisit() | Dong() | Room() | Staff():
            label = found.name
        case DongVisit():
            label = label_of(session, "dong", found.dong_id)
        case _:
            label = ""
    return label


_KINDS: dict[str, type[Record]] = {
    str(record.__tablename__): record
    for record in (
        Attendee,
        Dong,
        DongVisit,
        GroupVisit,
        Host,
        Meeting,
        MeetingRequest,
        PendingIssue,
        Person,
        Petition,
        Representative,
        Room,
        Staff,
        Visit,
    )
}
