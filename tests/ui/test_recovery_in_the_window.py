"""A desk that has stopped sending goes on by a person's decision in the window."""

from PySide6.QtCore import Qt

from services.sync.address import Limits, ServerAddress
from services.sync.gateway import Profile
from services.sync.server import ServerAdministration
from tests.factories_reception import walk_in
from tests.services.sync.shared_office import run_as_superuser
from tests.ui.test_quiet_sync import DATABASE, desk, enrol, server, standing, told
from ui.drawers.choice import ChoiceField

__all__ = ["desk", "server", "told"]  # fixtures

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
KEPT = "kept"


def restored(server, *, renamed: bool) -> None:
    """Bring the shared database back as it was when it was kept."""
    run_as_superuser(server, "drop database {} with (force)", DATABASE)
    run_as_superuser(server, f"create database {{}} template {KEPT}", DATABASE)
    if renamed:
        tell(server, "update sync.head set epoch = gen_random_uuid()")


def tell(server, statement: str) -> None:
    import psycopg

    with psycopg.connect(server.admin_url(DATABASE), autocommit=True) as connection:
        connection.execute(statement)


def keep(server) -> None:
    run_as_superuser(server, f"drop database if exists {KEPT} with (force)")
    run_as_superuser(
        server,
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = 'evening'",
    )
    run_as_superuser(server, f"create database {KEPT} template {DATABASE}")


def people_there(server) -> int:
    import psycopg

    with psycopg.connect(server.admin_url(DATABASE)) as connection:
        found = connection.execute(
            "select count(*) from sync.row_state where tbl = 'person'"
        ).fetchall()
    return int(found[0][0])


def check_in(desk, name: str) -> None:
    desk.services.reception.check_in.run(desk.actor, walk_in(name))


def test_what_a_restored_server_lacks_is_sent_again_and_said(desk, told, server):
    check_in(desk, "김하늘")
    enrol(desk, told)
    keep(server)
    check_in(desk, "김하나")
    desk.press(KEY.Key_F5)
    assert people_there(server) == 2
    restored(server, renamed=True)
    assert people_there(server) == 1
    desk.press(KEY.Key_F5)
    assert "came back from a backup" in desk.toast
    assert people_there(server) == 2
    assert standing(desk).halted == ""


def test_another_history_stops_the_desk_until_a_person_lets_it_follow(
    desk, told, server
):
    enrol(desk, told)
    check_in(desk, "김하늘")
    desk.press(KEY.Key_F5)
    tell(server, "update sync.batch set hash = sha256(hash), prev = sha256(prev)")
    tell(server, "update sync.head set hash = sha256(hash)")
    check_in(desk, "김하나")
    desk.press(KEY.Key_F5)
    assert "tells another history" in desk.text_of("syncStanding")
    assert people_there(server) == 1
    desk.press(KEY.Key_O, CTRL)
    assert desk.panel.panel_id == "recover"
    desk.press(KEY.Key_Return, CTRL)
    assert people_there(server) == 2
    assert standing(desk).halted == ""
    assert not desk.button("syncRecover").isVisible()


def test_a_copied_desk_is_given_a_new_place_and_sends_what_it_has(desk, told, server):
    check_in(desk, "김하늘")
    enrol(desk, told)
    tell(server, "update sync.desk set install_id = gen_random_uuid()")
    check_in(desk, "김하나")
    desk.press(KEY.Key_F5)
    assert "folder was copied" in desk.text_of("syncStanding")
    administration = ServerAdministration(Limits(), lambda: False)
    address = ServerAddress(server.admin_url(DATABASE))
    made = administration.enrol(address, "B", Profile.OFFICE, None)
    desk.press(KEY.Key_O, CTRL)
    assert desk.find(ChoiceField, "recoverWay").count() == 1
    desk.press(KEY.Key_Return, CTRL)
    assert desk.panel.panel_id == "enrol"
    enrol(
        desk,
        {
            "enrol-server": server.desk_url(DATABASE, made.role),
            "enrol-label": made.label,
            "enrol-role": made.role,
            "enrolPassword": made.password,
            "number": str(made.desk_id),
        },
    )
    assert standing(desk).label == "B"
    assert standing(desk).to_send == 0
    assert people_there(server) == 2


def test_a_panel_in_the_place_of_another_has_the_focus_in_its_first_field(desk):
    desk.main.open_drawer("recover", "cloned")
    desk.settle()
    desk.press(KEY.Key_Return, CTRL)  # refused: this desk has no place to give up
    desk.main.open_drawer("enrol", None)
    assert desk.panel.isVisible()
    assert desk.panel.isAncestorOf(desk.frame.focusWidget())
