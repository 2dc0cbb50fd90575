import faulthandler
import logging
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from services.core import texts
from ui.crash import CrashNet

ROOT = Path(__file__).parents[2]
SECRET = "김비밀 010-1234-5678"


@pytest.fixture
def net(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr(faulthandler, "enable", lambda _file: None)
    monkeypatch.setattr(faulthandler, "disable", lambda: None)
    opened = CrashNet(tmp_path / "logs")
    yield opened
    opened.close()


@pytest.fixture
def written(tmp_path):
    return lambda: (tmp_path / "logs" / "fault.log").read_text("utf-8").splitlines()


def stumble():
    raise ValueError(SECRET)


def hooked(error_maker=stumble):
    """Let the present hook have an error, as Python does for one in a slot."""
    try:
        error_maker()
    except ValueError:
        sys.excepthook(*sys.exc_info())


def test_a_fault_is_written_with_kind_and_place_and_never_with_its_words(
    net, written, caplog
):
    with caplog.at_level(logging.ERROR):
        hooked()
    kept = "\n".join([*written(), caplog.text])
    assert "ValueError at test_crash.py:" in kept
    assert "stumble" in kept
    assert SECRET not in kept
    assert "010" not in kept


def test_a_repeated_fault_is_told_once_and_counted(net, written):
    told = []
    net.crashed.connect(told.append)
    for _ in range(150):
        hooked()
    assert len(told) == 1
    assert [line.rpartition("(")[2] for line in written()[1:]] == [
        "10 times)",
        "100 times)",
    ]


def test_faults_at_two_places_are_two(net):
    told = []
    net.crashed.connect(told.append)
    hooked()
    hooked(lambda: int(SECRET))
    assert len(told) == 2


def test_a_fault_in_another_thread_reaches_the_windows_thread(qtbot, net):
    class Listener(QObject):
        heard_in = None

        def hear(self, _told):
            self.heard_in = threading.current_thread()

    listener = Listener()
    net.crashed.connect(listener.hear)
    worker = threading.Thread(target=stumble)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: listener.heard_in is not None)
    assert listener.heard_in is threading.main_thread()


@pytest.mark.qt_no_exception_capture
def test_a_fault_in_a_timer_is_caught(qtbot, net):
    with qtbot.waitSignal(net.crashed) as heard:
        QTimer.singleShot(0, net, stumble)
    assert heard.args[0].startswith("ValueError at ")


def test_the_person_is_told_once_without_being_held_up(qtbot, net):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    net.show_on(window)
    with texts.using(texts.ENGLISH):
        hooked()
        hooked(lambda: int(SECRET))
    notices = window.findChildren(QMessageBox)
    assert len(notices) == 1
    notice = notices[0]
    assert "saved is safe" in notice.informativeText()
    assert SECRET not in notice.text() + notice.detailedText()
    next(b for b in notice.findChildren(QPushButton) if b.text() == "Close").click()
    qtbot.waitUntil(lambda: window.findChildren(QMessageBox) == [])


def test_closing_puts_the_former_hooks_back(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr(faulthandler, "enable", lambda _file: None)
    monkeypatch.setattr(faulthandler, "disable", lambda: None)
    before = sys.excepthook, threading.excepthook
    opened = CrashNet(tmp_path)
    assert sys.excepthook != before[0]
    opened.close()
    assert (sys.excepthook, threading.excepthook) == before


def test_a_death_of_the_process_leaves_its_trace(tmp_path):
    code = (
        "import faulthandler, sys; from pathlib import Path; "
        "from PySide6.QtCore import QCoreApplication; app = QCoreApplication([]); "
        "from ui.crash import CrashNet; net = CrashNet(Path(sys.argv[1])); "
        "faulthandler._sigabrt()"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=ROOT,
        check=False,
        capture_output=True,
    )
    assert done.returncode != 0
    assert "Fatal Python error: Aborted" in (tmp_path / "fault.log").read_text("utf-8")
