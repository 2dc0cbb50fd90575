"""What the doctor says of an office: every name in words, every warning with a way out."""

import json
import re

import pytest

from services.command_line import doctor
from services.command_line.opening import opened_office
from services.command_line.parser import parser
from services.core import texts
from services.sync.enrolment import DeskPlace

WELL = {
    "file_whole": True,
    "log_breaks_at": None,
    "clock_behind": False,
    "halted": "",
    "certificate_ends": None,
    "pair_refused": False,
    "free_mib": 90_000,
}
WRONG = {
    "file_whole": False,
    "log_breaks_at": "A:7",
    "clock_behind": True,
    "certificate_ends": "2026-12-01",
    "pair_refused": True,
    "free_mib": 12,
}
TODO = {
    "file_whole": "restore FILE",
    "log_breaks_at": "privacy officer",
    "clock_behind": "Set the clock right",
    "certificate_ends": "server renew",
    "pair_refused": "install",
    "free_mib": "Free some room",
}


def names_in(said: str) -> list[str]:
    return [line.partition(":")[0].strip() for line in said.splitlines()[1:]]


@pytest.mark.parametrize("command", [["doctor"], ["--self-test"]])
def test_every_fact_has_a_name_in_the_language_asked_for(shell, capsys, command):
    capsys.readouterr()
    assert shell("--language", "ko", *command) == 0
    korean = capsys.readouterr().out
    assert shell("--language", "en", *command) == 0
    english = capsys.readouterr().out
    assert shell("--json", *command) == 0
    facts = json.loads(capsys.readouterr().out)

    assert len(names_in(korean)) == len(names_in(english)) == len(facts) - 1
    for name in names_in(korean):
        assert re.search("[가-힣]", name), name
        assert name not in facts
    assert not set(names_in(english)) & set(facts)
    for said in (korean, english):
        assert not re.search(r"\b(True|False|None)\b", said)


@pytest.mark.parametrize("what", WRONG)
def test_each_warning_says_what_to_do(what):
    with texts.using("en"):
        (english,) = doctor.warnings(WELL | {what: WRONG[what]})
    with texts.using("ko"):
        (korean,) = doctor.warnings(WELL | {what: WRONG[what]})

    assert TODO[what] in english
    assert korean.endswith("시오.")


def test_a_well_office_has_no_warning():
    assert doctor.warnings(WELL) == ()


def test_a_desk_that_sends_nothing_is_told_why_and_what_to_do(shell, place, capsys):
    head = ["--office", str(place / "office"), "--login", "lead"]
    asked = parser().parse_args(
        [*head, "--password-file", str(place / "password"), "doctor"]
    )
    with opened_office(asked) as opened:
        sync = opened.services.sync
        sync.enrol.run(opened.actor, DeskPlace(7, "A", "desk_7", "dbname=city"))
        sync.give_up_place.run(opened.actor)
    capsys.readouterr()

    assert shell("--language", "en", "doctor") == 1

    said = capsys.readouterr().out
    assert "Sync has stopped" in said
    assert "Enrol it with its new place." in said
    assert "given_up" not in said
