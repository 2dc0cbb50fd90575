"""Search finds names while they are being typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.korean import choseong, hangul

SYLLABLES = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)
NAMES = st.text(SYLLABLES, min_size=1, max_size=5)
# Few letters, so that queries meet names often.
CLOSE = st.text("가각갉기김과고값갑사수민ㄱㅅㅁㄳㅏ aK", max_size=5)
# Without marks that melt into the letter before them.
SEPARATE = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Mn", "Mc"]))
MIXED = st.text(st.characters()) | CLOSE | NAMES


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("ㄱㅊㅅ", "김철수"),
        ("ㄱ", "김철수"),
        ("김", "김철수"),
        ("김ㅊ", "김철수"),
        ("김처", "김철수"),
        ("김철수", "김철수"),
        ("ㄱ철", "김철수"),
        ("기", "김철수"),
        ("기ㅁ", "기민서"),
        ("김", "기민서"),
        ("값", "갑수"),
        ("갈", "갉아"),
        ("고", "과천댁"),
        ("ㄳ", "김수"),
        ("kim", "KIM GILDONG"),
        ("김철", "김 철수"),
        ("김\u200b철", unicodedata.normalize("NFD", "김철수")),
    ],
)
def test_typing_finds_the_name(query, name):
    assert choseong.matches(query, name)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "김철수"),
        ("철", "김철수"),
        ("김처수", "김철수"),
        ("기철", "김철수"),
        ("김수", "기민수"),
        ("ㄱㅅ", "김철수"),
        ("김철수님", "김철수"),
        ("까", "가나"),
        ("김", "Kim"),
    ],
)
def test_other_names_stay_out(query, name):
    assert not choseong.matches(query, name)


def test_initials_leave_blanks_out_and_keep_other_scripts():
    assert choseong.choseong("통통 데이 3A") == "ㅌㅌㄷㅇ3a"


def test_text_becomes_the_strokes_that_type_it():
    assert choseong.jamo("값진  과제A1") == "ㄱㅏㅂㅅㅈㅣㄴ ㄱㅗㅏㅈㅔa1"


@pytest.mark.parametrize(
    ("prefix", "bounds"),
    [
        ("", None),
        ("\U0010ffff", None),
        ("ㄱㅊ", ("ㄱㅊ", "ㄱㅋ")),
        ("a\U0010ffff", ("a\U0010ffff", "b")),
        ("\ud7ff", ("\ud7ff", "\ue000")),
    ],
)
def test_a_prefix_has_bounds(prefix, bounds):
    assert choseong.prefix_range(prefix) == bounds


@given(NAMES, st.integers(1, 5))
def test_initials_of_a_beginning_find_the_name(name, length):
    assert choseong.matches(choseong.choseong(name)[:length], name)


@given(NAMES)
def test_each_moment_of_typing_finds_the_name(name):
    letters = hangul.split(name[-1])
    assert choseong.matches(name, name)
    assert choseong.matches(name[:-1] + hangul.join(*letters[:2]), name)
    assert choseong.matches(name[:-1] + letters.initial, name)


@given(CLOSE, CLOSE)
def test_the_column_bounds_lose_no_match(query, name):
    key, initials = choseong.search_key(name), choseong.choseong(name)
    by_name = any(low <= key < high for low, high in choseong.name_ranges(query))
    bounds = choseong.choseong_range(query)
    by_initials = bounds is not None and bounds.low <= initials < bounds.high
    assert (by_name and by_initials) or not choseong.matches(query, name)


@given(st.text("ㄱㄴㅁㅊ", min_size=1, max_size=3), NAMES)
def test_bounds_of_initials_alone_are_exact(query, name):
    bounds = choseong.choseong_range(query)
    assert bounds is not None
    inside = bounds.low <= choseong.choseong(name) < bounds.high
    assert inside == choseong.matches(query, name)


@given(SEPARATE | CLOSE | NAMES, st.data())
def test_a_part_of_a_text_stays_a_part_of_its_strokes(text, data):
    composed = unicodedata.normalize("NFC", text)
    start = data.draw(st.integers(0, len(composed)))
    end = data.draw(st.integers(start, len(composed)))
    assert choseong.jamo(composed[start:end]) in choseong.jamo(composed)


@given(MIXED)
def test_decomposed_files_give_the_same_strokes(text):
    for key in (choseong.jamo, choseong.choseong, choseong.search_key):
        assert key(unicodedata.normalize("NFD", text)) == key(
            unicodedata.normalize("NFC", text)
        )


@given(MIXED, MIXED)
def test_no_text_breaks_the_search(query, name):
    choseong.matches(query, name)
    choseong.name_ranges(query)
    choseong.choseong_range(query)


@given(SYLLABLES)
def test_letters_join_to_the_syllable_they_came_from(syllable):
    assert hangul.join(*hangul.split(syllable)) == syllable
    decomposed = unicodedata.normalize("NFD", syllable)
    assert len(decomposed) == 3 - (not hangul.split(syllable).final)
