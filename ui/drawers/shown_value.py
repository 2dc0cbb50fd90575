"""A stored value as a person would say it."""

from datetime import UTC, date, datetime

from services.core.texts import gettext as _
from services.core.texts import language
from services.korean.dates import date_text, instant_text
from services.sync.shown_values import Shape
from ui import words


def value_text(table: str, name: str, shape: Shape, told: object) -> str:
    """Return a value in words; ``-`` for none."""
    match shape, told:
        case (_, None | ""):
            shown = "-"
        case Shape.YES_NO, _:
            shown = _("yes") if told else _("no")
        case Shape.INSTANT, int(ms):
            shown = instant_text(datetime.fromtimestamp(ms // 1000, UTC), language())
        case Shape.DAY, str(day):
            shown = date_text(date.fromisoformat(day), language())
        case Shape.CHOICE, str(chosen):
            shown = words.choice(table, name, chosen)
        case Shape.TEXT, str(reason) if (table, name) == ("visit_span", "reason"):
            shown = words.span_reason(reason)
        case _:
            shown = str(told)
    return shown
