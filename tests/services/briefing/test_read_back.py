"""Every page reads back: what a sheet says is what can be copied out of its file."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.values import PackKind
from services.briefing import pages
from services.briefing.draw import draw
from services.briefing.layout import pack_sheet
from services.briefing.paper import (
    Block,
    Column,
    Edges,
    Grid,
    Line,
    Section,
    Sheet,
    Speech,
    Title,
)
from services.briefing.slip_layout import slip_sheet
from services.briefing.small_layout import small_sheet
from services.briefing.values import CaseTexts
from services.reception.values import LONGEST_TITLE
from tests import factories_briefing as make

PACKS = {
    PackKind.SESSION: make.session,
    PackKind.MEETING: make.meeting,
    PackKind.DONG_VISIT: make.dong,
    PackKind.DAY: make.day,
}
HANGUL = st.text(
    st.one_of(
        st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3),
        st.sampled_from("通漢字ㆍ·—–~※□○①㉮0123456789-.,()[]<>&'\"% 가나다ABCxyz"),
    ),
    max_size=300,
)


def sheet_of(*blocks: Block) -> Sheet:
    """Return a plain sheet of one section."""
    section = Section("one", "하나", tuple(blocks))
    return Sheet(
        "시험",
        "팀",
        "ko",
        make.MADE_AT,
        Edges("대외비", "최연습 · A-1", ""),
        (section,),
    )


def assert_reads_back(sheet: Sheet, fonts) -> None:
    """Compare what the file says with what the sheet means, letter by letter."""
    faces = fonts.faces()
    read = make.body(draw(sheet, fonts).pdf, sheet, faces)
    assert read == "".join(make.intended(sheet, faces))


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
@pytest.mark.parametrize("kind", PACKS)
def test_every_pack_reads_back(kind, large, language, fonts):
    head = make.head(language, large_print=large)

    assert_reads_back(pack_sheet(PACKS[kind](language, head=head)), fonts)


@pytest.mark.parametrize("paper", make.SMALL_PAPERS, ids=lambda one: type(one).__name__)
def test_every_small_paper_reads_back(paper, language, fonts):
    assert_reads_back(small_sheet(paper, make.LETTERHEAD, make.STAMP), fonts)


@pytest.mark.parametrize("large", [False, True], ids=["a5", "large"])
def test_the_receipt_slip_reads_back_and_stays_short(large, language, fonts):
    slip = make.slip(language, large=large)
    sheet = slip_sheet(slip, make.LETTERHEAD, make.STAMP)

    assert_reads_back(sheet, fonts)
    assert draw(sheet, fonts).pages == 1


@pytest.mark.parametrize("letters", ["가나다라 마바사 ", "W"])
@pytest.mark.parametrize("large", [False, True], ids=["a5", "large"])
def test_a_slip_is_one_sheet_however_long_its_title(large, letters, language, fonts):
    title = (letters * LONGEST_TITLE)[:LONGEST_TITLE].strip()
    slip = replace(make.slip(language, large=large), title=title)
    sheet = slip_sheet(slip, make.LETTERHEAD, make.STAMP)

    assert_reads_back(sheet, fonts)
    assert draw(sheet, fonts).pages == 1


def test_rare_syllables_hanja_dashes_and_digits_read_back(fonts):
    grid = Grid((Column("항목", 1), Column("뷁", 1)), ((make.RARE, "통通"),))

    assert_reads_back(
        sheet_of(Title(make.RARE), Line(make.RARE, mark="○"), Speech(make.RARE), grid),
        fonts,
    )


def test_markup_in_a_text_is_only_text(fonts):
    assert_reads_back(sheet_of(Line("<b>5 < 6</b> &amp; <para> &lt; %s {x}")), fonts)


def test_a_word_longer_than_many_lines_is_broken_and_whole(fonts):
    grid = Grid((Column("a", 1), Column("b", 1)), (("뷁" * 400, "w" * 400),))

    assert_reads_back(sheet_of(Line("가" * 400, mark="○"), grid), fonts)


def test_a_content_of_12368_characters_reads_back(fonts, korean):
    long = ("가나다 라마바사 " * 1400)[:12_368].strip()
    case = make.case(texts=CaseTexts(gist=long))

    assert_reads_back(pack_sheet(make.meeting(case=case)), fonts)


def test_a_title_of_93_characters_reads_back_in_every_place(fonts, korean):
    title = ("아파트 소음 대책을 마련하여 달라는 요청 " * 5)[:93].strip()
    pack = make.session(cases=(make.case(0, title=title), make.case(1, title=title)))

    assert_reads_back(pack_sheet(pack), fonts)


def test_a_cell_longer_than_a_page_goes_on_on_the_next(fonts):
    long = "가나다라 마바사 " * 900
    sheet = sheet_of(Grid((Column("a", 1), Column("b", 3)), (("x", long),)))
    drawn = draw(sheet, fonts)

    read = make.body(drawn.pdf, sheet, fonts.faces())
    assert drawn.pages > 1
    # The head stands again on each page; the short cell once.
    assert read.count("ab") == drawn.pages
    assert read.count("x") == 1
    assert read.replace("ab", "").replace("x", "") == make.squeezed(long)


def test_three_hundred_attendees_are_all_listed_under_a_repeated_head(fonts, korean):
    sheet = pack_sheet(make.dong(attendees=make.attendees(300)))
    drawn = draw(sheet, fonts)
    read = make.body(drawn.pdf, sheet, fonts.faces())

    place = 0
    for text in make.intended(sheet, fonts.faces()):
        place = read.index(text, place) + len(text)
    assert read.count("연번구분소속·직위성명좌석") > 5


def test_empty_packs_say_so(fonts, language):
    for pack in (make.session(language, cases=()), make.day(language, rows=())):
        assert_reads_back(pack_sheet(pack), fonts)


def test_what_the_font_lacks_is_shown_as_unknown_and_nothing_invisible_stays(fonts):
    faces = fonts.faces()

    assert faces.clean("가\u200b나\u3164\x07 \ud800😀\t끝") == "가나 〓 끝"
    assert faces.clean(unicodedata.normalize("NFD", "통통데이")) == "통통데이"


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=HANGUL)
def test_any_hangul_text_reads_back(fonts, text):
    sheet = sheet_of(Line("시작", mark="○"), Line(text, mark="-"), Speech(text))

    assert_reads_back(sheet, fonts)


def test_a_difference_of_one_letter_would_be_noticed(fonts, korean):
    sheet = pack_sheet(make.meeting())
    other = pack_sheet(make.meeting(case=make.case(who="김*을")))
    faces = fonts.faces()

    read = make.body(draw(other, fonts).pdf, sheet, faces)
    assert read != "".join(make.intended(sheet, faces))


def test_the_language_and_a_title_without_names_are_in_the_file(fonts, language):
    pdf = draw(pack_sheet(make.session(language)), fonts).pdf

    assert f"/Lang ({language})".encode() in pdf
    assert pages.contents(pdf)[0].page == 1
    assert "김" not in pack_sheet(replace(make.meeting(language))).title
