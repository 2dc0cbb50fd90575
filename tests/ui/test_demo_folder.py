"""The sample day is played into a folder of its own and touches nobody else's files."""

from pathlib import Path

import pytest

import main
from ui.demo_folder import MARK, take_folder

FOREIGN = ("en", "not empty"), ("ko", "비어 있지 않습니다")


@pytest.mark.parametrize(("language", "words"), FOREIGN)
def test_a_folder_with_somebody_elses_files_is_refused_untouched(
    tmp_path: Path, monkeypatch, capsys, language, words
):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("TONGTONG_CONFIG", str(tmp_path / "config"))
    letter = tmp_path / "papers" / "letter.txt"
    letter.parent.mkdir()
    letter.write_text("kept", encoding="utf-8")

    code = main.main(["--language", language, "demo", "--out", str(letter.parent)])

    assert code == 1
    assert words in capsys.readouterr().out
    assert [one.name for one in letter.parent.iterdir()] == ["letter.txt"]
    assert letter.read_text(encoding="utf-8") == "kept"


def test_a_file_in_the_place_of_the_folder_is_refused_untouched(
    tmp_path: Path, monkeypatch, capsys
):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    there = tmp_path / "out"
    there.write_text("kept", encoding="utf-8")
    assert main.main(["--language", "en", "demo", "--out", str(there)]) == 1
    assert str(there) in capsys.readouterr().out
    assert there.read_text(encoding="utf-8") == "kept"


def test_what_an_earlier_play_left_is_cleared_for_the_next(tmp_path: Path):
    out = tmp_path / "new" / "out"
    for _play in range(2):
        take_folder(out)
        assert [one.name for one in out.iterdir()] == [MARK]
        (out / "office").mkdir()
        (out / "day.json").write_text("{}", encoding="utf-8")


def test_an_empty_folder_is_taken(tmp_path: Path):
    take_folder(tmp_path)
    assert (tmp_path / MARK).exists()
