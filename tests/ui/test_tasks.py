"""Work off the window's thread, and its report on it."""

import threading

import pytest
from PySide6.QtCore import QObject

from tests.ui.conftest import flush
from ui.tasks import Lane, TaskRunner


@pytest.fixture
def tasks(qtbot):
    runner = TaskRunner()
    yield runner
    runner.stop()


@pytest.fixture
def owner():
    return QObject()


def settled(qtbot, tasks):
    qtbot.waitUntil(lambda: tasks.is_idle)


def test_work_runs_elsewhere_and_reports_here(qtbot, tasks, owner):
    threads = []

    def work():
        threads.append(threading.current_thread())

    def report(_nothing):
        threads.append(threading.current_thread())

    tasks.submit(work, owner=owner, on_done=report)
    settled(qtbot, tasks)
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


def test_writes_keep_their_order(qtbot, tasks, owner):
    done = []
    for number in range(50):
        tasks.submit(lambda n=number: n, owner=owner, on_done=done.append)
    settled(qtbot, tasks)
    assert done == list(range(50))


def test_a_refusal_goes_to_who_asked(qtbot, tasks, owner):
    refused = []

    def fail():
        raise ValueError("no")

    tasks.submit(fail, owner=owner, on_done=refused.append, on_error=refused.append)
    settled(qtbot, tasks)
    assert [type(one) for one in refused] == [ValueError]


def test_what_nobody_hears_goes_to_the_net(qtbot, tasks, owner):
    def fail():
        raise ValueError("no")

    with qtbot.waitSignal(tasks.failed) as heard:
        tasks.submit(fail, owner=owner, on_done=lambda _nothing: None)
    assert isinstance(heard.args[0], ValueError)


def test_nobody_is_called_for_an_owner_that_is_gone(qtbot, tasks):
    owner, done = QObject(), []
    go = threading.Event()
    tasks.submit(go.wait, owner=owner, on_done=done.append)
    owner.deleteLater()
    flush()
    go.set()
    settled(qtbot, tasks)
    assert done == []


def test_stopping_writes_what_was_promised_and_drops_questions(qtbot, tasks, owner):
    go, written, read = threading.Event(), [], []
    for lane in (Lane.WRITE, Lane.READ, Lane.READ):
        tasks.submit(go.wait, owner=owner, on_done=lambda _done: None, lane=lane)
    tasks.submit(lambda: written.append(1), owner=owner, on_done=lambda _done: None)
    tasks.submit(
        lambda: read.append(1),
        owner=owner,
        on_done=lambda _done: None,
        lane=Lane.READ,
    )
    threading.Timer(0.1, go.set).start()
    tasks.stop()
    assert (written, read) == ([1], [])
    settled(qtbot, tasks)


def test_a_busy_reader_does_not_hold_up_a_write(qtbot, tasks, owner):
    go, done = threading.Event(), []
    for _each in range(3):
        tasks.submit(go.wait, owner=owner, on_done=lambda _done: None, lane=Lane.READ)
    tasks.submit(lambda: "written", owner=owner, on_done=done.append)
    qtbot.waitUntil(lambda: done == ["written"])
    go.set()
    settled(qtbot, tasks)
