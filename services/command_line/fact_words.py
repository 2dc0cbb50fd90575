"""What the facts of an office are called in words; scripts read their short names."""

from collections.abc import Callable, Mapping

from services.core.texts import gettext as _

NOTHING = "\u2013"

_NAMES: Mapping[str, Callable[[], str]] = {
    "office": lambda: _("Office folder"),
    "practice": lambda: _("Practice office"),
    "schema": lambda: _("Form of the office file"),
    "python": lambda: _("Version of Python"),
    "window": lambda: _("Version of the window's library (PySide6)"),
    "cipher": lambda: _("Version of the encryption (SQLCipher)"),
    "sqlite_of_python": lambda: _("Version of SQLite in Python"),
    "pair_refused": lambda: _("Python and the window's library clash"),
    "file_whole": lambda: _("Office file is whole"),
    "log_breaks_at": lambda: _("Access log was altered at"),
    "desk": lambda: _("Desk"),
    "enrolled": lambda: _("Enrolled at a shared database"),
    "halted": lambda: _("Sync has stopped"),
    "certificate_ends": lambda: _("Certificate ends on"),
    "to_send": lambda: _("Changes to send"),
    "to_decide": lambda: _("Values to decide"),
    "clock_behind": lambda: _("Clock is behind"),
    "free_mib": lambda: _("Free room on the disk (MiB)"),
    "file": lambda: _("Office file"),
    "check_in": lambda: _("Checking somebody in"),
    "paper": lambda: _("Making a pack"),
    "backup": lambda: _("Backup"),
}


def fact_lines(facts: Mapping[str, object]) -> tuple[str, ...]:
    """Return a line for each fact, in the language in use."""
    return tuple(f"  {_NAMES[name]()}: {_said(value)}" for name, value in facts.items())


def _said(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return NOTHING if value in (None, "") else str(value)
