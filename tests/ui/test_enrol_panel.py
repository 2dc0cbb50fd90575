"""The desk's place and its certificate, typed into the panel of the sync page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from services.sync.certificates import Authority
from tests.doubles.fixed_clock import FixedClock
from tests.ui.conftest import PASSWORD as LEADERS
from ui.drawers.count_field import CountField
from ui.drawers.enrol import EnrolPanel
from ui.widgets.hangul_line_edit import HangulLineEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ROLE, PASSWORD = "desk_7", "desk-secret"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An authority, and the certificate that it made a desk."""
    authority = Authority(tmp_path_factory.mktemp("city") / "authority")
    now = FixedClock().now()
    authority.found("Tongtong Desk CA", now)
    return authority.sign(ROLE, PASSWORD, now)


@pytest.fixture
def panel(real_desk):
    """The panel of a real office, filled but for the certificate."""
    with real_desk.qtbot.waitSignal(real_desk.frame.opened, timeout=30_000):
        real_desk.find(HangulLineEdit, "lockPassword").insert(LEADERS)
        real_desk.click("lockOpen")
    real_desk.settle()
    return filled(real_desk)


def filled(desk):
    desk.go(0)
    desk.press(KEY.Key_N, CTRL)
    assert isinstance(desk.panel, EnrolPanel)
    told = {
        "enrol-server": "postgresql://127.0.0.1:9/none",
        "enrol-label": "B",
        "enrol-role": ROLE,
        "enrolPassword": PASSWORD,
    }
    for name, text in told.items():
        desk.find(HangulLineEdit, name).setText(text)
    desk.find(CountField, "enrolNumber").setValue(7)
    return desk


def certify(desk, path):
    desk.find(HangulLineEdit, "enrol-certificate").setText(str(path))
    desk.press(KEY.Key_Return, CTRL)


def standing(desk):
    return desk.services.today.standing.run(desk.actor)


def test_a_certificate_is_taken_from_its_file(panel, made, tmp_path, clock):
    file = tmp_path / "desk.pem"
    file.write_text(made, encoding="ascii")
    certify(panel, file)
    assert panel.panel is None
    assert standing(panel).enrolled
    assert standing(panel).certificate_ends is None
    clock.tick(days=350)
    ends = standing(panel).certificate_ends
    assert ends is not None
    panel.go(1)
    panel.go(0)
    assert "certificate of this desk ends" in panel.text_of("syncStanding")


@pytest.mark.parametrize(
    ("days", "said"),
    [(334, None), (336, "ends on"), (364, "ends on"), (366, "ended on")],
)
def test_the_end_is_told_from_thirty_days_before_and_afterwards_as_past(
    panel, made, tmp_path, clock, days, said
):
    file = tmp_path / "desk.pem"
    file.write_text(made, encoding="ascii")
    certify(panel, file)
    clock.tick(days=days)
    panel.go(1)
    panel.go(0)
    told = panel.text_of("syncStanding")
    assert [one for one in ("ends on", "ended on") if one in told] == [said] * bool(
        said
    )


def test_the_file_is_chosen_in_a_dialog_too(panel, made, tmp_path):
    file = tmp_path / "desk.pem"
    file.write_text(made, encoding="ascii")
    panel.press(KEY.Key_O, CTRL)
    (dialog,) = panel.panel.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.close()
    assert panel.find(HangulLineEdit, "enrol-certificate").text() == str(file)
    panel.press(KEY.Key_Return, CTRL)
    assert standing(panel).enrolled


@pytest.mark.parametrize("path", ["a\x00b", "a\ud800b"])
def test_a_path_that_no_file_can_have_is_said_at_its_field(panel, path):
    certify(panel, path)
    assert isinstance(panel.panel, EnrolPanel)
    assert panel.message_of("enrol-certificate")
    assert not standing(panel).enrolled


def test_a_new_certificate_takes_the_place_of_the_old_one(
    panel, made, tmp_path, clock, tmp_path_factory
):
    file = tmp_path / "desk.pem"
    file.write_text(made, encoding="ascii")
    certify(panel, file)
    clock.tick(days=350)
    later = Authority(tmp_path_factory.mktemp("later") / "authority")
    later.found("Tongtong Desk CA", clock.now())
    file.write_text(later.sign(ROLE, PASSWORD, clock.now()), encoding="ascii")
    panel.press(KEY.Key_N, CTRL)
    fill = {"enrol-server": "postgresql://127.0.0.1:9/none", "enrol-label": "B"}
    fill |= {"enrol-role": ROLE, "enrolPassword": PASSWORD}
    for name, text in fill.items():
        panel.find(HangulLineEdit, name).setText(text)
    panel.find(CountField, "enrolNumber").setValue(7)
    certify(panel, file)
    assert panel.panel is None
    assert standing(panel).certificate_ends is None


@pytest.mark.parametrize("kind", ["nowhere", "a folder", "cut", "huge", "of another"])
def test_what_is_no_certificate_is_said_at_its_field(panel, made, tmp_path, kind):
    file = tmp_path / "desk.pem"
    if kind == "a folder":
        file.mkdir()
    elif kind == "cut":
        file.write_text(made[:-200], encoding="ascii")
    elif kind == "huge":
        file.write_text(made + "x" * 70_000, encoding="ascii")
    elif kind == "of another":
        file.write_text(made, encoding="ascii")
        panel.find(HangulLineEdit, "enrolPassword").setText("not the password")
    certify(panel, file)
    assert isinstance(panel.panel, EnrolPanel)
    assert panel.message_of("enrol-certificate")
    assert panel.find(HangulLineEdit, "enrol-certificate").text() == str(file)
    assert not standing(panel).enrolled


def test_a_practice_office_is_refused_in_words(desk):
    filled(desk)
    desk.press(KEY.Key_Return, CTRL)
    assert isinstance(desk.panel, EnrolPanel)
    assert "This is the practice office" in desk.toast
    assert not standing(desk).enrolled


@pytest.mark.parametrize("letter", ["가/../1", "a", "ABC"])
def test_a_letter_that_no_server_gives_is_refused_in_words(panel, letter):
    panel.find(HangulLineEdit, "enrol-label").setText(letter)
    panel.press(KEY.Key_Return, CTRL)
    assert "Choose one or two letters from A to Z." in panel.toast
    assert not standing(panel).enrolled
