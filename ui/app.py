"""Opens the window: application, theme, font, sign-in; returns its exit code."""

import argparse
import os
import sys
from pathlib import Path

import PySide6
from PySide6.QtCore import QLibraryInfo, QLocale, QLockFile, QTranslator
from PySide6.QtWidgets import QApplication

import resources
from models.errors import AlreadyOpen, ReadOnly
from services.core import texts
from services.core.clock import SystemClock
from services.core.config import OfficeFolder, default_folder, path_refused
from ui import fonts, input_method
from ui.crash import CrashNet
from ui.frame import Frame, place
from ui.opening import Opener
from ui.qt_words import QtWords
from ui.tasks import TaskRunner
from ui.theme import SCALES, Scheme, Theme
from ui.window_state import WindowState


def refuse_bad_pair() -> None:
    """Stop before Qt begins to lose references to None.

    PySide6 6.12 on Python 3.11 drops one with each call that returns nothing, and
    aborts after some thousand calls.
    """
    if PySide6.__version_info__[:2] == (6, 12) and sys.version_info < (3, 12):
        raise SystemExit(
            "PySide6 6.12 with Python 3.11 aborts; install PySide6-Essentials 6.11.2"
        )


def make_application(theme: Theme) -> QApplication:
    """Return the application with its font, theme and Qt's own Korean texts."""
    refuse_bad_pair()
    input_method.settle(os.environ)
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication([sys.argv[0]])
    application.setApplicationName("TongtongDesk")
    fonts.load(resources.fonts_folder())
    theme.apply(application)
    translate_qt(application)
    return application


def translate_qt(application: QApplication) -> tuple[QTranslator, ...]:
    """Give Qt's own buttons and dialogs the language in use; return what does so."""
    words, own = QTranslator(application), QtWords(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    locale = QLocale("ko_KR" if texts.language() == texts.KOREAN else "en_US")
    if words.load(locale, "qtbase", "_", folder):
        application.installTranslator(words)
    application.installTranslator(own)  # asked first
    return words, own


def folder_of(asked: argparse.Namespace) -> OfficeFolder:
    """Return the office folder that was asked for, or this user's own."""
    chosen: Path | None = asked.office
    if chosen is not None:
        return OfficeFolder(chosen)
    return default_folder(practice=bool(asked.sample))


def kept_theme(state: WindowState) -> Theme:
    """Return the looks that were chosen; what cannot be read is as at first."""
    scheme = state.one_of("scheme", Scheme, Scheme.LIGHT)
    scale = state.one_of("scale", (f"{scale:g}" for scale in SCALES), "1")
    return Theme(Scheme(scheme), float(scale))


def let_in(frame: Frame, folder: OfficeFolder, alone: QLockFile) -> None:
    """Open the office, unless a folder or an open window stands against it."""
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        frame.refuse(path_refused(error))
        return
    if alone.tryLock(0):
        frame.begin()
    elif alone.error() is QLockFile.LockError.LockFailedError:
        frame.refuse(AlreadyOpen())
    else:
        frame.refuse(ReadOnly())


def run(asked: argparse.Namespace) -> int:
    """Open the window and stay until it is closed."""
    folder = folder_of(asked)
    state = WindowState(folder.window)
    kept = state.one_of("language", texts.LANGUAGES, texts.KOREAN)
    texts.use(asked.language or kept)
    theme = kept_theme(state)
    application = make_application(theme)
    alone = QLockFile(str(folder.path / "window.lock"))
    alone.setStaleLockTime(0)
    tasks = TaskRunner()
    net = CrashNet(folder.logs)
    tasks.failed.connect(net.catch)
    opener = Opener(folder, SystemClock(), make_practice=bool(asked.sample))
    frame = Frame(opener, tasks, theme, state)
    place(frame, state)
    net.show_on(frame)
    frame.show()
    let_in(frame, folder, alone)
    code = application.exec()
    net.close()
    alone.unlock()
    return code
