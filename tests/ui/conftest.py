"""A whole window over a real office, off screen, in the theme and font of the house."""

import gc
import gettext

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

import resources
from services.core import texts
from services.core.config import OfficeFolder
from services.trust.founding import FirstAccount, found
from tests.doubles.fixed_clock import FixedClock
from tests.ui.pages_objects import DeskWindow
from ui import fonts
from ui.frame import Frame
from ui.opening import Opener
from ui.tasks import TaskRunner
from ui.theme import Theme
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.window_state import WindowState

LOGIN, PASSWORD = "teamlead", "아주 긴 비밀번호 9"


@pytest.fixture(scope="session")
def _font(qapp: QApplication) -> None:
    """Register the font of the house once."""
    fonts.load(resources.fonts_folder())


@pytest.fixture(autouse=True)
def themed(qapp: QApplication, _font: None) -> Theme:
    """Every test of the screen begins in the light theme at 100 %."""
    theme = Theme()
    before = qapp.property("testTheme")
    if before != "plain":
        theme.apply(qapp)
        qapp.setProperty("testTheme", "plain")
    return theme


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show the msgids themselves, whatever the catalogues say today."""
    monkeypatch.setattr(texts._present, "language", texts.ENGLISH)
    monkeypatch.setattr(texts._present, "catalogue", gettext.NullTranslations())


def flush() -> None:
    """Let Qt delete what is to be deleted and Python drop its cycles."""
    for _round in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()


@pytest.fixture
def open_window(qtbot, english, clock: FixedClock, themed: Theme):
    """Open a window on a folder; every window is closed at the end."""
    opened: list[DeskWindow] = []

    def open_(folder: OfficeFolder, theme: Theme = themed) -> DeskWindow:
        tasks = TaskRunner()
        opener = Opener(folder, clock)
        frame = Frame(opener, tasks, theme, WindowState(folder.window))
        window = DeskWindow(qtbot, frame, clock)
        tasks.failed.connect(window.note_fault)
        opened.append(window)
        frame.resize(1366, 768)
        frame.show()
        qtbot.waitExposed(frame)
        frame.activateWindow()
        return window

    yield open_
    faults = [window.faults for window in opened if window.faults]
    for window in opened:
        window.close()
    flush()
    assert not faults


@pytest.fixture
def desk(open_window, folder: OfficeFolder) -> DeskWindow:
    """The practice office, signed in, on the page Today."""
    window: DeskWindow = open_window(folder)
    window.begin()
    return window


@pytest.fixture(scope="session")
def _real_template(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """A founded real office; the password is slow to try, so it is made once."""
    folder = OfficeFolder(tmp_path_factory.mktemp("real") / "office")
    found(folder, FixedClock(), FirstAccount(LOGIN, "한팀장", PASSWORD))
    return folder


@pytest.fixture
def real_folder(_real_template: OfficeFolder, tmp_path) -> OfficeFolder:
    """A closed real office of this test's own."""
    import shutil

    target = OfficeFolder(tmp_path / "real")
    shutil.copytree(_real_template.path, target.path)
    return target


@pytest.fixture
def real_desk(open_window, real_folder: OfficeFolder):
    """A real office at its sign-in."""
    window = open_window(real_folder)
    window.frame.begin()
    return window


@pytest.fixture
def real_desk_at_work(real_desk):
    """A real office, its leader signed in: what may be enrolled at a server."""
    with real_desk.qtbot.waitSignal(real_desk.frame.opened, timeout=30_000):
        real_desk.find(HangulLineEdit, "lockPassword").insert(PASSWORD)
        real_desk.click("lockOpen")
    real_desk.settle()
    return real_desk
