"""The small office after an exchange with a second desk, with one value to decide.

Both desks and the server are real; the exchange takes place while the office is made,
and the server is gone when pictures are taken.
"""

from datetime import date, datetime, time

from sqlalchemy import select

from models.reception import Visit
from models.values import Matter, Permission, Subject
from services.container import Opened, open_practice_signed_in
from services.core.cancellation import Cancellation
from services.core.clock import SEOUL
from services.core.config import OfficeFolder
from services.reception.values import CheckInForm
from services.sync.address import Limits, ServerAddress
from services.sync.enrolment import DeskPlace
from services.sync.gateway import Profile
from services.sync.server import ServerAdministration
from services.sync.wire import table_specs
from services.trust.founding import found_practice
from tests.doubles.fixed_clock import FixedClock
from tests.postgres_server import ThrowawayServer, throwaway_server
from tests.screenshots.small_office import DAY

DATABASE = "postgres"
TITLE = "보행로 파손 보수"
HERE = "학교 앞 보행로 파손 보수"
THERE = "보행로 파손 보수(공원 쪽)"


def exchange(folder: OfficeFolder, beside: OfficeFolder) -> None:
    """Let the office in a folder meet a second one, which is made beside it."""
    clock = FixedClock(_at(DAY, 10, 32))
    found_practice(beside, clock, letter="B")
    with throwaway_server() as server:
        here, there = _opened(folder, clock), _opened(beside, clock)
        try:
            _enrol(server, here, there)
            for opened in (here, there):
                _round(opened, clock)
            _retitle(here, HERE)
            clock.tick(minutes=1)
            _retitle(there, THERE)
            _check_in(there)
            for opened in (here, there, here):
                _round(opened, clock)
            here.services.office.undo.forget()
        finally:
            here.close()
            there.close()


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), SEOUL)


def _opened(folder: OfficeFolder, clock: FixedClock) -> Opened:
    opened = open_practice_signed_in(folder, clock)
    assert opened is not None
    return opened


def _enrol(server: ThrowawayServer, here: Opened, there: Opened) -> None:
    never = Cancellation()
    administration = ServerAdministration(Limits(), lambda: never.is_set)
    address = ServerAddress(server.admin_url(DATABASE))
    administration.create(address, table_specs())
    for opened, letter in ((here, "A"), (there, "B")):
        made = administration.enrol(address, letter, Profile.OFFICE, None)
        url = server.desk_url(DATABASE, made.role)
        place = DeskPlace(made.desk_id, letter, made.role, url, made.password)
        opened.services.sync.enrol_at_own_server.run(opened.actor, place)


def _round(opened: Opened, clock: FixedClock) -> None:
    clock.tick(minutes=1)
    report = opened.services.sync.round.run(opened.actor, Cancellation())
    assert report is not None
    assert report.outcome in ("done", "nothing_to_do")


def _retitle(opened: Opened, title: str) -> None:
    units = opened.services.office.units
    with units.begin(opened.actor, Permission.VISIT_CHECK_IN) as work:
        visit = work.session.scalars(select(Visit).where(Visit.title == TITLE)).one()
        visit.title = title


def _check_in(opened: Opened) -> None:
    form = CheckInForm(
        matter=Matter.SUGGESTION,
        subject=Subject.PARKS,
        name="임한별",
        phone="01000001908",
        title="공원 조명 교체",
    )
    opened.services.reception.check_in.run(opened.actor, form)
