"""The words of the list, the same on the screen and on the report."""

from collections.abc import Callable

from services.closing.values import OpenKind
from services.core.texts import gettext as _

_WORDS: dict[OpenKind, Callable[[], str]] = {
    OpenKind.VISIT_OPEN: lambda: _("Visits not ended"),
    OpenKind.VISIT_TO_RECORD: lambda: _("Visits not recorded"),
    OpenKind.UNSIGNED_DICTATION: lambda: _("Dictated petitions without signature"),
    OpenKind.WITHOUT_DEPARTMENT: lambda: _("Petitions without a department"),
    OpenKind.TRANSFER_LATE: lambda: _("Transfers past their limit"),
    OpenKind.SUPPLEMENT_LATE: lambda: _("Petitions past the time to ask for documents"),
    OpenKind.OVERDUE: lambda: _("Petitions overdue"),
    OpenKind.DUE_TODAY: lambda: _("Petitions due today"),
    OpenKind.DUE_TOMORROW: lambda: _("Petitions due on the next working day"),
    OpenKind.PROGRESS_UNTOLD: lambda: _("Petitioners not told of progress"),
    OpenKind.GROUP_WITHOUT_REPORT: lambda: _("Group visits without a report"),
    OpenKind.MEETING_WITHOUT_OUTCOME: lambda: _("Meetings without an outcome"),
    OpenKind.MEETING_WITHOUT_RECORD: lambda: _("Meetings without a record"),
    OpenKind.SUBSTITUTION_UNTOLD: lambda: _("Substitute meetings not told"),
    OpenKind.CONFLICT: lambda: _("Sync values to decide"),
    OpenKind.DRAFT: lambda: _("Drafts not saved"),
    OpenKind.LOG_REVIEW: lambda: _("Access log lines to review for last month"),
}


def words_of(kind: OpenKind) -> str:
    """Return what a line of the list is called, in the language in use."""
    return _WORDS[kind]()
