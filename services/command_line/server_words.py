"""What a check of the shared database found, in words for its administrator."""

from services.core.texts import gettext as _
from services.sync.server import Finding

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
    "unpublished_rights": lambda: _(
        "{amount} right(s) are granted past the published functions: revoke them."
    ),
}


def finding_words(finding: Finding) -> str:
    """Return what was found and what to do about it."""
    return _WORDS[finding.code]().format(amount=finding.amount)
