"""Sync during the day and behind the lock, enrolment in the window, the evening's paper.

A real PostgreSQL is the server.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pypdfium2
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QSpinBox, QWidget

from services.core.cancellation import Cancellation
from services.sync.address import Limits, ServerAddress
from services.sync.gateway import Profile
from services.sync.server import ServerAdministration
from services.sync.status import RUNS_SHOWN
from services.sync.wire import table_specs
from tests.doubles.keyrings import (
    BrokenKeyring,
    LockedKeyring,
    MemoryKeyring,
    SilentKeyring,
)
from tests.factories_reception import walk_in
from tests.postgres_server import ThrowawayServer, server_binaries, throwaway_server
from tests.services.sync.shared_office import run_as_superuser
from tests.ui.conftest import PASSWORD
from ui.locked_sync import LockedSync
from ui.widgets.hangul_line_edit import HangulLineEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
DATABASE = "evening"


@pytest.fixture
def desk(real_desk_at_work):
    """A practice office is enrolled nowhere."""
    return real_desk_at_work


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


def test_the_receipt_sums_the_whole_day_however_many_rounds_it_had(desk, told, server):
    desk.services.reception.check_in.run(desk.actor, walk_in("김하늘"))
    enrol(desk, told)
    sent = heard(server)
    take_away(server)
    for _failure in range(RUNS_SHOWN + 1):
        quiet(desk).run()
        desk.settle()
    desk.go(0)
    desk.press(KEY.Key_P, CTRL)
    page = pypdfium2.PdfDocument(desk.panel._paper.pdf)[0]
    assert sent > 0
    assert re.search(rf"Sent\s+{sent}\b", page.get_textpage().get_text_range())


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


# -- behind the lock -----------------------------------------------------------------


@pytest.fixture
def enrolled(real_desk, told):
    """A real office, signed in and enrolled."""
    sign_in(real_desk)
    enrol(real_desk, told)
    return real_desk


@pytest.fixture
def trusted(enrolled, store):
    """The same, where sync without a sign-in was turned on under Settings."""
    turn(enrolled)
    return enrolled


def sign_in(desk) -> None:
    with desk.qtbot.waitSignal(desk.frame.opened, timeout=30_000):
        desk.find(QWidget, "lockPassword").insert(PASSWORD)
        desk.click("lockOpen")
    desk.settle()


def turn(desk) -> None:
    """Go to Settings and press the key of its button."""
    desk.press(KEY.Key_Comma, CTRL)
    desk.press(KEY.Key_1, CTRL)


def hold_a_round(desk) -> None:
    """Let the quiet rounds behind the lock have their moment now."""
    rounds = desk.frame.findChild(LockedSync)
    rounds.run()
    desk.settle()


def heard(server) -> int:
    """Return how many changes the server has."""
    with psycopg.connect(server.admin_url(DATABASE)) as beside:
        found = beside.execute("select count(*) from sync.log").fetchone()
        assert found is not None
        return int(found[0])


def test_a_desk_whose_sync_pauses_at_lock_says_so_before_and_after(enrolled):
    enrolled.frame._idle._timer.timeout.emit()
    assert "sync pauses then" in enrolled.text_of("statusLeft")
    enrolled.lock()
    assert enrolled.find(QLabel, "lockSync").isVisible()
    told = enrolled.text_of("lockSync")
    assert told == "Sync pauses until somebody signs in."
    assert enrolled.frame.findChild(LockedSync) is None


def test_a_program_that_starts_at_its_sign_in_says_so_too(
    enrolled, open_window, real_folder
):
    enrolled.close()
    again = open_window(real_folder)
    again.frame.begin()
    again.settle()
    assert "pauses" in again.text_of("lockSync")


def test_a_desk_without_a_server_has_nothing_to_say_of_it(real_desk):
    sign_in(real_desk)
    real_desk.frame._idle._timer.timeout.emit()
    assert "pauses" not in real_desk.text_of("statusLeft")
    real_desk.lock()
    assert not real_desk.find(QLabel, "lockSync").isVisible()


def test_nothing_is_said_of_a_server_that_is_not_there_yet(real_desk, store):
    sign_in(real_desk)
    turn(real_desk)
    real_desk.lock()
    hold_a_round(real_desk)
    assert not real_desk.find(QLabel, "lockSync").isVisible()


def test_the_settings_turn_it_on_and_off_off_the_windows_thread(enrolled, store):
    enrolled.press(KEY.Key_Comma, CTRL)
    assert enrolled.text_of("unattendedState").startswith("○ Off")
    enrolled.press(KEY.Key_1, CTRL)
    assert enrolled.text_of("unattendedState").startswith("✓ On")
    assert len(store.kept) == 1
    enrolled.frame._idle._timer.timeout.emit()
    assert "pauses" not in enrolled.text_of("statusLeft")
    enrolled.click("unattendedChange")
    assert enrolled.text_of("unattendedState").startswith("○ Off")
    assert store.kept == {}
    assert threading.main_thread() not in store.threads


def test_a_store_that_does_not_serve_is_said_in_the_settings(enrolled, use_store):
    use_store(LockedKeyring())
    turn(enrolled)
    assert "secret store is locked" in enrolled.toast
    assert enrolled.text_of("unattendedState").startswith("○ Off")
    assert enrolled.button("unattendedChange").isEnabled()


def test_a_store_that_waits_for_somebody_does_not_hold_up_the_desk(enrolled, use_store):
    silent = SilentKeyring()
    use_store(silent)
    enrolled.press(KEY.Key_Comma, CTRL)
    enrolled.keys.ctrl(KEY.Key_1)
    enrolled.qtbot.waitUntil(silent.asked.is_set)
    assert "secret store" in enrolled.button("unattendedChange").text()
    enrolled.services.reception.check_in.run(enrolled.actor, walk_in("김하늘"))
    enrolled.keys.ctrl(KEY.Key_L)  # and nobody waits for it any more
    enrolled.settle()
    assert enrolled.frame.desk is None
    silent.released.set()


def test_sync_goes_on_behind_the_lock_with_a_key_of_its_own(trusted, server):
    trusted.services.reception.check_in.run(trusted.actor, walk_in("김하늘"))
    before = heard(server)
    trusted.lock()
    assert "goes on" in trusted.text_of("lockSync")
    hold_a_round(trusted)
    assert heard(server) > before
    assert trusted.frame.opened_office is None
    assert "Last synced" in trusted.text_of("lockSync")
    after = heard(server)
    hold_a_round(trusted)
    assert heard(server) == after  # a round makes nothing to send
    trusted.sign_in(PASSWORD)
    assert trusted.frame.findChild(LockedSync) is None
    assert standing(trusted).runs[0].outcome == "nothing_to_do"


def test_the_rounds_behind_the_lock_are_asked_less_often_too(trusted, server):
    trusted.lock()
    take_away(server)
    for _failure in range(6):
        hold_a_round(trusted)
    rounds = trusted.frame.findChild(LockedSync)
    assert rounds.waits_ms > 70_000
    assert "not connected, next try in" in trusted.text_of("lockSync")


def test_a_desk_that_was_stopped_says_so_behind_the_lock(trusted, server):
    make_a_clone(server)
    trusted.lock()
    hold_a_round(trusted)
    assert trusted.text_of("lockSync").startswith("! Sync has stopped")
    assert trusted.frame.findChild(LockedSync).waits_ms == -1


@pytest.mark.parametrize(
    ("broken", "told_of"),
    [
        (NoKeyring(), "no secret store"),
        (LockedKeyring(), "is locked"),
        (BrokenKeyring(), "refused"),
        (MemoryKeyring(), "nothing that opens this office"),
    ],
)
def test_a_store_that_fails_behind_the_lock_pauses_sync_in_sight(
    trusted, use_store, broken, told_of
):
    trusted.lock()
    use_store(broken)
    hold_a_round(trusted)
    said = trusted.text_of("lockSync")
    assert said.startswith("! Sync pauses until somebody signs in.")
    assert told_of in said
    assert trusted.faults == []
    trusted.sign_in(PASSWORD)
    assert trusted.frame.desk is not None


def test_a_store_that_waits_behind_the_lock_keeps_nobody_out(trusted, use_store):
    silent = SilentKeyring()
    trusted.lock()
    use_store(silent)
    trusted.frame.findChild(LockedSync).run()
    trusted.qtbot.waitUntil(silent.asked.is_set)
    sign_in(trusted)
    assert trusted.frame.desk is not None
    silent.released.set()


# -- in sight ------------------------------------------------------------------------


def test_a_desk_that_was_stopped_says_so_on_every_page(desk, told, server):
    enrol(desk, told)
    desk.services.reception.check_in.run(desk.actor, walk_in("김하늘"))
    make_a_clone(server)
    quiet(desk).run()
    desk.settle()
    word = desk.button("syncWord")
    for page in (1, 2, 3):
        desk.go(page)
        assert re.match(r"! Sync has stopped, to send \d+", word.text())
    assert word.isVisible()
    assert word.property("role") == "warning"
    desk.go(0)  # as the word says
    assert "was copied" in desk.text_of("syncStanding")
    desk.go(1)
    word.setFocus()
    desk.press(KEY.Key_Space)
    assert desk.main.page_id == "sync"


def test_a_desk_that_the_server_refuses_says_so_on_every_page(desk, told, server):
    enrol(desk, told)
    with psycopg.connect(server.admin_url(DATABASE)) as beside:
        beside.execute("update sync.desk set status = 'revoked'")
    quiet(desk).run()
    desk.settle()
    assert desk.button("syncWord").text().startswith("! Sync was refused")


@pytest.fixture
def held_later(server):
    """Holds the row in which every push waits, for a while."""

    @contextmanager
    def hold():
        with psycopg.connect(server.admin_url(DATABASE)) as beside:
            beside.execute("select 1 from sync.head for update")
            yield
            beside.rollback()

    return hold


def begin_a_quiet_round(desk) -> None:
    """Let a quiet round come as far as the held line."""
    desk.services.reception.check_in.run(desk.actor, walk_in("김하늘"))
    desk.go(0)
    desk.settle()
    quiet(desk).run()
    desk.qtbot.waitUntil(lambda: desk.button("syncStop").isEnabled())


def test_a_quiet_round_is_seen_on_the_page_and_can_be_stopped(desk, told, held_later):
    enrol(desk, told)
    with held_later():
        begin_a_quiet_round(desk)
        assert "…" in desk.button("syncStart").text()
        desk.keys.press(KEY.Key_F5)  # it is under way: nothing else than seen
        QTest.mouseClick(desk.button("syncStop"), Qt.MouseButton.LeftButton)
        desk.settle()
        assert standing(desk).runs[0].outcome == "interrupted"
    assert not desk.button("syncStop").isEnabled()
    assert "Send and receive now" in desk.button("syncStart").text()
    assert standing(desk).to_send > 0
    assert quiet(desk).waits_ms > 100_000  # who stops it wants it stopped


def test_a_page_that_is_opened_during_a_quiet_round_shows_it(desk, told, held_later):
    enrol(desk, told)
    desk.frame.looks.changed.emit()  # the desk is made anew, without its pages
    desk.settle()
    desk.services.reception.check_in.run(desk.actor, walk_in("김하늘"))
    with held_later():
        quiet(desk).run()
        events = desk.main.page.context.events
        desk.qtbot.waitUntil(lambda: events.round_under_way is not None)
        desk.keys.press(KEY.Key_0, Qt.KeyboardModifier.AltModifier)
        assert desk.button("syncStop").isEnabled()
        QTest.mouseClick(desk.button("syncStop"), Qt.MouseButton.LeftButton)
        desk.settle()
