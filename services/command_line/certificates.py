"""What server create, enrol, renew, revoke and check do with the city's own certificates."""

import argparse
from datetime import datetime, timedelta
from pathlib import Path

from services.command_line.opening import WrongUsage
from services.core.clock import SystemClock
from services.core.config import write_private
from services.core.texts import gettext as _
from services.sync.certificates import Authority
from services.sync.server import Enrolment, Finding

AUTHORITY_NAME = "Tongtong Desk CA"
SOON = timedelta(days=30)
_NEEDED = "--authority DIR --certificate FILE"


def ready(asked: argparse.Namespace) -> None:
    """See to it that a certificate can be made, before the server is changed.

    Raises:
        WrongUsage: Only one of both options is given, or the file is there already.
        AuthorityMissing: The authority in the folder is not whole, or is over.
        AuthorityExposed: Other accounts could read or replace its key.
    """
    if (asked.authority is None) != (asked.certificate is None):
        raise WrongUsage(_("Give both or none: {options}.").format(options=_NEEDED))
    if asked.authority is None:
        return
    try:  # what cannot be written is told now
        asked.certificate.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        sentence = _("The file of the certificate is there already.")
        raise WrongUsage(sentence) from None
    asked.certificate.unlink()
    found(asked)
    able(asked)


def found(asked: argparse.Namespace) -> None:
    """Make the city's authority in the folder, if one is named and it is not there."""
    if asked.authority is not None:
        Authority(asked.authority).found(AUTHORITY_NAME, _now())


def able(asked: argparse.Namespace) -> None:
    """See to it that a named authority is whole, before the server is changed.

    Raises:
        AuthorityMissing: It is not, or is over.
        AuthorityExposed: Other accounts could read or replace its key.
    """
    if asked.authority is not None:
        Authority(asked.authority).check(_now())


def hand_out(asked: argparse.Namespace, made: Enrolment) -> tuple[str, ...]:
    """Write the desk's certificate, if one is wanted; return what to say of it."""
    if asked.authority is None:
        return ()
    signed = Authority(asked.authority).sign(made.role, made.password, _now())
    file: Path = asked.certificate
    write_private(file, signed.encode("ascii"))
    sentence = _(
        "Its certificate is in {file}, encrypted with that password: carry both to the "
        "desk apart from each other."
    )
    return (sentence.format(file=file),)


def take_back(asked: argparse.Namespace, role: str) -> tuple[str, ...]:
    """Put a login's certificates on the list; return what the server needs now."""
    if asked.authority is None:
        return ()
    Authority(asked.authority).revoke(role, _now())
    sentence = _(
        "Copy {folder}/ca.crl to the server's ssl_crl_file, then run there: select "
        "pg_reload_conf();"
    )
    return (sentence.format(folder=asked.authority),)


def ending(asked: argparse.Namespace) -> tuple[tuple[Finding, ...], dict[str, str]]:
    """Return a finding if a login's newest certificate ends soon, and all their ends."""
    if asked.authority is None:
        return (), {}
    last = {one.role: one.ends for one in Authority(asked.authority).issued()}
    soon = sum(ends < _now() + SOON for ends in last.values())
    findings = (Finding("certificates_ending", soon),) if soon else ()
    return findings, {role: f"{ends:%Y-%m-%d}" for role, ends in last.items()}


def _now() -> datetime:
    return SystemClock().now()
