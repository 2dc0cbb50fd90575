"""What the theme promises, measured on the pixels of real widgets."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QStyle,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from tests.ui.hangul import compose
from ui.theme import Scheme, Theme
from ui.widgets.command_palette import Command, CommandPalette
from ui.widgets.drawer import Drawer
from ui.widgets.field_state import FieldRow
from ui.widgets.focus_rings import FocusRings
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.hangul_text_edit import HangulTextEdit
from ui.widgets.role import set_role
from ui.widgets.undo_toast import UndoToast

TEXT, FRAME = 4.5, 3.0  # the least contrast: KWCAG 2.2, WCAG 1.4.11


@pytest.fixture(params=Scheme)
def theme(request, qapp):
    chosen = Theme(request.param)
    chosen.apply(qapp)
    yield chosen
    Theme().apply(qapp)


@pytest.fixture
def window(qtbot, theme):
    made = QWidget()
    set_role(made, "card")
    made.resize(900, 600)
    QVBoxLayout(made)
    FocusRings(made, lambda: theme.color("focus"))
    qtbot.addWidget(made)
    return made


def shown(qtbot, window, *widgets):
    """Show the widgets below a button that has the focus."""
    first = QPushButton("…", window)
    for widget in (first, *widgets):
        window.layout().addWidget(widget)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    return first


def luminance(color: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = color.redF(), color.greenF(), color.blueF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: QColor, other: QColor) -> float:
    lights = sorted((luminance(one), luminance(other)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def strongest(picture: QImage, ground: QColor, area: QRect) -> float:
    """Return the contrast of what stands out most from ``ground`` in ``area``."""
    inside = area & picture.rect()
    return max(
        contrast(picture.pixelColor(x, y), ground)
        for x in range(inside.left(), inside.right() + 1)
        for y in range(inside.top(), inside.bottom() + 1)
    )


def test_a_hint_inside_a_field_can_be_read(qtbot, window, theme):
    field = HangulLineEdit()
    field.setPlaceholderText("찾기·명령")
    shown(qtbot, window, field)
    picture = field.grab().toImage()
    inside = picture.rect().adjusted(8, 6, -8, -6)
    # Antialiasing keeps thin strokes a hair below the colour itself.
    assert strongest(picture, theme.color("base"), inside) >= TEXT - 0.1


@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton, QComboBox, QSpinBox])
def test_the_frame_of_what_can_be_chosen_can_be_seen(qtbot, window, theme, kind):
    widget = kind()
    shown(qtbot, window, widget)
    picture = widget.grab().toImage()
    edge = QRect(0, picture.height() // 2, 12, 1)
    assert strongest(picture, theme.color("base"), edge) >= FRAME


@pytest.mark.parametrize("role", ["", "primary", "secondary", "quiet", "search"])
def test_a_button_of_any_role_looks_other_with_the_focus(qtbot, window, role):
    button = QPushButton("단추")
    set_role(button, role)
    shown(qtbot, window, button)
    without = button.grab().toImage()
    button.setFocus()
    assert button.grab().toImage() != without


@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton, QComboBox, QSpinBox])
def test_what_can_be_chosen_looks_other_with_the_focus(qtbot, window, kind):
    widget = kind()
    shown(qtbot, window, widget)
    without = widget.grab().toImage()
    widget.setFocus()
    assert widget.grab().toImage() != without


@pytest.mark.parametrize("kind", [QComboBox, QSpinBox, QTimeEdit])
def test_a_box_with_the_focus_is_framed_and_freed_of_it_again(
    qtbot, window, theme, kind
):
    widget = kind()
    first = shown(qtbot, window, widget)
    plain = widget.grab().toImage()
    widget.setFocus()
    widget.resize(widget.width() - 40, widget.height())
    framed = widget.grab().toImage()
    middle = framed.height() // 2
    for edge in (1, framed.width() - 2):
        assert framed.pixelColor(edge, middle) == theme.color("focus")
    assert contrast(theme.color("focus"), theme.color("base")) >= FRAME
    first.setFocus()
    widget.resize(plain.width(), plain.height())
    assert widget.grab().toImage() == plain


def test_the_way_back_on_a_toast_looks_other_with_the_focus(qtbot, window):
    toast = UndoToast(window)
    shown(qtbot, window)
    toast.show_done("부재로 함")
    undo = toast.findChild(QPushButton, "toastUndo")
    without = undo.grab().toImage()
    undo.setFocus()
    assert undo.grab().toImage() != without


def test_a_field_with_an_error_is_framed_and_freed_of_it_again(qtbot, window, theme):
    row = FieldRow("연락처", HangulLineEdit())
    shown(qtbot, window, row)
    plain = row.editor.grab().toImage()
    row.show_error("7자리입니다.")
    framed = row.editor.grab().toImage()
    middle = framed.height() // 2
    assert framed.pixelColor(1, middle) == theme.color("danger")
    row.clear()
    assert row.editor.grab().toImage() == plain


def test_a_field_with_an_error_still_looks_other_with_the_focus(qtbot, window):
    row = FieldRow("연락처", HangulLineEdit())
    row.show_error("7자리입니다.")
    shown(qtbot, window, row)
    without = row.editor.grab().toImage().pixelColor(2, 12)
    row.editor.setFocus()
    assert row.editor.grab().toImage().pixelColor(2, 12) != without


def test_showing_an_error_leaves_the_syllable_under_way_alone(qtbot, window):
    row = FieldRow("성명", HangulLineEdit())
    shown(qtbot, window, row)
    row.editor.setFocus()
    compose(row.editor, "김")
    row.show_error("성명이 필요합니다.")
    assert row.editor.live_text() == "김"
    assert row.editor.text() == ""


def test_a_label_stands_beside_the_first_line_of_a_long_field(qtbot, window):
    row = FieldRow("내용", HangulTextEdit())
    shown(qtbot, window, row)
    label = row.findChild(QLabel)
    assert label.text() == "내용"
    assert label.geometry().bottom() < row.editor.geometry().center().y()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_a_toast_with_long_words_stays_in_the_window(qtbot, qapp, window, scale):
    Theme(Scheme.LIGHT, scale).apply(qapp)
    toast = UndoToast(window)
    shown(qtbot, window)
    toast.show_done("되돌리기 단추가 창 밖으로 나가면 아무도 누를 수 없습니다. " * 3)
    undo = toast.findChild(QPushButton, "toastUndo")
    assert window.rect().contains(toast.geometry())
    assert toast.rect().contains(undo.geometry())


def test_a_toast_with_few_words_stays_small(qtbot, window):
    toast = UndoToast(window)
    shown(qtbot, window)
    toast.show_done("부재로 함")
    assert toast.width() < window.width() // 2
    assert toast.height() < 4 * toast.fontMetrics().height()


def palette_with(window, *commands):
    palette = CommandPalette(lambda query, text: query in text, window)
    palette.open_with(commands)
    return palette


def test_the_palette_shows_the_key_at_the_right_of_its_line(qtbot, window):
    shown(qtbot, window)
    bare = palette_with(window, Command("a", "새 접수"))
    without = bare.grab().toImage()
    bare.dismiss()
    keyed = palette_with(window, Command("a", "새 접수", "F2"))
    with_key = keyed.grab().toImage()
    changed = [
        x
        for x in range(without.width())
        for y in range(without.height())
        if without.pixel(x, y) != with_key.pixel(x, y)
    ]
    assert min(changed) > without.width() * 0.8


def test_a_line_of_the_palette_is_large_enough_and_read_out_with_its_key(qtbot, window):
    shown(qtbot, window)
    palette = palette_with(window, Command("a", "새 접수", "F2"))
    lines = palette._list
    index = lines.model().index(0, 0)
    assert lines.visualRect(index).height() >= 24
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "새 접수 F2"


def test_a_drawer_is_as_wide_as_the_paper_form_needs(qtbot, window):
    window.resize(1366, 768)
    drawer = Drawer(window)
    shown(qtbot, window)
    drawer.show_panel("새 접수", QWidget())
    assert 450 <= drawer.width() <= 475  # the sketch: 460 px at 100 %


def test_the_current_row_can_be_told_from_the_others(theme):
    least = {Scheme.LIGHT: 1.2, Scheme.HIGH_CONTRAST: 1.9}
    apart = contrast(theme.color("selected"), theme.color("base"))
    assert apart >= least[theme.scheme]
    assert contrast(theme.color("text"), theme.color("selected")) >= TEXT
    assert contrast(theme.color("subtle"), theme.color("selected")) >= TEXT


def test_boxes_and_fields_grow_with_the_letters(qtbot, qapp, window):
    sizes = {}
    widgets = [QCheckBox("우선 응대"), QComboBox(), QTimeEdit(), HangulLineEdit()]
    shown(qtbot, window, *widgets)
    for scale in (1.0, 1.5):
        Theme(Scheme.LIGHT, scale).apply(qapp)
        box, *fields = widgets
        part = QStyle.PixelMetric.PM_IndicatorWidth
        wide = box.style().pixelMetric(part, None, box)
        sizes[scale] = [wide, *(field.sizeHint().height() for field in fields)]
    assert all(
        large >= 1.3 * usual
        for usual, large in zip(sizes[1.0], sizes[1.5], strict=True)
    )
    _box, combo, time, line = sizes[1.0]
    assert abs(combo - line) <= 6
    assert abs(time - line) <= 6
