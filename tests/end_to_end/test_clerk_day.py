"""A clerk's day with the keyboard alone, on a real screen, through a real input method.

What came of it is looked up in the office file afterwards, not on the screen.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from PIL import Image
from sqlalchemy import Select, func, select

from models.briefing import Pack
from models.trust import AccessEntry
from models.values import AccessAction, Permission, Purpose, VisitKind, VisitState
from services.container import Opened, open_practice_signed_in
from services.core.clock import SystemClock
from services.core.config import OfficeFolder
from services.core.drafts import LoadedDraft
from services.reception.waiting_values import WaitingRow
from tests.end_to_end.real_desktop import (
    Program,
    RealDesktop,
    wait_until,
    what_is_missing,
)

ROOT = Path(__file__).parents[2]
MISSING = what_is_missing()
pytestmark = [
    pytest.mark.skipif(
        bool(MISSING), reason=f"no real desktop, missing: {', '.join(MISSING)}"
    ),
    pytest.mark.slow,
    pytest.mark.timeout(300),
]
MADE_WITHIN_S = 120
NAME, NAME_KEYS = "김철수", "rlacjftn"
GROUP_NAME, GROUP_KEYS = "주민", "wnals"
TITLE, TITLE_KEYS = "나무", "skan"
OUTCOME, OUTCOME_KEYS = "안내", "dksso"
BETWEEN_KEYS_MS = 80
ABOVE_THE_COUNTDOWN = (0, 0, 1366, 700)
T = TypeVar("T")


@dataclass
class Clerk:
    """The program on the desktop, hands on its keyboard, and its office file."""

    desktop: RealDesktop
    folder: OfficeFolder
    programs: list[Program] = field(default_factory=list)

    def start(self) -> Program:
        """Start the program and wait for the page Today."""
        window = ["--office", str(self.folder.path), "--sample", "--language", "ko"]
        command = [sys.executable, str(ROOT / "main.py"), *window]
        name = f"desk-{self.folder.path.parent.name}-{len(self.programs)}"
        program = self.desktop.start(command, name=name, env=self._env())
        self.programs.append(program)
        self.wait_for_title("오늘", MADE_WITHIN_S)
        return program

    def _env(self) -> dict[str, str]:
        return {"TONGTONG_CONFIG": os.environ["TONGTONG_CONFIG"]}

    def wait_for_title(self, page: str, within_s: float = 15) -> None:
        """Wait until the window in front shows the page."""
        seen = lambda: f"{page} - " in self._title()  # noqa: E731 - asked again and again
        wait_until(seen, f"the page {page!r} is in front", within_s)

    def _title(self) -> str:
        command = ("xdotool", "getactivewindow", "getwindowname")
        return self.desktop._run(*command).stdout

    def wait_for_still_screen(self) -> None:
        """Wait until nothing but the countdown moves on the screen."""
        seen: list[bytes] = []
        path = self.desktop.folder / "still.png"

        def is_still() -> bool:
            self.desktop.screenshot(path)
            with Image.open(path) as screen:
                seen.append(screen.crop(ABOVE_THE_COUNTDOWN).tobytes())
            return len(seen) > 1 and seen[-1] == seen[-2]

        wait_until(is_still, "the screen stands still")

    def press(self, *names: str) -> None:
        """Press keys one after the other."""
        self.desktop.key(*names)

    def type_hangul(self, keys: str) -> None:
        """Type Hangul into the focused field."""
        wait_until(self.desktop.choose_hangul, "한글 is switched on")
        self.desktop.type_keys(keys, BETWEEN_KEYS_MS)

    def type_name(self) -> None:
        """Open the check-in and type the name; its draft shows what arrives."""
        self.press("F2")
        self.desktop.type_hangul(NAME_KEYS, self.draft_name)
        wait_until(lambda: self.draft_name() == NAME, "the draft has the whole name")

    def look(self, question: Callable[[Opened], T]) -> T:
        """Ask the office file something beside the running program."""
        opened = open_practice_signed_in(self.folder, SystemClock())
        assert opened is not None
        with closing(opened):
            return question(opened)

    def rows(self) -> tuple[WaitingRow, ...]:
        """The visits of today."""
        return self.look(
            lambda opened: opened.services.reception.waiting_list.run(opened.actor).rows
        )

    def draft(self) -> LoadedDraft | None:
        """The draft of the check-in."""
        return self.look(
            lambda opened: opened.services.trust.load_draft.run(
                opened.actor, "check_in"
            )
        )

    def draft_name(self) -> str:
        """What the draft of the check-in has for a name."""
        draft = self.draft()
        return str(draft.fields["name"]) if draft else ""

    def quit(self, program: Program) -> None:
        """Close the window as its cross does."""
        self.press("alt+F4")
        program.process.wait(timeout=20)

    def doctor(self) -> dict[str, object]:
        """What the program's own check says of the office."""
        command = ["--office", str(self.folder.path), "--json", "doctor"]
        answer = subprocess.run(  # noqa: S603 - the program itself
            [sys.executable, str(ROOT / "main.py"), *command],
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
        told: dict[str, object] = json.loads(answer.stdout)
        return told


@pytest.fixture(scope="module")
def desktop() -> Iterator[RealDesktop]:
    with RealDesktop.opened() as desktop:
        yield desktop


@pytest.fixture
def clerk(desktop: RealDesktop, tmp_path: Path) -> Iterator[Clerk]:
    """A clerk without an office yet; the program makes it and ends with the test."""
    clerk = Clerk(desktop, OfficeFolder(tmp_path / "office"))
    yield clerk
    desktop.screenshot(tmp_path / "at-the-end.png")
    for program in clerk.programs:
        program.process.kill()
        program.process.wait(timeout=10)


def test_a_day_with_the_keyboard_alone_is_on_the_disk(clerk: Clerk):
    program = clerk.start()
    before = {row.visit_id for row in clerk.rows()}

    _check_in(clerk)
    _group_check_in(clerk)
    _call_start_finish(clerk)
    _look_at_other_pages(clerk)
    clerk.quit(program)

    came = [row for row in clerk.rows() if row.visit_id not in before]
    assert _names(clerk, came) == {NAME, GROUP_NAME}
    assert {row.kind for row in came} == {VisitKind.WALK_IN, VisitKind.GROUP}
    assert [row.title for row in came if row.kind is VisitKind.WALK_IN] == [TITLE]
    assert clerk.doctor()["well"] is True


def test_what_was_typed_when_the_program_was_killed_is_there_again(clerk: Clerk):
    program = clerk.start()
    clerk.type_name()

    os.killpg(program.process.pid, signal.SIGKILL)
    program.process.wait(timeout=10)
    again = clerk.start()
    clerk.press("F2")
    clerk.wait_for_still_screen()

    assert clerk.draft_name() == NAME
    clerk.press("ctrl+s")  # nothing is typed: what is saved stood in the field
    wait_until(lambda: clerk.draft() is None, "the draft became a visit")
    clerk.quit(again)
    assert NAME in _names(clerk, list(clerk.rows()))


def _check_in(clerk: Clerk) -> None:
    """F2, the name, telephone, matter, kind, subject and title, Ctrl+Enter."""
    count, slips = len(clerk.rows()), _printed(clerk)
    clerk.type_name()
    clerk.press("Return")
    clerk.desktop.type_keys("01000004321")
    clerk.press("Tab", "Tab", "Tab", "Tab")
    clerk.type_hangul(TITLE_KEYS)
    clerk.press("ctrl+Return")
    wait_until(lambda: len(clerk.rows()) == count + 1, "somebody is checked in")
    wait_until(lambda: _printed(clerk) > slips, "the slip is drawn")
    clerk.wait_for_still_screen()
    clerk.press("Escape")  # the slip


def _group_check_in(clerk: Clerk) -> None:
    """Ctrl+G, the group's name, how many came, Ctrl+Enter."""
    count = len(clerk.rows())
    clerk.press("ctrl+g")
    clerk.wait_for_still_screen()
    clerk.type_hangul(GROUP_KEYS)
    clerk.press("Return")
    clerk.desktop.type_keys("12")
    clerk.press("ctrl+Return")
    wait_until(lambda: len(clerk.rows()) == count + 1, "a group is checked in")
    clerk.wait_for_still_screen()
    clerk.press("Escape")  # what security is told


def _call_start_finish(clerk: Clerk) -> None:
    """F4, F6, F8, an outcome in Hangul."""
    closed = _count(clerk, VisitState.CLOSED)
    called = _in(clerk, VisitState.CALLED)
    clerk.press("F4")
    wait_until(lambda: _in(clerk, VisitState.CALLED) != called, "somebody is called")
    heard = _in(clerk, VisitState.IN_COUNSELLING)
    clerk.press("F6")
    wait_until(
        lambda: _in(clerk, VisitState.IN_COUNSELLING) != heard, "counselling begins"
    )
    left = _in(clerk, VisitState.TO_RECORD)
    clerk.press("F8")
    wait_until(lambda: _in(clerk, VisitState.TO_RECORD) != left, "counselling ends")
    clerk.wait_for_still_screen()
    clerk.type_hangul(OUTCOME_KEYS)
    clerk.press("ctrl+Return")
    wait_until(lambda: _count(clerk, VisitState.CLOSED) == closed + 1, "it is recorded")


def _look_at_other_pages(clerk: Clerk) -> None:
    """Alt+3, Alt+8 with a pack, Ctrl+D."""
    clerk.press("alt+3")
    clerk.wait_for_title("면담 일정")
    clerk.press("alt+8")
    clerk.wait_for_title("브리핑")
    packs = _packs(clerk)
    clerk.press("Down", "F5")
    wait_until(lambda: _packs(clerk) == packs + 1, "a pack is made", 30)
    clerk.press("ctrl+d", "Escape")


def _in(clerk: Clerk, state: VisitState) -> set[str]:
    return {row.visit_id for row in clerk.rows() if row.state is state}


def _count(clerk: Clerk, state: VisitState) -> int:
    return len(_in(clerk, state))


def _packs(clerk: Clerk) -> int:
    """How many packs are kept."""
    return _counted(clerk, select(func.count()).select_from(Pack))


def _printed(clerk: Clerk) -> int:
    """How many papers the log of accesses has as printed."""
    printed = AccessEntry.action == AccessAction.PRINT
    return _counted(clerk, select(func.count()).where(printed))


def _counted(clerk: Clerk, question: Select[int]) -> int:
    def count(opened: Opened) -> int:
        units = opened.services.office.units
        with units.read(opened.actor, Permission.PACK_MAKE) as reading:
            return int(reading.session.scalar(question) or 0)

    return clerk.look(count)


def _names(clerk: Clerk, rows: list[WaitingRow]) -> set[str]:
    """The whole names of those who came, the groups' own names among them."""

    def names(opened: Opened) -> set[str]:
        reveal = opened.services.trust.reveal_person
        people = [row.person_id for row in rows if row.person_id is not None]
        told = {reveal.run(opened.actor, one, Purpose.CASE).name for one in people}
        return told | {row.name for row in rows if row.kind is VisitKind.GROUP}

    return clerk.look(names)
