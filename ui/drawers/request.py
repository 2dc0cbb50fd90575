"""One request to meet the mayor: how long it waits, who meets, when, and who knows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from services.core.clock import local
from services.core.texts import gettext as _
from services.core.texts import language, ngettext
from services.korean.dates import ENGLISH, date_text
from services.meetings.hosts import HostRow
from services.selection.pool import PoolRow
from ui import words
from ui.context import PageContext, Places
from ui.drawers.form_draft import FormDraft
from ui.drawers.panel import Panel
from ui.drawers.request_steps import FreeSlot, RequestSteps
from ui.drawers.step_form import StepForm
from ui.tasks import Lane


@dataclass(frozen=True, slots=True)
class RequestAsked:
    """A request, and the slot that is free for it."""

    row: PoolRow
    slot: FreeSlot | None


class RequestPanel(Panel):
    """Decides about a request, puts it into the slot, notes what was told."""

    panel_id = "request"

    def __init__(
        self, context: PageContext, asked: RequestAsked, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._row = asked.row
        self._who = self.label("requestWho", "title")
        self._text = self.label("requestText")
        self._steps = RequestSteps(context, asked.slot, self)
        self._form = StepForm(context, self._steps.rows, self)
        self._form.taken.connect(self._load)
        self.submitted.connect(self._on_take_asked)
        for widget in (self._who, self._text, self._form):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.foot.addWidget(self._form.button)
        self.retranslate()
        self._load()
        draft = FormDraft(self, f"request:{asked.row.id}", edits=True)
        self._form.taken.connect(draft.drop)

    @override
    def places(self) -> Places:
        return (("meeting_request", str(self._row.id)),)

    @override
    def title(self) -> str:
        return _("Request to meet")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {"item.finish_next": self._on_take_asked, "refresh": self._load}

    @override
    def retranslate(self) -> None:
        self._steps.retranslate()
        self._form.retranslate()
        self._show()

    @Slot()
    def _load(self) -> None:
        services, actor = self.context.services, self.context.actor
        self.context.tasks.submit(
            lambda: (
                services.selection.pool.run(actor),
                services.meetings.hosts.run(actor),
            ),
            owner=self,
            on_done=self._on_read,
            on_error=self.context.fail,
            lane=Lane.WRITE,
        )

    def _on_read(self, read: tuple[tuple[PoolRow, ...], tuple[HostRow, ...]]) -> None:
        rows, hosts = read
        found = next((row for row in rows if row.id == self._row.id), None)
        if found is None:  # it has ended meanwhile
            self.finished.emit()
            return
        self._row = found
        self._steps.offer_hosts(hosts)
        self._form.offer(self._steps.of(found))
        self._show()

    def _show(self) -> None:
        self._who.setText(self._row.who or self._row.group_name)
        self._text.setText("\n".join(_lines(self._row)))

    @Slot()
    def _on_take_asked(self) -> None:
        self.commit()
        self._form.take()


def _lines(row: PoolRow) -> list[str]:
    waited = ngettext("waited {count} day", "waited {count} days", row.days_waited)
    lines = [
        f"{words.subject(row.subject)} · {row.title}",
        _("Applied {day}, {waited}").format(
            day=date_text(row.applied_on, language()),
            waited=waited.format(count=row.days_waited),
        ),
        words.request_state(row.state),
    ]
    if row.same_person:
        lines.append(_("Asked {count} times before").format(count=row.same_person))
    if row.due_at is not None:
        day = date_text(local(row.due_at).date(), language())
        lines.append(_("Answer due {day}").format(day=day))
    if row.verdict is not None:
        lines.append(_decided(row))
        lines.append(
            _("The decision was told") if row.decision_told else _("! not told yet")
        )
    if row.meeting_day is not None:
        day = date_text(row.meeting_day, language())
        lines.append(_("Meeting on {day}").format(day=day))
    return lines


def _decided(row: PoolRow) -> str:
    verdict = words.verdict(row.verdict) if row.verdict else ""
    host = row.host_en if language() == ENGLISH and row.host_en else row.host
    parts = (verdict, host, row.reason)
    return _("Decided: {what}").format(what=" · ".join(p for p in parts if p))
