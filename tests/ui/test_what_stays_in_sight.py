"""What the hand needs next is covered by nothing, and what is read is read whole."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QPushButton, QTableView, QWidget

from tests import factories_meetings as make
from tests.factories_reception import walk_in
from ui.drawers.panel import Panel
from ui.theme import Scheme, Theme
from ui.widgets.drawer import Drawer
from ui.widgets.undo_toast import UndoToast

LONG = (
    "Checked in as G1. Still missing: mandate of representative 1, mandate of "
    "representative 2, mandate of representative 3, the demands."
)


@pytest.fixture(params=[1.0, 1.5], ids=["100", "150"])
def scaled(request, qapp, open_window, folder):
    """A desk in usual and in large text."""
    theme = Theme(Scheme.LIGHT, request.param)
    theme.apply(qapp)
    qapp.setProperty("testTheme", "other")
    desk = open_window(folder, theme)
    desk.begin()
    return desk


def place_of(desk, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(desk.main, QPoint()), widget.size())


@pytest.mark.parametrize("panel", [None, "check_in", "group_check_in"])
def test_what_was_done_is_said_beside_every_button(scaled, panel):
    scaled.go(2)
    if panel is not None:
        scaled.main.open_drawer(panel, None)
    scaled.main.done(LONG)
    scaled.settle()
    (toast,) = scaled.main.findChildren(UndoToast)
    page = scaled.main.page
    parts = [page, *scaled.main.findChildren(Panel)]
    buttons = [b for part in parts for b in part.findChildren(QPushButton)]
    covered = [
        button.objectName()
        for button in buttons
        if button.isVisible()
        and place_of(scaled, button).intersects(place_of(scaled, toast))
    ]
    assert covered == []
    assert scaled.main.rect().contains(place_of(scaled, toast))


@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_panel_leaves_the_page_beside_it_whole(desk, page):
    desk.services.reception.check_in.run(desk.actor, walk_in("김하늘"))
    desk.go(page)
    desk.main.open_drawer("check_in", None)
    desk.settle()
    (drawer,) = desk.main.findChildren(Drawer)
    right = place_of(desk, desk.main.page).right()
    assert desk.main.page.width() > 0
    assert right < place_of(desk, drawer).left()
    drawer.dismiss()
    desk.settle()
    assert place_of(desk, desk.main.page).right() > right


def test_the_time_of_a_meeting_is_read_whole_where_packs_are_made(scaled):
    make.seed(scaled.services.office.units, scaled.actor, range(2026, 2028))
    scaled.go(8)
    table = scaled.find(QTableView, "briefingSubjects")
    needed = table.fontMetrics().horizontalAdvance("11:00 ~ 11:40") + 8
    assert table.columnWidth(1) >= needed
