"""staff: who works at this desk, what papers say of them, and the way back in."""

import argparse
import getpass
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from models.errors import NotFound
from models.values import Profile
from services.command_line.opening import WrongUsage, folder_of, opened_office
from services.command_line.speaking import Answer
from services.container import Opened
from services.core.clock import SystemClock
from services.core.texts import gettext as _
from services.trust.accounts import StaffForm, StaffRow
from services.trust.recover_account import recover_account


def staff(asked: argparse.Namespace) -> Answer:
    """Do one verb; all but the recovery need an account that manages staff."""
    if asked.verb != "list" and not asked.who:
        raise WrongUsage(_("Say whose account it is: staff VERB LOGIN."))
    if asked.verb == "recover":
        return _recover(asked)
    password = _secret(asked) if asked.verb in ("add", "password") else ""
    with opened_office(asked) as opened:
        return VERBS[asked.verb](opened, asked, password)


def _list(opened: Opened, _asked: argparse.Namespace, _password: str) -> Answer:
    rows = opened.services.trust.staff_list.run(opened.actor)
    return Answer(
        "\n".join(_line(row) for row in rows), {"staff": [_facts(row) for row in rows]}
    )


def _line(row: StaffRow) -> str:
    parts = (row.login, row.name, row.profile.value, row.title)
    said = (*parts, row.department, row.telephone)
    return "  ".join(part for part in said if part)


def _facts(row: StaffRow) -> dict[str, object]:
    return {
        "login": row.login,
        "name": row.name,
        "job": row.profile.value,
        "title": row.title,
        "department": row.department,
        "telephone": row.telephone,
        "active": row.active,
    }


def _add(opened: Opened, asked: argparse.Namespace, password: str) -> Answer:
    trust, login = opened.services.trust, asked.who.strip()
    form = StaffForm(
        login,
        asked.name or login,
        Profile(asked.job),
        asked.title or "",
        asked.department or "",
        asked.telephone or "",
    )
    trust.add_colleague.run(opened.actor, form, password)
    return _told(_("{login} can sign in at this desk."), login)


def _change(opened: Opened, asked: argparse.Namespace, _password: str) -> Answer:
    row = _row(opened, asked.who)
    told = {name: getattr(asked, name) for name in ("title", "department", "telephone")}
    now = StaffForm(
        row.login,
        row.name,
        row.profile,
        row.title,
        row.department,
        row.telephone,
        row.id,
    )
    form = replace(
        now, **{name: text for name, text in told.items() if text is not None}
    )
    opened.services.trust.change_staff.run(opened.actor, form, row.base)
    return _told(_("What papers say of {login} is changed."), row.login)


def _password(opened: Opened, asked: argparse.Namespace, password: str) -> Answer:
    row = _row(opened, asked.who)
    opened.services.trust.open_account.run(opened.actor, row.id, password)
    return _told(_("{login} can sign in at this desk."), row.login)


def _recover(asked: argparse.Namespace) -> Answer:
    code = _typed(asked.code_file, _("Recovery code: "))
    password = _secret(asked)
    recover_account(folder_of(asked), SystemClock(), asked.who, code, password)
    return _told(_("{login} can sign in at this desk."), asked.who)


def _row(opened: Opened, login: str) -> StaffRow:
    for row in opened.services.trust.staff_list.run(opened.actor):
        if row.login == login:
            return row
    raise NotFound(kind="staff")


def _told(sentence: str, login: str) -> Answer:
    return Answer(sentence.format(login=login), {"login": login})


def _secret(asked: argparse.Namespace) -> str:
    return _typed(asked.new_password_file, _("New password: "))


def _typed(file: Path | None, question: str) -> str:
    """Return a secret from a file or the keyboard; never from an argument."""
    try:
        if file is None:
            return getpass.getpass(question)
        return file.read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError, EOFError):
        raise WrongUsage(_("The password could not be read.")) from None


VERBS: Mapping[str, Callable[[Opened, argparse.Namespace, str], Answer]] = {
    "list": _list,
    "add": _add,
    "change": _change,
    "password": _password,
}
