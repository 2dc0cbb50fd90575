"""Shows a refusal where it can be answered: at the fields, else in the window's band.

What was typed stays; the first field in question gets the focus.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from models.errors import FieldError, FormRefused
from services.core.form_faults import refuse
from services.core.texts import gettext as _
from ui.error_texts_field import field_words
from ui.widgets.field_state import FieldRow
from ui.widgets.value_edit import ValueEdit

T = TypeVar("T")
Fault = tuple[str, str, int | None]  # field, what is wrong, in which line


def show_refusal(
    error: Exception,
    rows: Mapping[str, FieldRow],
    fail: Callable[[Exception], None],
) -> None:
    """Mark every field that the refusal names.

    Args:
        error: What the verb raised.
        rows: The fields by the names that the verb knows them by.
        fail: Told what has no field here.
    """
    marked: list[FieldRow] = []
    if not isinstance(error, (FieldError, FormRefused)):
        fail(error)
        return
    for field, fault, line in _faults(error, rows):
        row = rows.get(field)
        if row is None:
            fail(FieldError(field=field, fault=fault))
        elif row not in marked:
            row.show()
            row.show_error(_words(fault, line))
            marked.append(row)
    if marked:
        marked[0].editor.setFocus()


def check_values(rows: Mapping[str, FieldRow]) -> None:
    """Refuse a form while a day or a time in it cannot be read as one.

    Raises:
        FormRefused: Names every such field.
    """
    editors = {name: row.editor for name, row in rows.items()}
    faults = {
        name: editor.fault()
        for name, editor in editors.items()
        if isinstance(editor, ValueEdit)
    }
    refuse((name, fault) for name, fault in faults.items() if fault)


def written(value: T | None) -> T:
    """Return the value of a field that `check_values` has passed."""
    if value is None:
        raise LookupError
    return value


def _faults(
    error: FieldError | FormRefused, rows: Mapping[str, FieldRow]
) -> Iterator[Fault]:
    if isinstance(error, FormRefused):
        for field, fault in error.faults:
            yield _placed(field, fault, rows)
    else:
        line = error.facts.get("line")
        field, fault = str(error.facts.get("field")), str(error.facts.get("fault"))
        yield field, fault, line if isinstance(line, int) else None


def _placed(field: str, fault: str, rows: Mapping[str, FieldRow]) -> Fault:
    """Find a numbered line, as ``demand_2``, in the field that holds the lines."""
    base, _bar, number = field.rpartition("_")
    if field not in rows and number.isdigit() and f"{base}s" in rows:
        return f"{base}s", fault, int(number)
    return field, fault, None


def _words(fault: str, line: int | None) -> str:
    words = field_words(fault)
    if line is None:
        return words
    return _("Line {number}: {words}").format(number=line, words=words)
