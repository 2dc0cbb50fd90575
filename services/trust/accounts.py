"""Makes and ends accounts of staff on this desk."""

from dataclasses import dataclass

from sqlalchemy import select

from models.errors import FieldError
from models.trust import Grant, Staff
from models.values import AccessAction, Permission, Profile, StaffId
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.config import OfficeFolder
from services.core.form_faults import TextField, faults_in, refuse
from services.core.unit_of_work import UnitOfWork, Work
from services.trust import key_ring
from services.trust.profiles import PROFILES

SHORTEST_PASSWORD = 9
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
    """A member of staff as lists show them."""

    id: StaffId
    login: str
    name: str
    title: str
    department: str
    telephone: str
    profile: Profile
    active: bool


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
        refuse(
            faults_in(
                TextField("login", form.login, LONGEST_LOGIN, needed=True),
                TextField("name", form.name, LONGEST_NAME, needed=True),
                TextField("title", form.title, LONGEST_NAME),
                TextField("department", form.department, LONGEST_NAME),
                TextField("telephone", form.telephone, LONGEST_LOGIN),
            )
        )
        login = form.login.strip()
        with self._units.begin(actor, self.permission) as work:
            if work.session.scalar(select(Staff.id).where(Staff.login == login)):
                raise FieldError(field="login", fault="taken")
            staff = Staff(
                id=form.staff_id,
                login=login,
                name=form.name.strip(),
                title=form.title,
                department=form.department,
                telephone=form.telephone,
                profile=form.profile,
            )
            work.add(staff)
            _grant(work, staff)
            work.log(Access(AccessAction.GRANT, "staff", staff.id))
            return StaffId(staff.id)


@dataclass(frozen=True, slots=True)
class StaffChange:
    """What every notice says of its officer (영 §31); None leaves it as it is."""

    title: str | None = None
    department: str | None = None
    telephone: str | None = None


class ChangeStaff:
    """Changes what slips and letters say of a member of staff."""

    permission = Permission.STAFF_MANAGE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, staff_id: StaffId, change: StaffChange) -> None:
        """Change what is given, and log it.

        Raises:
            FormRefused: A text cannot be stored.
            NotFound: There is no such member of staff.
        """
        refuse(
            faults_in(
                TextField("title", change.title or "", LONGEST_NAME),
                TextField("department", change.department or "", LONGEST_NAME),
                TextField("telephone", change.telephone or "", LONGEST_LOGIN),
            )
        )
        with self._units.begin(actor, self.permission) as work:
            staff = work.get(Staff, staff_id)
            for name in ("title", "department", "telephone"):
                given = getattr(change, name)
                if given is not None:
                    setattr(staff, name, given.strip())
            work.log(Access(AccessAction.CHANGE, "staff", staff.id))


class StaffList:
    """Lists the staff; names of colleagues are no secret in the office."""

    permission = Permission.SETTINGS_OWN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> tuple[StaffRow, ...]:
        """Return the staff in the order of their logins."""
        with self._units.read(actor, self.permission) as reading:
            found = reading.session.scalars(select(Staff).order_by(Staff.login))
            return tuple(_row(staff) for staff in found)


class OpenAccount:
    """Gives a member of staff a password on this desk."""

    permission = Permission.STAFF_MANAGE

    def __init__(self, units: UnitOfWork, folder: OfficeFolder, key: bytes) -> None:
        self._units = units
        self._folder = folder
        self._key = key

    def run(self, actor: Actor, staff_id: StaffId, password: str) -> None:
        """Close the database key with ``password`` for this person.

        Also opens a locked account again: the count begins anew.

        Raises:
            FieldError: The password is too short.
            NotFound: There is no such member of staff.
        """
        check_password(password)
        with self._units.begin(actor, self.permission) as work:
            login = work.get(Staff, staff_id).login
            work.log(Access(AccessAction.GRANT, "staff", staff_id, note="account"))
        ring = key_ring.read_ring(self._folder)
        wrap = key_ring.close_key(self._key, password, staff_id)
        key_ring.write_ring(self._folder, key_ring.with_account(ring, login, wrap))


def check_password(password: str) -> None:
    """Refuse a password that is too short.

    Raises:
        FieldError: It is.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise FieldError(field="password", fault="short")


def _grant(work: Work, staff: Staff) -> None:
    for permission in sorted(PROFILES[staff.profile]):
        work.add(Grant(staff_id=staff.id, permission=permission, granted_at=work.now))


def _row(staff: Staff) -> StaffRow:
    return StaffRow(
        StaffId(staff.id),
        staff.login,
        staff.name,
        staff.title,
        staff.department,
        staff.telephone,
        staff.profile,
        staff.active,
    )
