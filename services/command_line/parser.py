"""What may be typed after ``python main.py``; imports nothing heavy."""

import argparse
from datetime import date
from pathlib import Path

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
PURPOSES = ("case", "call_back", "meeting", "records_request", "review", "other")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="main.py",
        description="Tongtong Desk (통통데스크): the citizen communication office.",
    )
    top.add_argument("--office", type=Path, help="the office folder")
    top.add_argument("--language", choices=("ko", "en"), help="language of the texts")
    top.add_argument("--json", action="store_true", help="print JSON instead of words")
    top.add_argument("--login", default="", help="account that acts")
    top.add_argument("--password-file", type=Path, help="file with the password")
    top.add_argument(
        "--sample",
        action="store_true",
        help="open the practice office, made if missing",
    )
    top.add_argument(
        "--self-test", action="store_true", help="check this installation and leave"
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    _demo(commands)
    _init(commands)
    _exchange(commands)
    _work(commands)
    _enrol(commands)
    _server(commands)
    _staff(commands)
    return top


Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def _demo(commands: "Commands[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help="play the sample day off-screen")
    demo.add_argument("--out", type=Path, required=True, help="where the results go")


def _init(commands: "Commands[argparse.ArgumentParser]") -> None:
    init = commands.add_parser("init", help="found an office")
    init.add_argument("--name", default="", help="name of the first account's owner")
    init.add_argument("--desk", default="A", help="letter of this desk")
    init.add_argument("--profile", choices=("office", "city"), default="office")
    init.add_argument(
        "--sample",
        action="store_true",
        dest="sample_data",
        help="make the practice office",
    )
    init.add_argument("--seed", type=int, default=1, help="seed of the sample")
    init.add_argument(
        "--scale", type=int, default=0, help="add so many past visits to the sample"
    )


def _exchange(commands: "Commands[argparse.ArgumentParser]") -> None:
    take = commands.add_parser("import", help="take in a file")
    take.add_argument("kind", choices=KINDS)
    take.add_argument("file", type=Path)
    take.add_argument("--partial", action="store_true", help="take the good rows")
    give = commands.add_parser("export", help="write a file")
    give.add_argument("kind", choices=EXPORTS)
    give.add_argument("--format", choices=FORMS, default="")
    give.add_argument("--out", type=Path)
    give.add_argument(
        "--purpose",
        choices=PURPOSES,
        default="",
        help="why it is given out; needed where people are in it",
    )
    for command in (take, give):
        command.add_argument("--name", default="", help="name of the plan")


def _work(commands: "Commands[argparse.ArgumentParser]") -> None:
    _sync(commands)
    commands.add_parser("doctor", help="say what is well and what is not")
    pack = commands.add_parser("pack", help="make a briefing pack")
    what = pack.add_mutually_exclusive_group(required=True)
    what.add_argument("--meeting", metavar="ID")
    what.add_argument("--session", metavar="DATE", type=date.fromisoformat)
    what.add_argument("--visit", metavar="ID")
    what.add_argument("--day", metavar="DATE", type=date.fromisoformat)
    pack.add_argument("--out", type=Path, required=True)
    backup = commands.add_parser("backup", help="write an encrypted copy")
    backup.add_argument("file", type=Path)
    backup.add_argument(
        "--replace", action="store_true", help="put it in the place of an older one"
    )
    restore = commands.add_parser(
        "restore", help="put a copy back into an empty folder"
    )
    restore.add_argument("file", type=Path)


def _sync(commands: "Commands[argparse.ArgumentParser]") -> None:
    sync = commands.add_parser("sync", help="send and receive once")
    how = sync.add_mutually_exclusive_group()
    how.add_argument(
        "--follow",
        action="store_true",
        help="take the server's history for the true one, where both differ",
    )
    how.add_argument("--to", type=Path, help="write what is unsent to a stick file")
    how.add_argument(
        "--from", type=Path, dest="taken", help="take the answer to a stick file"
    )


def _enrol(commands: "Commands[argparse.ArgumentParser]") -> None:
    enrol = commands.add_parser("enrol", help="give this desk its place on a server")
    enrol.add_argument("url", help="address of the database, without a password")
    enrol.add_argument("--number", type=int, required=True, help="told by server enrol")
    enrol.add_argument("--desk", required=True, help="letter of this desk")
    enrol.add_argument("--role", required=True, help="login of this desk")
    enrol.add_argument(
        "--server-password-file", type=Path, help="file with the login's password"
    )
    enrol.add_argument(
        "--certificate", type=Path, help="file with the desk's certificate"
    )
    enrol.add_argument("--importer", default="", help="the importer's card, for sticks")


def _server(commands: "Commands[argparse.ArgumentParser]") -> None:
    server = commands.add_parser("server", help="administer the shared database")
    server.add_argument(
        "verb",
        choices=(
            *("create", "enrol", "renew", "revoke", "upgrade", "check", "restored"),
            *("importer", "card", "import"),
        ),
    )
    server.add_argument("url", help="address of the database, without a password")
    server.add_argument("file", nargs="?", type=Path, help="a desk's stick file")
    server.add_argument(
        "--authority", type=Path, help="folder of the city's certificate authority"
    )
    server.add_argument(
        "--certificate", type=Path, help="where the desk's certificate goes"
    )
    server.add_argument("--keys", type=Path, help="file with the importer's keys")
    server.add_argument("--out", type=Path, help="where the answer for the desk goes")
    server.add_argument("--card", default="", help="the desk's card, told by enrol")
    server.add_argument("--desk", default="", help="letter of the desk")
    server.add_argument("--profile", choices=("office", "city"), default="office")


def _staff(commands: "Commands[argparse.ArgumentParser]") -> None:
    staff = commands.add_parser("staff", help="accounts of the staff on this desk")
    staff.add_argument("verb", choices=STAFF_VERBS)
    staff.add_argument("who", nargs="?", default="", help="login it is about")
    staff.add_argument("--name", default="", help="name of the person")
    staff.add_argument("--job", choices=PROFILES, default="front_desk")
    for part in ("title", "department", "telephone"):
        staff.add_argument(f"--{part}", help=f"{part}, as slips and letters say it")
    staff.add_argument(
        "--new-password-file", type=Path, help="file with the account's password"
    )
    staff.add_argument("--code-file", type=Path, help="file with the recovery code")
