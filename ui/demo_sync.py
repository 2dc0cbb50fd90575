"""Two desks and a real PostgreSQL: what one wrote, the other has by evening."""

from pathlib import Path

from models.values import Matter, Subject
from services.container import Opened, open_practice_signed_in
from services.core.cancellation import Cancellation
from services.core.clock import Clock
from services.core.config import OfficeFolder
from services.reception.values import CheckInForm
from services.sync.address import Limits, ServerAddress
from services.sync.enrolment import DeskPlace
from services.sync.gateway import Profile
from services.sync.server import ServerAdministration
from services.sync.throwaway_server import ThrowawayServer, throwaway_server
from services.sync.wire import table_specs
from services.trust.founding import found_practice

DATABASE = "postgres"


def sync_two_desks(out: Path, clock: Clock) -> dict[str, object]:
    """Sync the played office with a second desk; return what each round did."""
    second = OfficeFolder(out / "second-desk")
    found_practice(second, clock, letter="B")
    never = Cancellation()
    with throwaway_server() as server:
        administration = ServerAdministration(Limits(), lambda: never.is_set)
        address = ServerAddress(server.admin_url(DATABASE))
        administration.create(address, table_specs())
        one = _opened(OfficeFolder(out / "office"), clock)
        two = _opened(second, clock)
        try:
            for opened, letter in ((one, "A"), (two, "B")):
                _enrol(administration, server, opened, letter)
            rounds = [_round("A", one), _round("B", two)]
            _check_in(two)
            rounds += [_round("B", two), _round("A", one)]
            report = administration.check(address)
            return {
                "server": server.major,
                "rounds": rounds,
                "head": report.head,
                "findings": {one.code: one.amount for one in report.findings},
                "tips_agree": _tip(one) == _tip(two),
            }
        finally:
            one.close()
            two.close()


def _opened(folder: OfficeFolder, clock: Clock) -> Opened:
    opened = open_practice_signed_in(folder, clock)
    if opened is None:
        raise LookupError(folder)
    return opened


def _enrol(
    administration: ServerAdministration,
    server: ThrowawayServer,
    opened: Opened,
    letter: str,
) -> None:
    address = ServerAddress(server.admin_url(DATABASE))
    made = administration.enrol(address, letter, Profile.OFFICE, None)
    place = DeskPlace(
        made.desk_id,
        made.label,
        made.role,
        server.desk_url(DATABASE, made.role),
        made.password,
    )
    opened.services.sync.enrol_at_own_server.run(opened.actor, place)


def _round(desk: str, opened: Opened) -> dict[str, object]:
    report = opened.services.sync.round.run(opened.actor, Cancellation())
    if report is None:
        return {"desk": desk, "outcome": "running"}
    return {
        "desk": desk,
        "outcome": report.outcome.value,
        "code": report.code,
        "sent": report.sent,
        "received": report.received,
        "conflicts": report.conflicts,
        "parked": report.parked,
    }


def _check_in(opened: Opened) -> None:
    form = CheckInForm(
        matter=Matter.SUGGESTION,
        subject=Subject.PARKS,
        name="임한별",
        phone="010-0000-0042",
        title="둘째 접수대에서 받은 건의",
    )
    opened.services.reception.check_in.run(opened.actor, form)


def _tip(opened: Opened) -> str:
    return opened.services.today.standing.run(opened.actor).tip
