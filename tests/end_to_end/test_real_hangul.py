"""Hangul typed key by key through a real input method into a real window."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.end_to_end.hangul_window import TITLE
from tests.end_to_end.real_desktop import (
    Program,
    RealDesktop,
    wait_until,
    what_is_missing,
)

ROOT = Path(__file__).parents[2]
MISSING = what_is_missing()
pytestmark = [
    pytest.mark.skipif(
        bool(MISSING), reason=f"no real desktop, missing: {', '.join(MISSING)}"
    ),
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def desktop() -> Iterator[RealDesktop]:
    with RealDesktop.opened() as desktop:
        yield desktop


@pytest.fixture
def field(desktop: RealDesktop, request: pytest.FixtureRequest) -> Iterator[Program]:
    window = [sys.executable, "-m", "tests.end_to_end.hangul_window"]
    program = desktop.start(
        window, name=request.node.name, env={"PYTHONPATH": str(ROOT)}
    )
    desktop.focus(TITLE)
    yield program
    program.process.terminate()
    program.process.wait(timeout=10)


def test_a_name_typed_on_a_korean_keyboard_reaches_the_field(
    desktop: RealDesktop, field: Program
):
    desktop.type_hangul("rlacjftn", field.last_line)

    wait_until(lambda: field.last_line() == "김철수", "the field shows 김철수")


def test_the_syllable_in_the_making_is_seen_while_it_is_typed(
    desktop: RealDesktop, field: Program
):
    desktop.type_hangul("rla", field.last_line)

    wait_until(lambda: field.last_line() == "김", "the field shows 김")
    assert [line for line in field.printed() if line][-3:] == ["ㄱ", "기", "김"]


def test_shift_makes_the_double_consonant_inside_a_syllable(
    desktop: RealDesktop, field: Program
):
    desktop.type_hangul("Wnr", field.last_line)

    wait_until(lambda: field.last_line() == "쭉", "the field shows 쭉")


def test_return_in_the_middle_of_a_syllable_loses_nothing(
    desktop: RealDesktop, field: Program
):
    desktop.type_hangul("tn", field.last_line)
    desktop.key("Return", "d", "k")

    wait_until(lambda: field.last_line() == "수아", "the field shows 수아")


def test_a_picture_of_the_screen_has_its_size(
    desktop: RealDesktop, field: Program, tmp_path: Path
):
    desktop.screenshot(tmp_path / "screen.png")

    with Image.open(tmp_path / "screen.png") as picture:
        assert picture.size == (1366, 768)
