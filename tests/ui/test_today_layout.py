"""What is in sight of the waiting line before anybody scrolls."""

import pytest
from PySide6.QtWidgets import QTableView

from models.values import VisitState
from ui import words
from ui.theme import Scheme, Theme

LEAST_ROWS = 6


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_six_of_the_line_are_in_sight_also_in_large_text(
    scale, qapp, open_window, folder
):
    theme = Theme(Scheme.LIGHT, scale)
    theme.apply(qapp)
    qapp.setProperty("testTheme", "other")
    desk = open_window(folder, theme)
    desk.begin()
    table = desk.find(QTableView, "waitingTable")
    rows = table.viewport().height() // table.verticalHeader().defaultSectionSize()
    below = table.mapTo(desk.frame, table.rect().bottomLeft()).y()
    assert rows >= LEAST_ROWS
    assert below < desk.frame.height()


@pytest.mark.parametrize("state", VisitState)
def test_every_state_is_read_whole_in_the_line(desk, state):
    table = desk.find(QTableView, "waitingTable")
    letters = table.fontMetrics()
    line = letters.height()  # a chip pads its word with four tenths of it on each side
    wide = letters.horizontalAdvance(words.visit_state(state)) + 1.05 * line
    assert wide <= table.columnWidth(table.model().columnCount() - 1) - 0.4 * line
