"""The page for the IT office: its commands are commands, in both languages the same."""

import re
import shlex
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

import resources
from services.command_line.parser import parser
from services.command_line.server_words import _WORDS, administrator_lines
from services.sync.address import ServerAddress
from services.sync.server import SharedPlace
from services.sync.wire import table_specs
from tests.postgres_server import server_binaries, throwaway_server
from tests.services.sync.shared_office import administration, run_as_superuser

LANGUAGES = ("it-office.md", "it-office.ko.md")
PLACE = SharedPlace(
    "tongtong", "tongtong_owner", "tongtong_desks", "tongtong_report_reader"
)


def page(name: str) -> str:
    return resources.path(f"manual/{name}").read_text(encoding="utf-8")


def blocks(name: str) -> list[str]:
    return re.findall(r"^```\n(.*?)^```$", page(name), re.MULTILINE | re.DOTALL)


def commands(name: str) -> Iterator[list[str]]:
    """Yield each command of this program, in blocks and within sentences."""
    inside = re.findall(r"`PY\s([^`]+)`", page(name))
    lines = (line for block in blocks(name) for line in block.splitlines())
    own = (line.removeprefix("PY ") for line in lines if line.startswith("PY "))
    yield from (shlex.split(text) for text in (*own, *inside))


def test_both_languages_show_the_same_blocks():
    assert blocks(LANGUAGES[0]) == blocks(LANGUAGES[1])
    assert len(blocks(LANGUAGES[0])) >= 15


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_command_of_the_page_is_one_of_the_program(name: str):
    seen = set()
    for words in commands(name):
        asked = parser().parse_args(words)
        seen.add((asked.command, getattr(asked, "verb", "")))
    verbs = {verb for command, verb in seen if command == "server"}
    assert verbs == {
        *("create", "enrol", "renew", "revoke", "upgrade", "check", "restored"),
        *("importer", "card", "import"),
    }


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_page_names_every_finding_and_every_printed_line(name: str):
    text = page(name)
    assert [code for code in _WORDS if f"`{code}`" not in text] == []
    printed = [line.strip() for line in administrator_lines(PLACE) if line[0] == " "]
    assert [line for line in printed if line not in text] == []


@pytest.mark.server
def test_the_statements_of_the_page_are_understood():
    if not server_binaries():
        pytest.skip("no PostgreSQL binaries on this machine")
    with throwaway_server() as server:
        statements = [
            one.strip()
            for block in blocks(LANGUAGES[0])
            if block.startswith(("create role", "select"))
            for one in block.split(";")
            if one.strip()
        ]
        assert len(statements) == 8
        for one in statements[:2]:
            run_as_superuser(server, one)
        address = ServerAddress(server.admin_url("tongtong"))
        administration().create(address, table_specs())
        with psycopg.connect(address.url, autocommit=True) as owner:
            for one in statements[2:]:
                owner.execute(sql.SQL(one))
