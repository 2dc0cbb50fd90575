import re

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from services.core import texts
from ui.actions import SPECS, build, key_of, text_of

NAMED = r"(F([1-9]|1[0-2])|Return|Tab|Up|Down|Left|Right|Del)"
KEY = re.compile(rf"((Ctrl|Shift|Alt)\+)*({NAMED}|[A-Z0-9]|[,=+-])")
HANGUL = re.compile("[가-힣]")


@pytest.mark.parametrize("spec", SPECS.values(), ids=list(SPECS))
def test_every_action_has_a_text_in_both_languages(spec):
    with texts.using(texts.ENGLISH):
        english = spec.text()
    with texts.using(texts.KOREAN):
        korean = spec.text()
    assert english
    assert not HANGUL.search(english)
    assert HANGUL.search(korean)


@pytest.mark.parametrize("spec", SPECS.values(), ids=list(SPECS))
def test_every_key_is_one_that_the_keyboard_and_qt_know(spec):
    assert spec.keys
    for key in spec.keys:
        assert KEY.fullmatch(key)
        assert QKeySequence(key).count() == 1
        assert QKeySequence(key).toString() == key


def test_letters_and_digits_come_with_ctrl_or_alt_alone():
    bare = [
        key
        for spec in SPECS.values()
        for key in spec.keys
        if not re.search(rf"(^|\+){NAMED}$", key) and not re.match(r"(Ctrl|Alt)\+", key)
    ]
    assert bare == []


def test_alt_is_for_pages_and_stays_alone():
    alt = {key: spec.id for spec in SPECS.values() for key in spec.keys if "Alt" in key}
    assert all(re.fullmatch(r"Alt\+\d", key) for key in alt)
    assert all(action_id.startswith("page.") for action_id in alt.values())


def test_the_menu_keys_and_the_hanja_key_are_left_alone():
    taken = {key: spec.id for spec in SPECS.values() for key in spec.keys}
    assert not set(taken) & {"F9", "Shift+F9", "Shift+F10", "Menu", "Alt+F4"}
    assert taken["F10"] == "menu"


def test_texts_follow_the_language_when_they_are_asked_again(qapp):
    owner = QObject()
    with texts.using(texts.ENGLISH):
        action = build(owner)["visit.check_in"]
    with texts.using(texts.KOREAN):
        action.setText(text_of("visit.check_in"))
        assert HANGUL.search(action.text())


def test_the_shown_key_is_a_key_of_the_built_action(qapp):
    owner = QObject()
    for action_id, action in build(owner).items():
        assert key_of(action_id) in [key.toString() for key in action.shortcuts()]


def test_two_texts_are_never_the_same_so_that_the_palette_tells_them_apart():
    for language in texts.LANGUAGES:
        with texts.using(language):
            told = [spec.text() for spec in SPECS.values()]
        assert sorted(set(told)) == sorted(told)
