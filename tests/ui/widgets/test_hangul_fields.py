"""Nothing that is being composed may be lost or missed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout

from tests.ui.hangul import commit, compose, type_hangul
from ui.widgets.composition import with_preedit
from ui.widgets.digits_edit import DigitsEdit, clean_number
from ui.widgets.hangul_form import HangulForm
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.hangul_text_edit import HangulTextEdit
from ui.widgets.search_field import SearchField


def heard(signal: SignalInstance) -> list[str]:
    told: list[str] = []
    signal.connect(told.append)
    return told


@pytest.fixture(params=[HangulLineEdit, HangulTextEdit])
def field(request, qtbot):
    widget = request.param()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_the_syllable_under_way_is_told_stroke_by_stroke(field):
    told = heard(field.live_text_changed)
    type_hangul(field, "김철")
    assert told == ["ㄱ", "기", "김", "김ㅊ", "김처", "김철"]


def test_the_syllable_under_way_stands_at_the_cursor(field):
    type_hangul(field, "가다")
    QTest.keyClick(field, Qt.Key.Key_Left)
    compose(field, "나")
    assert field.live_text() == "가나다"


def test_an_emoji_before_the_cursor_shifts_nothing(field):
    commit(field, "😀가")
    QTest.keyClick(field, Qt.Key.Key_Left)
    compose(field, "나")
    assert field.live_text() == "😀나가"


def test_the_program_does_not_write_into_a_composition(field):
    type_hangul(field, "김")
    compose(field, "처")
    field.set_text_when_idle("이영희")
    assert field.live_text() == "김처"


def test_what_was_composed_while_the_program_wrote_is_kept(field):
    type_hangul(field, "김")
    compose(field, "처")
    field.set_text_when_idle("이영희")
    commit(field, "철")
    assert field.text() == "김철"


def test_a_composition_given_up_lets_the_program_write(field):
    compose(field, "ㄱ")
    field.set_text_when_idle("이영희")
    compose(field, "")
    assert field.text() == "이영희"


def test_setting_and_clearing_by_their_qt_names_wait_too(field):
    compose(field, "김")
    field.clear()
    assert field.live_text() == "김"


def test_what_the_program_writes_is_not_told_as_typed(field):
    told = heard(field.live_text_changed)
    field.set_text_when_idle("이영희")
    assert told == []


def test_leaving_the_field_keeps_the_syllable(field, qtbot):
    other = HangulLineEdit()
    qtbot.addWidget(other)
    field.setFocus()
    type_hangul(field, "김")
    compose(field, "철")
    field.commit()
    assert (field.text(), field.preedit()) == ("김철", "")


def test_a_locked_field_forgets_even_the_syllable_under_way(field):
    type_hangul(field, "김")
    compose(field, "철")
    field.forget()
    assert (field.live_text(), field.preedit()) == ("", "")


def test_tab_leaves_a_text_of_several_lines(qtbot):
    form = HangulForm()
    qtbot.addWidget(form)
    layout = QVBoxLayout(form)
    text, line = HangulTextEdit(), HangulLineEdit()
    layout.addWidget(text)
    layout.addWidget(line)
    form.show()
    text.setFocus()
    QTest.keyClick(text, Qt.Key.Key_Tab)
    assert form.focusWidget() is line


@given(st.text(), st.text(min_size=1), st.data())
def test_a_syllable_put_in_leaves_the_rest_as_it_was(text, preedit, data):
    at = data.draw(st.integers(0, len(text)))
    units = len(text[:at].encode("utf-16-le")) // 2
    assert with_preedit(text, units, preedit) == text[:at] + preedit + text[at:]


@pytest.fixture
def form(qtbot):
    widget = HangulForm()
    layout = QVBoxLayout(widget)
    for name, field in (("name", HangulLineEdit()), ("note", HangulTextEdit())):
        field.setObjectName(name)
        layout.addWidget(field)
    last = HangulLineEdit()
    last.setObjectName("last")
    layout.addWidget(last)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_a_form_read_in_mid_syllable_holds_the_syllable(form):
    name = form.findChild(HangulLineEdit, "name")
    compose(name, "김")
    form.commit()
    assert name.text() == "김"


def test_ctrl_enter_submits_with_every_syllable_in_place(form, qtbot):
    name = form.findChild(HangulLineEdit, "name")
    compose(name, "김")
    with qtbot.waitSignal(form.submitted):
        QTest.keyClick(name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert name.text() == "김"


def test_enter_goes_to_the_next_field_and_does_not_submit(form, qtbot):
    name = form.findChild(HangulLineEdit, "name")
    name.setFocus()
    with qtbot.assertNotEmitted(form.submitted):
        QTest.keyClick(name, Qt.Key.Key_Return)
    assert form.focusWidget().objectName() == "note"


def test_enter_in_a_text_is_a_new_line(form):
    note = form.findChild(HangulTextEdit, "note")
    note.setFocus()
    QTest.keyClick(note, Qt.Key.Key_Return)
    assert note.text() == "\n"


def test_ctrl_enter_in_a_text_submits_and_writes_no_line(form, qtbot):
    note = form.findChild(HangulTextEdit, "note")
    with qtbot.waitSignal(form.submitted):
        QTest.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert note.text() == ""


@pytest.fixture
def digits(qtbot):
    widget = DigitsEdit()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_hangul_in_a_number_is_left_out_and_told(digits):
    QTest.keyClicks(digits, "010")
    told = heard(digits.complained)
    type_hangul(digits, "바")
    assert (digits.text(), len(told), bool(told[0])) == ("010", 1, True)


def test_the_complaint_ends_with_the_next_digit(digits):
    type_hangul(digits, "ㅂ바")
    told = heard(digits.complained)
    QTest.keyClicks(digits, "1")
    assert told == [""]


def test_latin_letters_stay_and_are_told_until_they_are_gone(digits):
    QTest.keyClicks(digits, "0112")
    told = heard(digits.complained)
    QTest.keyClick(digits, Qt.Key.Key_Left)
    QTest.keyClicks(digits, "x9")
    assert (digits.text(), len(told), bool(told[0])) == ("011x92", 1, True)
    QTest.keyClick(digits, Qt.Key.Key_Backspace)
    QTest.keyClick(digits, Qt.Key.Key_Backspace)
    assert (digits.text(), told[-1]) == ("0112", "")


def test_other_marks_are_left_out_where_they_are_typed(digits):
    QTest.keyClicks(digits, "0112")
    QTest.keyClick(digits, Qt.Key.Key_Left)
    QTest.keyClicks(digits, "*9")
    assert digits.text() == "01192"


def test_full_width_digits_become_plain(digits):
    commit(digits, "０１０")
    assert digits.text() == "010"


def test_a_number_is_told_once_and_clean(digits):
    told = heard(digits.live_text_changed)
    QTest.keyClicks(digits, "1*2")
    assert told[-1] == "12"
    assert all(text == clean_number(text) for text in told)


@given(st.text())
def test_a_cleaned_number_is_clean(text):
    assert clean_number(clean_number(text)) == clean_number(text)


@pytest.mark.parametrize(
    ("key", "modifier", "signal"),
    [
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier, "list_wanted"),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, "next_wanted"),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, "previous_wanted"),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "chosen"),
    ],
)
def test_the_search_field_passes_keys_on_to_its_results(qtbot, key, modifier, signal):
    search = SearchField()
    qtbot.addWidget(search)
    with qtbot.waitSignal(getattr(search, signal)):
        QTest.keyClick(search, key, modifier)
