"""Pages of a finished file: pictures, texts, contents."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.briefing import pages
from services.briefing.column_widths import fitted
from services.briefing.draw import draw
from services.briefing.fonts import Fonts, FontsMissing
from services.briefing.layout import pack_sheet
from tests import factories_briefing as make

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def pdf(fonts):
    from services.core import texts

    with texts.using("ko"):
        return draw(pack_sheet(make.session()), fonts).pdf


def test_a_page_is_drawn_on_white_without_padding(pdf):
    image = pages.render(pdf, 1, 72)

    assert abs(image.width - 595) <= 1
    assert abs(image.height - 842) <= 1
    assert len(image.rgb) == image.width * image.height * 3
    assert image.rgb[:3] == b"\xff\xff\xff"
    assert min(image.rgb) < 40


def test_more_dots_an_inch_give_a_bigger_picture(pdf):
    assert pages.render(pdf, 1, 144).width == pytest.approx(
        2 * pages.render(pdf, 1, 72).width, abs=2
    )


def test_the_text_of_a_page_is_read_line_by_line(pdf):
    lines = pages.text(pdf, 1).split("\n")

    assert "통통데이 면담 보고자료" in lines
    assert "2026. 11. 26.(목) / 소통민원팀" in lines


@pytest.mark.parametrize("page", [0, 999, -1])
def test_a_page_that_is_not_there_is_refused(pdf, page):
    with pytest.raises(IndexError):
        pages.render(pdf, page, 72)
    with pytest.raises(IndexError):
        pages.text(pdf, page)


def test_missing_fonts_are_told(tmp_path):
    with pytest.raises(FontsMissing):
        Fonts(tmp_path).faces()


@given(
    st.lists(st.tuples(st.floats(1, 200), st.floats(1, 200)), min_size=1, max_size=8)
)
def test_columns_keep_their_sum_and_get_what_they_need_if_there_is_enough(pairs):
    widths, needs = [p[0] for p in pairs], [p[1] for p in pairs]

    found = fitted(widths, needs)
    assert sum(found) == pytest.approx(sum(widths))
    if sum(needs) <= sum(widths):
        assert all(f >= need - 1e-6 for f, need in zip(found, needs, strict=True))
    assert all(width > 0 for width in found)


def test_services_of_paper_are_imported_without_the_slow_libraries():
    names = "make_pack, open_pack, print_paper, pages"
    program = (
        f"import sys; from services.briefing import {names}; "
        "sys.exit(bool({'reportlab', 'pypdfium2'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", program], check=False, cwd=ROOT)  # noqa: S603 - our own program
    assert done.returncode == 0
