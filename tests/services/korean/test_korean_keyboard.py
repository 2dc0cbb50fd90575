"""English key strokes turn back into the Korean that was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.korean import hangul, keyboard

LETTERS = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ"
KEYS = dict(zip(LETTERS, "qwertyuiopasdfghjklzxcvbnmQWERTOP", strict=True))
SYLLABLES = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)


def typed(text):
    strokes = "".join(hangul.strokes(letter) for letter in text)
    return "".join(KEYS.get(stroke, stroke) for stroke in strokes)


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("rlacjftn", "김철수"),
        ("RLACJFTN", "낌철쑤"),
        ("rkqtlek", "갑시다"),
        ("Ejr1 wnf", "떡1 줄"),
        ("dhodho", "왜왜"),
        ("rt", "ㄱㅅ"),
        ("kk", "ㅏㅏ"),
        ("hkr", "ㅘㄱ"),
        ("", ""),
    ],
)
def test_keys_write_what_the_korean_keyboard_writes(keys, text):
    assert keyboard.from_dubeolsik(keys) == text


@pytest.mark.parametrize(
    ("keys", "offer"),
    [
        ("rlacjftn", "김철수"),
        ("rlatn", "김수"),
        ("RLACJFTN", "김철수"),
        ("rlaTkd", "김쌍"),
        ("kim", None),
        ("Lee", None),
        ("rla", None),
        ("rlacjftn1", None),
        ("김철수", None),
        ("", None),
    ],
)
def test_a_name_is_offered_only_where_one_was_typed(keys, offer):
    assert keyboard.hangul_offer(keys) == offer


@given(st.text(SYLLABLES | st.sampled_from("0 -.")))
def test_typing_a_text_on_english_keys_is_undone(text):
    assert keyboard.from_dubeolsik(typed(text)) == text


@given(st.text())
def test_no_text_breaks_the_repair(text):
    assert keyboard.from_dubeolsik(text) or not text
