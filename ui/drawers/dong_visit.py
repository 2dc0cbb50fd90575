"""The plan of a dong visit: day, times, place, timetable, people, matters."""

from collections.abc import Callable, Mapping
from datetime import time, timedelta

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from models.errors import FieldError, FormRefused, ReasonNeeded
from services.briefing.sheet_values import AttendanceSheet
from services.core.clock import today
from services.core.texts import gettext as _
from services.core.texts import language, ngettext
from services.korean.dates import ENGLISH
from services.outreach.details import DongVisitForm
from services.outreach.dongs import DongRow
from services.outreach.plan_visit import Planned
from services.outreach.programme import default_programme, end_of
from services.outreach.visit_plan import VisitPlan
from ui.context import PageContext, Places
from ui.drawers import line_form
from ui.drawers.form_draft import FormDraft
from ui.drawers.panel import Panel
from ui.drawers.refusal import check_values, show_refusal
from ui.drawers.small_paper import open_small_paper
from ui.tasks import Lane
from ui.widgets.busy_button import BusyButton
from ui.widgets.day_edit import DayEdit
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.hangul_text_edit import HangulTextEdit
from ui.widgets.key_button import KeyButton
from ui.widgets.time_edit import TimeEdit

FIRST_DAYS = timedelta(days=14)  # two weeks to prepare, as offices plan
BEGIN = time(10, 0)
LINES = ("place", "purpose", "department", "election_ground")
TEXTS = (
    "programme",
    "attendees",
    "issues",
    "route",
    "rain_plan",
    "preparations",
    "remarks",
)


class DongVisitPanel(Panel):
    """Plans a visit, or changes the plan of the one that is coming.

    The timetable of a new one begins as offices usually hold it.
    """

    panel_id = "dong_visit"

    def __init__(
        self, context: PageContext, dong: DongRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._dong = dong
        self._form: DongVisitForm | None = None
        self._programme = default_programme(BEGIN)
        first = today(context.services.office.clock) + FIRST_DAYS
        self._day = DayEdit(first, self)
        self._day.setObjectName("dongVisitDay")
        end = end_of(self._programme) or time(12, 0)
        self._starts = self._time_field("dongVisitStarts", BEGIN)
        self._ends = self._time_field("dongVisitEnds", end)
        self._lines = {name: HangulLineEdit(self) for name in LINES}
        self._texts = {name: HangulTextEdit(self) for name in TEXTS}
        self._rows = self._make_rows()
        self._texts["programme"].setPlainText(line_form.programme_text(self._programme))
        self._save = BusyButton("", "Ctrl+Enter", self)
        self._save.setObjectName("dongVisitSave")
        self._save.make_primary()
        self._save.clicked.connect(self._on_save_clicked)
        self.submitted.connect(self._on_save_clicked)
        self._list = KeyButton("", "Ctrl+P", self)
        self._list.setObjectName("dongVisitAttendance")
        self._list.clicked.connect(self._on_list_clicked)
        self._lay_out()
        self.retranslate()
        self._open_coming()
        coming = dong.next_visit_id
        FormDraft(self, f"dong_visit:{coming or dong.id}", edits=coming is not None)

    def _open_coming(self) -> None:
        """Read the plan of the visit that is coming, if there is one."""
        verb, actor = self.context.services.outreach.open_visit, self.context.actor
        visit_id = self._dong.next_visit_id
        if visit_id is None:
            return
        self._save.setEnabled(False)  # until the plan stands in the form
        self.context.tasks.submit(
            lambda: verb.run(actor, visit_id),
            owner=self,
            on_done=self._on_opened,
            on_error=self.context.fail,
            lane=Lane.WRITE,
        )

    def _on_opened(self, form: DongVisitForm) -> None:
        self._form, plan = form, form.plan
        self._programme = plan.programme
        if plan.day is not None:
            self._day.set_day(plan.day)
        for field, at in ((self._starts, plan.starts_at), (self._ends, plan.ends_at)):
            if at is not None:
                field.set_time(at)
        for name, line in self._lines.items():
            line.set_text_when_idle(str(getattr(plan, name)))
        texts = {
            "programme": line_form.programme_text(plan.programme),
            "attendees": line_form.attendees_text(plan.attendees),
            "issues": line_form.issues_text(plan.issues),
        }
        for name, text in self._texts.items():
            told = texts[name] if name in texts else str(getattr(plan, name))
            text.set_text_when_idle(told)
        self._save.setEnabled(True)
        self.retranslate()

    def _time_field(self, name: str, value: time) -> TimeEdit:
        field = TimeEdit(value, self)
        field.setObjectName(name)
        return field

    def _make_rows(self) -> dict[str, FieldRow]:
        rows = {
            "day": FieldRow("", self._day, self),
            "starts_at": FieldRow("", self._starts, self),
            "ends_at": FieldRow("", self._ends, self),
        }
        for name, line in self._lines.items():
            line.setObjectName(f"dongVisit-{name}")
            rows[name] = FieldRow("", line, self)
        for name, text in self._texts.items():
            text.setObjectName(f"dongVisit-{name}")
            text.setTabChangesFocus(True)
            text.setMinimumHeight(self.fontMetrics().height() * 5)
            rows[name] = FieldRow("", text, self)
        return rows

    def _lay_out(self) -> None:
        column = self.body
        column.addWidget(self._rows["day"])
        times = QHBoxLayout()
        for name in ("starts_at", "ends_at"):  # side by side also below a message
            times.addWidget(self._rows[name], 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(times)
        for name in (*LINES, *TEXTS):
            column.addWidget(self._rows[name])
        self.foot.addWidget(self._save)
        self.foot.addWidget(self._list)

    @override
    def places(self) -> Places:
        dong = (("dong", str(self._dong.id)),)
        coming = self._dong.next_visit_id
        return dong if coming is None else (("dong_visit", str(coming)), *dong)

    @override
    def title(self) -> str:
        name = self._dong.name_en if language() == ENGLISH else self._dong.name
        return _("Visit to {dong}").format(dong=name)

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "item.save": self._on_save_clicked,
            "item.finish_next": self._on_save_clicked,
            "print.preview": self._on_list_clicked,
        }

    @override
    def retranslate(self) -> None:
        labels = {
            "day": _("Day"),
            "starts_at": _("From"),
            "ends_at": _("To"),
            "place": _("Place"),
            "purpose": _("Purpose"),
            "department": _("Department"),
            "programme": _("Timetable"),
            "attendees": _("Attendees"),
            "issues": _("Pending issues"),
            "remarks": _("Remarks"),
            "rain_plan": _("If it rains"),
            "route": _("Route"),
            "preparations": _("Preparations"),
            "election_ground": _("Ground"),
        }
        for name, label in labels.items():
            self._rows[name].set_label(label)
        self._texts["programme"].setPlaceholderText(_("10:00 | 10 | what | where"))
        kinds = ", ".join(line_form.category_names().values())
        self._texts["attendees"].setPlaceholderText(
            _("kind | title | name, one a line; kinds: {kinds}").format(kinds=kinds)
        )
        self._texts["issues"].setPlaceholderText(
            _("title | situation | problem | opinion | department")
        )
        self._lines["election_ground"].setPlaceholderText(
            _("only in the weeks before an election")
        )
        new = self._dong.next_visit_id is None
        self._save.set_title(_("Plan the visit") if new else _("Keep the plan"))
        self._list.set_title(_("Attendance list"))

    def _plan(self) -> VisitPlan:
        lines = {name: line.text() for name, line in self._lines.items()}
        texts = {name: text.toPlainText() for name, text in self._texts.items()}
        check_values(self._rows)
        return VisitPlan(
            dong_id=self._dong.id,
            day=self._day.day(),
            starts_at=self._starts.time_of_day(),
            ends_at=self._ends.time_of_day(),
            place=lines["place"],
            purpose=lines["purpose"],
            department=lines["department"],
            rain_plan=texts["rain_plan"],
            route=texts["route"],
            preparations=texts["preparations"],
            election_ground=lines["election_ground"],
            remarks=texts["remarks"],
            programme=line_form.read_programme(texts["programme"], self._programme),
            attendees=line_form.read_attendees(texts["attendees"]),
            issues=line_form.read_issues(
                texts["issues"], self._form.plan.issues if self._form else ()
            ),
        )

    @Slot()
    def _on_list_clicked(self) -> None:
        """Draw the list to be signed on the day: titles only, no names."""
        self.commit()
        try:
            plan = self._plan()
        except (FieldError, FormRefused) as error:
            self._on_refused(error)
            return
        sheet = AttendanceSheet(
            title=plan.purpose.strip() or self.title(),
            day=plan.day or today(self.context.services.office.clock),
            place=plan.place.strip(),
            expected=tuple(one.title for one in plan.attendees),
        )
        open_small_paper(self, sheet)

    @Slot()
    def _on_save_clicked(self) -> None:
        self.commit()
        for row in self._rows.values():
            row.clear()
        try:
            plan = self._plan()
        except (FieldError, FormRefused) as error:
            self._on_refused(error)
            return
        self._save.show_busy(_("Saving …"))
        self.context.tasks.submit(
            self._verb(plan),
            owner=self,
            on_done=self._on_saved,
            on_error=self._on_refused,
            lane=Lane.WRITE,
        )

    def _verb(self, plan: VisitPlan) -> Callable[[], Planned]:
        outreach, actor, form = (
            self.context.services.outreach,
            self.context.actor,
            self._form,
        )
        if form is None:
            return lambda: outreach.plan_visit.run(actor, plan)
        return lambda: outreach.change_visit.run(actor, form.id, plan, form.base)

    def _on_saved(self, planned: Planned) -> None:
        told = _("The visit is planned.")
        if planned.findings:
            told += " " + ngettext(
                "{count} thing in the timetable does not fit.",
                "{count} things in the timetable do not fit.",
                len(planned.findings),
            ).format(count=len(planned.findings))
        self.context.done(told)
        self.finished.emit()

    def _on_refused(self, error: Exception) -> None:
        self._save.show_idle()
        if isinstance(error, ReasonNeeded):  # weeks before an election
            error = FieldError(field="election_ground", fault="missing")
        show_refusal(error, self._rows, self.context.fail)
