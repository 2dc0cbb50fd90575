"""The two static fonts come out the same each time, from a small cut of the source."""

import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from installer import fonts as maker


@pytest.fixture
def small_source(tmp_path, monkeypatch):
    """A few letters of the variable font: the whole takes half a minute."""
    font = TTFont(maker.source(), recalcTimestamp=False)
    cut = Subsetter(Options(name_IDs=["*"], name_languages=["*"]))
    cut.populate(text="통가A1")
    cut.subset(font)
    path = tmp_path / "NotoSansKR[wght].ttf"
    font.save(path)
    monkeypatch.setattr(maker, "source", lambda: path)
    return path


def test_making_twice_gives_the_same_bytes(small_source, tmp_path):
    maker.make(tmp_path / "one")
    maker.make(tmp_path / "two")
    for name in maker.WEIGHTS:
        one, two = (tmp_path / folder / name for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_the_clock_of_the_machine_is_not_in_the_fonts(small_source, tmp_path):
    maker.make(tmp_path / "made")
    modified = TTFont(small_source)["head"].modified
    for name in maker.WEIGHTS:
        assert TTFont(tmp_path / "made" / name)["head"].modified == modified


def test_each_file_is_static_and_named_for_its_weight(small_source, tmp_path):
    maker.make(tmp_path / "made")
    for name, weight in maker.WEIGHTS.items():
        font = TTFont(tmp_path / "made" / name)
        assert "fvar" not in font
        assert font["OS/2"].usWeightClass == weight
        assert font["name"].getDebugName(1) == "Noto Sans KR"


def test_fonts_of_the_same_source_are_left_as_they_are(small_source, tmp_path):
    maker.make(tmp_path / "made")
    before = [(tmp_path / "made" / name).stat().st_mtime_ns for name in maker.WEIGHTS]
    maker.make(tmp_path / "made")
    after = [(tmp_path / "made" / name).stat().st_mtime_ns for name in maker.WEIGHTS]
    assert before == after


def test_a_file_that_went_missing_is_made_again(small_source, tmp_path):
    maker.make(tmp_path / "made")
    (tmp_path / "made" / "NotoSansKR-Bold.ttf").unlink()
    maker.make(tmp_path / "made")
    assert (tmp_path / "made" / "NotoSansKR-Bold.ttf").is_file()


def test_no_half_made_file_is_left(small_source, tmp_path):
    maker.make(tmp_path / "made")
    assert list((tmp_path / "made").glob("*.part")) == []
