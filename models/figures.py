"""The yearly plan, as entered and as printed, so that its sums can be checked."""

from sqlalchemy.orm import Mapped, mapped_column

from models.base import CITY, Kept


class PlanCell(Kept):
    """One number of the plan table.

    ``printed`` marks totals that were typed in as they stood on paper: they are
    compared with the computed ones and never used for them.
    """

    __tablename__ = "plan_cell"
    sync = CITY

    plan: Mapped[str]
    unit: Mapped[str]  # row: 통통데이, 동방문(현장탐방), or the total row
    period: Mapped[str]  # column: '18.7~, '19 … or the total column
    position: Mapped[int]  # order of the columns
    line: Mapped[int] = mapped_column(default=0)  # order of the rows
    planned: Mapped[int]
    printed: Mapped[bool] = mapped_column(default=False)
