"""How a widget asks for its look: by role and state, never by colours."""

from PySide6.QtWidgets import QWidget

PROPERTY, STATE = "role", "state"


def set_role(widget: QWidget, role: str) -> None:
    """Give ``widget`` the look of ``role``, at once if it is already shown."""
    _set(widget, PROPERTY, role)


def set_state(widget: QWidget, state: str) -> None:
    """Give a field the look of ``state`` (``error``; empty for none)."""
    _set(widget, STATE, state)


def _set(widget: QWidget, name: str, value: str) -> None:
    if (widget.property(name) or "") == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
