"""A small paper of a panel: drawn, then shown in the panel's place."""

from models.values import Purpose
from services.briefing.print_paper import Printed
from services.briefing.sheet_values import SmallPaper
from ui.drawers.panel import Panel
from ui.tasks import Lane


def open_small_paper(panel: Panel, sheet: SmallPaper) -> None:
    """Draw the paper and show it in the panel's place; what was typed is a draft."""
    context = panel.context
    verb, actor = context.services.briefing.print_small, context.actor

    def show(paper: Printed) -> None:
        context.open_drawer("paper", paper)

    context.tasks.submit(
        lambda: verb.run(actor, sheet, Purpose.CASE),
        owner=panel,
        on_done=show,
        on_error=context.fail,
        lane=Lane.WRITE,
    )
