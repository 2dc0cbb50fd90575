"""The shared database from the shell: made, enrolled, synced, shut out, checked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

import main
from services.command_line.opening import opened_office
from services.command_line.parser import parser
from services.sync.enrolment import DeskPlace
from tests.postgres_server import ThrowawayServer, server_binaries, throwaway_server
from tests.services.command_line.conftest import Run
from tests.services.sync.shared_office import run_as_superuser

DATABASE = "city"
DONGS = (
    "code10,gu,gu_en,dong,dong_en,lon,lat,area_km2\n"
    "9910105100,물빛구,Mulbit-gu,바람골동,Baramgol-dong,124.9,36.5,1.25\n"
)


@pytest.fixture(scope="module")
def _server() -> Iterator[ThrowawayServer]:
    if not server_binaries():
        pytest.skip("no PostgreSQL binaries on this machine")
    with throwaway_server() as server:
        yield server


@pytest.fixture
def owner(_server: ThrowawayServer) -> Iterator[str]:
    """The address of an empty database, as its owner has it."""
    run_as_superuser(_server, "create database {}", DATABASE)
    yield _server.admin_url(DATABASE)
    run_as_superuser(_server, "drop database {} with (force)", DATABASE)


@dataclass
class Shell:
    """Commands of the office's desk and of the server's administrator."""

    run: Run
    server: ThrowawayServer
    owner: str
    place: Path
    capsys: pytest.CaptureFixture[str]

    def desk(self, *words: str) -> tuple[int, dict[str, object]]:
        code = self.run("--json", *words)
        return code, json.loads(self.capsys.readouterr().out)

    def administer(self, verb: str, *words: str) -> tuple[int, dict[str, object]]:
        code = main.main(["--json", "server", verb, self.owner, *words])
        return code, json.loads(self.capsys.readouterr().out)

    def say(self, verb: str) -> str:
        main.main(["server", verb, self.owner])
        return self.capsys.readouterr().out

    def keep(self, place: DeskPlace) -> None:
        """Keep a place as it is told, as a desk does whose server was well then."""
        head = ["--office", str(self.place / "office"), "--login", "lead"]
        head += ["--password-file", str(self.place / "password"), "doctor"]
        with opened_office(parser().parse_args(head)) as opened:
            opened.services.sync.enrol.run(opened.actor, place)

    def enrol(self) -> None:
        _code, made = self.administer("enrol", "--desk", "A")
        secret = self.place / "server-password"
        secret.write_text(str(made["password"]), encoding="utf-8")
        url = self.server.desk_url(DATABASE, str(made["role"]))
        which = ["--number", str(made["desk_id"]), "--desk", "A"]
        which += ["--role", str(made["role"]), "--server-password-file", str(secret)]
        code, told_of = self.desk("enrol", url, *which)
        assert (code, told_of["desk"]) == (0, "A")


@pytest.fixture
def shell_and_server(shell, _server, owner, place, capsys) -> Shell:
    """A shell beside a server with an empty database."""
    capsys.readouterr()
    return Shell(shell, _server, owner, place, capsys)


def test_a_desk_sends_to_a_server_made_from_the_shell(shell_and_server):
    shell = shell_and_server
    (shell.place / "dongs.csv").write_text(DONGS, encoding="utf-8")
    assert shell.administer("create") == (0, {"created": True})
    shell.enrol()
    assert shell.desk("import", "dongs", str(shell.place / "dongs.csv"))[0] == 0

    first, told = shell.desk("sync")
    second, again = shell.desk("sync")

    assert (first, second) == (0, 0)
    assert told["outcome"] == again["outcome"] == "done"
    assert again["sent"] == 1  # that somebody signed in for this command
    code, report = shell.administer("check")
    assert (code, report["findings"], report["desks"]) == (0, {}, ["A"])
    assert report["head"] == told["sent"] + again["sent"]


def test_what_a_desk_sends_is_read_in_the_reporting_views(shell_and_server):
    shell = shell_and_server
    (shell.place / "dongs.csv").write_text(DONGS, encoding="utf-8")
    shell.administer("create")
    shell.enrol()
    shell.desk("import", "dongs", str(shell.place / "dongs.csv"))
    shell.desk("sync")
    with psycopg.connect(shell.owner, autocommit=True) as beside:
        found = beside.execute("select name, area_m2 from report.dong").fetchall()
        assert found == [("바람골동", 1_250_000)]
        assert beside.execute("select to_regclass('report.staff')").fetchone() == (
            None,
        )
        beside.execute("drop view report.dong")

    code, report = shell.administer("check")
    assert (code, report["findings"]) == (1, {"reports_behind": 1})
    assert shell.administer("upgrade") == (0, {"steps": 0})
    assert shell.administer("check")[0] == 0


def test_a_desk_that_was_shut_out_is_refused_and_keeps_what_waits(shell_and_server):
    shell = shell_and_server
    (shell.place / "dongs.csv").write_text(DONGS, encoding="utf-8")
    shell.administer("create")
    shell.enrol()
    shell.desk("import", "dongs", str(shell.place / "dongs.csv"))

    assert shell.administer("revoke", "--desk", "A")[0] == 0
    code, told = shell.desk("sync")

    assert (code, told.get("sent", 0)) == (1, 0)
    assert shell.administer("check")[1]["head"] == 0


def test_a_second_create_leaves_the_shared_database_alone(shell_and_server):
    shell = shell_and_server
    shell.administer("create")

    assert shell.administer("create") == (1, {"refused": "already_shared"})


def test_a_restored_server_is_followed_and_a_restored_desk_told_what_to_do(
    shell_and_server,
):
    shell = shell_and_server
    shell.administer("create")
    shell.enrol()
    shell.desk("sync")
    shell.administer("restored")
    shell.run("--language", "en", "sync")
    said = shell.capsys.readouterr().out
    assert "had another history" in said
    assert "could not be done" not in said

    copy = shell.place / "copy.db"
    assert shell.run("backup", str(copy)) == 0
    assert shell.run("sync") == 0
    assert shell.run("restore", str(copy), office="again") == 0
    shell.capsys.readouterr()
    assert shell.run("--language", "en", "sync", office="again") == 1
    assert "Have a new place made" in shell.capsys.readouterr().out


def test_a_create_prints_rules_of_access_that_the_server_understands(shell_and_server):
    shell = shell_and_server
    said = shell.say("create")
    rules = [r.strip() for r in said.splitlines() if r.startswith("    host")]
    assert len(rules) == 4
    assert any("+city_desks" in r and "clientcert=verify-full" in r for r in rules)
    assert any("+city_report_reader" in r for r in rules)
    kept = shell.server.folder.rglob("pg_hba.conf")
    (file,) = kept
    before = file.read_text(encoding="utf-8")
    file.write_text("\n".join([*rules, before]), encoding="utf-8")
    try:
        with psycopg.connect(shell.owner, autocommit=True) as beside:
            faults = beside.execute(
                "select error from pg_hba_file_rules where error is not null"
                " and error not like '%SSL%'"
            ).fetchall()
    finally:
        file.write_text(before, encoding="utf-8")
    assert faults == []


def test_a_check_says_in_words_what_is_wrong(shell_and_server):
    shell = shell_and_server
    shell.administer("create")
    assert "모두 이상 없습니다" in shell.say("check")
    with psycopg.connect(shell.owner, autocommit=True) as beside:
        beside.execute("update sync.head set seq = 3")

    assert "변경 3건이 빠져 있습니다" in shell.say("check")


AWAY, REFUSED = 3, 1
BAD_SERVERS = {
    "nobody_listens": (("", "127.0.0.1:1"), AWAY, "cannot be reached"),
    "no_tls": (("", "?sslmode=require"), REFUSED, "no safe line"),
    "other_database": (("", "postgres"), REFUSED, "not a shared database of this"),
    "no_database": (("", "nowhere"), REFUSED, "not a shared database of this"),
    "wrong_password": (("wrong", ""), REFUSED, "login or password"),
}


def moved(url: str, how: str) -> str:
    """Return the address with another host, database or wish for safety."""
    if how.startswith("?"):
        return url + how
    head, _, database = url.rpartition("/")
    if ":" in how:
        return f"{head.rpartition('@')[0]}@{how}/{database}".lstrip("@")
    return f"{head}/{how}" if how else url


@pytest.mark.parametrize("bad", BAD_SERVERS)
def test_a_bad_server_is_told_with_what_is_safe_and_what_to_do(shell_and_server, bad):
    (password, how), code, words = BAD_SERVERS[bad]
    shell = shell_and_server
    shell.administer("create")
    _code, made = shell.administer("enrol", "--desk", "A")
    secret = password or str(made["password"])
    url = moved(shell.server.desk_url(DATABASE, str(made["role"])), how)
    place = DeskPlace(int(str(made["desk_id"])), "A", str(made["role"]), url, secret)
    shell.keep(place)
    assert shell.run("--language", "en", "sync") == code
    english = shell.capsys.readouterr().out
    assert shell.run("--language", "ko", "sync") == code
    korean = shell.capsys.readouterr().out
    assert words in english
    assert (
        "everything is saved on this desk" in english.lower() or "was sent" in english
    )
    assert "저장되어 있습니다" in korean or "보낸 것은 없" in korean
    assert str(made["password"]) not in english + korean


def typed(shell, made, how="", **changes):
    """Return the words that enrol the desk, with one thing changed."""
    told = {"number": made["desk_id"], "password": made["password"]} | changes
    secret = shell.place / "secret"
    secret.write_text(str(told["password"]), encoding="utf-8")
    url = moved(shell.server.desk_url(DATABASE, str(made["role"])), how)
    which = ["--number", str(told["number"]), "--desk", "A"]
    which += ["--role", str(made["role"]), "--server-password-file", str(secret)]
    return ["enrol", url, *which]


def test_enrolling_tries_the_server_and_keeps_the_place_that_it_knows(shell_and_server):
    shell = shell_and_server
    shell.administer("create")
    _code, made = shell.administer("enrol", "--desk", "A")

    assert shell.run("--language", "en", *typed(shell, made)) == 0

    assert "the server knows it" in shell.capsys.readouterr().out
    assert shell.desk("doctor")[1]["enrolled"] is True
    with psycopg.connect(shell.owner) as beside:
        found = beside.execute("select last_seen is not null from sync.desk").fetchall()
    assert found == [(True,)]


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"password": "wrong"}, "login_refused"),
        ({"number": 77}, "other_desk"),
        ({"how": "nowhere"}, "foreign_server"),
    ],
)
def test_a_place_that_the_server_refuses_is_not_kept_and_can_be_typed_again(
    shell_and_server, changes, refused
):
    shell = shell_and_server
    shell.administer("create")
    _code, made = shell.administer("enrol", "--desk", "A")

    code, told = shell.desk(*typed(shell, made, **changes))

    assert (code, told["refused"]) == (1, refused)
    assert shell.desk("doctor")[1]["enrolled"] is False
    for language, words in (("en", "Nothing of this place was kept"), ("ko", "남기지")):
        shell.run("--language", language, *typed(shell, made, **changes))
        assert words in shell.capsys.readouterr().out
    assert shell.desk(*typed(shell, made))[0] == 0
    assert shell.desk("sync")[0] == 0


def test_a_desk_that_has_a_place_does_not_knock_at_another(shell_and_server):
    shell = shell_and_server
    shell.administer("create")
    shell.enrol()
    assert shell.desk("sync")[0] == 0
    _code, other = shell.administer("enrol", "--desk", "B")

    code, told = shell.desk(*typed(shell, other))

    assert (code, told["refused"]) == (1, "enrolled_already")
    with psycopg.connect(shell.owner) as beside:
        seen = "select label from sync.desk where install_id is not null"
        assert beside.execute(seen).fetchall() == [("A",)]


@pytest.mark.parametrize(("more", "code"), [((), 3), (("--importer",), 0)])
def test_a_place_is_kept_untried_while_the_server_is_away(shell_and_server, more, code):
    shell = shell_and_server
    shell.administer("create")
    _code, made = shell.administer("enrol", "--desk", "A")
    keys = ("--keys", str(shell.place / "keys"))
    card = str(shell.administer("importer", *keys)[1]["card"])
    words = [*typed(shell, made, "127.0.0.1:1"), *more, *([card] if more else [])]

    assert shell.run("--language", "en", *words) == code

    said = shell.capsys.readouterr().out
    assert "were not tried" in said
    assert "kept" in said
    assert "TT1-" in said
    assert shell.desk("doctor")[1]["enrolled"] is True
    assert shell.desk(*words)[1]["server"] == "offline"


def test_a_server_that_is_too_old_is_told_by_its_number(shell_and_server, monkeypatch):
    monkeypatch.setattr("services.sync.server.OLDEST_SERVER", 99)
    shell = shell_and_server
    code, told = shell.administer("create")
    assert (code, told["refused"], told["needed"]) == (1, "server_too_old", 99)
    assert "99" in shell.say("create")


def enter(shell, office, letter, answer) -> object:
    """Take a letter in as the importer; return how much of it was new."""
    address = shell.server.desk_url(DATABASE, str(office["role"]))
    taken = ("--keys", str(shell.place / "keys"), "--out", str(answer))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGPASSWORD", str(office["password"]))
        code = shell.run("--json", "server", "import", address, str(letter), *taken)
    assert code == 0
    return json.loads(shell.capsys.readouterr().out)["new"]


def test_a_desk_is_carried_on_a_stick_from_the_shell(shell_and_server):
    shell = shell_and_server
    (shell.place / "dongs.csv").write_text(DONGS, encoding="utf-8")
    keys, letter, answer = (shell.place / n for n in ("keys", "letter", "answer"))
    shell.administer("create")
    _code, office = shell.administer("importer", "--keys", str(keys))
    _code, made = shell.administer("enrol", "--desk", "A")
    secret = shell.place / "server-password"
    secret.write_text(str(made["password"]), encoding="utf-8")
    url = shell.server.desk_url(DATABASE, str(made["role"]))
    which = ["--number", str(made["desk_id"]), "--desk", "A"]
    which += ["--role", str(made["role"]), "--server-password-file", str(secret)]
    _code, own = shell.desk("enrol", url, *which, "--importer", str(office["card"]))
    noted = shell.administer("card", "--desk", "A", "--card", str(own["card"]))
    assert noted == (0, {"desk": "A"})
    shell.desk("import", "dongs", str(shell.place / "dongs.csv"))

    code, written = shell.desk("sync", "--to", str(letter))
    assert (code, letter.exists()) == (0, True)
    entered = enter(shell, office, letter, answer)
    assert entered == written["count"]

    code, read = shell.desk("sync", "--from", str(answer))
    assert (code, read["sent"], read["outcome"]) == (0, written["count"], "done")
    assert shell.desk("sync")[1]["code"] == ""
    code, refused = shell.desk("sync", "--from", str(letter))
    assert (code, refused["refused"]) == (1, "stick_for_other")
    assert keys.stat().st_mode & 0o077 == 0


def alone(shell, *words: str) -> tuple[int, dict[str, object]]:
    """Run a command that names no account, as a timer does."""
    code = main.main(["--json", "--office", str(shell.place / "office"), *words])
    return code, json.loads(shell.capsys.readouterr().out)


def test_a_timer_sends_what_is_there_and_nothing_of_its_own(shell_and_server, store):
    shell = shell_and_server
    shell.administer("create")
    shell.enrol()
    assert shell.desk("unattended", "on")[0] == 0
    code, told = alone(shell, "sync")
    assert (code, told["outcome"]) == (0, "done")
    for _tick in range(2):
        code, told = alone(shell, "sync")
        assert (code, told["outcome"]) == (0, "nothing_to_do")
        assert (told["sent"], told["received"]) == (0, 0)


def test_a_timer_learns_that_the_server_is_away(shell_and_server, store):
    shell = shell_and_server
    shell.administer("create")
    shell.enrol()
    assert shell.desk("unattended", "on")[0] == 0
    run_as_superuser(
        shell.server, "alter database {} allow_connections false", DATABASE
    )
    assert alone(shell, "sync")[0] == 3
