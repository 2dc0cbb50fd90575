"""Plays the sample day off-screen: pictures, papers, a sync report and day.json.

For a machine without a display: the same window, the same verbs, a real PostgreSQL
that lives as long as the sync does.
"""

import argparse
import json
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from models.errors import OfficeError
from models.values import PackKind, Purpose
from services.core import texts
from services.core.clock import today
from services.core.config import OfficeFolder
from services.core.texts import gettext as _
from services.sample_office.clock import EVENING, SampleClock, played_clock
from ui.app import make_application
from ui.demo_folder import take_folder
from ui.demo_sync import sync_two_desks
from ui.error_texts import sentence_of
from ui.frame import Frame
from ui.main_window import MainWindow
from ui.opening import Opener
from ui.tasks import TaskRunner
from ui.theme import Scheme, Theme
from ui.window_state import WindowState

SIZE = (1366, 768)
LONGEST_WAIT_MS = 60_000
_LAYOUTS_AROUND = 4  # a text that grows moves what stands around it
PAGES = ("today", "reception", "calendar", "dong_visits", "briefing", "sync")


@dataclass
class Play:
    """One run: where the results go, what was made, and the time of the day."""

    out: Path
    clock: SampleClock = field(default_factory=played_clock)
    made: list[str] = field(default_factory=list)

    def keep(self, name: str, content: bytes) -> None:
        """Write a result and remember it."""
        path = self.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.made.append(name)

    def picture(self, name: str, widget: QWidget) -> None:
        """Keep a picture of a widget."""
        path = self.out / "pictures" / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        turns = iter(range(_LAYOUTS_AROUND))
        _until(lambda: next(turns, None) is None)
        widget.grab().save(str(path))
        self.made.append(f"pictures/{name}.png")


def run(asked: argparse.Namespace) -> int:
    """Play the day and say where everything lies; 0 when all of it was made."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # read when the application is made
    out: Path = asked.out.resolve()
    try:
        take_folder(out)
    except OfficeError as error:
        with texts.using(asked.language or texts.language()):
            print(sentence_of(error))
        return 1
    os.environ["TONGTONG_CONFIG"] = str(out / "config")
    play = Play(out)
    try:
        for language in texts.LANGUAGES:
            texts.use(language)
            for scheme in Scheme:
                theme = Theme(scheme)
                make_application(theme)
                _window(play, theme, f"{language}-{scheme.value}")
        texts.use(texts.KOREAN)
        play.clock.go(today(play.clock), EVENING)
        report = sync_two_desks(out, play.clock)
        play.keep("sync-report.json", _as_json(report))
    except OfficeError as error:
        print(sentence_of(error))
        return 1
    play.keep("day.json", _as_json({"made": play.made, "sync": report}))
    print(
        _("The sample day was played. Everything lies in {folder}:").format(folder=out)
    )
    for name in play.made:
        print(f"  {name}")
    return 0


def _as_json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()


def _window(play: Play, theme: Theme, mark: str) -> None:
    """Open the practice office in the window and go through its day."""
    folder = OfficeFolder(play.out / "office")
    tasks = TaskRunner()
    failures: list[Exception] = []
    tasks.failed.connect(failures.append)
    opener = Opener(folder, play.clock, make_practice=True)
    frame = Frame(opener, tasks, theme, WindowState(play.out / "window.json"))
    frame.resize(*SIZE)
    frame.show()
    play.picture(f"{mark}-0-sign-in", frame)
    frame.begin()
    _until(lambda: frame.desk is not None or bool(failures))
    _until(lambda: tasks.is_idle)
    desk = frame.desk
    if desk is None:
        raise failures[0]
    _pages(play, frame, desk, mark)
    _board(play, frame, mark)
    if mark.endswith("light"):
        _papers(play, frame, mark)
    frame.close()
    if failures:
        raise failures[0]


def _pages(play: Play, frame: Frame, desk: MainWindow, mark: str) -> None:
    tasks = frame.tasks
    for number, page_id in enumerate(PAGES, 1):
        desk.go_to(page_id, None)
        _until(lambda: tasks.is_idle)
        play.picture(f"{mark}-{number}-{page_id}", frame)
    for name in ("check_in", "group_check_in", "end_of_day"):
        desk.go_to("today", None)
        desk.open_drawer(name, None)
        _until(lambda: tasks.is_idle)
        play.picture(f"{mark}-panel-{name}", frame)


def _board(play: Play, frame: Frame, mark: str) -> None:
    desk = frame.desk
    if desk is None:
        return
    desk.trigger("board.toggle")
    _until(lambda: frame.tasks.is_idle)
    board = desk.board_window()
    if board is not None:
        play.picture(f"{mark}-board", board)
    desk.trigger("board.toggle")
    _until(lambda: frame.tasks.is_idle)


def _papers(play: Play, frame: Frame, mark: str) -> None:
    """Make the packs and the slip of the day, in the language in use."""
    from services.briefing.make_pack import PackOrder  # noqa: PLC0415 - late: paper is slow
    from services.petitions.slip_values import SlipChoice  # noqa: PLC0415 - as above

    opened = frame.opened_office
    if opened is None:
        return
    services, actor = opened.services, opened.actor
    language = mark.split("-", maxsplit=1)[0]
    day = today(services.office.clock)
    sessions = services.meetings.sessions_of.run(
        actor, day, day.replace(month=12, day=31)
    )
    wanted: list[tuple[PackKind, str, str]] = [
        (PackKind.SESSION, row.session_id, "session") for row in sessions[:1]
    ]
    dongs = services.outreach.dongs.run(actor, None)
    visits = [row for row in dongs if row.next_visit is not None]
    wanted.append((PackKind.DAY, day.isoformat(), "day"))
    for kind, subject, name in wanted:
        order = PackOrder(kind, subject, Purpose.MEETING)
        made = services.briefing.make_pack.run(actor, order)
        play.keep(f"papers/{language}-{name}.pdf", made.pdf)
    if visits:
        from services.meetings.agenda import View  # noqa: PLC0415 - as above

        when = visits[0].next_visit or day
        agenda = services.meetings.agenda.run(actor, View.DAY, when)
        for visit in agenda.dong_visits[:1]:
            order = PackOrder(PackKind.DONG_VISIT, visit.id, Purpose.MEETING)
            made = services.briefing.make_pack.run(actor, order)
            play.keep(f"papers/{language}-dong-visit.pdf", made.pdf)
    rows = services.reception.waiting_list.run(actor).rows
    with_slip = [row.petition_id for row in rows if row.petition_id is not None]
    if with_slip:
        slip = services.petitions.slip_for.run(
            actor, with_slip[0], Purpose.CASE, SlipChoice(language=language)
        )
        paper = services.briefing.draw_slip.run(actor, slip, Purpose.CASE)
        play.keep(f"papers/{language}-slip.pdf", paper.pdf)


def _until(holds: Callable[[], bool]) -> None:
    """Let the window work until something holds."""
    with ExitStack() as stack:
        loop = QEventLoop()
        check = QTimer()
        check.setInterval(10)
        limit = QTimer()
        limit.setSingleShot(True)
        limit.setInterval(LONGEST_WAIT_MS)

        def look() -> None:
            if holds():
                loop.quit()

        check.timeout.connect(look)
        limit.timeout.connect(loop.quit)
        check.start()
        limit.start()
        stack.callback(check.stop)
        stack.callback(limit.stop)
        loop.exec()
