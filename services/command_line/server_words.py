"""What the administrator of the shared database is told, in words."""

import re

from services.core.texts import gettext as _
from services.sync.server import Finding, SharedPlace

_PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_]*")

# In postgresql.conf; the certificates are the server's own and the city's.
_SETTINGS = (
    "ssl = on",
    "ssl_cert_file = 'server.crt'",
    "ssl_key_file = 'server.key'",
    "ssl_ca_file = 'ca.crt'",
    "ssl_crl_file = 'ca.crl'",
    "ssl_min_protocol_version = 'TLSv1.3'",
    "password_encryption = 'scram-sha-256'",
)

# The number of a finding is how much, except for the chain: there it names the batch.
_WORDS = {
    "version_behind": lambda: _(
        "The shared database lacks {amount} step(s) of this program: run 'server upgrade'."
    ),
    "log_incomplete": lambda: _(
        "{amount} change(s) are missing from the log: restore a backup, then run "
        "'server restored'."
    ),
    "chain_broken": lambda: _(
        "From batch {amount} on the log was altered: keep this database as it is and "
        "restore a backup."
    ),
    "overlaps": lambda: _(
        "{amount} double booking(s) are still to be decided at a desk."
    ),
    "quarantined": lambda: _(
        "{amount} batch(es) could not be taken in and are kept aside: see sync.quarantine."
    ),
    "reports_behind": lambda: _(
        "{amount} reporting view(s) are missing or old: run 'server upgrade'."
    ),
    "report_rights": lambda: _(
        "{amount} right(s) on the reporting views are not their reader's: revoke them."
    ),
    "certificates_ending": lambda: _(
        "{amount} certificate(s) of desks end within 30 days: run 'server renew'."
    ),
    "shut_out": lambda: _(
        "{amount} login(s) may not connect to the database: run 'server upgrade'."
    ),
    "limits_changed": lambda: _(
        "{amount} login(s) have other limits than they were given: run 'server upgrade'."
    ),
    "head_held": lambda: _(
        "{who} has kept all desks from handing in for {amount} seconds: end its session, "
        "and run 'server revoke' if it does so again."
    ),
    "unpublished_rights": lambda: _(
        "{amount} right(s) are granted past the published functions: revoke them."
    ),
}


def finding_words(finding: Finding) -> str:
    """Return what was found and what to do about it."""
    return _WORDS[finding.code]().format(amount=finding.amount, who=finding.who)


def administrator_lines(place: SharedPlace) -> tuple[str, ...]:
    """Return what the server's administrator adds to its two files of rules."""
    database = _named(place.database)
    desks = f"+{_named(place.desk_group)}"
    reader = f"+{_named(place.report_reader)}"
    password, both = "scram-sha-256", "scram-sha-256 clientcert=verify-full"
    return (
        _("For the server's administrator, in postgresql.conf:"),
        *(f"    {line}" for line in _SETTINGS),
        _(
            "and in pg_hba.conf, before every other line, with your own network in "
            "place of samenet; without client certificates leave clientcert out:"
        ),
        f"    hostssl {database} {_named(place.login)} samenet {password}",
        f"    hostssl {database} {desks} samenet {both}",
        f"    hostssl {database} {reader} samenet {password}",
        f"    hostnossl {database} all all reject",
    )


def _named(name: str) -> str:
    """Return a name as pg_hba.conf reads it."""
    return name if _PLAIN_NAME.fullmatch(name) else f'"{name}"'
