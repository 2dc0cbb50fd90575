"""A desk that is carried on a stick, through its window; a real PostgreSQL behind."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from services.core.cancellation import Cancellation
from services.sync.address import Limits, ServerAddress
from services.sync.enrolment import DeskPlace
from services.sync.gateway import Profile
from services.sync.server import ServerAdministration
from services.sync.server_stick import keep_card, make_importer
from services.sync.stick_gateway import ImporterGateway
from services.sync.stick_import import StickImporter
from services.sync.stick_keys import new_keys, read_card
from services.sync.wire import table_specs
from tests.factories_reception import walk_in
from tests.postgres_server import server_binaries, throwaway_server
from tests.services.sync.shared_office import run_as_superuser
from ui.widgets.hangul_line_edit import HangulLineEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
DATABASE = "carried"


@pytest.fixture(scope="module")
def server():
    if not server_binaries():
        pytest.skip("no PostgreSQL binaries on this machine")
    with throwaway_server() as server:
        yield server


def nothing() -> None:
    return None


def never() -> bool:
    return Cancellation().is_set


def choose(desk, path) -> None:
    """Answer the open file dialog."""
    dialog = desk.main.page.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(path))
    dialog.done(0)
    dialog.deleteLater()
    desk.come_to_front()
    desk.settle()


def waiting(desk) -> int:
    return int(desk.services.today.standing.run(desk.actor).to_send)


@pytest.fixture
def office(desk, server):
    """Cards exchanged; what takes a letter to its answer at the office."""
    run_as_superuser(server, "create database {}", DATABASE)
    owner = ServerAddress(server.admin_url(DATABASE))
    administration = ServerAdministration(Limits(), never)
    administration.create(owner, table_specs())
    made = administration.enrol(owner, "A", Profile.OFFICE, None)
    keys, url = new_keys(), server.desk_url(DATABASE, made.role)
    card = keys.card.text()
    place = DeskPlace(made.desk_id, "A", made.role, url, importer=card)
    own = desk.services.sync.enrol_at_own_server.run(desk.actor, place)
    keep_card(administration, owner, "A", read_card(own))
    login = make_importer(administration, owner)
    address = ServerAddress(server.desk_url(DATABASE, login.role), login.password)
    gateway = ImporterGateway(address, Limits(), nothing, never)
    yield StickImporter(gateway, keys)
    gateway.close()
    run_as_superuser(server, "drop database {} with (force)", DATABASE)


def test_keys_alone_write_the_stick_and_read_its_answer(desk, office, tmp_path):
    desk.services.reception.check_in.run(desk.actor, walk_in("김하늘"))
    desk.go(0)
    letter, answer = tmp_path / "letter", tmp_path / "answer"

    desk.press(KEY.Key_3, CTRL)
    choose(desk, letter)
    assert letter.exists()
    assert waiting(desk) > 0
    answer.write_bytes(office.run(letter.read_bytes()).answer)

    desk.press(KEY.Key_4, CTRL)
    choose(desk, answer)
    assert waiting(desk) == 0
    assert desk.faults == []
    assert desk.button("syncStart").isEnabled()

    desk.press(KEY.Key_4, CTRL)
    choose(desk, letter)
    assert "somebody else" in desk.banner + desk.toast
    desk.press(KEY.Key_4, CTRL)
    choose(desk, tmp_path / "nowhere")
    assert desk.button("syncStart").isEnabled()


def test_a_desk_alone_is_offered_no_stick(desk):
    desk.go(0)
    assert not desk.button("syncStickWrite").isVisible()
    desk.press(KEY.Key_3, CTRL)
    assert desk.main.page.findChildren(QFileDialog) == []


def test_a_mistyped_card_is_said_at_its_field(desk):
    desk.go(0)
    desk.press(KEY.Key_N, CTRL)
    for name, text in (
        ("enrol-server", "postgresql://server/office"),
        ("enrol-label", "A"),
        ("enrol-role", "desk"),
        ("enrol-importer", "TT1-mistyped"),
    ):
        desk.find(HangulLineEdit, name).setText(text)
    desk.press(KEY.Key_Return, CTRL)
    assert desk.message_of("enrol-importer")
