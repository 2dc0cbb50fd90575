"""Sync during the day: quiet rounds, enrolment in the window, the paper of the evening.

A real PostgreSQL is the server.
"""

import re
from collections.abc import Iterator

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox

from services.core.cancellation import Cancellation
from services.sync.address import Limits, ServerAddress
from services.sync.gateway import Profile
from services.sync.server import ServerAdministration
from services.sync.wire import table_specs
from tests.factories_reception import walk_in
from tests.postgres_server import ThrowawayServer, server_binaries, throwaway_server
from tests.services.sync.shared_office import run_as_superuser
from ui.widgets.hangul_line_edit import HangulLineEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
DATABASE = "evening"


@pytest.fixture(scope="module")
def server() -> Iterator[ThrowawayServer]:
    if not server_binaries():
        pytest.skip("no PostgreSQL binaries on this machine")
    with throwaway_server() as server:
        yield server


@pytest.fixture
def told(server: ThrowawayServer) -> Iterator[dict[str, str]]:
    """What the IT office tells a desk: a fresh shared database and a login."""
    run_as_superuser(server, "create database {}", DATABASE)
    never = Cancellation()
    administration = ServerAdministration(Limits(), lambda: never.is_set)
    address = ServerAddress(server.admin_url(DATABASE))
    administration.create(address, table_specs())
    made = administration.enrol(address, "A", Profile.OFFICE, None)
    yield {
        "enrol-server": server.desk_url(DATABASE, made.role),
        "enrol-label": made.label,
        "enrol-role": made.role,
        "enrolPassword": made.password,
        "number": str(made.desk_id),
    }
    run_as_superuser(server, "drop database {} with (force)", DATABASE)


def enrol(desk, told) -> None:
    """Go to the page Sync, open the form with its key and fill it in."""
    desk.go(0)
    desk.press(KEY.Key_N, CTRL)
    assert desk.panel.panel_id == "enrol"
    for name in ("enrol-server", "enrol-label", "enrol-role", "enrolPassword"):
        desk.find(HangulLineEdit, name).setText(told[name])
    desk.find(QSpinBox, "enrolNumber").setValue(int(told["number"]))
    desk.press(KEY.Key_Return, CTRL)


def take_away(server) -> None:
    """Let nobody reach the shared database."""
    run_as_superuser(server, "alter database {} allow_connections false", DATABASE)
    run_as_superuser(
        server,
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = 'evening'",
    )


def bring_back(server) -> None:
    """Let everybody reach it again."""
    run_as_superuser(server, "alter database {} allow_connections true", DATABASE)


def make_a_clone(server) -> None:
    """Let the server know this desk's place as another machine's."""
    with psycopg.connect(server.admin_url(DATABASE)) as beside:
        beside.execute("update sync.desk set install_id = gen_random_uuid()")


def standing(desk):
    return desk.services.today.standing.run(desk.actor)


def quiet(desk):
    """The quiet rounds of the window."""
    from ui.quiet_sync import QuietSync

    (found,) = desk.main.findChildren(QuietSync)
    return found


def test_a_desk_is_enrolled_in_the_window_and_sends_at_once(desk, told):
    desk.services.reception.check_in.run(desk.actor, walk_in("김하늘"))
    enrol(desk, told)
    assert standing(desk).enrolled
    assert standing(desk).runs[0].outcome == "done"
    assert standing(desk).to_send == 0
    assert not desk.button("syncEnrol").isVisible()


def test_an_address_that_cannot_be_read_is_said_at_its_field(desk, told):
    enrol(desk, {**told, "enrol-server": "no address at all"})
    assert desk.message_of("enrol-server")
    assert desk.find(HangulLineEdit, "enrol-role").text() == told["enrol-role"]
    assert not standing(desk).enrolled


def test_a_quiet_round_sends_what_came_meanwhile_and_comes_again(desk, told):
    enrol(desk, told)
    desk.services.reception.check_in.run(desk.actor, walk_in("김하늘"))
    assert standing(desk).to_send > 0
    quiet(desk).run()
    desk.settle()
    assert standing(desk).to_send == 0
    assert 0 < quiet(desk).waits_ms <= 120_000


def test_without_a_server_the_desk_works_on_and_tries_again_soon(desk, told, server):
    enrol(desk, told)
    take_away(server)
    desk.services.reception.check_in.run(desk.actor, walk_in("김하늘"))
    quiet(desk).run()
    desk.settle()
    assert standing(desk).to_send > 0
    assert quiet(desk).waits_ms > 0
    assert "next try in" in desk.text_of("statusLeft")
    assert desk.faults == []


def test_the_receipt_of_the_day_is_drawn_for_signing(desk, told):
    enrol(desk, told)
    desk.press(KEY.Key_P, CTRL)
    assert desk.panel.panel_id == "paper"
    assert desk.panel.title() == "Sync receipt"


def test_the_quiet_rounds_end_with_the_lock(desk, told):
    enrol(desk, told)
    rounds = quiet(desk)
    rounds.stop()
    assert rounds.waits_ms <= 0


def test_a_server_that_stays_away_is_asked_less_and_less_often(desk, told, server):
    enrol(desk, told)
    take_away(server)
    least_ms = 2_500  # half of the first wait; chance takes no more
    for _failure in range(6):
        quiet(desk).run()
        desk.settle()
        assert quiet(desk).waits_ms > least_ms * 0.9
        least_ms *= 2
    assert re.search(r"next try in \d min", desk.text_of("statusLeft"))
    assert desk.faults == []


def test_a_good_round_ends_the_long_waits(desk, told, server):
    enrol(desk, told)
    take_away(server)
    for _failure in range(6):
        quiet(desk).run()
        desk.settle()
    bring_back(server)
    desk.go(0)
    desk.press(KEY.Key_F5)  # somebody's own round, not one of the quiet ones
    assert "next try" not in desk.text_of("statusLeft")
    take_away(server)
    quiet(desk).run()
    desk.settle()
    assert quiet(desk).waits_ms <= 5_000


def test_what_only_a_person_can_settle_is_not_tried_again(desk, told, server):
    enrol(desk, told)
    make_a_clone(server)
    quiet(desk).run()
    desk.settle()
    assert standing(desk).halted == "cloned"
    assert quiet(desk).waits_ms == -1
    quiet(desk).told.emit()
    assert "next try" not in desk.text_of("statusLeft")


def test_the_keys_of_sync_are_at_hand_in_the_list_of_the_evening(desk, told):
    enrol(desk, told)
    desk.services.reception.check_in.run(desk.actor, walk_in("김하늘"))
    desk.go(1)
    desk.press(KEY.Key_D, CTRL)
    assert desk.panel.panel_id == "end_of_day"
    desk.press(KEY.Key_F5)
    assert desk.main.page.page_id == "sync"
    assert standing(desk).to_send == 0
