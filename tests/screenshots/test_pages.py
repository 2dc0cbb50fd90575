"""Every page, panel and screen looks as it did when somebody last looked at it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QWidget

from models.values import PackKind
from services.core import texts
from services.core.config import OfficeFolder
from tests.doubles.fixed_clock import FixedClock
from tests.screenshots.pictures import GOLDEN, LARGEST, Golden, picture_of
from tests.screenshots.small_office import PRESENT
from tests.ui.conftest import flush
from tests.ui.pages_objects import DeskWindow
from ui import fonts
from ui.drawers.request import RequestAsked
from ui.frame import Frame
from ui.opening import Opener
from ui.quiet_sync import QuietSync
from ui.tasks import TaskRunner
from ui.theme import Scheme, Theme
from ui.widgets.pdf_view import PdfView
from ui.window_state import WindowState

PAGES = (
    "today",
    "reception",
    "calendar",
    "dong_visits",
    "briefing",
    "figures",
    "sync",
    "settings",
)
PANELS = (
    "check_in",
    "group_check_in",
    "visit",
    "group",
    "petition",
    "request",
    "end_of_day",
)
SIZE = (1366, 768)
TOTAL = 3_400_000  # bytes of all pictures
STILL = 4  # so many equal pictures in a row, the window at work between them


@dataclass(frozen=True)
class Look:
    """A language in some colours at some text size."""

    language: str
    scheme: Scheme
    scale: float

    def __str__(self) -> str:
        return f"{self.language}-{self.scheme.value}-{self.scale * 100:.0f}"


LOOKS = [
    Look(language, scheme, scale)
    for language in texts.LANGUAGES
    for scheme, scale in (
        (Scheme.LIGHT, 1.0),
        (Scheme.LIGHT, 1.5),
        (Scheme.HIGH_CONTRAST, 1.0),
    )
]


class Camera:
    """Takes pictures of a window in one look, and remembers what is wrong with them."""

    def __init__(self, qtbot, look: Look, seen: Path, *, renew: bool) -> None:
        self.look = look
        self._qtbot = qtbot
        self.faults: list[str] = []
        self._seen = seen
        self._renew = renew

    def take(self, subject: str, widget: QWidget) -> None:
        """Take a picture and compare it, or keep it."""
        golden, now = Golden(f"{subject}-{self.look}"), self._still(widget)
        if self._renew:
            golden.renew(now)
        fault = golden.fault(now, self._seen)
        if fault:
            self.faults.append(fault)

    def _still(self, widget: QWidget) -> Image.Image:
        """Return what a widget shows once its layout has come to rest."""
        shown: list[Image.Image] = []

        def is_still() -> bool:
            shown.append(picture_of(widget))
            last = [picture.tobytes() for picture in shown[-STILL:]]
            return len(last) == STILL and len(set(last)) == 1

        self._qtbot.waitUntil(is_still)
        return shown[-1]


@pytest.fixture(params=LOOKS, ids=str)
def look(request: pytest.FixtureRequest, qapp, one_font) -> Iterator[Look]:
    """One look, in force while the test runs."""
    chosen: Look = request.param
    Theme(chosen.scheme, chosen.scale).apply(qapp)
    qapp.setProperty("testTheme", str(chosen))
    before = texts.language()
    texts.use(chosen.language)  # in every thread: workers make texts too
    yield chosen
    texts.use(before)


@pytest.fixture
def camera(qtbot, look: Look, tmp_path: Path, request: pytest.FixtureRequest) -> Camera:
    """What takes the pictures of this look."""
    renew = bool(request.config.getoption("--renew-pictures", default=False))
    return Camera(qtbot, look, tmp_path / "seen", renew=renew)


@pytest.fixture
def window_of(
    qtbot, look: Look, tmp_path: Path
) -> Iterator[Callable[[OfficeFolder], DeskWindow]]:
    """Opens a window over a copy of an office; it is closed at the end."""
    opened: list[DeskWindow] = []

    def open_(template: OfficeFolder) -> DeskWindow:
        folder = OfficeFolder(tmp_path / "office")
        shutil.copytree(template.path, folder.path)
        clock, tasks = FixedClock(PRESENT), TaskRunner()
        theme = Theme(look.scheme, look.scale)
        state = WindowState(tmp_path / "window.json")
        frame = Frame(Opener(folder, clock), tasks, theme, state)
        window = DeskWindow(qtbot, frame, clock)
        tasks.failed.connect(window.note_fault)
        opened.append(window)
        frame.resize(*SIZE)
        frame.show()
        qtbot.waitExposed(frame)
        window.come_to_front()
        return window

    yield open_
    for window in opened:
        window.close()
    flush()
    assert [window.faults for window in opened if window.faults] == []


def test_only_the_font_of_the_house_is_drawn(look: Look):
    assert QFontInfo(QApplication.font()).family() == fonts.FAMILY


def test_every_page_looks_as_it_did(window_of, small_template, camera: Camera):
    window = window_of(small_template)
    window.begin()
    _stop_the_countdown(window)
    for page in PAGES:
        window.main.go_to(page, None)
        window.settle()
        camera.take(page, window.frame)
    assert camera.faults == []


def test_a_pack_in_its_preview_looks_as_it_did(
    window_of, small_template, camera: Camera
):
    window = window_of(small_template)
    window.begin()
    _stop_the_countdown(window)
    window.main.go_to("briefing", None)
    window.settle()
    subjects = window.main.page.view_model.subjects
    kinds = [subject.kind for subject in subjects]
    window.choose("briefingSubjects", kinds.index(PackKind.SESSION))
    window.press(Qt.Key.Key_F5)
    assert window.find(PdfView, "pdfView").isVisible()
    camera.take("briefing_pack", window.frame)
    assert camera.faults == []


def test_something_to_decide_looks_as_it_did(
    window_of, exchanged_template, camera: Camera
):
    window = window_of(exchanged_template)
    window.begin()
    _stop_the_countdown(window)
    for quiet in window.main.findChildren(QuietSync):
        quiet.stop()
    window.main.go_to("sync", "decide")
    window.settle()
    window.press(Qt.Key.Key_Down)
    window.press(Qt.Key.Key_Left)
    camera.take("sync_decide", window.frame)
    window.press(Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    camera.take("write_value", window.frame)
    assert camera.faults == []


def test_every_panel_looks_as_it_did(window_of, small_template, camera: Camera):
    window = window_of(small_template)
    window.begin()
    _stop_the_countdown(window)
    for panel in PANELS:
        window.main.open_drawer(panel, _about(window, panel))
        window.settle()
        camera.take(panel, window.frame)
    assert camera.faults == []


def test_the_board_looks_as_it_did(window_of, small_template, camera: Camera):
    window = window_of(small_template)
    window.begin()
    window.main.trigger("board.toggle")
    window.settle()
    board = window.main.board_window()
    assert board is not None
    board.showNormal()
    board.resize(*SIZE)
    camera.take("board", board)
    assert camera.faults == []


def test_the_lock_screen_looks_as_it_did(window_of, real_template, camera: Camera):
    window = window_of(real_template)
    window.frame.begin()
    window.settle()
    camera.take("lock", window.frame)
    assert camera.faults == []


def test_the_pictures_are_small_enough_for_the_repository():
    sizes = {path.name: path.stat().st_size for path in GOLDEN.glob("*.png")}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert 0 < sum(sizes.values()) <= TOTAL


def test_every_golden_picture_belongs_to_a_look():
    single = ("briefing_pack", "sync_decide", "write_value", "board", "lock")
    subjects = (*PAGES, *PANELS, *single)
    wanted = {f"{subject}-{look}.png" for subject in subjects for look in LOOKS}
    assert {path.name for path in GOLDEN.glob("*.png")} == wanted


def _about(window: DeskWindow, panel: str) -> object:
    """Return what a panel is opened for."""
    rows = window.services.reception.waiting_list.run(window.actor).rows
    match panel:
        case "visit":
            return rows[0]
        case "group":
            return next(row for row in rows if row.group_id is not None)
        case "petition":
            return next(row.petition_id for row in rows if row.petition_id is not None)
        case "request":
            return RequestAsked(
                window.services.selection.pool.run(window.actor)[0], None
            )
        case _:
            return None


def _stop_the_countdown(window: DeskWindow) -> None:
    """Hold the time until the lock at its beginning."""
    watch = window.frame._idle
    assert watch is not None
    watch.stop()
    window.main.show_time_left("10:00")
