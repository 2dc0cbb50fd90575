"""Where things stand: inside the margins, with number, band, mark and embedded fonts."""

import re
from dataclasses import replace

import pypdfium2
import pytest

from services.briefing import pages
from services.briefing.draw import draw
from services.briefing.layout import pack_sheet
from services.briefing.paper import Grid, Paper, Print
from services.briefing.slip_layout import slip_sheet
from services.briefing.small_layout import small_sheet
from tests import factories_briefing as make

MM = 72 / 25.4
SIDE, FOOT, BODY_LOW, BODY_TOP = 19.5 * MM, 6 * MM, 19 * MM, 20.5 * MM
CASES = {
    "session": lambda head: make.session(head=head),
    "meeting": lambda head: make.meeting(head=head),
    "dong": lambda head: make.dong(head=head, attendees=make.attendees(120)),
    "day": lambda head: make.day(head=head),
}


def boxes(pdf: bytes) -> list[tuple[float, float, float, float, float, float]]:
    """Return left, bottom, right, top of every visible letter, and its page's size."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        wide, high = page.get_size()
        words = page.get_textpage()
        read = words.get_text_range()
        for at in range(words.count_chars()):
            box = words.get_charbox(at)
            if box[2] > box[0] and read[at : at + 1].strip():
                found.append((*box, wide, high))
        words.close()
        page.close()
    document.close()
    return found


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
@pytest.mark.parametrize("name", CASES)
def test_no_letter_stands_outside_the_margins(name, large, language, fonts):
    pack = CASES[name](make.head(language, large_print=large))

    for left, low, right, top, wide, high in boxes(draw(pack_sheet(pack), fonts).pdf):
        assert left >= SIDE
        assert right <= wide - SIDE
        assert low >= FOOT
        assert top <= high - 5 * MM


def test_long_texts_stay_between_the_head_and_the_foot(fonts, korean):
    long = "가나다라 마바사 " * 1500
    texts = replace(make.case().texts, gist="w" * 2000, opinion=long)
    pack = make.meeting(case=make.case(texts=texts, title="제" * 93))

    for _left, low, _right, top, _wide, high in boxes(
        draw(pack_sheet(pack), fonts).pdf
    ):
        is_foot, is_head = top < BODY_LOW, low > high - BODY_TOP
        assert is_foot or is_head or (low >= BODY_LOW and top <= high - BODY_TOP)


def test_letters_never_stand_on_each_other(fonts, korean):
    drawn = draw(pack_sheet(make.session()), fonts)
    document = pypdfium2.PdfDocument(drawn.pdf)
    lines = set()
    for number, page in enumerate(document):
        words = page.get_textpage()
        for at in range(words.count_rects()):
            lines.add((number, *(round(edge) for edge in words.get_rect(at))))
        words.close()
        page.close()
    document.close()

    for number, left, low, right, top in lines:
        middle = (low + top) / 2
        inside = [
            other
            for other in lines
            if other[0] == number
            and other[1:] != (left, low, right, top)
            and other[2] < middle < other[4]
            and other[1] < (left + right) / 2 < other[3]
        ]
        assert not inside


def test_each_page_bears_its_number_between_hyphens(fonts, language):
    pdf = draw(pack_sheet(make.session(language)), fonts).pdf

    for page in range(1, pages.page_count(pdf) + 1):
        assert f"- {page} -" in pages.text(pdf, page).split("\n")


def test_who_when_number_and_purpose_stand_on_every_page(fonts, korean):
    pdf = draw(pack_sheet(make.session()), fonts).pdf

    for page in range(1, pages.page_count(pdf) + 1):
        text = pages.text(pdf, page)
        assert (
            "최연습 · 2026. 11. 26.(목) 09:00 · 문서번호 A-12 · 용도: 면담·방문 준비"
            in text
        )
        assert "대외비" in text


def test_a_practice_office_has_its_orange_band_on_every_page(fonts, korean):
    pdf = draw(pack_sheet(make.session()), fonts).pdf

    for page in range(1, pages.page_count(pdf) + 1):
        image = pages.render(pdf, page, 36)
        at = 3 * (image.width * (image.height * 6 // 297) + image.width // 8)
        red, green, blue = image.rgb[at : at + 3]
        assert red > 200 > green > 100 > blue
        assert "연습용" in pages.text(pdf, page)


def test_a_real_office_has_no_band(fonts, korean):
    head = replace(make.head(), stamp=replace(make.STAMP, practice=False))
    pdf = draw(pack_sheet(make.day(head=head)), fonts).pdf

    assert "연습용" not in pages.text(pdf, 1)
    image = pages.render(pdf, 1, 36)
    at = 3 * (image.width * (image.height * 6 // 297) + image.width // 8)
    assert image.rgb[at : at + 3] == b"\xff\xff\xff"


def test_every_font_is_an_embedded_subset_of_the_one_family(fonts, korean):
    pdf = draw(pack_sheet(make.dong()), fonts).pdf

    names = set(re.findall(rb"/BaseFont /([^\s/]+)", pdf))
    assert names
    assert all(b"+NotoSansKR" in name for name in names)
    assert b"/FontFile2" in pdf


@pytest.mark.parametrize(
    ("large", "size"), [(False, Paper.A5), (True, Paper.A4)], ids=["a5", "a4"]
)
def test_the_slip_is_small_or_has_letters_of_24_points(large, size, fonts):
    slip = make.slip(large=large)
    pdf = draw(slip_sheet(slip, make.LETTERHEAD, make.STAMP), fonts).pdf

    document = pypdfium2.PdfDocument(pdf)
    assert document[0].get_size() == pytest.approx(
        [edge * MM for edge in size.value], abs=1
    )
    document.close()
    tall = max(top - low for _l, low, _r, top, _w, _h in boxes(pdf))
    assert (tall > 20) == large or not large


def test_a_blank_list_of_25_rows_fits_one_page(fonts, language):
    sheet = small_sheet(make.SMALL_PAPERS[1], make.LETTERHEAD, make.STAMP)

    drawn = draw(sheet, fonts)
    assert drawn.pages == 1
    assert "\n25" in pages.text(drawn.pdf, 1)


def test_the_address_is_printed_in_16_to_22_points(fonts, korean):
    sheet = pack_sheet(make.dong())
    speech = next(one for one in sheet.sections if one.key == "speech")
    only = replace(sheet, sections=(speech,), print=Print.NORMAL)

    from services.briefing.styles import Styles

    assert 16 <= Styles(fonts.faces(), only).speech.fontSize <= 22


def test_equal_values_give_equal_bytes_and_the_day_of_making(fonts, language):
    first = draw(pack_sheet(make.dong(language)), fonts)
    again = draw(pack_sheet(make.dong(language)), fonts)

    assert first.pdf == again.pdf
    assert b"(D:20261126090000+09'00')" in first.pdf


def test_other_values_give_other_bytes(fonts, korean):
    first = draw(pack_sheet(make.day()), fonts)

    assert first.pdf != draw(pack_sheet(make.day(rows=())), fonts).pdf


def test_sections_begin_where_the_drawing_and_the_file_say(fonts, korean):
    drawn = draw(pack_sheet(make.session()), fonts)

    told = [(start.title, start.page) for start in drawn.starts]
    assert told == [(mark.title, mark.page) for mark in pages.contents(drawn.pdf)]
    assert [start.key for start in drawn.starts][:2] == ["cover", "index"]
    for start in drawn.starts[2:]:
        assert "놀이터 그늘막 설치" in pages.text(drawn.pdf, start.page)


def test_a_long_table_begins_right_under_its_title(fonts, korean):
    rows = make.day().rows * 60
    drawn = draw(pack_sheet(make.day(rows=rows)), fonts)

    assert drawn.pages > 2
    assert "14:00 ~ 14:15" in pages.text(drawn.pdf, 1)


@pytest.mark.parametrize("lines", range(20, 40))
def test_a_heading_never_ends_a_page(lines, fonts, korean):
    texts = replace(make.case().texts, gist="요지\n" * lines)
    pdf = draw(pack_sheet(make.meeting(case=make.case(texts=texts))), fonts).pdf

    for page in range(1, pages.page_count(pdf) + 1):
        assert not pages.text(pdf, page).rstrip().split("\n")[-1].startswith("□")


def test_the_timetable_of_a_session_adds_up_to_its_rows(language):
    pack = make.session(head=make.head(language))
    (grid,) = [
        block
        for block in pack_sheet(pack).sections[0].blocks
        if isinstance(block, Grid) and block.total
    ]
    minutes = [int("".join(c for c in row[1] if c.isdigit())) for row in grid.rows]
    assert minutes[-1] == sum(minutes[:-1])
