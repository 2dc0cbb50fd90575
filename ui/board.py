"""Turns the board on and off and gives it its numbers."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from services.core.texts import gettext as _
from services.reception.board import BoardView
from ui.board_place import BoardPlace
from ui.board_window import BoardWindow, next_screen, second_screen
from ui.context import PageContext
from ui.drawers.waiting import KINDS
from ui.view_model import ViewModel


class Board(ViewModel):
    """Turns the board on and off; at lock it goes on showing the last numbers."""

    def __init__(
        self, context: PageContext, place: BoardPlace, parent: QObject
    ) -> None:
        super().__init__(context, KINDS, parent)
        self._place = place
        self.reload()

    @property
    def window(self) -> BoardWindow | None:
        """The board, while it is on."""
        return self._place.window

    def toggle(self) -> None:
        """Turn the board on, on the second screen where there is one, or off."""
        if self.window is not None:
            self._place.close()
            return
        window = BoardWindow()
        self._place.hold(window)
        screen = second_screen(QGuiApplication.primaryScreen())
        if screen is not None:
            window.put_on(screen)
        else:
            window.resize(960, 540)
            window.show()
            self.context.say(
                _("There is no second screen; the board is a window here.")
            )
        self.reload()

    def choose_screen(self) -> None:
        """Put the board on the next screen."""
        window = self.window
        if window is None:
            self.context.say(_("The board is off: F11 turns it on."))
            return
        screen = next_screen(window.screen())
        if screen is None:
            self.context.say(_("There is no other screen."))
        else:
            window.showNormal()
            window.put_on(screen)

    def reload(self) -> None:
        """Ask for the numbers of now."""
        if self.window is None:
            return
        board, actor = self.context.services.today.board, self.context.actor
        self.ask(lambda: board.run(actor), self._on_view)

    def _on_view(self, view: BoardView) -> None:
        if self.window is not None:
            self.window.show_view(view)
