"""Words for what goes wrong between desks and the shared database."""

from collections.abc import Callable, Mapping

from services.core.texts import gettext as _

SYNC: Mapping[str, Callable[[], tuple[str, str, str]]] = {
    "offline": lambda: (
        _("The shared database cannot be reached just now."),
        _("Everything is saved on this desk."),
        _("Go on working; it is sent when the connection is back."),
    ),
    "sync_interrupted": lambda: (
        _("Sync was stopped."),
        _("Everything is saved on this desk."),
        _("Start it again whenever you like."),
    ),
    "server_refused": lambda: (
        _("The shared database does not allow this login to do that."),
        _("Everything is saved on this desk."),
        _("Ask the administrator of the shared database."),
    ),
    "server_too_old": lambda: (
        _("PostgreSQL {found} is too old; {needed} or newer is needed."),
        _("Nothing was changed."),
        _("Have the server brought to a newer PostgreSQL, then try again."),
    ),
    "login_refused": lambda: (
        _("The shared database does not know this desk's login or password."),
        _("Nothing was sent; everything is saved on this desk."),
        _("Have the desk enrolled anew with the password of its administrator."),
    ),
    "tls_refused": lambda: (
        _("There is no safe line to the shared database (TLS, certificate)."),
        _("Nothing was sent; everything is saved on this desk."),
        _("Ask the administrator of the shared database for its certificate."),
    ),
    "certificate_missing": lambda: (
        _("The shared database wants this desk's certificate, and there is none."),
        _("Nothing was sent; everything is saved on this desk."),
        _("Have the desk enrolled anew with the certificate of its administrator."),
    ),
    "certificate_expired": lambda: (
        _("This desk's certificate for the shared database has ended."),
        _("Nothing was sent; everything is saved on this desk."),
        _("Ask the administrator of the shared database for a new certificate."),
    ),
    "certificate_revoked": lambda: (
        _("This desk's certificate for the shared database was taken back."),
        _("Nothing was sent; everything is saved on this desk."),
        _("Ask the administrator of the shared database why."),
    ),
    "certificate_unknown": lambda: (
        _("The shared database does not know who signed this desk's certificate."),
        _("Nothing was sent; everything is saved on this desk."),
        _("Ask the administrator of the shared database for a new certificate."),
    ),
    "certificate_unreadable": lambda: (
        _("The certificate does not belong to this desk's login and password."),
        _("Nothing was changed."),
        _("Take the file and the password that were made together for this desk."),
    ),
    "server_untrusted": lambda: (
        _("The server that answers cannot prove that it is the shared database."),
        _("Nothing was sent; everything is saved on this desk."),
        _("Do not go on; tell the administrator of the shared database."),
    ),
    "authority_missing": lambda: (
        _("The folder of the certificate authority does not hold its own good {file}."),
        _("Nothing was changed."),
        _("Name the folder that 'server create' made, or bring back its backup."),
    ),
    "authority_exposed": lambda: (
        _("Others can read or replace the key of the certificate authority: {file}."),
        _("Nothing was changed."),
        _("Run chmod go-rwx on it, after you have asked who may have read it."),
    ),
    "address_unreadable": lambda: (
        _("The address of the shared database cannot be read."),
        _("Nothing was sent; everything is saved on this desk."),
        _("Write it as postgresql://server:5432/name and try again."),
    ),
    "practice_stays_here": lambda: (
        _("This is the practice office: nothing in it may go out to a server."),
        _("Nothing of this place was kept."),
        _("Open the real office on this desk and enrol that one."),
    ),
    "enrolled_already": lambda: (
        _("This desk has a place in a shared database already."),
        _("Nothing was changed."),
        _("Make a new office folder for a new place."),
    ),
    "not_enrolled": lambda: (
        _("This desk does not belong to the shared database, or no longer does."),
        _("Everything is saved on this desk."),
        _("Ask the administrator to enrol this desk."),
    ),
    "server_incompatible": lambda: (
        _("Program and shared database do not fit: {found} here, {needed} needed."),
        _("Everything is saved on this desk."),
        _("Install the newer program, then sync again."),
    ),
    "foreign_server": lambda: (
        _("That database is not a shared database of this program."),
        _("Nothing was sent."),
        _("Check address and database name in the settings."),
    ),
    "desk_forked": lambda: (
        _("Two machines work under this desk's name."),
        _("Nothing is sent any more; everything is saved on this desk."),
        _("Enrol one of the two machines as a new desk."),
    ),
    "history_differs": lambda: (
        _("This desk's history is not that of the shared database."),
        _("Nothing is sent any more; everything is saved on this desk."),
        _("Look at the sync page before you go on."),
    ),
    "cloned": lambda: (
        _("This desk's folder was copied, and another machine works under its name."),
        _("Nothing is sent any more; everything is saved on this desk."),
        _("Have a new place made for this machine and enrol it."),
    ),
    "desk_restored": lambda: (
        _("This desk came back from an older copy."),
        _("Nothing is sent any more; everything is saved on this desk."),
        _("Have a new place made for this machine and enrol it."),
    ),
    "server_restored": lambda: (
        _("The shared database has another history and shares no past with this desk."),
        _("Nothing is sent any more; everything is saved on this desk."),
        _("If it is the right server, run 'sync --follow' or use the sync page."),
    ),
    "given_up": lambda: (
        _("This desk has left its place at the shared database."),
        _("Nothing is sent any more; everything is saved on this desk."),
        _("Enrol it with its new place."),
    ),
    "other_desk": lambda: (
        _("The login belongs to another desk."),
        _("Nothing was sent; everything is saved on this desk."),
        _("Enrol this desk with its own number and login."),
    ),
    "ops_refused": lambda: (
        _("The shared database does not take one of the changes."),
        _("The other changes are sent; this one is kept and shown."),
        _("Look at the sync page."),
    ),
    "out_of_scope": lambda: (
        _("A change belongs to records that this desk does not share."),
        _("The other changes are sent; this one is kept and shown."),
        _("Look at the sync page."),
    ),
    "label_taken": lambda: (
        _("The desk letter {label} belongs to another desk."),
        _("Nothing was changed."),
        _("Choose another letter."),
    ),
    "label_unfit": lambda: (
        _("{label} cannot be a desk letter."),
        _("Nothing was changed."),
        _("Choose one or two letters from A to Z."),
    ),
    "unknown_desk": lambda: (
        _("There is no desk {label} in this office."),
        _("Nothing was changed."),
        _("Check the letter."),
    ),
    "already_shared": lambda: (
        _("This database is an office's shared database already."),
        _("Nothing was changed."),
        _("Choose an empty database, or enrol a desk in this one."),
    ),
    "report_taken": lambda: (
        _("This database has a schema named report that somebody else made."),
        _("Nothing was changed."),
        _("Rename that schema, or choose another database."),
    ),
    "no_server_binaries": lambda: (
        _("There is no PostgreSQL on this machine to start."),
        _("Nothing was changed."),
        _("Install PostgreSQL, or give the address of a running one."),
    ),
    "server_did_not_start": lambda: (
        _("PostgreSQL {version} could not be started."),
        _("Nothing was changed."),
        _("Look at the server's log."),
    ),
    "card_unreadable": lambda: (
        _("That is no card, or it was mistyped or cut off."),
        _("Nothing was changed."),
        _("Copy the whole line that begins with TT1-."),
    ),
    "stick_unreadable": lambda: (
        _("This is no stick file of this office, or it was changed."),
        _("Nothing of it was taken."),
        _("Have the file written again and bring it on another stick."),
    ),
    "stick_for_other": lambda: (
        _("This stick file was written for somebody else."),
        _("Nothing of it was taken."),
        _("Take a desk's file to the importer, and its answer to that desk."),
    ),
    "stick_forged": lambda: (
        _("The desk named in the stick file did not sign it."),
        _("Nothing of it was taken."),
        _("Keep the file and tell the administrator of the shared database."),
    ),
    "stick_old": lambda: (
        _("The shared database has more of this desk than the stick file."),
        _("Nothing of it was taken."),
        _("Take the desk's newest file."),
    ),
    "stick_out_of_order": lambda: (
        _("An answer that comes before this stick file was not taken yet."),
        _("Nothing of it was taken."),
        _("Take the older answer first, or write a new file for the importer."),
    ),
    "stick_not_ready": lambda: (
        _("This desk is not prepared for stick files."),
        _("Everything is saved on this desk."),
        _("Ask the IT office for the importer's card and enrol the desk with it."),
    ),
    "desk_card_missing": lambda: (
        _("The shared database does not know this desk's card, or no longer does."),
        _("Nothing of the file was taken."),
        _("Run 'server card' with the line that enrolling the desk told."),
    ),
}
"""By the code of the refusal."""
