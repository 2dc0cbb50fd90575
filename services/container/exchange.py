"""The room Exchange: its verbs and questions as typed fields, and how they are made."""

from dataclasses import dataclass

from services.core.unit_of_work import UnitOfWork
from services.exchange.export_file import ExportFile
from services.exchange.import_file import Counting, ImportFile
from services.figures.plan import keep_grid
from services.meetings.holidays import holiday_table
from services.petitions.legal_periods import legal_periods


@dataclass(frozen=True, slots=True)
class Exchange:
    """Files of others."""

    import_file: ImportFile
    export_file: ExportFile


def build(units: UnitOfWork) -> Exchange:
    """Return the room of an open office."""
    counting = Counting(legal_periods(), holiday_table)
    return Exchange(
        import_file=ImportFile(units, counting, keep_grid),
        export_file=ExportFile(units),
    )
