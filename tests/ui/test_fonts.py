import pytest
from PySide6.QtGui import QFont, QFontInfo

import resources
from installer import fonts as maker
from ui import fonts


def test_regular_and_bold_are_two_drawings_of_one_family(qapp):
    assert fonts.load(resources.fonts_folder()) == "Noto Sans KR"
    font = QFont("Noto Sans KR", 11)
    bold = QFont(font)
    bold.setBold(True)
    assert QFontInfo(font).family() == QFontInfo(bold).family() == "Noto Sans KR"
    assert (QFontInfo(font).weight(), QFontInfo(bold).weight()) == (400, 700)


@pytest.mark.parametrize("scale", [0.9, 1.0, 1.1, 1.3, 1.5])
def test_ordinary_text_follows_the_text_size(qapp, scale):
    assert fonts.base_font(scale).pointSizeF() == pytest.approx(11 * scale)


def test_a_folder_without_the_family_is_refused_by_the_files_name(qapp, tmp_path):
    with pytest.raises(fonts.FontsMissing, match="NotoSansKR-Regular"):
        fonts.load(tmp_path)


def test_window_and_set_up_mean_the_same_files():
    assert tuple(maker.WEIGHTS) == fonts.FILES


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A source that is easily changed, and a maker that counts its work."""
    source = tmp_path / "variable.ttf"
    source.write_bytes(b"one")
    work = []

    def make_one(font, weight, target):
        work.append(weight)
        target.write_bytes(font.read_bytes())

    monkeypatch.setattr(maker, "source", lambda: source)
    monkeypatch.setattr(maker, "_make_static", make_one)
    return source, work, tmp_path / "fonts"


def test_made_fonts_are_not_made_again(made):
    _source, work, target = made
    maker.make(target)
    maker.make(target)
    assert work == [400, 700]


def test_another_source_makes_them_anew(made):
    source, work, target = made
    maker.make(target)
    source.write_bytes(b"two")
    maker.make(target)
    assert work == [400, 700, 400, 700]


def test_a_lost_file_is_made_again(made):
    _source, work, target = made
    maker.make(target)
    (target / fonts.FILES[1]).unlink()
    maker.make(target)
    assert (target / fonts.FILES[1]).is_file()
    assert len(work) == 4
