"""State and commands of the briefing page: subjects, the pack made, its faults."""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal

from models.values import PackKind, Purpose, SessionState
from services.briefing.freeze import FrozenPack
from services.briefing.make_pack import PackOrder
from services.briefing.open_pack import PackRow
from services.briefing.print_paper import Recipient
from services.briefing.values import PackForm
from services.core.clock import today
from services.core.texts import gettext as _
from services.core.texts import language
from services.korean.dates import ENGLISH, date_text, time_range
from services.meetings.agenda import AgendaRows, View
from services.meetings.sessions import SessionRow
from ui.context import PageContext
from ui.view_model import ViewModel

KINDS = frozenset({"meeting", "session_day", "dong_visit", "pack", "meeting_request"})
AHEAD = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Subject:
    """Something a pack can be made for."""

    kind: PackKind
    id: str
    day: date
    when: str
    title: str


class BriefingModel(ViewModel):
    """What the briefing page shows and makes.

    Signals:
        pack_made: A pack is ready to be shown; carries FrozenPack.
    """

    pack_made = Signal(object)

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(context, KINDS, parent)
        self._subjects: tuple[Subject, ...] = ()
        self._packs: tuple[PackRow, ...] = ()
        self._pack: FrozenPack | None = None
        self._making = False
        self._subject: Subject | None = None  # of the pack that is shown

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """What lies ahead, the nearest first."""
        return self._subjects

    @property
    def pack(self) -> FrozenPack | None:
        """The pack that is shown."""
        return self._pack

    @property
    def paper_name(self) -> str:
        """What a file of the pack is called: its kind and day, and nobody's name."""
        subject = self._subject
        if subject is None:
            return _("Briefing")
        whose = _("Meeting") if subject.kind is PackKind.MEETING else subject.title
        return f"{_('Briefing')} {subject.day.isoformat()} {whose}"

    @property
    def is_making(self) -> bool:
        """Whether a pack is being drawn."""
        return self._making

    def reload(self) -> None:
        """Read the subjects anew."""
        self.ask(self._question, self._on_subjects)

    def forget(self) -> None:
        """Drop subjects and pack."""
        super().forget()
        self._subjects, self._pack = (), None

    def _question(self) -> tuple[Subject, ...]:
        services, actor = self.context.services, self.context.actor
        day = today(services.office.clock)
        sessions = services.meetings.sessions_of.run(actor, day, day + AHEAD)
        agendas = [
            services.meetings.agenda.run(actor, View.MONTH, when)
            for when in (day, (day.replace(day=1) + timedelta(days=32)))
        ]
        found = [_day_subject(day), *_sessions(sessions)]
        for agenda in agendas:
            found += _entries(agenda, day)
        return tuple(sorted(found, key=_order))

    def _on_subjects(self, subjects: tuple[Subject, ...]) -> None:
        self._subjects = subjects

    def make(self, subject: Subject, form: PackForm) -> None:
        """Draw and keep the pack of a subject."""
        if self._making:
            return
        self._making, self._subject = True, subject
        self.changed.emit()
        verb, actor = self.context.services.briefing.make_pack, self.context.actor
        order = PackOrder(subject.kind, subject.id, Purpose.MEETING, form)
        self.command(lambda: verb.run(actor, order), self._on_made, self._on_failed)

    def _on_made(self, pack: FrozenPack) -> None:
        self._making = False
        self._pack = pack
        self.pack_made.emit(pack)
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self._making = False
        self.changed.emit()
        self.context.fail(error)

    def note_print(self) -> None:
        """Log a print of the pack shown before it goes to the printer."""
        if self._pack is None:
            return
        verb, actor = self.context.services.briefing.print_pack, self.context.actor
        pack_id = self._pack.id
        self.command(
            lambda: verb.run(actor, pack_id, 1, Recipient.MAYOR), self._on_print_noted
        )

    def _on_print_noted(self, _nothing: object) -> None:
        self.context.say(_("Sent to the printer; the print is logged."))


def _day_subject(day: date) -> Subject:
    title = _("All meetings of the day")
    return Subject(PackKind.DAY, day.isoformat(), day, "", title)


def _sessions(rows: tuple[SessionRow, ...]) -> list[Subject]:
    live = (row for row in rows if row.state is not SessionState.CANCELLED)
    return [
        Subject(
            PackKind.SESSION,
            row.session_id,
            row.held_on,
            f"{row.starts_at:%H:%M}",
            _("Tongtong Day"),
        )
        for row in live
    ]


def _entries(agenda: AgendaRows, day: date) -> list[Subject]:
    found = [
        Subject(
            PackKind.MEETING,
            entry.id,
            entry.day,
            time_range(entry.starts_at, entry.ends_at),
            entry.title,
        )
        for entry in agenda.meetings
        if entry.day >= day and entry.session_id is None
    ]
    english = language() == ENGLISH
    for visit in agenda.dong_visits:
        if visit.day >= day:
            name = visit.dong_en if english else visit.dong
            when = f"{visit.starts_at:%H:%M}" if visit.starts_at else ""
            title = _("Visit to {dong}").format(dong=name)
            found.append(Subject(PackKind.DONG_VISIT, visit.id, visit.day, when, title))
    return found


def _order(subject: Subject) -> tuple[date, str, str]:
    return subject.day, subject.when, subject.id


def day_of(subject: Subject) -> str:
    """Return the subject's day as lists show it."""
    return date_text(subject.day, language())
