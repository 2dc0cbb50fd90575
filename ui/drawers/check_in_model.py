"""State and commands of the check-in form: matches while typing, draft, save."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from models.values import PersonId
from services.core.drafts import LoadedDraft, Typed
from services.korean.keyboard import hangul_offer
from services.korean.phones import last_four
from services.reception.people_values import PersonMatch
from services.reception.values import CheckedIn, CheckInForm
from ui.context import PageContext
from ui.view_model import ViewModel

DRAFT = "check_in"
DRAFT_AFTER_MS = 500


@dataclass(frozen=True, slots=True)
class Saved:
    """A check-in that is on the disk, and what the clerk wanted next."""

    checked_in: CheckedIn
    then: str  # "close", "print" or "more"


class CheckInModel(ViewModel):
    """Finds people while a name is typed, keeps the draft, checks in.

    Signals:
        saved: The visit is durable; carries Saved.
        refused: It was not saved; carries the refusal.
        drafted: A draft of an earlier time was found; carries its fields.
        settled: Whether there is a draft is known now, and it is in the form.
    """

    saved = Signal(object)
    refused = Signal(object)
    drafted = Signal(object)
    settled = Signal()

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(context, frozenset(), parent)
        self._matches: tuple[PersonMatch, ...] = ()
        self._query = ("", "")
        self._meant: str | None = None
        self._typed: Mapping[str, Typed] = {}
        self._then = "close"
        self._saving = False
        self._loading = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER_MS)
        self._timer.timeout.connect(self.keep_draft)

    @property
    def matches(self) -> tuple[PersonMatch, ...]:
        """Who may be meant, the likeliest first; masked."""
        return self._matches

    @property
    def meant(self) -> str | None:
        """The Korean name that was typed on an English keyboard, if it may be one."""
        return self._meant

    @property
    def is_saving(self) -> bool:
        """Whether a save is under way; a second click waits for nothing."""
        return self._saving

    @property
    def is_loading(self) -> bool:
        """Whether a draft of an earlier time may still come."""
        return self._loading

    def look_for(self, name: str, phone: str) -> None:
        """Find who may be meant by what is typed so far."""
        if (name, phone) == self._query:
            return
        self._query = (name, phone)
        self._meant = meant = hangul_offer(name.strip())
        if not name.strip():
            self._matches = ()
            self.forget()
            self.changed.emit()
            return
        find, actor = self.context.services.reception.find_people, self.context.actor
        last4 = last_four(phone)

        def question() -> tuple[PersonMatch, ...]:
            found = find.run(actor, name)
            if meant is not None:
                found = (*find.run(actor, meant), *found)
            return (
                tuple(m for m in found if m.phone.endswith(last4)) if last4 else found
            )

        self.ask(question, self._on_matches)

    def _on_matches(self, matches: tuple[PersonMatch, ...]) -> None:
        self._matches = matches

    def take(self, match: PersonMatch) -> PersonId:
        """Choose a match; nobody else is looked for meanwhile."""
        self._matches, self._meant = (), None
        self.forget()
        self.changed.emit()
        return match.person_id

    # -- the draft -----------------------------------------------------------------

    def load_draft(self) -> None:
        """Look for what was typed before a lock or a power cut."""
        load, actor = self.context.services.trust.load_draft, self.context.actor
        self._loading = True
        self.command(lambda: load.run(actor, DRAFT), self._on_draft, self._on_no_draft)

    def _on_draft(self, draft: LoadedDraft | None) -> None:
        if draft is not None:
            self.drafted.emit(draft.fields)
        self._settle()

    def _on_no_draft(self, error: Exception) -> None:
        self.context.fail(error)
        self._settle()

    def _settle(self) -> None:
        self._loading = False
        self.settled.emit()

    def typed(self, fields: Mapping[str, Typed]) -> None:
        """Remember what stands in the form; half a second later it is on the disk."""
        self._typed = fields
        self._timer.start()

    @Slot()
    def keep_draft(self) -> None:
        """Write the draft now; at closing and at lock without waiting."""
        if not self._typed or self._saving:
            return
        self._timer.stop()
        fields, self._typed = self._typed, {}
        save, actor = self.context.services.trust.save_draft, self.context.actor
        self.command(lambda: save.run(actor, DRAFT, fields), self._on_draft_kept)

    def _on_draft_kept(self, _when: object) -> None:
        """The draft is on the disk; nothing to show for it."""

    # -- save ----------------------------------------------------------------------

    def save(self, form: CheckInForm, then: str) -> None:
        """Check in; what follows is said by ``then``."""
        if self._saving:
            return
        self._saving, self._then = True, then
        self._timer.stop()
        services, actor = self.context.services, self.context.actor

        def check_in() -> CheckedIn:
            checked_in = services.reception.check_in.run(actor, form)
            services.trust.drop_draft.run(actor, DRAFT)
            return checked_in

        self.command(check_in, self._on_saved, self._on_refused)

    def _on_saved(self, checked_in: CheckedIn) -> None:
        self._saving = False
        self._typed, self._query = {}, ("", "")
        self.saved.emit(Saved(checked_in, self._then))

    def _on_refused(self, error: Exception) -> None:
        self._saving = False
        self.refused.emit(error)
        self.changed.emit()
