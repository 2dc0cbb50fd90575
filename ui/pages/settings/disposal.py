"""How much has been kept long enough, said below the years that were chosen."""

from PySide6.QtCore import QObject

from services.core.texts import gettext as _
from services.trust.retention import Disposal, PastKeeping
from ui.context import PageContext
from ui.reading import Reading
from ui.view_model import ViewModel

KINDS = frozenset({"setting"})


class DisposalModel(ViewModel):
    """The counts of what is past its years."""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(context, KINDS, parent)
        self._found: Disposal | None = None

    def reload(self) -> None:
        """Count anew."""
        verb, actor = self.context.services.trust.disposal_counts, self.context.actor
        self.ask(lambda: verb.run(actor), self._on_counted)

    def _on_counted(self, found: Disposal) -> None:
        self._found = found

    def forget(self) -> None:
        """Drop what was counted."""
        super().forget()
        self._found = None

    def words(self) -> str:
        """Return what the records officer is to look at."""
        if self.reading is Reading.FAILED:
            return _("What is past its years could not be counted; F5 counts again.")
        if self._found is None:
            return _("Counting what is past its years …")
        lines = (
            _line(_("Visits without a petition"), self._found.visits),
            _line(_("Petitions"), self._found.petitions),
        )
        return "\n".join(lines)


def _line(name: str, past: PastKeeping) -> str:
    if past.last_year is None:
        return _("{name}: kept for good.").format(name=name)
    if not past.count:
        return _("{name}: none of {year} or earlier is to be disposed of.").format(
            name=name, year=past.last_year
        )
    return _("{name}: {count} of {year} or earlier for the records officer.").format(
        name=name, count=past.count, year=past.last_year
    )
