"""Staff: who works here, in which job, and who still does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from models.errors import FieldError
from models.trust import Grant, Staff
from models.values import AccessAction, Permission, Profile, StaffId
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.config import OfficeFolder
from services.core.form_faults import Fault, TextField, faults_in, refuse
from services.core.undo import UndoStep
from services.core.unit_of_work import FormBase, UnitOfWork, Work
from services.trust import key_ring
from services.trust.last_sign_ins import sign_ins
from services.trust.passwords import (
    Account,
    AccountState,
    account_state,
    give_password,
    take_password,
)
from services.trust.profiles import PROFILES
from services.trust.sign_in import password_faults

LONGEST_LOGIN = 30
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class StaffForm:
    """What is asked of a new member of staff."""

    login: str
    name: str
    profile: Profile
    title: str = ""
    department: str = ""
    telephone: str = ""
    staff_id: StaffId | None = None


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff as lists show them.

    Attributes:
        account: How they can sign in at this desk.
        signed_in_at: When they last did, at any desk that this one has heard of; told
            to who manages the staff, and of oneself.
        is_self: Whether it is who asked.
    """

    id: StaffId
    login: str
    name: str
    title: str
    department: str
    telephone: str
    profile: Profile
    active: bool
    account: AccountState
    signed_in_at: datetime | None
    is_self: bool
    base: FormBase


class AddStaff:
    """Adds a member of staff with a profile's permissions."""

    permission = Permission.STAFF_MANAGE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, form: StaffForm) -> StaffId:
        """Add the person and their grants; they still need an account on a desk.

        Raises:
            FormRefused: Login or name is missing, or a text cannot be stored.
            FieldError: The login is somebody else's.
        """
        refuse(_faults(form))
        with self._units.begin(actor, self.permission) as work:
            return _add(work, form)


class AddColleague:
    """Adds a member of staff who can sign in at this desk from now on."""

    permission = Permission.STAFF_MANAGE

    def __init__(self, units: UnitOfWork, folder: OfficeFolder, key: bytes) -> None:
        self._units = units
        self._folder = folder
        self._key = key

    def run(self, actor: Actor, form: StaffForm, password: str) -> StaffId:
        """Add the person, and an account whose password is good for one sign-in.

        Raises:
            FormRefused: A text is missing or cannot be stored, or the password is
                too short.
            FieldError: The login is somebody else's.
        """
        refuse((*_faults(form), *password_faults(password)))
        with self._units.begin(actor, self.permission) as work:
            staff_id = _add(work, form)
            account = Account(staff_id, form.login.strip())
            give_password(work, self._folder, account, (self._key, password))
            return staff_id


class ChangeStaff:
    """Changes what a colleague is called, where they are found, what their job is."""

    permission = Permission.STAFF_MANAGE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, form: StaffForm, base: FormBase) -> None:
        """Keep the form; another job takes its permissions and gives the new ones.

        Undoable.  The login stays: it names the account on every desk.

        Raises:
            FormRefused: The name is missing, or a text cannot be stored.
            FieldError: Somebody would take the right to manage staff from themselves.
            ChangedMeanwhile: The record is not the one that the form showed.
        """
        refuse(_faults(form))
        staff_id = form.staff_id
        if staff_id is None:
            raise FieldError(field="login", fault="missing")
        with self._units.begin(actor, self.permission, base) as work:
            staff = work.get(Staff, staff_id)
            loses = self.permission not in PROFILES[form.profile]
            if actor.staff_id == staff_id and loses:
                raise FieldError(field="profile", fault="own_right")
            before = _form_of(staff)
            _change(work, staff, form)
            work.leave_undo(
                UndoStep(
                    "staff.changed",
                    self.permission,
                    lambda again: _change(again, again.get(Staff, staff_id), before),
                    can_be_redone=False,  # a right of one's own, a password
                )
            )


class SuspendStaff:
    """Ends somebody's work here: no right is left, and no account on this desk."""

    permission = Permission.STAFF_MANAGE

    def __init__(self, units: UnitOfWork, folder: OfficeFolder) -> None:
        self._units = units
        self._folder = folder

    def run(self, actor: Actor, staff_id: StaffId) -> None:
        """Suspend; every other desk refuses the person after its next sync.

        Undoable; a password is then set anew.

        Raises:
            FieldError: It is the actor's own account.
        """
        if actor.staff_id == staff_id:
            raise FieldError(field="login", fault="own_account")
        with self._units.begin(actor, self.permission) as work:
            staff = work.get(Staff, staff_id)
            _suspend(work, staff)
            take_password(self._folder, Account(staff_id, staff.login))
            work.leave_undo(
                UndoStep(
                    "staff.suspended",
                    self.permission,
                    lambda again: _resume(again, again.get(Staff, staff_id)),
                    can_be_redone=False,
                )
            )


class ResumeStaff:
    """Lets somebody who was suspended work again, with the rights of their job."""

    permission = Permission.STAFF_MANAGE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, staff_id: StaffId) -> None:
        """Give the rights back; an account on a desk needs a new password. Undoable."""
        with self._units.begin(actor, self.permission) as work:
            _resume(work, work.get(Staff, staff_id))
            work.leave_undo(
                UndoStep(
                    "staff.resumed",
                    self.permission,
                    lambda again: _suspend(again, again.get(Staff, staff_id)),
                    can_be_redone=False,
                )
            )


class StaffList:
    """Lists the staff; names of colleagues are no secret in the office."""

    permission = Permission.SETTINGS_OWN

    def __init__(self, units: UnitOfWork, folder: OfficeFolder) -> None:
        self._units = units
        self._folder = folder

    def run(self, actor: Actor) -> tuple[StaffRow, ...]:
        """Return the staff in the order of their logins."""
        ring = key_ring.read_ring(self._folder)
        with self._units.read(actor, self.permission) as reading:
            found = reading.session.scalars(select(Staff).order_by(Staff.login))
            signed_in = sign_ins(reading.session, actor)
            return tuple(
                StaffRow(
                    StaffId(staff.id),
                    staff.login,
                    staff.name,
                    staff.title,
                    staff.department,
                    staff.telephone,
                    staff.profile,
                    staff.active,
                    account_state(ring, StaffId(staff.id)),
                    signed_in.get(staff.id),
                    actor.staff_id == staff.id,
                    reading.seen(staff),
                )
                for staff in found
            )


def _faults(form: StaffForm) -> Sequence[Fault]:
    return faults_in(
        TextField("login", form.login, LONGEST_LOGIN, needed=True),
        TextField("name", form.name, LONGEST_NAME, needed=True),
        TextField("title", form.title, LONGEST_NAME),
        TextField("department", form.department, LONGEST_NAME),
        TextField("telephone", form.telephone, LONGEST_LOGIN),
    )


def _add(work: Work, form: StaffForm) -> StaffId:
    login = form.login.strip()
    taken = select(Staff.id).where(Staff.login == login)
    if login in key_ring.NOT_ACCOUNTS or work.session.scalar(taken):
        raise FieldError(field="login", fault="taken")
    staff = Staff(id=form.staff_id, login=login, profile=form.profile)
    _write(staff, form)
    work.add(staff)
    _grant(work, staff)
    work.log(Access(AccessAction.GRANT, "staff", staff.id))
    return StaffId(staff.id)


def _write(staff: Staff, form: StaffForm) -> None:
    staff.name, staff.title = form.name.strip(), form.title.strip()
    staff.department = form.department.strip()
    staff.telephone = form.telephone.strip()


def _form_of(staff: Staff) -> StaffForm:
    return StaffForm(
        staff.login,
        staff.name,
        staff.profile,
        staff.title,
        staff.department,
        staff.telephone,
        StaffId(staff.id),
    )


def _change(work: Work, staff: Staff, form: StaffForm) -> None:
    _write(staff, form)
    if staff.profile is not form.profile:
        staff.profile = form.profile
        if staff.active:
            _revoke(work, staff)
            _grant(work, staff)
    work.log(Access(AccessAction.GRANT, "staff", staff.id, note="changed"))


def _suspend(work: Work, staff: Staff) -> None:
    staff.active = False
    _revoke(work, staff)
    work.log(Access(AccessAction.GRANT, "staff", staff.id, note="suspended"))


def _resume(work: Work, staff: Staff) -> None:
    if staff.active:
        return
    staff.active = True
    _grant(work, staff)
    work.log(Access(AccessAction.GRANT, "staff", staff.id, note="resumed"))


def _grant(work: Work, staff: Staff) -> None:
    for permission in sorted(PROFILES[staff.profile]):
        work.add(Grant(staff_id=staff.id, permission=permission, granted_at=work.now))


def _revoke(work: Work, staff: Staff) -> None:
    """End every right; when it ended is kept (안전성 확보조치 기준 §5)."""
    running = (Grant.staff_id == staff.id, Grant.revoked_at.is_(None))
    work.session.execute(update(Grant).where(*running).values(revoked_at=work.now))
    work.touched("staff_grant")
