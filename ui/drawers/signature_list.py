"""A blank joint-signature list, for a group to fill in by hand."""

from models.values import Purpose
from services.briefing.print_paper import Printed
from services.briefing.sheet_values import SignatureSheet
from ui.drawers.panel import Panel
from ui.tasks import Lane


def open_signature_list(panel: Panel) -> None:
    """Draw the list and show it in the panel's place; what was typed is a draft."""
    context = panel.context
    verb, actor = context.services.briefing.print_small, context.actor

    def show(paper: Printed) -> None:
        context.open_drawer("paper", paper)

    context.tasks.submit(
        lambda: verb.run(actor, SignatureSheet(), Purpose.CASE),
        owner=panel,
        on_done=show,
        on_error=context.fail,
        lane=Lane.WRITE,
    )
