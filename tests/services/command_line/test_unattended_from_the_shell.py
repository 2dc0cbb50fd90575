"""A timer's sync: no account, no password, a secret from the system's own store."""

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

import main
from tests.doubles.keyrings import LockedKeyring


def alone(place, *words: str) -> int:
    """Run a command that names no account."""
    return main.main(["--language", "en", "--office", str(place / "office"), *words])


def test_sync_without_an_account_says_what_to_do_where_it_is_off(place, capsys):
    assert alone(place, "sync") == 1
    said = capsys.readouterr().out
    assert "unattended on" in said
    assert "--login" in said


@pytest.mark.parametrize("words", [["--follow"], ["--to", "x"], ["--from", "x"]])
def test_what_a_person_decides_needs_an_account(place, capsys, store, shell, words):
    assert shell("unattended", "on") == 0
    assert alone(place, "sync", *words) == 2
    assert "--login" in capsys.readouterr().out


def test_it_is_turned_on_and_off(place, capsys, store, shell):
    assert shell("--language", "en", "unattended", "on") == 0
    assert "without a sign-in" in capsys.readouterr().out
    assert len(store.kept) == 1
    assert alone(place, "--json", "sync") == 1
    assert '"code": "not_enrolled"' in capsys.readouterr().out
    assert shell("--language", "en", "unattended", "off") == 0
    assert store.kept == {}
    assert alone(place, "sync") == 1
    assert "unattended on" in capsys.readouterr().out


@pytest.mark.parametrize(
    "case",
    [(NoKeyring(), "no secret store"), (LockedKeyring(), "is locked")],
)
def test_a_store_that_does_not_serve_is_said_in_words(
    place, capsys, store, shell, use_store, case
):
    broken, told = case
    use_store(broken)
    assert shell("--language", "en", "unattended", "on") == 1
    assert told in capsys.readouterr().out
    keyring.set_keyring(store)
    assert shell("unattended", "on") == 0
    use_store(broken)
    capsys.readouterr()
    assert alone(place, "sync") == 1
    assert told in capsys.readouterr().out
