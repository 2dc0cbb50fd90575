"""NOTICE names every library that the program runs on."""

from pathlib import Path

from installer.notice import PINNED, notice

ROOT = Path(__file__).parents[2]


def test_the_notice_is_up_to_date():
    assert (ROOT / "NOTICE").read_text(encoding="utf-8") == notice(ROOT)


def test_every_locked_library_stands_there_with_version_and_licence():
    text = notice(ROOT)
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    rows = {tuple(line.split()[:2]) for line in text.splitlines() if "  " in line}

    assert set(PINNED.findall(lock)) <= rows
    assert "see its package" not in text


def test_the_lgpl_libraries_are_said_to_be_replaceable():
    text = " ".join(notice(ROOT).split())

    assert (
        "PySide6, shiboken6 (Qt for Python) and psycopg are used under the GNU" in text
    )
    assert "may replace them" in text


def test_a_library_of_another_system_keeps_its_line(tmp_path: Path):
    (tmp_path / "requirements.txt").write_text("only-elsewhere==1.0 \\\n")
    (tmp_path / "NOTICE").write_text("only-elsewhere  1.0  MIT\n")

    assert "only-elsewhere  1.0  MIT\n" in notice(tmp_path)
