"""Administration of the shared database: what the IT office does, rarely and surely.

It needs the owner of a database with CREATEROLE, not a superuser.  Each verb is one
transaction: it happens whole or not at all.  Roles are named after the database, as
roles belong to the cluster and two offices may share one.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

from models.errors import OfficeError
from services.sync.address import Limits, ServerAddress
from services.sync.enrolment import LETTERS, LabelUnfit
from services.sync.gateway import ForeignServer, Incompatible, Profile, ServerTooOld
from services.sync.postgres import connect, translate
from services.sync.server_layout import (
    Work,
    amounts_wrong,
    apply,
    change_password,
    create_desk_role,
    database_of,
    declare,
    is_ours,
    must,
    one,
    place_of,
    protect,
    role_exists,
    run,
    schema_exists,
    stem_of,
    steps,
    version_of,
)
from services.sync.server_logins import (
    head_held,
    kept_in_scope,
    limits_changed,
    settle_logins,
    shut_out,
)
from services.sync.server_report import (
    publish_reports,
    reader_of,
    report_rights_wrong,
    reports_behind,
)
from services.sync.table_spec import TableSpec

OLDEST_SERVER = 15
_ADMINISTRATION_LOCK = 7_261_001


class LabelTaken(OfficeError):
    """The letter was given to a desk before; facts: label."""

    code = "label_taken"


class UnknownDesk(OfficeError):
    """No desk of this office has that letter; facts: label."""

    code = "unknown_desk"


class AlreadyShared(OfficeError):
    """The database is an office's shared database already."""

    code = "already_shared"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A new desk; the password is shown once and kept nowhere on the server."""

    desk_id: int
    role: str
    label: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SharedPlace:
    """What the server's own rules of access have to name.

    Attributes:
        login: Of the IT office.
        desk_group: Every desk's login is a member of it.
        report_reader: Every login that reads the reporting views is one of it.
    """

    database: str
    login: str
    desk_group: str
    report_reader: str


@dataclass(frozen=True, slots=True)
class DeskStanding:
    """One desk as the server saw it last; ``behind`` counts ops it has not pulled."""

    desk_id: int
    label: str
    profile: Profile
    status: str
    behind: int
    last_seen_ms: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: a stable code, how much of it, and whose."""

    code: str
    amount: int
    who: str = ""


@dataclass(frozen=True, slots=True)
class ServerReport:
    """What a check saw; ``findings`` is empty when all is well.

    Attributes:
        kept_in_scope: Changes of city desks that stayed there, as they must.
    """

    server_version: int
    version_found: int
    version_known: int
    head: int
    epoch: str
    desks: tuple[DeskStanding, ...]
    findings: tuple[Finding, ...]
    kept_in_scope: int = 0


class ServerAdministration:
    """Creates, widens and inspects the shared database of one office."""

    def __init__(
        self,
        limits: Limits,
        stopped: Callable[[], bool],
        new_password: Callable[[], str] = secrets.token_urlsafe,
    ) -> None:
        """Keep how long to wait, whom to ask about stopping, and the randomness."""
        self._limits = limits
        self._stopped = stopped
        self._new_password = new_password

    def create(
        self, address: ServerAddress, tables: Sequence[TableSpec]
    ) -> SharedPlace:
        """Make an empty database the office's shared database; return its roles.

        Raises:
            AlreadyShared: It is one.
            ForeignServer: Its ``sync`` schema is somebody else's.
            Incompatible: The server is older than 15; facts: found, needed.
            ReportTaken: Its ``report`` schema is somebody else's.
        """
        with self.opened(address) as work:
            if schema_exists(work):
                raise AlreadyShared if is_ours(work) else ForeignServer
            stem = stem_of(database_of(work))
            owner, group = f"{stem}_sync_owner", f"{stem}_desks"
            for role in (owner, group):
                if not role_exists(work, role):
                    run(work, "create role {} nologin", role)
            run(work, "grant {} to current_user", owner)
            work.execute("create extension if not exists btree_gist")
            run(work, "create schema sync authorization {}", owner)
            apply(work, owner, 0)
            work.execute(
                "insert into sync.place (owner_role, desk_group) values (%s, %s)",
                (owner, group),
            )
            declare(work, tables)
            protect(work, owner, group)
            publish_reports(work, owner, group, tables)
            (login,) = must(work, "select current_user::text")
            return SharedPlace(database_of(work), login, group, reader_of(group))

    def upgrade(self, address: ServerAddress, tables: Sequence[TableSpec]) -> int:
        """Apply newer SQL, table rules and rights; return how many files were new.

        Raises:
            ForeignServer: This is no shared database.
            Incompatible: The database is newer than this program.
            ReportTaken: Its ``report`` schema is somebody else's.
        """
        with self.opened(address) as work:
            place = place_of(work)
            found = version_of(work)
            if found > steps()[-1].number:
                raise Incompatible(found=found, needed=steps()[-1].number)
            applied = apply(work, place[0], found)
            declare(work, tables)
            must(work, "select sync.claim_anew()")
            protect(work, *place)
            settle_logins(work, place[0])
            publish_reports(work, *place, tables)
            return applied

    def enrol(
        self,
        address: ServerAddress,
        label: str,
        profile: Profile,
        install_id: str | None,
    ) -> Enrolment:
        """Give a desk its login and reserve its letter for ever.

        Args:
            address: The database's, as its owner.
            label: The letter on the desk's numbers.
            profile: Which tables reach it.
            install_id: Of the installation; None binds the first that says hello.

        Raises:
            LabelTaken: A desk has or had the letter.
            LabelUnfit: It is not one or two capital letters.
        """
        if not LETTERS.fullmatch(label):
            raise LabelUnfit(label=label)
        with self.opened(address) as work:
            group = place_of(work)[1]
            if one(work, "select 1 from sync.desk where label = %s", label):
                raise LabelTaken(label=label)
            (desk_id,) = must(
                work, "select coalesce(max(desk_id), 0) + 1 from sync.desk"
            )
            stem = stem_of(database_of(work))
            while role_exists(work, role := f"{stem}_desk_{desk_id}"):
                desk_id += 1  # a backup that was restored may know fewer desks
            password = self._new_password()
            create_desk_role(work, role, group, password)
            work.execute(
                "insert into sync.desk (desk_id, db_role, install_id, label, profile)"
                " values (%s, %s, %s, %s, %s)",
                (desk_id, role, install_id, label, profile),
            )
            return Enrolment(desk_id, role, label, password)

    def renew(self, address: ServerAddress, label: str) -> Enrolment:
        """Give an active desk a new password; the old one is worth nothing then.

        Raises:
            UnknownDesk: There is no such desk, or it was shut out.
        """
        with self.opened(address) as work:
            place_of(work)
            found = one(
                work,
                "select desk_id, db_role from sync.desk"
                " where label = %s and status <> 'revoked'",
                label,
            )
            if found is None:
                raise UnknownDesk(label=label)
            password = self._new_password()
            change_password(work, found[1], password)
            return Enrolment(found[0], found[1], label, password)

    def revoke(self, address: ServerAddress, label: str) -> str:
        """Shut a desk out, also where it is connected now; return its login.

        Its letter stays taken.

        Raises:
            UnknownDesk: There is no such letter.
        """
        with self.opened(address) as work:
            place_of(work)
            found = one(
                work,
                "update sync.desk set status = 'revoked' where label = %s"
                " returning db_role",
                label,
            )
            if found is None:
                raise UnknownDesk(label=label)
            run(work, "alter role {} nologin", found[0])
            run(work, "grant {} to current_user", found[0])
            work.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where usename = %s",
                (found[0],),
            )
            return str(found[0])

    def restored(self, address: ServerAddress) -> str:
        """Begin a new history after a restore from a backup; return its name.

        Desks then notice what the backup lacks and hand it in again.
        """
        with self.opened(address) as work:
            place_of(work)
            (epoch,) = must(
                work,
                "update sync.head set epoch = gen_random_uuid() returning epoch::text",
            )
            return str(epoch)

    def check(
        self, address: ServerAddress, tables: Sequence[TableSpec] = ()
    ) -> ServerReport:
        """Return how the database stands and everything that is wrong with it.

        Args:
            address: The database's, as its owner.
            tables: Those whose reporting views have to be there.
        """
        with self.opened(address) as work:
            _, group = place_of(work)
            head, epoch = must(work, "select seq, epoch::text from sync.head")
            found, known = version_of(work), steps()[-1].number
            desks = tuple(
                DeskStanding(row[0], row[1], Profile(row[2]), *row[3:])
                for row in work.execute(
                    "select desk_id, label, profile, status, (select seq from"
                    " sync.head) - cursor_seen, (extract(epoch from last_seen)"
                    " * 1000)::bigint from sync.desk order by desk_id"
                )
            )
            amounts = {
                "version_behind": max(known - found, 0),
                **amounts_wrong(work),
                "reports_behind": reports_behind(work, tables),
                "report_rights": report_rights_wrong(work),
                "shut_out": shut_out(work, group),
                "limits_changed": len(limits_changed(work)),
            }
            who, held_s = head_held(work)
            held = (Finding("head_held", held_s, who),) if who else ()
            return ServerReport(
                server_version=work.info.server_version // 10_000,
                version_found=found,
                version_known=known,
                head=head,
                epoch=epoch,
                desks=desks,
                findings=(*(Finding(c, n) for c, n in amounts.items() if n), *held),
                kept_in_scope=kept_in_scope(work),
            )

    @contextmanager
    def opened(self, address: ServerAddress) -> Iterator[Work]:
        """Yield a transaction that no other administrator shares."""
        with connect(address, self._limits, self._stopped) as connection:
            found = connection.info.server_version // 10_000
            if found < OLDEST_SERVER:
                raise ServerTooOld(found=found, needed=OLDEST_SERVER)
            try:
                with connection.transaction():
                    _wait_alone(connection)
                    yield connection
            except psycopg.Error as error:
                raise translate(error) from None  # its text may quote a row


def _wait_alone(work: Work) -> None:
    """Wait until no other administrator is at work; a desk can hold up neither."""
    if schema_exists(work) and is_ours(work):
        work.execute("lock table sync.place in share row exclusive mode")
    else:  # nothing is there yet to lock, and no desk either
        work.execute("select pg_advisory_xact_lock(%s)", (_ADMINISTRATION_LOCK,))
