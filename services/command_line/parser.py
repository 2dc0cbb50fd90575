"""What may be typed after ``python main.py``; imports nothing heavy."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from services.command_line.library_words import library_words
from services.core import texts
from services.core.texts import gettext as _

KINDS = (
    "visits",
    "petitions",
    "requests",
    "meetings",
    "people",
    "dongs",
    "holidays",
    "plan",
)
EXPORTS = (*KINDS, "sessions")
OF_PEOPLE = ("visits", "petitions", "requests", "meetings", "people")
FORMS = ("json", "csv", "xlsx", "ics", "geojson")
STAFF_VERBS = ("list", "add", "change", "password", "recover")
PROFILES = (
    "front_desk",
    "team_leader",
    "secretariat",
    "department",
    "privacy_officer",
    "it_office",
)
LARGEST_SAMPLE = 1_000_000  # visits
PURPOSES = ("case", "call_back", "meeting", "records_request", "review", "other")


def read(argv: Sequence[str]) -> argparse.Namespace:
    """Return what was typed, or leave with the usage in the language asked for."""
    language = _language(argv)
    with texts.using(language), library_words(language):
        return parser().parse_args(argv)


def _language(argv: Sequence[str]) -> str:
    """Return the language the answer shall be in, however wrong the rest is."""
    alone = argparse.ArgumentParser(add_help=False)
    alone.add_argument("--language", nargs="?")
    asked = alone.parse_known_args(argv)[0].language
    return asked if asked in texts.LANGUAGES else texts.language()


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line, in the language in use."""
    top = argparse.ArgumentParser(
        prog="main.py",
        description=_("Tongtong Desk: the citizen communication office."),
    )
    top.add_argument("--office", type=Path, help=_("the office folder"))
    top.add_argument(
        "--language", choices=texts.LANGUAGES, help=_("language of the texts")
    )
    top.add_argument(
        "--json", action="store_true", help=_("print JSON instead of words")
    )
    top.add_argument("--login", default="", help=_("account that acts"))
    top.add_argument("--password-file", type=Path, help=_("file with the password"))
    top.add_argument(
        "--sample",
        action="store_true",
        help=_("open the practice office, made if missing"),
    )
    top.add_argument(
        "--self-test", action="store_true", help=_("check this installation and leave")
    )
    commands = top.add_subparsers(dest="command", metavar=_("COMMAND"))
    _demo(commands)
    _init(commands)
    _exchange(commands)
    _work(commands)
    _unattended(commands)
    _enrol(commands)
    _server(commands)
    _staff(commands)
    return top


Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def _demo(commands: "Commands[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help=_("play the sample day off-screen"))
    demo.add_argument("--out", type=Path, required=True, help=_("where the results go"))


def _init(commands: "Commands[argparse.ArgumentParser]") -> None:
    init = commands.add_parser("init", help=_("found an office"))
    init.add_argument("--name", default="", help=_("name of the first account's owner"))
    init.add_argument("--desk", default="A", help=_("letter of this desk"))
    _profile(init)
    init.add_argument(
        "--sample",
        action="store_true",
        dest="sample_data",
        help=_("make the practice office"),
    )
    init.add_argument("--seed", type=_number, default=1, help=_("seed of the sample"))
    init.add_argument(
        "--scale",
        type=_scale,
        default=0,
        help=_("add so many past visits to the sample"),
    )


def _profile(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--profile",
        choices=("office", "city"),
        default="office",
        help=_("whose records are kept: the office's or the city's"),
    )


def _exchange(commands: "Commands[argparse.ArgumentParser]") -> None:
    take = commands.add_parser("import", help=_("take in a file"))
    take.add_argument("kind", choices=KINDS, help=_("what the file holds"))
    take.add_argument("file", type=Path, help=_("file to take in"))
    take.add_argument("--partial", action="store_true", help=_("take the good rows"))
    give = commands.add_parser("export", help=_("write a file"))
    give.add_argument("kind", choices=EXPORTS, help=_("what is written"))
    give.add_argument(
        "--format", choices=FORMS, default="", help=_("form, if not the file's own")
    )
    give.add_argument("--out", type=Path, help=_("where the file goes"))
    give.add_argument(
        "--purpose",
        choices=PURPOSES,
        default="",
        help=_("why it is given out; needed where people are in it"),
    )
    _replace(give)
    for command in (take, give):
        command.add_argument("--name", default="", help=_("name of the plan"))


def _replace(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--replace", action="store_true", help=_("put it in the place of an older one")
    )


def _work(commands: "Commands[argparse.ArgumentParser]") -> None:
    _sync(commands)
    commands.add_parser("doctor", help=_("say what is well and what is not"))
    pack = commands.add_parser("pack", help=_("make a briefing pack"))
    what = pack.add_mutually_exclusive_group(required=True)
    what.add_argument("--meeting", metavar="ID", help=_("for one meeting"))
    what.add_argument(
        "--session", metavar=_("DATE"), type=_day, help=_("for a Tongtong Day")
    )
    what.add_argument("--visit", metavar="ID", help=_("for a dong visit"))
    what.add_argument(
        "--day", metavar=_("DATE"), type=_day, help=_("for all meetings of a day")
    )
    pack.add_argument("--out", type=Path, required=True, help=_("where the pack goes"))
    backup = commands.add_parser("backup", help=_("write an encrypted copy"))
    backup.add_argument("file", type=Path, help=_("where the copy goes"))
    _replace(backup)
    restore = commands.add_parser(
        "restore", help=_("put a copy back into an empty folder")
    )
    restore.add_argument("file", type=Path, help=_("the copy"))


def _sync(commands: "Commands[argparse.ArgumentParser]") -> None:
    sync = commands.add_parser("sync", help=_("send and receive once"))
    how = sync.add_mutually_exclusive_group()
    how.add_argument(
        "--follow",
        action="store_true",
        help=_("take the server's history for the true one, where both differ"),
    )
    how.add_argument("--to", type=Path, help=_("write what is unsent to a stick file"))
    how.add_argument(
        "--from", type=Path, dest="taken", help=_("take the answer to a stick file")
    )


def _unattended(commands: "Commands[argparse.ArgumentParser]") -> None:
    unattended = commands.add_parser(
        "unattended", help=_("let this desk sync while nobody is signed in, or not")
    )
    unattended.add_argument("verb", choices=("on", "off"), help=_("what is done"))


def _enrol(commands: "Commands[argparse.ArgumentParser]") -> None:
    enrol = commands.add_parser("enrol", help=_("give this desk its place on a server"))
    enrol.add_argument("url", help=_("address of the database, without a password"))
    enrol.add_argument(
        "--number", type=_number, required=True, help=_("told by server enrol")
    )
    enrol.add_argument("--desk", required=True, help=_("letter of this desk"))
    enrol.add_argument("--role", required=True, help=_("login of this desk"))
    enrol.add_argument(
        "--server-password-file", type=Path, help=_("file with the login's password")
    )
    enrol.add_argument(
        "--certificate", type=Path, help=_("file with the desk's certificate")
    )
    enrol.add_argument(
        "--importer", default="", help=_("the importer's card, for sticks")
    )


def _server(commands: "Commands[argparse.ArgumentParser]") -> None:
    server = commands.add_parser("server", help=_("administer the shared database"))
    server.add_argument(
        "verb",
        choices=(
            *("create", "enrol", "renew", "revoke", "upgrade", "check", "restored"),
            *("importer", "card", "import"),
        ),
        help=_("what is done"),
    )
    server.add_argument("url", help=_("address of the database, without a password"))
    server.add_argument("file", nargs="?", type=Path, help=_("a desk's stick file"))
    server.add_argument(
        "--authority", type=Path, help=_("folder of the city's certificate authority")
    )
    server.add_argument(
        "--certificate", type=Path, help=_("where the desk's certificate goes")
    )
    server.add_argument("--keys", type=Path, help=_("file with the importer's keys"))
    server.add_argument(
        "--out", type=Path, help=_("where the answer for the desk goes")
    )
    server.add_argument("--card", default="", help=_("the desk's card, told by enrol"))
    server.add_argument("--desk", default="", help=_("letter of the desk"))
    _profile(server)


def _staff(commands: "Commands[argparse.ArgumentParser]") -> None:
    staff = commands.add_parser("staff", help=_("accounts of the staff on this desk"))
    staff.add_argument("verb", choices=STAFF_VERBS, help=_("what is done"))
    staff.add_argument("who", nargs="?", default="", help=_("login it is about"))
    staff.add_argument("--name", default="", help=_("name of the person"))
    staff.add_argument(
        "--job", choices=PROFILES, default="front_desk", help=_("work of the person")
    )
    staff.add_argument("--title", help=_("title, as slips and letters say it"))
    staff.add_argument(
        "--department", help=_("department, as slips and letters say it")
    )
    staff.add_argument("--telephone", help=_("telephone, as slips and letters say it"))
    staff.add_argument(
        "--new-password-file", type=Path, help=_("file with the account's password")
    )
    staff.add_argument("--code-file", type=Path, help=_("file with the recovery code"))


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        words = _("{typed} is no day such as 2026-11-26.").format(typed=typed)
        raise argparse.ArgumentTypeError(words) from error


def _scale(typed: str) -> int:
    visits = _number(typed)
    if not 0 <= visits <= LARGEST_SAMPLE:
        words = _("{typed} is not from 0 to {most}.").format(
            typed=typed, most=f"{LARGEST_SAMPLE:,}"
        )
        raise argparse.ArgumentTypeError(words)
    return visits


def _number(typed: str) -> int:
    try:
        return int(typed)
    except ValueError as error:
        words = _("{typed} is no whole number.").format(typed=typed)
        raise argparse.ArgumentTypeError(words) from error
