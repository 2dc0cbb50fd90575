"""Words for sign-in, for the office file, and for paper and files of others."""

from collections.abc import Callable, Mapping

from services.core.texts import gettext as _

OFFICE: Mapping[str, Callable[[], tuple[str, str, str]]] = {
    "wrong_password": lambda: (
        _("The password is not right."),
        _("Nothing was opened; what is stored is safe."),
        _("Attempts left before the account is locked: {left}."),
    ),
    "sign_in_delayed": lambda: (
        _("There were several wrong passwords."),
        _("Nothing was opened; what is stored is safe."),
        _("Wait {seconds} seconds, then try again."),
    ),
    "account_locked": lambda: (
        _("The account is locked after five wrong passwords."),
        _("Drafts are kept."),
        _(
            "Ask the team leader to open it, or type the office's recovery code here "
            "in place of the password."
        ),
    ),
    "wrong_recovery_code": lambda: (
        _("This is not the recovery code of the office."),
        _("Nothing was changed; what is stored is safe."),
        _("Type it as it was written down when the office was founded."),
    ),
    "keyring_missing": lambda: (
        _("This system has no secret store for your account."),
        _("Nothing was changed; sync goes on while somebody is signed in."),
        _(
            "Ask the IT office to set up the system's secret store (Windows Credential "
            "Manager; GNOME Keyring or KWallet on Linux)."
        ),
    ),
    "keyring_locked": lambda: (
        _("The system's secret store is locked."),
        _("Nothing was changed; sync goes on while somebody is signed in."),
        _("Unlock it by signing in to the computer, then try again."),
    ),
    "keyring_silent": lambda: (
        _("The system's secret store does not answer."),
        _("Nothing was changed; sync goes on while somebody is signed in."),
        _("See whether it asks for a password on the screen, then try again."),
    ),
    "keyring_failed": lambda: (
        _("The system's secret store refused."),
        _("Nothing was changed; sync goes on while somebody is signed in."),
        _("Ask the IT office to look at the secret store of this account."),
    ),
    "unattended_off": lambda: (
        _("This desk may not sync without a sign-in."),
        _("Nothing was sent; everything is kept."),
        _(
            "Name an account (--login NAME), or have the team leader or the IT office "
            "turn it on: main.py --office DIR --login NAME unattended on."
        ),
    ),
    "unattended_secret_gone": lambda: (
        _("The secret store of this account has nothing that opens this office."),
        _("Nothing was sent; everything is kept."),
        _(
            "Run it as the account of the system that turned it on, or turn it on "
            "again: main.py --office DIR --login NAME unattended on."
        ),
    ),
    "account_suspended": lambda: (
        _("This account is suspended."),
        _("Nothing was opened; what is stored is safe."),
        _("Ask the team leader whether you work here again."),
    ),
    "own_password_needed": lambda: (
        _("A new password is needed."),
        _("What you typed is right, but good for one sign-in only."),
        _("Choose a password that only you know."),
    ),
    "unknown_account": lambda: (
        _("There is no such account on this desk."),
        _("Nothing was opened; what is stored is safe."),
        _("Check the login, or ask the team leader for an account."),
    ),
    "storage": lambda: (
        _("The office file cannot be used just now."),
        _("What was saved before is safe."),
        _("See whether the disk is full or taken out, then open the program again."),
    ),
    "file_busy": lambda: (
        _("Another program keeps the office file locked."),
        _("Nothing was changed; what you typed is still here."),
        _("Close the other program, then try again."),
    ),
    "file_damaged": lambda: (
        _("The office file cannot be read."),
        _("It was left as it is."),
        _("Put the last backup back into an empty folder: 'restore FILE'."),
    ),
    "keys_damaged": lambda: (
        _("The key file of the office (keys.json) is missing or cannot be read."),
        _("The office file was left as it is."),
        _("Put keys.json back from the last backup; it lies beside the copy."),
    ),
    "path_refused": lambda: (
        _("{path} cannot be read or written."),
        _("Everything in the office is as it was."),
        _("Check the place and your right to it, then try again."),
    ),
    "clock_behind": lambda: (
        _("This computer's clock is earlier than the last entry of the office."),
        _("What was saved keeps its times, and the line its order."),
        _("Set the clock right before you receive a petition: its day counts."),
    ),
    "disk_full": lambda: (
        _("There is no room left on the disk."),
        _("Nothing was changed; what you typed is still here."),
        _("Free some room, then save again."),
    ),
    "read_only": lambda: (
        _("The folder of the office does not take changes."),
        _("Nothing was changed; what you typed is still here."),
        _("Ask for the right to write there, then save again."),
    ),
    "newer_office": lambda: (
        _("The office file was written by a newer program."),
        _("It was left as it is."),
        _("Install the newer program (file {found}, this program {known})."),
    ),
    "office_missing": lambda: (
        _("There is no office in that folder."),
        _("What is stored is safe."),
        _("Choose another folder, or found an office there."),
    ),
    "office_file_missing": lambda: (
        _(
            "The office file (office.db) is gone; only its key file (keys.json) is there."
        ),
        _("The key file was left as it is."),
        _(
            "See whether office.db was moved; if not, put the last backup back here: "
            "'restore FILE'."
        ),
    ),
    "backup_unusable": lambda: (
        _("The chosen file is no backup that can be used here."),
        _("No office was changed."),
        _(
            "Choose an undamaged file that 'backup' wrote for the same office, with its "
            ".keys.json beside it."
        ),
    ),
    "office_exists": lambda: (
        _("There is an office in that folder already."),
        _("It was left as it is."),
        _("Choose an empty folder."),
    ),
    "folder_not_empty": lambda: (
        _("{path} is not empty, and this program did not fill it."),
        _("Everything there was left as it is."),
        _("Name a new or an empty folder."),
    ),
    "already_open": lambda: (
        _("The program is open on this office already."),
        _("What is stored is safe."),
        _("Use the window that is open."),
    ),
    "practice_seal_broken": lambda: (
        _("The folder says practice, but the office inside is not for practice."),
        _("It was not opened."),
        _("Tell the administrator of the program."),
    ),
    "rows_refused": lambda: (
        _("Rows of the file that cannot be taken: {rows}."),
        _("Nothing of the file was taken."),
        _("Correct the marked rows and read the file again."),
    ),
    "file_not_read": lambda: (
        _("The file cannot be read as what it should be."),
        _("Nothing of the file was taken."),
        _("Save it anew where it came from, then choose it again."),
    ),
    "kind_not_available": lambda: (
        _("This kind of file is not available here."),
        _("What is stored is safe."),
        _("Choose another kind of file."),
    ),
    "printer_missing": lambda: (
        _("There is no printer."),
        _("The sheet is ready."),
        _("Save it as PDF, or connect a printer and print again."),
    ),
}
"""By the code of the refusal."""
