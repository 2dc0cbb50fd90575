"""One member of staff: what the job is, whether the account is open, and the steps."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from services.core.texts import gettext as _
from services.trust.accounts import StaffRow
from ui import words
from ui.context import PageContext
from ui.drawers.panel import Panel
from ui.drawers.password_pair import PasswordPair, same
from ui.drawers.staff_fields import StaffFields
from ui.drawers.step_form import Job, Step, StepForm
from ui.tasks import Lane


class ColleaguePanel(Panel):
    """Changes a member of staff, sets a password, ends the work here or resumes it."""

    panel_id = "colleague"

    def __init__(
        self, context: PageContext, row: StaffRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._row = row
        self._who = self.label("colleagueWho", "title")
        self._text = self.label("colleagueText")
        self._fields = StaffFields("colleague", self)
        self._passwords = PasswordPair("colleague", self)
        self._rows = {**self._fields.rows, **self._passwords.rows}
        self._form = StepForm(context, self._rows, self)
        self._form.taken.connect(self._load)
        self.submitted.connect(self._on_take_asked)
        for widget in (self._who, self._text, self._form):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.foot.addWidget(self._form.button)
        self.retranslate()
        self._load()

    @override
    def title(self) -> str:
        return _("Member of staff")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {"item.finish_next": self._on_take_asked, "refresh": self._load}

    @override
    def retranslate(self) -> None:
        self._fields.retranslate()
        self._passwords.retranslate()
        self._form.retranslate()
        self._show()

    @Slot()
    def _load(self) -> None:
        staff, actor = self.context.services.trust.staff_list, self.context.actor
        self.context.tasks.submit(
            lambda: staff.run(actor),
            owner=self,
            on_done=self._on_read,
            on_error=self.context.fail,
            lane=Lane.WRITE,
        )

    def _on_read(self, rows: tuple[StaffRow, ...]) -> None:
        self._row = next((r for r in rows if r.id == self._row.id), self._row)
        self._fields.show(self._row)
        self._form.offer(self._steps())
        self._show()

    def _show(self) -> None:
        row = self._row
        self._who.setText(" ".join(part for part in (row.name, row.title) if part))
        lines = (
            _("Login: {login}").format(login=row.login),
            words.profile(row.profile),
            " ".join(part for part in (row.department, row.telephone) if part),
            words.staff_state(row),
        )
        self._text.setText("\n".join(line for line in lines if line))

    def _steps(self) -> tuple[Step, ...]:
        row = self._row
        change = Step(
            "change",
            _("Change the details"),
            _("The details are saved."),
            self._change,
            tuple(self._fields.rows),
        )
        password = Step(
            "password",
            _("Set a password on this desk"),
            _("The person can sign in at this desk."),
            self._password,
            tuple(self._passwords.rows),
        )
        trust, actor = self.context.services.trust, self.context.actor
        suspend = Step(
            "suspend",
            _("Suspend the account"),
            _("The account is suspended."),
            lambda: lambda: trust.suspend_staff.run(actor, row.id),
        )
        resume = Step(
            "resume",
            _("Let the person work again"),
            _("The person may work again; set a password."),
            lambda: lambda: trust.resume_staff.run(actor, row.id),
        )
        if not row.active:
            return (resume, change)
        return (change,) if row.is_self else (change, password, suspend)

    def _change(self) -> Job:
        form = self._fields.form(self._row.login, self._row.id)
        verb, actor = self.context.services.trust.change_staff, self.context.actor
        base = self._row.base
        return lambda: verb.run(actor, form, base)

    def _password(self) -> Job:
        typed = self._passwords.texts()
        verb, actor = self.context.services.trust.open_account, self.context.actor
        return lambda: verb.run(actor, self._row.id, same(typed))

    @Slot()
    def _on_take_asked(self) -> None:
        self.commit()
        self._form.take()
