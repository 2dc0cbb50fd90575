"""What two desks wrote differently, as a person would say it: no columns, no ids."""

from typing import assert_never

from services.core.texts import gettext as _
from services.sync.conflicts import ConflictKind
from ui import record_words
from ui.drawers.shown_value import value_text
from ui.pages.sync.view_model import FieldRow


def what(row: FieldRow) -> str:
    """Return which record and what of it is to be decided."""
    card = row.card
    about = f"{record_words.record(card.table)} {card.label}".rstrip()
    match card.kind:
        case ConflictKind.DOUBLE_BOOKING:
            return _("{record}: double booking").format(record=about)
        case ConflictKind.EDIT_OF_DELETED:
            return _("{record}: changed here, deleted there").format(record=about)
        case ConflictKind.DELETE_OF_EDITED:
            return _("{record}: deleted here, changed there").format(record=about)
        case ConflictKind.DECIDED_ALREADY:
            return _("{record}: somebody else had decided").format(record=about)
        case ConflictKind.VALUES:
            return f"{about} · {record_words.field(row.field.name)}"
        case _:
            assert_never(card.kind)


def value(row: FieldRow, told: object) -> str:
    """Return a value in words; ``-`` for none."""
    return value_text(row.card.table, row.field.name, row.field.shape, told)
