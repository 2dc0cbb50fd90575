"""Nothing is left behind: no widget, no thread, no open file."""

import threading
import weakref

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.factories_reception import walk_in
from tests.ui.conftest import flush

KEY = Qt.Key
PAGES = (1, 2, 3, 5, 8, 9, 0)


def alive(watched):
    flush()
    return [one for one in (ref() for ref in watched) if one is not None]


def seen_everything(desk):
    """Visit every page and open panels; return weak references to all of it."""
    desk.services.reception.check_in.run(desk.actor, walk_in("김하늘"))
    for digit in PAGES:
        desk.go(digit)
    for key in (KEY.Key_F2, KEY.Key_F4):
        desk.press(key)
    desk.press(KEY.Key_G, Qt.KeyboardModifier.ControlModifier)
    main = desk.main
    return [weakref.ref(one) for one in (main, *main.findChildren(QWidget))]


def test_a_lock_frees_every_page_and_panel(desk):
    watched = seen_everything(desk)
    desk.lock()
    left = [one for one in alive(watched) if shiboken6.isValid(one)]
    assert left == []


def test_closing_frees_the_whole_window(desk):
    before = {id(w) for w in QApplication.topLevelWidgets() if w is not desk.frame}
    watched = seen_everything(desk)
    desk.close()
    left = [one for one in alive(watched) if shiboken6.isValid(one)]
    assert left == []
    after = {id(w) for w in QApplication.topLevelWidgets()}
    assert after - before == set()


def test_a_closed_panel_is_freed(desk):
    desk.press(KEY.Key_F2)
    watched = [weakref.ref(desk.panel)]
    desk.press(KEY.Key_Escape)
    assert [one for one in alive(watched) if shiboken6.isValid(one)] == []


@pytest.mark.slow
def test_panels_opened_again_and_again_do_not_pile_up(desk):
    desk.press(KEY.Key_F2)
    desk.press(KEY.Key_Escape)
    flush()
    before = len(desk.main.findChildren(QWidget))
    for _each in range(10):
        desk.press(KEY.Key_F2)
        desk.press(KEY.Key_Escape)
    flush()
    assert len(desk.main.findChildren(QWidget)) == before


def test_closing_leaves_no_thread(desk):
    desk.go(3)
    desk.close()
    flush()
    named = {thread.name.split("_")[0] for thread in threading.enumerate()}
    assert not named & {"read", "write", "network"}
