"""Marks of office paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.briefing.marks import MarkedLine, marked_lines, number, syllable
from services.briefing.paper import (
    Align,
    Column,
    Grid,
    Heading,
    Line,
    Section,
    Speech,
    blank_below,
    ended,
)


def test_the_eight_levels_are_numbered_as_the_rule_says():
    marks = [number(level, 1) for level in range(1, 9)]

    assert marks == ["1.", "가.", "1)", "가)", "(1)", "(가)", "①", "㉮"]


def test_after_ha_come_geo_and_neo():
    assert [syllable(at) for at in (1, 2, 14, 15, 16)] == ["가", "나", "하", "거", "너"]
    assert number(2, 15) == "거."


def test_beyond_the_circled_marks_brackets_go_on():
    assert (number(7, 20), number(7, 21)) == ("⑳", "(21)")
    assert (number(8, 14), number(8, 15)) == ("㉻", "(거)")


def test_english_papers_take_letters():
    assert [number(level, 2, "en") for level in (1, 2, 4)] == ["2.", "b.", "b)"]
    assert number(2, 27, "en") == "aa."


@pytest.mark.parametrize(("level", "place"), [(0, 1), (9, 1), (1, 0)])
def test_no_such_level_or_place_is_refused(level, place):
    with pytest.raises(ValueError, match="numbered"):
        number(level, place)


def test_the_syllables_that_count_end():
    with pytest.raises(ValueError, match="no syllable"):
        syllable(10_000)


@given(st.integers(1, 8), st.integers(1, 60))
def test_no_two_items_of_a_level_bear_the_same_mark(level, place):
    assert number(level, place) != number(level, place + 1)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("□ 현황", MarkedLine(1, "□", "현황")),
        ("○ 도로", MarkedLine(2, "○", "도로")),
        ("1. 설계", MarkedLine(2, "1.", "설계")),
        ("가. 설계", MarkedLine(2, "가.", "설계")),
        ("답) 예", MarkedLine(2, "답)", "예")),
        ("- 세부", MarkedLine(3, "-", "세부")),
        ("ㆍ더", MarkedLine(4, "ㆍ", "더")),
        ("※ 참고", MarkedLine(4, "※", "참고")),
        ("그냥 글", MarkedLine(2, "○", "그냥 글")),
        ("2026. 6. 11. 확인", MarkedLine(2, "○", "2026. 6. 11. 확인")),
        ("-5도", MarkedLine(2, "○", "-5도")),
        ("□", MarkedLine(2, "○", "□")),
    ],
)
def test_a_typed_mark_keeps_its_level(typed, line):
    assert marked_lines(f"  {typed}\n\n") == (line,)


def sections(*blocks):
    return (Section("a", "가", blocks),)


def test_the_end_mark_follows_the_last_word_after_one_space(korean):
    (last,) = ended(sections(Heading("제목"), Line("그러함.")))

    assert last.blocks[-1] == Line("그러함. 끝.")


@pytest.mark.parametrize("block", [Speech("말씀"), Grid((Column("a", 1),), (("1",),))])
def test_under_a_table_or_a_speech_the_end_mark_stands_one_step_in(block, korean):
    (last,) = ended(sections(block))

    assert last.blocks == (block, Line("끝."))
    assert last.blocks[-1].level == 2


def test_nothing_has_no_end_mark():
    assert ended(()) == ()


def test_a_table_that_is_not_full_is_closed_by_blank_below(korean):
    grid = Grid((Column("a", 1), Column("b", 1, Align.RIGHT)), (("1", "2"),))

    closed = blank_below(grid, 4)
    assert closed.rows == (("1", "2"), ("이하 빈칸", ""), ("", ""), ("", ""))
    assert blank_below(grid, 1) == grid
