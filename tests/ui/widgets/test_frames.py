"""What lies over and around the fields: messages, bands, drawer, palette."""

import gc
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from services.korean.choseong import matches
from tests.ui.accessibility import too_small, unnamed, unreachable_by_tab
from tests.ui.hangul import compose, type_hangul
from ui.widgets.banner import Banner
from ui.widgets.busy_button import BusyButton
from ui.widgets.card import Card
from ui.widgets.command_palette import Command, CommandPalette
from ui.widgets.digits_edit import DigitsEdit
from ui.widgets.drawer import Drawer
from ui.widgets.empty_state import EmptyState
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.key_button import KeyButton
from ui.widgets.undo_toast import UndoToast

COMMANDS = (
    Command("check_in", "새 접수", "F2"),
    Command("call", "다음 사람 호출", "F4"),
    Command("lock", "지금 잠금", "Ctrl+L"),
)


@pytest.fixture
def window(qtbot):
    widget = QWidget()
    widget.setObjectName("window")
    widget.resize(1366, 768)
    QVBoxLayout(widget)
    outside = HangulLineEdit()
    outside.setObjectName("outside")
    outside.setAccessibleName("Outside")
    widget.layout().addWidget(outside)
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    outside.setFocus()
    return widget


def outside_of(window):
    return window.findChild(HangulLineEdit, "outside")


def freed(*watched):
    """Let Qt delete what is to be deleted, then say what is still alive."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return [one() for one in watched if one() is not None]


def test_a_field_that_is_needed_says_so_in_a_word_and_in_its_name(window):
    row = FieldRow("성명", HangulLineEdit(), window)
    row.require()
    row.show()
    shown = [label.text() for label in row.findChildren(QLabel) if label.isVisible()]
    assert shown == ["성명", "* 필수"]
    assert row.editor.accessibleName() == "성명, 필수"


def test_an_error_is_linked_to_its_field_and_moves_no_focus(window):
    row = FieldRow("연락처", DigitsEdit(), window)
    row.show()
    row.show_error("지금 7자리입니다.")
    assert row.editor.accessibleDescription() == "지금 7자리입니다."
    assert window.focusWidget() is outside_of(window)


def test_a_cleared_field_says_nothing_more(window):
    row = FieldRow("연락처", DigitsEdit(), window)
    row.show_error("지금 7자리입니다.")
    row.clear()
    assert (row.message(), row.editor.accessibleDescription()) == ("", "")


def test_a_number_field_explains_itself_below_the_field(window):
    row = FieldRow("연락처", DigitsEdit(), window)
    type_hangul(row.editor, "바")
    while_wrong = row.message()
    QTest.keyClicks(row.editor, "1")
    assert (bool(while_wrong), row.message()) == (True, "")


def test_a_button_shows_its_key_and_is_named_without_it(window):
    button = KeyButton("새 접수", "F2", window)
    assert button.text() == "새 접수  F2"
    assert button.accessibleName() == "새 접수"


def test_a_busy_button_asks_once_and_keeps_the_focus(window, qtbot):
    button = BusyButton("저장", parent=window)
    button.show()
    button.setFocus()
    with qtbot.waitSignal(button.asked):
        button.click()
    button.show_busy("저장하는 중…")
    with qtbot.assertNotEmitted(button.asked):
        button.click()
    assert window.focusWidget() is button
    button.show_idle()
    assert button.text() == "저장"


def test_an_empty_state_offers_its_one_action(window, qtbot):
    empty = EmptyState(window)
    empty.show_words("아직 온 분이 없습니다.", "새 접수", "F2")
    with qtbot.waitSignal(empty.asked):
        empty.findChild(QPushButton).click()


def test_a_warning_band_offers_its_way_out(window, qtbot):
    band = Banner(window)
    band.show_warning("한글 입력기를 연결할 수 없습니다.", "다시 시도")
    with qtbot.waitSignal(band.asked):
        band.findChild(QPushButton).click()
    band.clear()
    assert not band.isVisible()


def test_a_card_without_a_title_shows_no_empty_line(window):
    card = Card("", window)
    card.show()
    assert not card.findChild(QLabel).isVisible()


@pytest.fixture
def toast(window):
    return UndoToast(window)


def test_a_toast_takes_no_focus(window, toast):
    toast.show_done("접수했습니다.")
    assert toast.isVisible()
    assert window.focusWidget() is outside_of(window)


def test_a_toast_leaves_when_its_time_is_over(toast):
    toast.show_done("접수했습니다.")
    toast._timer.timeout.emit()
    assert not toast.isVisible()


def test_a_toast_stays_under_the_hand(toast):
    toast.show_done("접수했습니다.")
    here = QPointF(1, 1)
    QApplication.sendEvent(toast, QEnterEvent(here, here, here))
    under = toast.is_counting_down
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    assert (under, toast.is_counting_down) == (False, True)


def test_a_toast_stays_while_its_button_has_the_focus(window, toast):
    toast.show_done("접수했습니다.")
    toast.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)  # the hand is elsewhere
    toast.findChild(QPushButton).setFocus()
    focused = toast.is_counting_down
    outside_of(window).setFocus()
    assert (focused, toast.is_counting_down) == (False, True)


def test_more_words_do_not_hurry_whoever_is_at_the_toast(window, toast):
    toast.show_done("접수했습니다.")
    toast.findChild(QPushButton).setFocus()
    toast.show_done("호출했습니다.")
    at_the_button = toast.is_counting_down
    outside_of(window).setFocus()
    here = QPointF(1, 1)
    QApplication.sendEvent(toast, QEnterEvent(here, here, here))
    toast.show_done("시작했습니다.")
    assert (at_the_button, toast.is_counting_down) == (False, False)


def test_a_pointer_in_the_corner_is_no_hand_on_the_toast(window, toast, qtbot):
    QTest.mouseMove(window, QPoint(1, 1))
    toast.show_done("접수했습니다.")
    assert toast.is_counting_down
    assert not toast.geometry().contains(QPoint(1, 1))


def test_the_same_words_are_counted_and_taken_back_one_by_one(toast, qtbot):
    toast.show_done("호출했습니다.")
    toast.show_done("호출했습니다.")
    assert "2" in toast.words()
    undo = toast.findChild(QPushButton)
    with qtbot.waitSignal(toast.undo_requested):
        undo.click()
    assert toast.words() == "호출했습니다."
    undo.click()
    assert not toast.isVisible()


def test_words_without_a_way_back_offer_none(toast):
    toast.show_words("저장했습니다.")
    assert not toast.findChild(QPushButton).isVisible()


def panel_of_two():
    panel = QWidget()
    layout = QVBoxLayout(panel)
    for name in ("first", "second"):
        field = HangulLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(name)
        layout.addWidget(field)
    return panel


@pytest.fixture
def drawer(window):
    return Drawer(window)


def test_a_drawer_opens_with_the_focus_in_its_first_field(window, drawer):
    drawer.show_panel("새 접수", panel_of_two())
    assert window.focusWidget().objectName() == "first"


def test_tab_goes_round_inside_the_drawer(window, drawer):
    drawer.show_panel("새 접수", panel_of_two())
    visited = []
    for _ in range(4):
        visited.append(window.focusWidget().objectName())
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert visited == ["first", "second", "drawerClose", "first"]


def test_shift_tab_goes_round_the_other_way(window, drawer):
    drawer.show_panel("새 접수", panel_of_two())
    visited = []
    for _ in range(3):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
        visited.append(window.focusWidget().objectName())
    assert visited == ["drawerClose", "second", "first"]


def test_esc_closes_the_drawer_and_gives_the_focus_back(window, drawer, qtbot):
    drawer.show_panel("새 접수", panel_of_two())
    with qtbot.waitSignal(drawer.closed):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert not drawer.isVisible()
    assert window.focusWidget() is outside_of(window)


def test_the_list_stays_in_sight_beside_the_drawer(window, drawer):
    drawer.show_panel("새 접수", panel_of_two())
    assert drawer.geometry().right() == window.rect().right()
    assert drawer.width() < window.width() / 2


def test_in_a_narrow_window_the_drawer_takes_all(window, drawer):
    drawer.show_panel("새 접수", panel_of_two())
    window.resize(500, 600)
    assert drawer.size() == window.size()


def card_at(window, left):
    card = Card("", window)
    card.setGeometry(left, 20, window.width() - left, 300)
    card.show()
    return card


def test_a_drawer_covers_a_card_of_which_only_a_strip_would_be_seen(window, drawer):
    drawer.show_panel("새 접수", panel_of_two())
    usual = drawer.x()
    drawer.dismiss()
    card = card_at(window, usual - 10)
    drawer.show_panel("새 접수", panel_of_two())
    assert drawer.x() == card.x()
    assert drawer.geometry().right() == window.rect().right()


@pytest.mark.parametrize("beside", [-200, 10])
def test_a_drawer_keeps_its_place_beside_other_cards(window, drawer, beside):
    drawer.show_panel("새 접수", panel_of_two())
    usual = drawer.x()
    drawer.dismiss()
    card_at(window, usual + beside)
    drawer.show_panel("새 접수", panel_of_two())
    assert drawer.x() == usual


def test_a_drawer_follows_the_cards_of_a_window_that_changes_its_size(
    window, drawer, qtbot
):
    drawer.show_panel("새 접수", panel_of_two())
    card = card_at(window, drawer.x())
    window.resize(window.width() + 20, window.height())
    qtbot.waitUntil(lambda: drawer.x() == card.x())


def test_every_part_of_an_open_drawer_can_be_used_without_a_mouse(drawer):
    drawer.show_panel("새 접수", panel_of_two())
    assert unnamed(drawer) == []
    assert unreachable_by_tab(drawer) == []
    assert too_small(drawer) == []


def test_a_closed_drawer_keeps_nothing_of_its_panel(drawer):
    panel = panel_of_two()
    watched = weakref.ref(panel)
    drawer.show_panel("새 접수", panel)
    del panel
    drawer.dismiss()
    assert freed(watched) == []


@pytest.fixture
def palette(window):
    return CommandPalette(matches, window)


def field_of(palette):
    return palette.findChild(HangulLineEdit, "commandPaletteField")


def test_the_palette_finds_by_initials_while_they_are_composed(palette):
    palette.open_with(COMMANDS)
    compose(field_of(palette), "ㅎ")
    assert palette.titles() == ("다음 사람 호출",)


def test_enter_chooses_and_the_palette_is_gone(window, palette, qtbot):
    palette.open_with(COMMANDS)
    type_hangul(field_of(palette), "지금")
    with qtbot.waitSignal(palette.chosen) as chosen:
        QTest.keyClick(field_of(palette), Qt.Key.Key_Return)
    assert (chosen.args, palette.isVisible()) == (["lock"], False)
    assert window.focusWidget() is outside_of(window)


def test_arrows_choose_another_line_from_the_field(palette, qtbot):
    palette.open_with(COMMANDS)
    QTest.keyClick(field_of(palette), Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.chosen) as chosen:
        QTest.keyClick(field_of(palette), Qt.Key.Key_Return)
    assert chosen.args == ["call"]


def test_what_was_chosen_lately_stands_first(palette):
    palette.open_with(COMMANDS)
    type_hangul(field_of(palette), "지금")
    QTest.keyClick(field_of(palette), Qt.Key.Key_Return)
    palette.open_with(COMMANDS)
    assert palette.titles()[0] == "지금 잠금"


def test_with_nothing_found_enter_chooses_nothing(palette, qtbot):
    palette.open_with(COMMANDS)
    type_hangul(field_of(palette), "없는")
    with qtbot.assertNotEmitted(palette.chosen):
        QTest.keyClick(field_of(palette), Qt.Key.Key_Return)
    assert palette.isVisible()


def test_esc_leaves_the_palette_and_all_as_it_was(window, palette, qtbot):
    palette.open_with(COMMANDS)
    with qtbot.assertNotEmitted(palette.chosen):
        QTest.keyClick(field_of(palette), Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert window.focusWidget() is outside_of(window)


def test_every_part_of_the_palette_can_be_used_without_a_mouse(palette):
    palette.open_with(COMMANDS)
    assert unnamed(palette) == []
    assert unreachable_by_tab(palette) == []


def every_widget(window):
    row = FieldRow("연락처", DigitsEdit(), window)
    row.show_error("지금 7자리입니다.")
    drawer = Drawer(window)
    drawer.show_panel("새 접수", panel_of_two())
    palette = CommandPalette(matches, window)
    palette.open_with(COMMANDS)
    toast = UndoToast(window)
    toast.show_done("접수했습니다.")
    others = (
        Banner(window),
        BusyButton("저장"),
        Card("오늘", window),
        EmptyState(window),
    )
    return [row, drawer, palette, toast, *others]


def test_a_closed_window_leaves_no_widget_behind(qapp):
    before = set(QApplication.topLevelWidgets())
    window = QWidget()
    window.show()
    widgets = every_widget(window)
    watched = [weakref.ref(one) for one in [window, *widgets]]
    window.close()
    window.deleteLater()
    del widgets, window
    assert freed(*watched) == []
    assert set(QApplication.topLevelWidgets()) <= before
