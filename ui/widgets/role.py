"""How a widget asks for its look: by the role it plays, never by colours."""

from PySide6.QtWidgets import QWidget

PROPERTY = "role"


def set_role(widget: QWidget, role: str) -> None:
    """Give ``widget`` the look of ``role``, at once if it is already shown."""
    if widget.property(PROPERTY) == role:
        return
    widget.setProperty(PROPERTY, role)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
