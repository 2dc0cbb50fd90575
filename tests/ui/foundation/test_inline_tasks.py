"""The double keeps the promises of the runner that the window's parts rely on."""

import pytest
from PySide6.QtCore import QObject

from tests.doubles.inline_tasks import InlineTasks
from tests.ui.conftest import flush
from ui.tasks import Lane, TaskRunner


@pytest.fixture(params=[TaskRunner, InlineTasks])
def tasks(qtbot, request):
    made = request.param()
    yield made
    made.stop()


def settled(qtbot, tasks):
    qtbot.waitUntil(lambda: tasks.is_idle)


def fail():
    raise ValueError("no")


def test_a_result_reaches_who_asked(qtbot, tasks):
    owner, done = QObject(), []
    tasks.submit(lambda: 7, owner=owner, on_done=done.append, lane=Lane.READ)
    settled(qtbot, tasks)
    assert done == [7]


def test_a_refusal_reaches_who_listens_for_it(qtbot, tasks):
    owner, done, refused = QObject(), [], []
    tasks.submit(fail, owner=owner, on_done=done.append, on_error=refused.append)
    settled(qtbot, tasks)
    assert done == []
    assert [type(one) for one in refused] == [ValueError]


def test_a_refusal_that_nobody_hears_is_told_by_a_signal(qtbot, tasks):
    owner = QObject()
    with qtbot.waitSignal(tasks.failed) as heard:
        tasks.submit(fail, owner=owner, on_done=lambda _done: None)
    assert isinstance(heard.args[0], ValueError)


def test_nobody_is_called_for_an_owner_that_is_gone(qtbot, tasks):
    owner, done = QObject(), []
    owner.deleteLater()
    flush()
    tasks.submit(lambda: 7, owner=owner, on_done=done.append)
    settled(qtbot, tasks)
    assert done == []


def test_nothing_is_taken_after_the_end(qtbot, tasks):
    tasks.stop()
    done = []
    late = tasks.submit(lambda: 7, owner=QObject(), on_done=done.append)
    assert late.cancelled()
    assert done == []
    assert tasks.is_idle
