"""Whether this desk syncs while nobody is signed in, as the window knows it."""

from PySide6.QtCore import QObject

from services.core.cancellation import Cancellation
from services.core.texts import gettext as _
from ui.context import PageContext
from ui.tasks import Lane
from ui.view_model import ViewModel


class Unattended(ViewModel):
    """Asks, turns on and turns off; the secret store may take its time."""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(context, frozenset(), parent)
        self._is_on: bool | None = None
        self._stop = Cancellation()
        self._is_busy = False

    @property
    def is_on(self) -> bool | None:
        """Whether it is turned on; None before the first answer."""
        return self._is_on

    @property
    def is_busy(self) -> bool:
        """Whether the secret store is being asked."""
        return self._is_busy

    def reload(self) -> None:
        """Ask anew."""
        verb, actor = self.context.services.trust.unattended, self.context.actor
        self.ask(lambda: verb.run(actor), self._on_told_state)

    def _on_told_state(self, is_on: bool) -> None:  # noqa: FBT001 - the answer to a question
        self._is_on = is_on

    def forget(self) -> None:
        """Drop what was read; nobody waits for the secret store any more."""
        super().forget()
        self._stop.set()

    def change(self) -> None:
        """Turn it on where it is off, and off where it is on."""
        if self._is_busy or self._is_on is None:
            return
        trust, actor, stop = self.context.services.trust, self.context.actor, self._stop
        self._is_busy = True
        self.changed.emit()
        if self._is_on:
            self.context.tasks.submit(
                lambda: trust.turn_off_unattended.run(actor, stop),
                owner=self,
                on_done=self._on_off,
                on_error=self._on_refused,
                lane=Lane.NETWORK,
            )
        else:
            self.context.tasks.submit(
                lambda: trust.turn_on_unattended.run(actor, stop),
                owner=self,
                on_done=self._on_on,
                on_error=self._on_refused,
                lane=Lane.NETWORK,
            )

    def _on_on(self, _nothing: object) -> None:
        self.context.say(_("This desk now syncs also while nobody is signed in."))
        self._settle()

    def _on_off(self, is_gone: bool) -> None:  # noqa: FBT001 - what the verb answers
        if is_gone:
            told = _("This desk syncs only while somebody is signed in.")
        else:
            told = _(
                "This desk syncs only while somebody is signed in. The secret store did "
                "not answer: what it still holds opens nothing any more."
            )
        self.context.say(told)
        self._settle()

    def _on_refused(self, error: Exception) -> None:
        self.context.fail(error)
        self._settle()

    def _settle(self) -> None:
        self._is_busy = False
        self.reload()
