"""Which record two desks wrote differently, and what of it; names are masked."""

from typing import assert_never

from services.core.texts import gettext as _
from services.sync.conflicts import ConflictKind, kind_of
from ui import record_words


def clash(table: str, label: str, name: str) -> str:
    """Return the record and the field, or what concerned the whole record."""
    about = f"{record_words.record(table)} {label}".rstrip()
    kind = kind_of(name)
    match kind:
        case ConflictKind.DOUBLE_BOOKING:
            return _("{record}: double booking").format(record=about)
        case ConflictKind.EDIT_OF_DELETED:
            return _("{record}: changed here, deleted there").format(record=about)
        case ConflictKind.DELETE_OF_EDITED:
            return _("{record}: deleted here, changed there").format(record=about)
        case ConflictKind.DECIDED_ALREADY:
            return _("{record}: somebody else had decided").format(record=about)
        case ConflictKind.VALUES:
            return f"{about} · {record_words.field(name)}"
        case _:
            assert_never(kind)
