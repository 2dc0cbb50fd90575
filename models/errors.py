"""Refusals that a person can cause or repair; each has a stable code.

An ``OfficeError`` carries facts, never words: the words for people stand in
``ui/error_texts.py``, once for the window and once for the shell.  Facts hold no
personal data, because errors reach logs.
"""

from typing import ClassVar

Fact = str | int | None


class OfficeError(Exception):
    """Something that a person can cause, understand and repair.

    Attributes:
        code: Stable name of the kind; words are found by it.
        facts: What the sentence needs, without personal data.
    """

    code: ClassVar[str] = "office_error"

    def __init__(self, **facts: Fact) -> None:
        super().__init__(self.code)
        self.facts = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code}({told})"


class FieldError(OfficeError):
    """One field of a form cannot be taken as it stands; facts: field, fault."""

    code = "field"


class NotAllowed(OfficeError):
    """The acting person lacks the permission; facts: permission."""

    code = "not_allowed"


class ChangedMeanwhile(OfficeError):
    """The record is not the one the form was loaded from; facts: kind."""

    code = "changed_meanwhile"


class NotFound(OfficeError):
    """The record is gone or was never here; facts: kind."""

    code = "not_found"


class StepRefused(OfficeError):
    """A state does not allow the step; facts: state, step."""

    code = "step_refused"


class DecidedApart(OfficeError):
    """Values that move together were not decided together; facts: kind."""

    code = "decided_apart"


class ClockBehind(OfficeError):
    """The computer's clock is earlier than what the office holds already."""

    code = "clock_behind"


class NothingToDo(OfficeError):
    """There is nobody or nothing the command could act on; facts: what."""

    code = "nothing_to_do"


class ReasonNeeded(OfficeError):
    """The office wants a reason for this step; facts: step."""

    code = "reason_needed"


class DoubleBooking(OfficeError):
    """A host or a room is taken at that time; facts: resource, start, end."""

    code = "double_booking"


class WrongPassword(OfficeError):
    """The password does not open the key; facts: left."""

    code = "wrong_password"


class SignInDelayed(OfficeError):
    """Too many wrong passwords; facts: seconds."""

    code = "sign_in_delayed"


class AccountLocked(OfficeError):
    """Five wrong passwords in a row; the team leader opens it again."""

    code = "account_locked"


class AccountSuspended(OfficeError):
    """The person works here no more; whoever manages staff may let them in again."""

    code = "account_suspended"


class OwnPasswordNeeded(OfficeError):
    """Somebody else has set this password; the person chooses another one now."""

    code = "own_password_needed"


class WrongRecoveryCode(OfficeError):
    """The recovery code does not open the key."""

    code = "wrong_recovery_code"


class KeyringMissing(OfficeError):
    """This system has no secret store, or one that keeps nothing."""

    code = "keyring_missing"


class KeyringLocked(OfficeError):
    """The system's secret store is locked."""

    code = "keyring_locked"


class KeyringSilent(OfficeError):
    """The system's secret store did not answer in time."""

    code = "keyring_silent"


class KeyringFailed(OfficeError):
    """The system's secret store refused."""

    code = "keyring_failed"


class UnattendedOff(OfficeError):
    """Sync without a sign-in is not turned on at this desk."""

    code = "unattended_off"


class UnattendedSecretGone(OfficeError):
    """The system's secret store has no secret that opens this office."""

    code = "unattended_secret_gone"


class UnknownAccount(OfficeError):
    """There is no such account on this desk."""

    code = "unknown_account"


class StorageError(OfficeError):
    """The office file cannot be used just now."""

    code = "storage"


class FileBusy(StorageError):
    """Another program keeps the office file locked."""

    code = "file_busy"


class FileDamaged(StorageError):
    """The office file is not readable as what it should be."""

    code = "file_damaged"


class KeysDamaged(FileDamaged):
    """The file with the wraps of the key is missing or cannot be understood."""

    code = "keys_damaged"


class PathRefused(StorageError):
    """A file or folder that was named cannot be read or written; facts: path."""

    code = "path_refused"


class DiskFull(StorageError):
    """There is no room left; nothing was changed."""

    code = "disk_full"


class ReadOnly(StorageError):
    """The folder or file does not take changes."""

    code = "read_only"


class NewerOffice(StorageError):
    """The file was written by a newer program; facts: found, known."""

    code = "newer_office"


class OfficeMissing(StorageError):
    """There is no office in that folder."""

    code = "office_missing"


class OfficeFileMissing(OfficeMissing):
    """The office file is gone; the key file of the office is there."""

    code = "office_file_missing"


class BackupUnusable(StorageError):
    """The file that shall be put back is no backup, or not whole; facts: why."""

    code = "backup_unusable"


class OfficeExists(StorageError):
    """There is an office in that folder already."""

    code = "office_exists"


class FolderNotEmpty(StorageError):
    """The place that a new folder is to take holds something else; facts: path."""

    code = "folder_not_empty"


class AlreadyOpen(StorageError):
    """The program is open on this office already."""

    code = "already_open"


class PracticeSealBroken(StorageError):
    """The folder says practice, the file inside does not."""

    code = "practice_seal_broken"


class RowsRefused(OfficeError):
    """A file could not be taken; facts: rows (how many are faulty)."""

    code = "rows_refused"


class PrinterMissing(OfficeError):
    """There is no printer; the sheet can be saved as PDF."""

    code = "printer_missing"


class FileNotRead(OfficeError):
    """A file of others cannot be read as what it should be; facts: why."""

    code = "file_not_read"


class KindNotAvailable(OfficeError):
    """This kind of file cannot be taken or given; facts: kind."""

    code = "kind_not_available"


class FormRefused(OfficeError):
    """Several fields of a form cannot be taken; facts: faults (how many).

    Attributes:
        faults: Pairs of field and fault, in the order of the form, so that the
            screen marks every field at once.
    """

    code = "form_refused"

    def __init__(self, faults: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(faults=len(faults))
        self.faults = faults


class AlreadyHere(OfficeError):
    """The person is at the desk already; facts: number (the waiting number)."""

    code = "already_here"
