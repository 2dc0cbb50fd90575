"""A real screen for tests: Xvfb, a window manager, D-Bus and ibus with 한글 switched on.

Everything lies in a folder of its own and ends with the test. Nothing here sleeps for
luck: servers tell when they are ready, the rest is asked until it is so, within a limit.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PAUSE_S = 0.05
LONGEST_COMMAND_S = 15
TRIES = 6
TOOLS = ("Xvfb", "openbox", "dbus-daemon", "ibus-daemon", "ibus", "xdotool")
ENGINE = Path("/usr/share/ibus/component/hangul.xml")
WINDOW_LIBRARIES = ("libxcb-icccm.so.4", "libxcb-keysyms.so.1", "libxcb-cursor.so.0")
IBUS_SETTINGS = """\
[org/freedesktop/ibus/general]
preload-engines=['hangul']

[org/freedesktop/ibus/engine/hangul]
initial-input-mode='hangul'
"""
GRAB = """\
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication(sys.argv)
picture = QGuiApplication.primaryScreen().grabWindow(0)
sys.exit(0 if picture.save(sys.argv[1]) else 1)
"""


def what_is_missing() -> list[str]:
    """Return what this machine lacks for a real desktop; nothing if it can be had."""
    lacking = [tool for tool in TOOLS if shutil.which(tool) is None]
    lacking += [] if ENGINE.exists() else ["ibus-hangul"]
    return lacking + [name for name in WINDOW_LIBRARIES if not _loads(name)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def wait_until(condition: Callable[[], bool], what: str, within_s: float = 15) -> None:
    """Ask again and again until it is so.

    Raises:
        AssertionError: It did not come to be so in time.
    """
    if not _becomes_true(condition, within_s):
        raise AssertionError(f"within {within_s} s this did not happen: {what}")


def _becomes_true(condition: Callable[[], bool], within_s: float) -> bool:
    pause = threading.Event()
    for _ in range(int(within_s / PAUSE_S)):
        if condition():
            return True
        pause.wait(PAUSE_S)
    return condition()


@dataclass
class Program:
    """A program on the desktop and what it has printed so far."""

    process: subprocess.Popen[bytes]
    log: Path

    def printed(self) -> list[str]:
        """Return the lines printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace").splitlines()

    def last_line(self) -> str:
        """Return the newest line, or an empty text."""
        return self.printed()[-1] if self.printed() else ""


@dataclass
class RealDesktop:
    """A screen of 1366x768 with a window manager and a Korean input method."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    _running: ExitStack = field(default_factory=ExitStack)

    @classmethod
    @contextmanager
    def opened(cls) -> "Iterator[RealDesktop]":
        """Yield a desktop ready for programs; it ends with the block."""
        # A short path: the names of sockets have a limit.
        with (
            tempfile.TemporaryDirectory(prefix="desk-") as folder,
            ExitStack() as stack,
        ):
            desktop = cls(Path(folder), _running=stack)
            desktop._prepare_folder()
            desktop._start_screen()
            desktop._start_bus()
            desktop._start_window_manager()
            desktop._start_input_method()
            yield desktop

    def _prepare_folder(self) -> None:
        places = {
            "HOME": self.folder / "home",
            "XDG_CONFIG_HOME": self.folder / "home" / ".config",
            "XDG_CACHE_HOME": self.folder / "home" / ".cache",
            "XDG_DATA_HOME": self.folder / "home" / ".local" / "share",
            "XDG_RUNTIME_DIR": self.folder / "run",
        }
        for place in places.values():
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
        self.env = {
            **kept,
            **{name: str(place) for name, place in places.items()},
            "LANG": "C.UTF-8",
            "GSETTINGS_BACKEND": "keyfile",
            "QT_QPA_PLATFORM": "xcb",
            "QT_IM_MODULE": "ibus",
            "PYTHONUNBUFFERED": "1",
        }
        settings = places["XDG_CONFIG_HOME"] / "glib-2.0" / "settings" / "keyfile"
        settings.parent.mkdir(parents=True)
        settings.write_text(IBUS_SETTINGS, encoding="utf-8")

    def _start_screen(self) -> None:
        # Without -noreset the screen starts anew when its last client leaves, and
        # turns away a window manager that comes in that moment.
        ways = ["-noreset", "-nolisten", "tcp", "-displayfd", "1"]
        command = ["Xvfb", "-screen", "0", "1366x768x24", *ways]
        number = self._start_and_read_line(command, "screen")
        self.env["DISPLAY"] = f":{number}"

    def _start_bus(self) -> None:
        command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self._start_and_read_line(command, "bus")

    def _start_window_manager(self) -> None:
        self.start(["openbox", "--sm-disable"], name="openbox")
        wait_until(lambda: self._succeeds("xdotool", "get_desktop"), "openbox is there")

    def _start_input_method(self) -> None:
        self.start(["ibus-daemon", "--xim", "--panel", "disable"], name="ibus")
        wait_until(self.choose_hangul, "ibus offers hangul")

    def _start_and_read_line(self, command: Sequence[str], name: str) -> str:
        """Start a server that prints one line when it is ready, and return the line."""
        program = self.start(command, name=name, errors=self.folder / f"{name}.errors")
        ready = "".join
        wait_until(lambda: program.log.read_bytes().endswith(b"\n"), f"{name} is ready")
        return ready(program.printed()).strip()

    def start(
        self,
        command: Sequence[str],
        *,
        name: str = "program",
        env: Mapping[str, str] | None = None,
        errors: Path | None = None,
    ) -> Program:
        """Start a program on this desktop; it is ended with the desktop.

        Args:
            command: Program and arguments.
            name: What its log is called; once per desktop.
            env: Variables beside those of the desktop.
            errors: Where its error output goes; into the log if not given.
        """
        log = self.folder / f"{name}.log"
        with ExitStack() as files:
            out = files.enter_context(log.open("wb"))
            err = files.enter_context(errors.open("wb")) if errors else out
            process = subprocess.Popen(  # noqa: S603 - fixed commands of the tests
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                env={**self.env, **(env or {})},
                start_new_session=True,
            )
        self._running.callback(_end, process)
        return Program(process, log)

    def _run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # noqa: S603 - fixed commands of the tests
            command,
            check=False,
            capture_output=True,
            text=True,
            env=self.env,
            timeout=LONGEST_COMMAND_S,
        )

    def _succeeds(self, *command: str) -> bool:
        return self._run(*command).returncode == 0

    def focus(self, title: str) -> str:
        """Bring the window with this title to the front once it is shown.

        Returns:
            The window's number for xdotool.
        """
        search = ("xdotool", "search", "--onlyvisible", "--name", title)
        wait_until(lambda: self._succeeds(*search), f"the window {title!r} is shown")
        window = self._run(*search).stdout.split()[0]
        self._run("xdotool", "windowactivate", window)
        active = ("xdotool", "getactivewindow")
        wait_until(
            lambda: self._run(*active).stdout.strip() == window, f"{title!r} is active"
        )
        return window

    def choose_hangul(self) -> bool:
        """Switch the input method to Hangul; needed again after each change of focus."""
        chosen = self._succeeds("ibus", "engine", "hangul")
        return chosen and self._run("ibus", "engine").stdout.strip() == "hangul"

    def type_keys(self, keys: str, delay_ms: int = 80) -> None:
        """Press the keys of these ASCII letters one after the other."""
        typed = self._run("xdotool", "type", "--delay", str(delay_ms), keys)
        assert typed.returncode == 0, typed.stderr

    def key(self, *names: str) -> None:
        """Press keys or chords by xdotool's names, such as "Return" or "ctrl+s"."""
        pressed = self._run("xdotool", "key", *names)
        assert pressed.returncode == 0, pressed.stderr

    def click(self, x: int, y: int) -> None:
        """Click at a place of the screen, in pixels from its upper left corner."""
        place = ("mousemove", "--sync", str(x), str(y), "click", "1")
        assert self._succeeds("xdotool", *place)

    def type_hangul(self, keys: str, shown: Callable[[], str]) -> None:
        """Type on a Korean keyboard (두벌식) into the focused, empty field.

        The input method may not know the field yet when the first key comes; the
        first key is therefore taken back and pressed again until Hangul appears.

        Args:
            keys: The letters on the keys: "rlacjftn" for 김철수.
            shown: Answers what the field shows, the syllable in the making included.
        """
        for _ in range(TRIES):
            self.choose_hangul()
            self.type_keys(keys[0])
            if _becomes_true(lambda: "\u3131" <= shown()[:1] <= "\ud7a3", within_s=2):
                self.type_keys(keys[1:])
                return
            self.key("BackSpace")
        raise AssertionError(f"no Hangul appeared; the field shows {shown()!r}")

    def screenshot(self, path: Path) -> None:
        """Save a picture of the whole screen."""
        saved = self._run(sys.executable, "-c", GRAB, str(path))
        assert saved.returncode == 0, saved.stderr


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it has started."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            continue
        except ProcessLookupError:
            process.wait()
        return
