"""Accounts from the shell: made, changed, given a new password, recovered."""

import json

import pytest

from models.errors import WrongRecoveryCode
from services.core.clock import SystemClock
from services.core.config import OfficeFolder
from services.trust.founding import FirstAccount, found
from services.trust.recover_account import recover_account
from services.trust.sign_in import open_with_password
from tests.services.command_line.conftest import PASSWORD

NEW = "another long one 7"
OWN = "one that nobody else knows"


@pytest.fixture
def secret(place):
    """A file with a password, or with what was given."""

    def written(text=NEW, name="new"):
        (place / name).write_text(f"{text}\n", encoding="utf-8")
        return str(place / name)

    return written


@pytest.fixture
def founded(tmp_path):
    """An office and its recovery code."""
    folder = OfficeFolder(tmp_path / "own")
    made = found(folder, SystemClock(), FirstAccount("lead", "김팀장", PASSWORD))
    return folder, made.recovery_code


def add(shell, secret, login="desk1", *more):
    file = secret()
    return shell("--json", "staff", "add", login, "--new-password-file", file, *more)


def test_a_second_person_signs_in_with_an_account_of_their_own(
    shell, place, secret, capsys
):
    more = ("--name", "이창구", "--department", "감사관", "--telephone", "0310000000")
    assert add(shell, secret, "desk1", *more) == 0
    key = open_with_password(
        OfficeFolder(place / "office"), "desk1", NEW, SystemClock(), OWN
    )
    assert key.key
    capsys.readouterr()
    assert shell("--json", "staff", "list") == 0
    rows = json.loads(capsys.readouterr().out)["staff"]
    assert [(row["login"], row["job"]) for row in rows] == [
        ("desk1", "front_desk"),
        ("lead", "team_leader"),
    ]
    assert rows[0]["department"] == "감사관"


def test_a_login_that_is_taken_and_a_short_password_add_nobody(shell, secret, capsys):
    assert add(shell, secret, "lead") == 1
    file = secret("short")
    assert shell("staff", "add", "desk1", "--new-password-file", file) == 1
    capsys.readouterr()
    shell("--json", "staff", "list")
    rows = json.loads(capsys.readouterr().out)["staff"]
    assert [row["login"] for row in rows] == ["lead"]


def test_what_slips_say_of_an_officer_can_be_changed(shell, capsys):
    change = ("--department", "시민소통실", "--telephone", "031-000-0000")
    assert shell("--json", "staff", "change", "lead", *change) == 0
    capsys.readouterr()
    shell("--json", "staff", "list")
    (row,) = json.loads(capsys.readouterr().out)["staff"]
    assert (row["department"], row["telephone"]) == ("시민소통실", "031-000-0000")
    assert row["name"] == "김팀장"


def test_a_front_desk_account_makes_no_accounts(shell, place, secret, capsys):
    add(shell, secret)
    folder = OfficeFolder(place / "office")
    open_with_password(folder, "desk1", NEW, SystemClock(), OWN)
    file = secret(OWN)
    head = ["--office", str(place / "office"), "--login", "desk1"]
    head += ["--password-file", file, "--json", "staff", "add", "desk2"]
    import main

    capsys.readouterr()
    assert main.main([*head, "--new-password-file", file]) == 1
    assert json.loads(capsys.readouterr().out)["refused"] == "not_allowed"


def test_the_recovery_code_opens_an_account_that_was_locked(founded, capsys, place):
    folder, code = founded
    ring = json.loads(folder.keys.read_text(encoding="utf-8"))
    ring["wraps"]["lead"]["failures"] = 5  # locked, as five wrong passwords leave it
    folder.keys.write_text(json.dumps(ring), encoding="utf-8")
    with pytest.raises(WrongRecoveryCode):
        recover_account(folder, SystemClock(), "lead", "A" * 47, NEW)
    recover_account(folder, SystemClock(), "lead", f" {code.lower()} ", NEW)
    assert open_with_password(folder, "lead", NEW, SystemClock()).key


def test_a_wrong_recovery_code_is_told_in_words(shell, secret, capsys):
    files = ("--code-file", secret("XXXXX", "code"), "--new-password-file", secret())
    assert shell("--language", "en", "staff", "recover", "lead", *files) == 1
    assert "not the recovery code" in capsys.readouterr().out


def test_a_verb_without_a_login_says_what_is_missing(shell, capsys):
    assert shell("--language", "en", "staff", "change") == 2
    assert "staff VERB LOGIN" in capsys.readouterr().out
