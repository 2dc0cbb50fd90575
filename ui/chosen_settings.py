"""What the whole office chose, as the window and the settings page know it."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from services.trust.office_settings import OfficeSettings
from ui.context import PageContext
from ui.view_model import ViewModel

KINDS = frozenset({"setting"})


class ChosenSettings(ViewModel):
    """The office's settings; follows what is saved here and what sync brings."""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(context, KINDS, parent)
        self._settings: OfficeSettings | None = None

    @property
    def is_loaded(self) -> bool:
        """Whether the first answer has come."""
        return self._settings is not None

    @property
    def settings(self) -> OfficeSettings:
        """The settings in force; the defaults before the first answer."""
        return self._settings or OfficeSettings()

    def reload(self) -> None:
        """Read the settings anew."""
        read, actor = self.context.services.trust.read_settings, self.context.actor
        self.ask(lambda: read.run(actor), self._on_read)

    def _on_read(self, settings: OfficeSettings) -> None:
        self._settings = settings

    def save(
        self,
        chosen: OfficeSettings,
        on_saved: Callable[[tuple[str, ...]], None],
        on_refused: Callable[[Exception], None],
    ) -> None:
        """Keep what was chosen; the answer names what changed."""
        verb, actor = self.context.services.trust.save_settings, self.context.actor
        self.command(lambda: verb.run(actor, chosen), on_saved, on_refused)

    def forget(self) -> None:
        """Drop what was read."""
        super().forget()
        self._settings = None
