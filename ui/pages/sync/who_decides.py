"""Who decides on a card, told to whoever may not."""

from services.core.texts import gettext as _
from services.sync.conflicts import ConflictCard


def who_decides(card: ConflictCard) -> str:
    """Return who may decide on the card; "" for whoever asks."""
    if card.decidable:
        return ""
    if not card.owners:
        told = _("The team leader decides this.")
    else:
        told = _("{names} or the team leader decides this.").format(
            names=", ".join(card.owners)
        )
    if card.hidden:
        told = _("{who} What it says is shown to those who may read it.").format(
            who=told
        )
    return told
