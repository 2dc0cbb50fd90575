"""A row and its model for the tests of tables."""

from dataclasses import dataclass

from ui.tables.columns import Align, Column
from ui.tables.rows_model import RowsModel


@dataclass(frozen=True, slots=True)
class Guest:
    number: int
    name: str
    state: str = "waiting"


COLUMNS = (
    Column[Guest](
        header=lambda: "No.",
        text=lambda row: str(row.number),
        key=lambda row: row.number,
        align=Align.END,
        width_chars=3,
    ),
    Column[Guest](
        header=lambda: "Name",
        text=lambda row: row.name,
        key=lambda row: row.name,
        tip=lambda row: f"No. {row.number}",
        width_chars=8,
    ),
    Column[Guest](
        header=lambda: "State",
        text=lambda row: f"○ {row.state}",
        state=lambda row: row.state,
    ),
)


def number_of(row: Guest) -> int:
    return row.number


def guests(*names: str) -> list[Guest]:
    return [Guest(at, name) for at, name in enumerate(names, start=1)]


def model_of(*names: str) -> RowsModel[Guest]:
    model = RowsModel[Guest](COLUMNS, number_of)
    model.show(guests(*names))
    return model
