"""Every action once: id, text, keys.  Menus, buttons, help and palette read it here.

Not used on purpose: bare letters and digits, F9 (Hanja), Shift+Space, Ctrl+Space,
right Alt and right Ctrl (input method), Ctrl+Alt (AltGr), Ctrl+Shift+U, Ctrl+. and
Ctrl+; (ibus).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from services.core.texts import gettext as _


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing a person can do by key.

    Attributes:
        id: Room and verb.
        text: Looked up when shown, so that it follows the language.
        keys: The first is the one that is shown.
        group: Heading in help and menus.
    """

    id: str
    text: Callable[[], str]
    keys: tuple[str, ...]
    group: str = "desk"


def _specs() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec("visit.check_in", lambda: _("New check-in"), ("F2",)),
        ActionSpec("group.check_in", lambda: _("Group check-in"), ("Ctrl+G",)),
        ActionSpec("visit.call_next", lambda: _("Call next"), ("F4",)),
        ActionSpec("visit.call_again", lambda: _("Call again"), ("Shift+F4",)),
        ActionSpec("visit.start", lambda: _("Start counselling"), ("F6",)),
        ActionSpec("visit.hold", lambda: _("Hold"), ("Shift+F6",)),
        ActionSpec("visit.absent", lambda: _("Absent"), ("F7",)),
        ActionSpec("visit.absent_to_end", lambda: _("To the end"), ("Shift+F7",)),
        ActionSpec("visit.finish", lambda: _("Finish"), ("F8",)),
        ActionSpec("petitions.due", lambda: _("Answers due"), ("Ctrl+Shift+D",)),
        ActionSpec("slip.print", lambda: _("Print slip or notice"), ("F12",)),
        ActionSpec("board.toggle", lambda: _("Waiting board on or off"), ("F11",)),
        ActionSpec(
            "board.screen", lambda: _("Choose the board's screen"), ("Shift+F11",)
        ),
        ActionSpec("page.today", lambda: _("Today"), ("Alt+1",), "pages"),
        ActionSpec("page.reception", lambda: _("Reception"), ("Alt+2",), "pages"),
        ActionSpec("page.calendar", lambda: _("Calendar"), ("Alt+3",), "pages"),
        ActionSpec("page.selection", lambda: _("Selection"), ("Alt+4",), "pages"),
        ActionSpec("page.dong_visits", lambda: _("Dong visits"), ("Alt+5",), "pages"),
        ActionSpec("page.dong_cards", lambda: _("Dong cards"), ("Alt+6",), "pages"),
        ActionSpec("page.tours", lambda: _("Field tours"), ("Alt+7",), "pages"),
        ActionSpec("page.briefing", lambda: _("Briefing"), ("Alt+8",), "pages"),
        ActionSpec("page.figures", lambda: _("Figures"), ("Alt+9",), "pages"),
        ActionSpec("page.sync", lambda: _("Sync"), ("Alt+0",), "pages"),
        ActionSpec("page.settings", lambda: _("Settings"), ("Ctrl+,",), "pages"),
        ActionSpec("menu", lambda: _("Menu"), ("F10",), "window"),
        ActionSpec("area.next", lambda: _("Next area"), ("Ctrl+Tab",), "window"),
        ActionSpec(
            "area.previous", lambda: _("Area before"), ("Ctrl+Shift+Tab",), "window"
        ),
        ActionSpec("help.keys", lambda: _("Help and keys"), ("F1",), "window"),
        ActionSpec("find", lambda: _("Find or command"), ("Ctrl+K", "F3"), "window"),
        ActionSpec("refresh", lambda: _("Refresh"), ("F5",), "window"),
        ActionSpec("edit.undo", lambda: _("Undo"), ("Ctrl+Z",), "window"),
        ActionSpec("edit.redo", lambda: _("Redo"), ("Ctrl+Y",), "window"),
        ActionSpec("app.lock", lambda: _("Lock now"), ("Ctrl+L",), "window"),
        ActionSpec("day.close", lambda: _("End of day"), ("Ctrl+D",), "window"),
        ActionSpec("text.larger", lambda: _("Larger text"), ("Ctrl+=",), "window"),
        ActionSpec("text.smaller", lambda: _("Smaller text"), ("Ctrl+-",), "window"),
        ActionSpec("text.normal", lambda: _("Normal text"), ("Ctrl+0",), "window"),
        ActionSpec("reveal", lambda: _("Show the masked"), ("Ctrl+E",), "lists"),
        ActionSpec("export", lambda: _("Export"), ("Ctrl+Shift+E",), "lists"),
        ActionSpec("print.preview", lambda: _("Print preview"), ("Ctrl+P",), "lists"),
        ActionSpec("print.now", lambda: _("Print now"), ("Ctrl+Shift+P",), "lists"),
        ActionSpec("item.new", lambda: _("New"), ("Ctrl+N",), "lists"),
        ActionSpec(
            "item.open", lambda: _("Open what belongs to it"), ("Ctrl+O",), "lists"
        ),
        ActionSpec("item.save", lambda: _("Save"), ("Ctrl+S",), "lists"),
        ActionSpec(
            "item.finish_next", lambda: _("Finish and next"), ("Ctrl+Return",), "lists"
        ),
        ActionSpec(
            "record.history", lambda: _("History of the record"), ("Ctrl+H",), "lists"
        ),
        ActionSpec("filter", lambda: _("Filter this list"), ("Ctrl+F",), "lists"),
        ActionSpec("toggle_table", lambda: _("Picture or table"), ("Ctrl+M",), "lists"),
        ActionSpec("view.1", lambda: _("First view"), ("Ctrl+1",), "lists"),
        ActionSpec("view.2", lambda: _("Second view"), ("Ctrl+2",), "lists"),
        ActionSpec("view.3", lambda: _("Third view"), ("Ctrl+3",), "lists"),
        ActionSpec("view.4", lambda: _("Fourth view"), ("Ctrl+4",), "lists"),
        ActionSpec("view.5", lambda: _("Fifth view"), ("Ctrl+5",), "lists"),
        ActionSpec("item.earlier", lambda: _("Move earlier"), ("Ctrl+Up",), "lists"),
        ActionSpec("item.later", lambda: _("Move later"), ("Ctrl+Down",), "lists"),
        ActionSpec(
            "item.day_before",
            lambda: _("Move to the day before"),
            ("Ctrl+Left",),
            "lists",
        ),
        ActionSpec(
            "item.day_after",
            lambda: _("Move to the day after"),
            ("Ctrl+Right",),
            "lists",
        ),
        ActionSpec("item.longer", lambda: _("Make longer"), ("Shift+Down",), "lists"),
        ActionSpec("item.shorter", lambda: _("Make shorter"), ("Shift+Up",), "lists"),
        ActionSpec("item.cut", lambda: _("Take up to move"), ("Ctrl+X",), "lists"),
        ActionSpec("item.paste", lambda: _("Put down here"), ("Ctrl+V",), "lists"),
        ActionSpec("item.remove", lambda: _("Call off"), ("Del",), "lists"),
        ActionSpec("calendar.today", lambda: _("Go to today"), ("Ctrl+T",), "lists"),
    )


def groups() -> Mapping[str, str]:
    """Return the heading of each group, in the order of help and menu."""
    return {
        "desk": _("At the desk"),
        "pages": _("Pages"),
        "lists": _("On this page"),
        "window": _("Everywhere"),
    }


SPECS: Mapping[str, ActionSpec] = {spec.id: spec for spec in _specs()}


def text_of(action_id: str) -> str:
    """Return the action's text in the language in use."""
    return SPECS[action_id].text()


def key_of(action_id: str) -> str:
    """Return the key that is shown for the action."""
    return SPECS[action_id].keys[0]


def build(parent: QObject) -> dict[str, QAction]:
    """Return an action for each entry, with its keys, by id."""
    built: dict[str, QAction] = {}
    for spec in SPECS.values():
        action = QAction(spec.text(), parent)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setAutoRepeat(False)  # a key held down calls nobody twice
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        built[spec.id] = action
    return built
