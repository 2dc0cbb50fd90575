"""The command line: the same services, exit codes for scripts, words or JSON."""

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import main
from services.command_line.opening import opened_office
from services.command_line.parser import parser
from services.meetings.move_session import SessionMove
from tests.services.command_line.conftest import PASSWORD

ROOT = Path(__file__).parents[3]
DONGS = (
    "code10,gu,gu_en,dong,dong_en,lon,lat,area_km2\n"
    "9910105100,물빛구,Mulbit-gu,바람골동,Baramgol-dong,124.9,36.5,1.25\n"
)


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """The JSON that was printed last."""
    return dict(json.loads(capsys.readouterr().out))


def test_init_tells_the_recovery_code_once_and_seeds_the_calendar(tmp_path, capsys):
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    head = ["--json", "--office", str(tmp_path / "new"), "--login", "lead"]
    head += ["--password-file", str(tmp_path / "password")]

    assert main.main([*head, "init"]) == 0

    out = capsys.readouterr().out
    code = json.loads(out)["recovery_code"]
    assert re.fullmatch(r"([A-Z0-9]{5}-){7}[A-Z0-9]{5}", code)
    assert PASSWORD not in out
    kept = b"".join(p.read_bytes() for p in (tmp_path / "new").iterdir() if p.is_file())
    assert code.encode() not in kept
    sessions = tmp_path / "sessions.ics"
    assert main.main([*head, "export", "sessions", "--out", str(sessions)]) == 0
    assert "BEGIN:VEVENT" in sessions.read_text(encoding="utf-8")


PLAN = (
    "단위사업,계,기투자,'18.7~,'19,'20,'21,'22.6월\n"
    "합계,225,,51,43,44,43,44\n"
    "통통데이,96,-,12,24,24,24,12\n"
    "동방문(현장탐방),117,-,39,19,20,19,20\n"
)


def test_a_printed_plan_is_added_up_and_its_wrong_sums_are_named(shell, place, capsys):
    paper = place / "plan.csv"
    paper.write_text(PLAN, encoding="utf-8")

    assert shell("import", "plan", str(paper), "--name", "2018 계획") == 0
    said = capsys.readouterr().out
    assert "새것 18, 바뀐 것 0" in said
    assert "213" in said
    assert re.search(r"'22\.6월.*44.*32", said)
    assert re.search(r"2018 계획.*225.*213", said)

    assert shell("--json", "import", "plan", str(paper), "--name", "2018 계획") == 0
    facts = told(capsys)
    assert (facts["added"], facts["changed"], facts["same"]) == (0, 0, 18)
    assert facts["total"] == 213
    assert facts["wrong_sums"] == [
        {"name": "'22.6월", "printed": 44, "computed": 32},
        {"name": "2018 계획", "printed": 225, "computed": 213},
    ]


def test_a_plan_goes_out_and_comes_in_again_as_a_workbook(shell, place, capsys):
    paper, book = place / "plan.csv", place / "plan.xlsx"
    paper.write_text(PLAN, encoding="utf-8")
    named = ("--name", "2018 계획")
    shell("import", "plan", str(paper), *named)
    assert shell("export", "plan", *named, "--format", "xlsx", "--out", str(book)) == 0
    capsys.readouterr()

    assert shell("--json", "import", "plan", str(book), "--name", "다른 계획") == 0
    facts = told(capsys)
    assert facts["total"] == 213
    assert [one["printed"] for one in facts["wrong_sums"]] == [44, 225]


def test_an_english_plan_is_read_and_a_wrong_cell_named_by_row_and_column(
    shell, place, capsys
):
    paper = place / "plan.csv"
    paper.write_text("Unit,Total,'26\nTongtong Day,24,24\nTotal,25,24\n", "utf-8")
    assert shell("--json", "import", "plan", str(paper), "--name", "2026") == 0
    facts = told(capsys)
    assert facts["total"] == 24
    assert facts["wrong_sums"] == [{"name": "2026", "printed": 25, "computed": 24}]

    paper.write_text("Unit,Total,'26\nTongtong Day,24,many\n", "utf-8")
    assert shell("--json", "import", "plan", str(paper), "--name", "2026") == 1
    (fault,) = told(capsys)["faults"]
    assert (fault["row"], fault["column"], fault["value"]) == (2, "'26", "many")


def test_a_plan_without_one_good_number_says_what_is_wrong_with_it(
    shell, place, capsys
):
    paper = place / "plan.csv"
    paper.write_text("단위사업,'26\n통통데이,스물\n", encoding="utf-8")
    assert shell("import", "plan", str(paper), "--partial") == 0
    assert "스물" in capsys.readouterr().out


def test_a_second_init_leaves_the_office_alone(shell, place, capsys):
    before = (place / "office" / "keys.json").read_bytes()

    assert shell("--json", "init") == 1

    assert told(capsys)["refused"] == "office_exists"
    assert (place / "office" / "keys.json").read_bytes() == before


def test_a_wrong_password_is_refused_in_words_without_a_trace_of_it(shell, capsys):
    assert shell("doctor", password="wrong") == 1

    out, err = capsys.readouterr()
    assert "비밀번호가 맞지 않습니다" in out
    assert "not the password" not in out + err


@pytest.mark.parametrize(
    "words",
    [
        ["doctor"],  # nobody named
        ["--login", "lead", "--password-file", "/nowhere/at/all", "doctor"],
    ],
)
def test_too_little_to_sign_in_with_is_wrong_usage(place, words):
    assert main.main(["--office", str(place / "office"), *words]) == 2


@pytest.mark.parametrize(
    "words",
    [
        ["export", "secrets"],
        ["pack", "--day", "tomorrow", "--out", "x.pdf"],
        ["pack", "--out", "x.pdf"],
        ["server", "destroy", "db"],
        ["export", "visits", "--purpose", "curiosity"],
    ],
)
def test_what_is_no_command_is_wrong_usage(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        main.main(words)

    assert stopped.value.code == 2
    assert "사용법" in capsys.readouterr().err


def test_a_folder_without_an_office_is_refused(shell, capsys):
    assert shell("--json", "doctor", office="empty") == 1
    assert told(capsys)["refused"] == "office_missing"


def test_dongs_come_in_and_go_out_again_as_json(shell, place, capsys):
    source, target = place / "dongs.csv", place / "dongs.json"
    source.write_text(DONGS, encoding="utf-8")

    assert shell("--json", "import", "dongs", str(source)) == 0
    assert told(capsys)["added"] == 1
    assert shell("--json", "import", "dongs", str(source)) == 0
    assert told(capsys)["same"] == 1
    words = ("--language", "en", "export", "dongs", "--format", "json")
    assert shell(*words, "--out", str(target)) == 0

    (row,) = json.loads(target.read_text(encoding="utf-8"))
    assert "바람골동" in row.values()
    assert "동" not in row


def test_a_faulty_file_is_refused_whole_and_every_row_is_named(shell, place, capsys):
    source = place / "dongs.csv"
    source.write_text(DONGS + "x,물빛구,,,,a,b,c\n", encoding="utf-8")

    assert shell("--json", "import", "dongs", str(source)) == 1
    refused = told(capsys)
    assert refused["refused"] == "rows_refused"
    assert {fault["row"] for fault in refused["faults"]} == {3}
    assert shell("--json", "import", "dongs", str(source), "--partial") == 0
    assert told(capsys)["added"] == 1


def test_the_39_real_dongs_and_the_holidays_come_in(shell, shared_data, capsys):
    csv, outlines = "goyang_39dong.csv", "goyang_39dong.geojson"
    assert shell("--json", "import", "dongs", str(shared_data / csv)) == 0
    assert told(capsys)["added"] == 39
    assert shell("--json", "import", "dongs", str(shared_data / outlines)) == 0
    assert told(capsys)["changed"] == 39
    holidays = shared_data / "kr_holidays_2018_2031.csv"
    assert shell("--json", "import", "holidays", str(holidays)) == 0
    assert told(capsys)["added"]


def test_what_comes_after_this_year_goes_out_too(shell, place, capsys):
    later = date.today().year + 2  # noqa: DTZ011 - the program's own day
    source, target = place / "holidays.csv", place / "out.json"
    source.write_text(f"date,name_ko\n{later}-03-03,임시공휴일\n", encoding="utf-8")
    assert shell("import", "holidays", str(source)) == 0
    ask = ("export", "holidays", "--format", "json", "--out", str(target))
    assert shell(*ask) == 0
    given = [
        next(iter(row.values()))
        for row in json.loads(target.read_text(encoding="utf-8"))
    ]
    assert f"{later}-03-03" in given


def test_a_file_that_is_not_there_is_named(shell, place, capsys):
    assert shell("import", "dongs", str(place / "nowhere.csv")) == 1
    assert "nowhere.csv" in capsys.readouterr().out


def test_doctor_finds_a_fresh_office_well(shell, capsys):
    assert shell("--json", "doctor") == 0

    facts = told(capsys)
    assert facts["well"] is True
    assert facts["file_whole"] is True
    assert facts["log_breaks_at"] is None
    assert facts["schema"]
    assert str(facts["desk"]).startswith("임A")
    assert facts["enrolled"] is False


def test_a_backup_comes_back_with_all_that_was_in_it(shell, place, capsys):
    source, copy = place / "dongs.csv", place / "copy.db"
    source.write_text(DONGS, encoding="utf-8")
    shell("import", "dongs", str(source))

    assert shell("backup", str(copy)) == 0
    assert b"SQLite format 3" not in copy.read_bytes()[:16]
    (place / "again").mkdir()  # as a person makes it, open to all
    assert shell("restore", str(copy), office="again") == 0
    again = (place / "again" / name for name in ("office.db", "keys.json"))
    for file in (copy, place / "copy.db.keys.json", *again):
        assert file.stat().st_mode & 0o077 == 0 or os.name != "posix", file
    capsys.readouterr()
    assert shell("--json", "import", "dongs", str(source), office="again") == 0

    assert told(capsys)["same"] == 1


def test_an_older_backup_is_replaced_only_when_told_so(shell, place, capsys):
    copy = place / "copy.db"
    assert shell("backup", str(copy)) == 0
    before = copy.read_bytes()
    assert shell("--language", "en", "backup", str(copy)) == 2
    assert "--replace" in capsys.readouterr().out
    assert copy.read_bytes() == before
    assert shell("backup", "--replace", str(copy)) == 0
    assert copy.read_bytes() != before


@pytest.mark.parametrize("kind", ["visits", "petitions", "requests", "people"])
def test_whoever_gives_out_people_says_why(shell, place, capsys, kind):
    target = place / "given.csv"
    words = ("--language", "en", "export", kind, "--out", str(target))
    assert shell(*words) == 2
    assert "--purpose" in capsys.readouterr().out
    assert not target.exists()
    assert shell(*words, "--purpose", "records_request") == 0
    assert target.exists()


@pytest.mark.parametrize("out", [True, False], ids=["named", "unnamed"])
def test_a_file_that_is_there_is_not_written_over_by_an_export(
    shell, place, capsys, monkeypatch, out
):
    monkeypatch.chdir(place)
    target = place / "dongs.csv"
    target.write_text("kept", encoding="utf-8")
    words = ("--language", "en", "export", "dongs", *(("--out", "dongs.csv") * out))
    assert shell(*words) == 2
    assert "--replace" in capsys.readouterr().out
    assert target.read_text(encoding="utf-8") == "kept"
    assert shell(*words, "--replace") == 0
    assert target.read_text(encoding="utf-8-sig") != "kept"


def test_a_refused_place_is_named_as_it_was_typed(shell, capsys):
    target = "/nowhere/at/all/dongs.csv"
    assert shell("--language", "en", "export", "dongs", "--out", target) == 1
    told = capsys.readouterr()
    assert ".part" not in told.err + told.out


def test_nothing_is_left_of_a_restore_that_does_not_open(shell, place, capsys):
    copy = place / "copy.db"
    shell("backup", str(copy))
    content = bytearray(copy.read_bytes())
    content[8_192:12_288] = bytes(4_096)
    copy.write_bytes(content)
    capsys.readouterr()

    assert shell("--json", "restore", str(copy), office="again") == 1

    assert told(capsys)["refused"] == "backup_unusable"
    assert not list((place / "again").glob("office.db*"))
    assert not (place / "again" / "keys.json").exists()


def test_a_restore_never_overwrites_an_office(shell, place, capsys):
    copy = place / "copy.db"
    shell("backup", str(copy))
    capsys.readouterr()

    assert shell("--json", "restore", str(copy)) == 1
    assert told(capsys)["refused"] == "office_exists"


def test_the_calendar_of_a_day_becomes_a_pdf(shell, place, capsys):
    target = place / "day.pdf"

    assert shell("--json", "pack", "--day", "2026-11-26", "--out", str(target)) == 0

    assert told(capsys)["pages"] == 1
    assert target.read_bytes().startswith(b"%PDF")


def test_a_pack_of_no_session_is_refused(shell, place, capsys):
    words = ("--json", "pack", "--session", "2026-11-25", "--out", str(place / "x.pdf"))

    assert shell(*words) == 1
    refused = told(capsys)
    assert (refused["refused"], refused["next"]) == ("not_found", "2026-11-26")
    assert not (place / "x.pdf").exists()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_pack_of_no_session_says_when_the_next_one_is(shell, place, capsys, language):
    words = ("pack", "--session", "2026-11-25", "--out", str(place / "x.pdf"))

    assert shell("--language", language, *words) == 1

    said = capsys.readouterr().out
    assert "2026-11-25" in said
    assert "--session 2026-11-26" in said
    assert not re.search("list|목록", said)


def test_a_session_that_was_moved_is_found_on_the_day_it_is_held(shell, place, capsys):
    head = ["--office", str(place / "office"), "--login", "lead"]
    asked = parser().parse_args(
        [*head, "--password-file", str(place / "password"), "doctor"]
    )
    with opened_office(asked) as opened:
        day = date(2026, 11, 26)
        (row,) = opened.services.meetings.sessions_of.run(opened.actor, day, day)
        move = SessionMove(row.series_id, day, date(2026, 11, 27), "감사 준비")
        opened.services.meetings.move_session.run(opened.actor, move)

    out = ("--out", str(place / "x.pdf"))
    assert shell("--json", "pack", "--session", "2026-11-26", *out) == 1
    assert told(capsys)["next"] == "2026-11-27"
    assert shell("--json", "pack", "--session", "2026-11-27", *out) == 0


@pytest.mark.parametrize(
    "words",
    [
        ["pack", "--meeting", "nowhere", "--out", "x.pdf"],
        ["pack", "--visit", "nowhere", "--out", "x.pdf"],
        ["export", "plan", "--name", "없는 계획", "--out", "x.csv"],
        ["staff", "change", "nobody", "--title", "주무관"],
        ["staff", "add", "nobody", "--new-password-file", "SHORT"],
        ["sync", "--follow"],
    ],
)
def test_a_refusal_does_not_speak_to_the_shell_of_lists_and_fields_on_a_screen(
    shell, place, capsys, words
):
    (place / "short").write_text("kurz", encoding="utf-8")
    typed = [str(place / "short") if word == "SHORT" else word for word in words]

    assert shell("--language", "en", *typed) == 1

    said = capsys.readouterr().out
    assert not re.search("list|field|still here|button|page", said, re.IGNORECASE)
    assert said.count(".") >= 3  # what happened, what was kept, what to do


def test_sync_of_a_desk_that_was_not_enrolled_is_refused(shell, capsys):
    assert shell("--json", "sync") == 1
    assert told(capsys)["code"] == "not_enrolled"


def test_a_server_that_is_not_there_is_unreachable(capsys, monkeypatch):
    monkeypatch.setenv("PGCONNECT_TIMEOUT", "2")
    url = "host=127.0.0.1 port=1 dbname=nowhere user=nobody"

    assert main.main(["--json", "server", "check", url]) == 3
    assert told(capsys)["refused"] == "offline"


def test_the_practice_office_signs_in_by_itself_and_grows(tmp_path, capsys):
    head = ["--json", "--office", str(tmp_path / "practice")]

    assert main.main([*head, "init", "--sample", "--scale", "60"]) == 0
    assert told(capsys)["grown"] == 60
    assert main.main([*head, "doctor"]) == 0
    assert told(capsys)["practice"] is True


def test_the_installation_tests_itself_and_loads_no_window(tmp_path):
    script = (
        "import sys, main; code = main.main(['--json', '--self-test']);"
        "assert not [n for n in sys.modules if n.startswith('PySide6')]; sys.exit(code)"
    )
    done = subprocess.run(  # noqa: S603 - this program's own words
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={"PATH": "/usr/bin:/bin", "TONGTONG_CONFIG": str(tmp_path)},
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["well"] is True
