"""Broken files and folders: a sentence in both languages, an exit code, no traceback."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import main
from services.command_line import run as commands

ROOT = Path(__file__).parents[3]
REFUSED = 1
ENROL = ("enrol", "dbname=x", "--number", "1", "--desk", "A", "--role", "r")


@pytest.fixture
def told(capsys):
    """What was printed, and that nothing of it is a fault's own words."""

    def read():
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return out + err

    return read


def cut(folder):
    file = folder / "office.db"
    file.write_bytes(file.read_bytes()[:50_000])


def flip(folder):
    file = folder / "office.db"
    content, dice = bytearray(file.read_bytes()), random.Random(7)  # noqa: S311 - a die
    for _ in range(len(content) // 2000):
        content[dice.randrange(4096, len(content))] ^= 0x40
    file.write_bytes(content)


def empty(folder):
    (folder / "office.db").write_bytes(b"")


def a_folder(folder):
    (folder / "office.db").unlink()
    (folder / "office.db").mkdir()


def gone(folder):
    (folder / "office.db").unlink()


def no_keys(folder):
    (folder / "keys.json").unlink()


def half_keys(folder):
    file = folder / "keys.json"
    file.write_bytes(file.read_bytes()[:200])


def nonsense(**wrong):
    """Return what puts a nonsense value into the leader's wrap."""

    def spoil(folder):
        file = folder / "keys.json"
        ring = json.loads(file.read_text())
        ring["wraps"]["lead"] |= wrong
        file.write_text(json.dumps(ring))

    return spoil


def keys_of_another(folder):
    found = ["--office", str(folder / "other"), "--login", "lead"]
    found += ["--password-file", str(folder.parent / "password")]
    assert main.main([*found, "init", "--name", "김팀장"]) == 0
    shutil.copyfile(folder / "other" / "keys.json", folder / "keys.json")


def contents(folder):
    files = (folder / "office.db", folder / "keys.json")
    return [file.read_bytes() for file in files if file.is_file()]


SPOILERS = {
    "cut": (cut, "file_damaged"),
    "flipped": (flip, "file_damaged"),
    "empty": (empty, "file_damaged"),
    "a_folder": (a_folder, "path_refused"),
    "gone": (gone, "office_file_missing"),
    "no_keys": (no_keys, "keys_damaged"),
    "half_keys": (half_keys, "keys_damaged"),
    "salt": (nonsense(salt="%%%"), "keys_damaged"),
    "cost": (
        nonsense(cost={"passes": 1, "memory_kib": 2**40, "lanes": 1}),
        "keys_damaged",
    ),
    "count": (nonsense(failures="many"), "keys_damaged"),
    "keys_of_another": (keys_of_another, "file_damaged"),
}


@pytest.mark.parametrize("how", SPOILERS)
def test_a_broken_office_says_what_to_do_and_is_left_as_it_is(place, shell, told, how):
    spoil, code = SPOILERS[how]
    spoil(place / "office")
    before = contents(place / "office")
    told()
    assert shell("--json", "doctor") == REFUSED
    assert json.loads(told().strip().splitlines()[-1])["refused"] == code
    sentences = []
    for language in ("ko", "en"):
        assert shell("--language", language, "doctor") == REFUSED
        sentences.append(told().strip())
    assert sentences[0] != sentences[1]
    assert sentences[1].count(".") >= 3  # what happened, what is safe, what to do
    assert contents(place / "office") == before


def test_a_lost_office_file_is_put_back_from_the_backup_that_the_advice_names(
    place, shell, told
):
    copy, keys = place / "copy.db", place / "office" / "keys.json"
    shell("backup", str(copy))
    gone(place / "office")
    before = keys.read_bytes()
    for words in (["doctor"], ["init"]):
        told()
        assert shell("--language", "en", *words) == REFUSED
        english = told()
        assert "office.db" in english
        assert "restore FILE" in english
        assert "found an office" not in english
    assert shell("restore", str(copy)) == 0
    assert keys.read_bytes() == before
    assert shell("doctor") == 0


def test_a_restore_that_fails_keeps_the_keys_that_were_there(place, shell, told):
    copy, keys = place / "copy.db", place / "office" / "keys.json"
    copy.write_bytes(b"no backup at all")
    gone(place / "office")
    before = keys.read_bytes()
    told()
    assert shell("--json", "restore", str(copy)) == REFUSED
    assert json.loads(told())["refused"] == "backup_unusable"
    assert keys.read_bytes() == before
    assert not (place / "office" / "office.db").exists()


def a_damaged_copy(copy):
    content = bytearray(copy.read_bytes())
    content[8_192:12_288] = bytes(4_096)
    copy.write_bytes(content)


def another_file(copy):
    copy.write_text("성명,연락처\n", encoding="utf-8")


def without_its_keys(copy):
    copy.with_name("copy.db.keys.json").unlink()


def with_other_keys(copy):
    copy.with_name("copy.db.keys.json").write_text("{}", encoding="utf-8")


@pytest.mark.parametrize(
    "spoil", [a_damaged_copy, another_file, without_its_keys, with_other_keys]
)
def test_a_file_that_is_no_backup_is_blamed_itself_and_not_the_office(
    place, shell, told, spoil
):
    copy = place / "copy.db"
    shell("backup", str(copy))
    spoil(copy)
    told()
    assert shell("--json", "restore", str(copy), office="again") == REFUSED
    assert json.loads(told())["refused"] == "backup_unusable"
    assert list((place / "again").glob("*")) == []
    shell("--language", "en", "restore", str(copy), office="again")
    english = told()
    assert "The chosen file is no backup" in english
    assert "No office was changed." in english
    assert ".keys.json" in english
    assert "office file cannot be read" not in english
    shell("--language", "ko", "restore", str(copy), office="again")
    korean = told()
    assert "백업" in korean
    assert "업무 파일을 읽을 수 없습니다" not in korean


def test_a_backup_that_is_not_there_is_named(place, shell, told):
    nowhere = str(place / "nowhere.db")
    assert shell("restore", nowhere, office="again") == REFUSED
    assert nowhere in told()


def test_wrong_passwords_delay_from_the_third_and_survive_a_new_start(
    place, shell, told
):
    codes = []
    for _ in range(4):  # each is a program of its own: nothing is held in memory
        shell("--json", "doctor", password="wrong")
        codes.append(json.loads(told())["refused"])
    assert codes == ["wrong_password"] * 3 + ["sign_in_delayed"]
    assert shell("--json", "doctor") == REFUSED  # the right one has to wait too
    assert json.loads(told())["refused"] == "sign_in_delayed"


def test_places_that_take_no_file_are_named(place, shell, told):
    asked = (
        ("backup", "/nowhere/b.db"),
        ("pack", "--day", "2026-11-26", "--out", "/nowhere/b.pdf"),
        ("export", "visits", "--purpose", "other", "--out", "/nowhere/b.csv"),
        (*ENROL, "--server-password-file", "/nowhere/secret"),
    )
    for words in asked:
        assert shell("--language", "en", *words) == REFUSED
        assert "/nowhere/" in told()


def test_a_folder_that_cannot_be_made_is_named(place, shell, told):
    (place / "file").write_text("")
    assert shell("init", office="file/office") == REFUSED
    assert str(place / "file") in told()


def test_faulty_rows_are_told_by_row_and_column_in_words(place, shell, told):
    file = place / "people.csv"
    number = "900101-1234567"  # made up: well-formed, nobody's
    file.write_text(
        f"성명,연락처,주소\n김하늘,010-5550-0001,은빛로\n번호 {number},x,y\n,010,z\n",
        encoding="utf-8",
    )
    assert shell("--language", "en", "import", "people", str(file)) == REFUSED
    english = told()
    assert shell("--language", "ko", "import", "people", str(file)) == REFUSED
    korean = told()
    assert "row 3, 성명" in english
    assert "Resident registration numbers are not kept here" in english
    assert "row 4, 성명: This field is needed." in english
    assert "주민등록번호" in korean
    assert number not in english + korean
    assert "resident_number" not in english + korean  # no raw codes


def test_every_fault_of_a_row_has_words_of_its_own():
    from services.exchange.kinds import Fault
    from services.korean.document_guard import TextFault
    from ui.error_texts_field import FAULTS

    named = {
        *Fault,
        *TextFault,
        "no_numbers",
        "no_column",
        "column_twice",
        "not_a_number",
    }
    assert named <= set(FAULTS)


def test_what_nobody_expected_is_a_sentence_and_a_place_without_its_words(
    place, shell, told, monkeypatch
):
    def stumble(_asked):
        raise RuntimeError("김비밀 010-1234-5678")

    monkeypatch.setitem(commands.COMMANDS, "doctor", stumble)
    assert shell("--language", "en", "doctor") == REFUSED
    said = told()
    assert "Something in the program went wrong." in said
    assert "RuntimeError at test_bad_days.py" in said
    assert "김비밀" not in said


@pytest.mark.slow
def test_a_real_start_prints_one_sentence_and_nothing_else(place):
    flip(place / "office")
    head = ["--language", "en", "--office", str(place / "office"), "--login", "lead"]
    head += ["--password-file", str(place / "password"), "doctor"]
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, str(ROOT / "main.py"), *head],
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert (done.returncode, done.stderr) == (REFUSED, "")
    assert done.stdout.startswith("The office file cannot be read.")


def test_an_office_that_could_not_be_founded_leaves_nothing_behind(place, shell, told):
    (place / "short").write_text("kurz", encoding="utf-8")
    init = ("init", "--name", "김팀장")
    assert shell(*init, office="new", password="short") == REFUSED
    assert list((place / "new").glob("*")) == []
    assert shell(*init, office="new") == 0
    told()


SAID = {"en": ("cannot be read", "is damaged"), "ko": ("읽을 수 없습니다", "손상")}
PAGE = 4_096


@pytest.mark.parametrize("first", [2, 5, 20, 60, 100, 150, 200])
def test_a_damaged_page_is_told_in_words_whichever_it_is(shell, place, told, first):
    file = place / "office" / "office.db"
    content = bytearray(file.read_bytes())
    begin = (first - 1) * PAGE
    assert begin + 3 * PAGE < len(content)
    content[begin : begin + 3 * PAGE] = b"x" * (3 * PAGE)
    file.write_bytes(content)
    for language, words in SAID.items():
        assert shell("--language", language, "doctor") == REFUSED
        sentence = told()
        assert any(one in sentence for one in words), sentence
        assert "is safe" not in sentence
        assert "went wrong" not in sentence
