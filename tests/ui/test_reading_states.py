"""What a page says before it has read, and when it cannot: never that nothing is here."""

import pytest

from models.errors import StorageError
from services.core.unit_of_work import UnitOfWork
from ui.drawers.end_of_day import EndOfDayPanel
from ui.pages.figures.view_model import FiguresModel
from ui.view_model import ViewModel
from ui.widgets.empty_state import EmptyState

PAGES = ("today", "calendar", "dong_visits", "briefing", "figures", "sync")
PANELS = ("end_of_day", "due")
NOT_READ = "This could not be read just now."


def said(root):
    """The sentences of the empty lists that are in sight."""
    shown = root.findChildren(EmptyState)
    return {one.sentence() for one in shown if one.isVisible()}


@pytest.fixture
def unreadable(desk, monkeypatch):
    """A desk whose office file answers nothing any more."""

    def stumble(*_args, **_kwargs):
        raise StorageError

    monkeypatch.setattr(UnitOfWork, "read", stumble)
    monkeypatch.setattr(UnitOfWork, "begin", stumble)
    return desk


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_cannot_be_read_does_not_say_that_nothing_is_there(
    unreadable, page
):
    unreadable.main.go_to(page, None)
    unreadable.main.page.view_model.reload()
    unreadable.settle()
    sentences = said(unreadable.main.page)
    assert sentences
    assert all(one.startswith(NOT_READ) for one in sentences)
    assert "cannot be used just now" in unreadable.toast


@pytest.mark.parametrize("panel", PANELS)
def test_a_panel_that_cannot_be_read_does_not_say_that_nothing_is_there(
    unreadable, panel
):
    unreadable.main.open_drawer(panel, None)
    unreadable.settle()
    sentences = said(unreadable.panel)
    assert {one[: len(NOT_READ)] for one in sentences} == {NOT_READ}


def test_nobody_signs_a_day_that_was_not_read(unreadable):
    unreadable.main.open_drawer("end_of_day", None)
    unreadable.settle()
    assert not unreadable.button("daySign").isEnabled()
    assert isinstance(unreadable.panel, EndOfDayPanel)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_under_way_says_that_it_reads(desk, page, monkeypatch):
    def wait(*_args):
        """The answer does not come."""

    monkeypatch.setattr(ViewModel, "ask", wait)
    desk.main.go_to(page, None)
    shown = desk.main.page
    shown.view_model.forget()
    shown.view_model.changed.emit()
    assert said(shown) <= {"Reading …", "Nobody has come yet."}
    assert "Reading …" in said(shown)


def test_what_was_read_says_again_that_nothing_is_there(desk):
    desk.go(9)
    assert isinstance(desk.main.page.view_model, FiguresModel)
    assert said(desk.main.page) == {
        "There is no plan yet. The IT office imports it from a file."
    }
