"""The usage and its errors, argparse's own among them, in Korean or in English."""

import argparse
import gettext
import inspect
import os
import re

import pytest

import main
from services.command_line import library_words
from services.core import texts


def left(words: list[str]) -> int:
    """Return the exit code of a command line that is answered with its usage."""
    with pytest.raises(SystemExit) as stopped:
        main.main(words)
    return int(str(stopped.value.code))


def every_parser(top: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    inner = next(
        one.choices
        for one in top._actions
        if isinstance(one, argparse._SubParsersAction)
    )
    return [top, *inner.values()]


def test_help_is_korean_by_default(capsys):
    assert left(["--help"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("사용법: main.py")
    assert re.search(r"doctor +이상 유무 점검", told)
    assert re.search(r"-h, --help +이 도움말을 보이고 끝내기", told)


@pytest.mark.parametrize(
    ("words", "korean", "english"),
    [
        (["pack", "--out", "x"], "다음 중 하나가 필요합니다", "one of the arguments"),
        (["export"], "다음 항목이 필요합니다: kind", "arguments are required: kind"),
        (["export", "secrets"], "쓸 수 없는 값입니다: 'secrets'", "invalid choice"),
        (["--lo"], "값이 하나 있어야 합니다", "expected one argument"),
        (["--self-test=1"], "값을 쓰지 않는 항목입니다", "ignored explicit argument"),
        (["doctor", "now"], "알 수 없는 항목입니다: now", "unrecognized arguments"),
        (["server", "check", "db", "--c", "x"], "해당하는 선택 항목", "ambiguous"),
        (["sync", "--follow", "--to", "x"], "함께 쓸 수 없습니다", "not allowed with"),
        (["init", "--scale", "많이"], "정수가 아닙니다", "is no whole number"),
        (["pack", "--day", "내일"], "날짜가 아닙니다", "is no day such as 2026-11-26"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else "",
)
def test_wrong_usage_is_said_in_the_language_asked_for(words, korean, english, capsys):
    assert left(words) == 2
    assert korean in capsys.readouterr().err
    assert left(["--language", "en", *words]) == 2
    told = capsys.readouterr().err
    assert english in told
    assert not re.search("[가-힣]", told.replace("많이", "").replace("내일", ""))


def test_a_language_that_there_is_not_is_refused_in_the_usual_one(capsys):
    assert left(["--language", "de", "doctor"]) == 2
    assert "쓸 수 없는 값입니다: 'de' (가능한 값: " in capsys.readouterr().err
    assert left(["--language"]) == 2
    assert "값이 하나 있어야 합니다" in capsys.readouterr().err


def test_the_process_keeps_its_own_language(monkeypatch, capsys):
    monkeypatch.setenv("LANGUAGE", "fr")
    before = gettext.textdomain()
    left(["--language", "en", "--help"])
    assert (os.environ["LANGUAGE"], gettext.textdomain()) == ("fr", before)
    monkeypatch.delenv("LANGUAGE")
    left(["--help"])
    assert "LANGUAGE" not in os.environ
    assert texts.language() == "ko"
    assert "사용법" in capsys.readouterr().out


def test_everything_that_may_be_typed_is_explained():
    from services.command_line.parser import parser

    unsaid = [
        (one.prog, action.dest)
        for one in every_parser(parser())
        for action in one._actions
        if not action.help and not isinstance(action, argparse._SubParsersAction)
    ]
    assert unsaid == []


def test_each_sentence_of_the_library_is_one_of_its_own():
    source = inspect.getsource(argparse)
    with texts.using("en"):
        ours = library_words.sentences()
    assert [one for one in ours if one.strip("\n") not in source] == []


def test_a_sample_has_at_most_a_million_visits(capsys):
    assert left(["--language", "en", "init", "--sample", "--scale", "1000001"]) == 2
    assert "1000001 is not from 0 to 1,000,000." in capsys.readouterr().err
    assert left(["init", "--scale", "-1"]) == 2


@pytest.mark.parametrize(
    "words",
    [
        ["server", "check", "postgresql://owner:secret@nowhere:1/city"],
        ["server", "check", "host=nowhere user=owner password=secret"],
    ],
)
def test_an_address_with_a_password_is_not_taken(words, capsys):
    assert main.main(["--language", "en", *words]) == 2
    told = capsys.readouterr().out
    assert told.startswith("An address with a password is not taken")
    assert "secret" not in told
