"""What two desks wrote differently, as a person would say it: no columns, no ids."""

from ui.drawers.shown_value import value_text
from ui.pages.sync.clash_words import clash
from ui.pages.sync.view_model import FieldRow


def what(row: FieldRow) -> str:
    """Return which record and what of it is to be decided."""
    return clash(row.card.table, row.card.label, row.field.name)


def value(row: FieldRow, told: object) -> str:
    """Return a value in words; ``-`` for none."""
    return value_text(row.card.table, row.field.name, row.field.shape, told)
