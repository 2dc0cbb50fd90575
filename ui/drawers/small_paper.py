"""A small paper of a panel: drawn, then shown in the panel's place."""

from collections.abc import Callable
from dataclasses import dataclass

from models.values import Purpose
from services.briefing.print_paper import Printed
from services.briefing.sheet_values import SmallPaper
from ui.drawers.panel import Panel
from ui.tasks import Lane


@dataclass(frozen=True, slots=True)
class SmallShown:
    """A small paper that is shown, and what draws it anew for another purpose."""

    printed: Printed
    again: Callable[[Purpose], Printed]


def open_small_paper(panel: Panel, sheet: SmallPaper) -> None:
    """Draw the paper and show it in the panel's place; what was typed is a draft.

    Its purpose comes from the open case; the preview offers others.
    """
    context = panel.context
    verb, actor = context.services.briefing.print_small, context.actor

    def draw(purpose: Purpose) -> Printed:
        return verb.run(actor, sheet, purpose)

    def show(paper: Printed) -> None:
        context.open_drawer("paper", SmallShown(paper, draw))

    context.tasks.submit(
        lambda: draw(Purpose.CASE),
        owner=panel,
        on_done=show,
        on_error=context.fail,
        lane=Lane.WRITE,
    )
