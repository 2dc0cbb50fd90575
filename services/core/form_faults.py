"""Collects what is wrong in a form, so that the screen marks every field at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.errors import FieldError, FormRefused
from services.korean.document_guard import text_faults

Fault = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TextField:
    """A text as it stands in a form.

    Attributes:
        name: The field's name, which the screen knows.
        longest: How many characters it may hold.
        needed: An empty text is a fault.
    """

    name: str
    text: str
    longest: int
    needed: bool = False

    def __repr__(self) -> str:
        return f"<TextField {self.name}>"

    def faults(self) -> tuple[Fault, ...]:
        """Return what is wrong with the text, empty when it can be stored."""
        if self.needed and not self.text.strip():
            return ((self.name, "missing"),)
        return tuple(
            (self.name, fault.value) for fault in text_faults(self.text, self.longest)
        )


def faults_in(*fields: TextField) -> list[Fault]:
    """Return every fault of every field, in the order of the fields."""
    return [fault for field in fields for fault in field.faults()]


def refuse(faults: Iterable[Fault]) -> None:
    """Refuse a form that has faults.

    Raises:
        FormRefused: There is at least one.
    """
    found = tuple(faults)
    if found:
        raise FormRefused(found)


def check_text(field: TextField) -> str:
    """Return the text of a form of one field, trimmed.

    Raises:
        FieldError: It is missing though needed, or cannot be stored.
    """
    for name, fault in field.faults():
        raise FieldError(field=name, fault=fault)
    return field.text.strip()
