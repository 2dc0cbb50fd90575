"""Parts beside each other, or below each other where a row would be too narrow."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from ui.widgets.side_by_side import SideBySide


@pytest.fixture
def parts(qtbot):
    both = SideBySide()
    qtbot.addWidget(both)
    for _ in range(2):
        both.add(QWidget(), 1, least_chars=10)
    both.show()
    return both


def wide(parts: SideBySide, characters: int) -> None:
    parts.resize(parts.fontMetrics().horizontalAdvance("가") * characters, 200)


def test_a_wide_page_has_its_parts_in_a_row(parts):
    wide(parts, 24)
    assert parts.is_row


def test_a_narrow_page_has_them_below_each_other(parts):
    wide(parts, 16)
    assert not parts.is_row


def test_longer_words_turn_a_row_into_a_column(parts, qtbot):
    wide(parts, 24)
    label = QLabel("가")
    parts.add(label)
    assert parts.is_row
    label.setText("가" * 20)
    qtbot.waitUntil(lambda: not parts.is_row)


def test_it_asks_only_for_the_width_of_its_widest_part(parts):
    parts.add(QLabel("가" * 30))
    widest = parts.fontMetrics().horizontalAdvance("가" * 30)
    assert parts.minimumSizeHint().width() <= widest + 4


def test_even_parts_are_below_each_other_where_one_needs_more_than_its_share(qtbot):
    both = SideBySide(even=True)
    qtbot.addWidget(both)
    for least in (6, 14):
        both.add(QWidget(), 1, least_chars=least)
    both.show()
    wide(both, 24)
    assert not both.is_row
    wide(both, 30)
    assert both.is_row
