"""A new password, typed twice, since nobody sees what is typed."""

from PySide6.QtWidgets import QWidget

from models.errors import FieldError
from services.core.texts import gettext as _
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit


class PasswordPair:
    """Two fields with their rows, named ``password`` and ``again``."""

    def __init__(self, prefix: str, parent: QWidget) -> None:
        self._first, self._again = password_field(parent), password_field(parent)
        self._first.setObjectName(f"{prefix}-password")
        self._again.setObjectName(f"{prefix}-again")
        self.rows = {
            "password": FieldRow("", self._first, parent),
            "again": FieldRow("", self._again, parent),
        }

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.rows["password"].set_label(_("New password"))
        self.rows["again"].set_label(_("Once more"))
        self._first.setPlaceholderText(_("at least 9 characters"))

    def texts(self) -> tuple[str, str]:
        """Return what stands in both."""
        return self._first.text(), self._again.text()


def password_field(parent: QWidget) -> HangulLineEdit:
    """Return a field that shows nothing of what is typed."""
    field = HangulLineEdit(parent)
    field.setEchoMode(HangulLineEdit.EchoMode.Password)
    return field


def same(typed: tuple[str, str]) -> str:
    """Return the password.

    Raises:
        FieldError: It was not typed twice the same.
    """
    password, again = typed
    if password != again:
        raise FieldError(field="again", fault="unequal")
    return password
