"""The figures page: the yearly plan, its sums checked, beside what was done."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from services.core.texts import gettext as _
from services.figures.plan_check import PlanReport
from ui.context import PageContext
from ui.page import Page
from ui.pages.figures.view_model import FigureRow, FiguresModel
from ui.reading import Reading
from ui.tables.columns import Align, Column
from ui.tables.rows_model import RowsModel
from ui.tables.rows_view import RowsView
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.role import set_role


class FiguresPage(Page):
    """Shows a plan added up anew, what its paper says, and what was done of it."""

    page_id = "figures"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view_model = FiguresModel(context, self)
        self._lines: RowsModel[FigureRow] = RowsModel(_columns(), _key, None, self)
        self._card = Card("", self)
        self._build_plan_choice()
        self._sums = QLabel(self)
        self._sums.setObjectName("planSums")
        self._sums.setWordWrap(True)
        set_role(self._sums, "warning")
        self._table = RowsView(self._lines, "", self._card)
        self._table.setObjectName("planTable")
        self._empty = EmptyState(self)
        self._table.use_empty_state(self._empty)
        self._card.body.addWidget(self._sums)
        self._card.body.addWidget(self._table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._card)
        self.view_model.changed.connect(self._on_view_model_changed)
        self.retranslate()

    def _build_plan_choice(self) -> None:
        self._plan_label = QLabel(self)
        self._plan = QComboBox(self)
        self._plan.setObjectName("planChoice")
        self._plan.setMinimumContentsLength(12)
        self._plan.activated.connect(self._on_plan_activated)
        self._plan_label.setBuddy(self._plan)
        row = QHBoxLayout()
        row.addWidget(self._plan_label)
        row.addWidget(self._plan)
        row.addStretch(1)
        self._card.body.addLayout(row)

    @override
    def title(self) -> str:
        return _("Figures")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {"refresh": self.view_model.reload}

    @override
    def shown(self, payload: object) -> None:
        self.view_model.reload()
        self._table.setFocus()

    @override
    def drop_rows(self) -> None:
        self.view_model.forget()
        self._lines.clear()
        self._plan.clear()
        self._sums.clear()

    @override
    def retranslate(self) -> None:
        self._plan_label.setText(_("Plan"))
        self._plan.setAccessibleName(_("Plan"))
        self._table.set_name(_("The plan and what was done of it"))
        self._empty.show_words(
            _("There is no plan yet. The IT office imports it from a file.")
        )
        self._lines.retranslate()
        self._on_view_model_changed()

    @Slot()
    def _on_view_model_changed(self) -> None:
        self._empty.stand(self.view_model.reading)
        self._lines.show(self.view_model.rows)
        told = self.view_model.comparison
        self._show_choice()
        self._sums.setVisible(told is not None and bool(told.report.flagged))
        if told is not None:
            self._card.set_title(_head(told.report))
            self._sums.setText("\n".join(_wrong_sums(told.report)))
        else:
            waits = self.view_model.reading is Reading.UNDER_WAY
            self._card.set_title(_("Reading …") if waits else _("Yearly plan"))

    def _show_choice(self) -> None:
        names, told = self.view_model.names, self.view_model.comparison
        if [self._plan.itemText(at) for at in range(self._plan.count())] != [*names]:
            self._plan.clear()
            self._plan.addItems(names)
        if told is not None:
            self._plan.setCurrentText(told.report.plan)
        for one in (self._plan_label, self._plan):
            one.setVisible(len(names) > 1)

    @Slot()
    def _on_plan_activated(self) -> None:
        self.view_model.choose(self._plan.currentText())


def _head(plan: PlanReport) -> str:
    return _("{plan}: {total} in all, added up.").format(
        plan=plan.plan, total=f"{plan.total.computed:,}"
    )


def _wrong_sums(plan: PlanReport) -> tuple[str, ...]:
    wrong = _("{name}: the paper says {printed}, added up it is {computed}.")
    return tuple(
        wrong.format(name=one.name, printed=one.printed, computed=one.computed)
        for one in plan.flagged
    )


def _columns() -> tuple[Column[FigureRow], ...]:
    return (
        Column(
            lambda: _("Unit"),
            lambda r: r.unit or _("All together"),
            width_chars=10,
        ),
        Column(
            lambda: _("Period"), lambda r: r.period or _("Whole plan"), width_chars=7
        ),
        _numbers(lambda: _("Planned"), lambda r: r.planned),
        _numbers(lambda: _("Done"), lambda r: r.done),
        Column(
            lambda: _("Share"),
            lambda r: "-" if r.percent is None else f"{r.percent}%",
            align=Align.END,
            width_chars=4,
        ),
        _numbers(lambda: _("On the paper"), lambda r: r.sum.printed if r.sum else None),
        Column(lambda: _("Check"), _check, width_chars=9, spoken=_check_spoken),
    )


def _numbers(
    header: Callable[[], str], number: Callable[[FigureRow], int | None]
) -> Column[FigureRow]:
    def text(row: FigureRow) -> str:
        found = number(row)
        return "-" if found is None else f"{found:,}"

    return Column(header, text, align=Align.END, width_chars=6)


def _check(row: FigureRow) -> str:
    """Return whether the paper's sum holds, with a sign for the eye."""
    if row.sum is None or row.sum.printed is None:
        return ""
    return f"{'!' if row.sum.differs else '✓'} {_check_spoken(row)}"


def _check_spoken(row: FigureRow) -> str:
    if row.sum is None or row.sum.printed is None:
        return ""
    if not row.sum.differs:
        return _("agrees")
    return _("differs by {difference}").format(difference=f"{row.sum.difference:+,}")


def _key(row: FigureRow) -> tuple[str, str]:
    return row.unit, row.period
