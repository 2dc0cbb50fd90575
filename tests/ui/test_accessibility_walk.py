"""Every page and panel walked as somebody without mouse or screen would."""

from datetime import date, time

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from models.outreach import Dong
from models.values import Matter, Permission
from services.core import texts
from services.reception.group_values import GroupCheckedIn
from services.sync.decide import Choice, Decision
from tests import factories_meetings as make
from tests.factories_reception import group, walk_in
from tests.ui.accessibility import (
    _looks_same,
    described,
    reachable,
    too_small,
    unnamed,
    unreachable_by_tab,
)
from ui.drawers.request import RequestAsked
from ui.drawers.request_steps import FreeSlot
from ui.drawers.write_value import ValueAsked
from ui.theme import Scheme, Theme

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
    "outcome",
    "security",
    "group",
    "petition",
    "due",
    "booking",
    "end_of_day",
    "help",
    "enrol",
    "recover",
    "write_value",
    "new_staff",
    "colleague",
    "own_password",
    "dong_visit",
    "request",
)
LOOKS = {
    "light-100": Theme(Scheme.LIGHT, 1.0),
    "light-150": Theme(Scheme.LIGHT, 1.5),
    "contrast-100": Theme(Scheme.HIGH_CONTRAST, 1.0),
    "contrast-150": Theme(Scheme.HIGH_CONTRAST, 1.5),
    "ko-light-100": Theme(Scheme.LIGHT, 1.0),
    "ko-light-150": Theme(Scheme.LIGHT, 1.5),
    "ko-contrast-150": Theme(Scheme.HIGH_CONTRAST, 1.5),
}


@pytest.fixture(params=LOOKS)
def worked(request, qapp, open_window, folder):
    """A desk with something on every page, in each look."""
    theme = LOOKS[request.param]
    theme.apply(qapp)
    if request.param.startswith("ko"):
        texts.use(texts.KOREAN)
    qapp.setProperty("testTheme", "other")
    window = open_window(folder, theme)
    window.begin()
    units = window.services.office.units
    make.seed(units, window.actor, range(2026, 2028))
    make.placed(units, window.actor, rule_day=make.TODAY)
    form = walk_in("최가람", Matter.GRIEVANCE)
    window.services.reception.check_in.run(window.actor, form)
    with units.begin(window.actor, Permission.OUTREACH_WRITE) as work:
        work.add(Dong(code10="9900000001", name="성사1동", valid_from=date(2018, 7, 1)))
    window.settle()
    return window


def open_panel(desk, name):
    """Open a panel about what it needs."""
    reception = desk.services.reception
    row = reception.waiting_list.run(desk.actor).rows[0]
    made: GroupCheckedIn | None = None
    if name in ("security", "group"):
        made = reception.check_in_group.run(desk.actor, group())
    rows = reception.waiting_list.run(desk.actor).rows
    payload = {
        "visit": row,
        "outcome": row,
        "security": made,
        "group": next((one for one in rows if one.group_id is not None), None),
        "petition": row.petition_id,
        "booking": make.TODAY,
        "recover": "history_differs",
        "write_value": ValueAsked(
            "A1", "둘", "하나", Decision(7, "title", Choice.WRITE)
        ),
        "colleague": desk.services.trust.staff_list.run(desk.actor)[0],
        "request": RequestAsked(
            desk.services.selection.pool.run(desk.actor)[0],
            FreeSlot(make.TONGTONG, make.TODAY, time(14, 45)),
        ),
        "dong_visit": next(
            iter(desk.services.outreach.dongs.run(desk.actor, None)), None
        ),
    }.get(name)
    desk.main.open_drawer(name, payload)
    desk.settle()
    assert desk.panel.isVisible(), name  # also in the place of another one
    return desk.panel


def cut_off(root: QWidget) -> list[str]:
    """Return what cannot be brought into the window even by scrolling."""
    return [described(child) for child in reachable(root) if _is_cut(child)]


def _is_cut(child: QWidget) -> bool:
    within = child.parentWidget()
    area = child.rect()
    at = child
    while within is not None:
        scroll = within.parentWidget()
        if isinstance(scroll, QScrollArea) and at is scroll.widget():
            inside = QRect(child.mapTo(at, QPoint(0, 0)), child.size())
            return not at.rect().contains(inside)
        at, within = within, within.parentWidget()
    area.moveTopLeft(child.mapTo(child.window(), QPoint(0, 0)))
    return not child.window().rect().contains(area)


def _focus_not_seen(root: QWidget) -> list[str]:
    """Return what looks the same with the focus, once it is scrolled into sight."""
    found = []
    for child in reachable(root):
        around = child.parentWidget()
        while around is not None:
            if isinstance(around, QScrollArea):
                around.ensureWidgetVisible(child)
            around = around.parentWidget()
        if _looks_same(child):
            found.append(described(child))
    return found


def _is_one_stop(name: str) -> bool:
    """A group of choices is one stop, the pages too: arrow keys walk inside it."""
    return " nav-" in name or " setting-" in name


def _sideways(root: QWidget) -> list[str]:
    """Return what is wider than its place, the page of the window among them."""
    shown = [area for area in root.findChildren(QScrollArea) if area.isVisible()]
    inside = [(area, area.widget()) for area in shown]
    return [
        described(widget)
        for area, widget in inside
        if widget is not None and widget.width() > area.viewport().width()
    ]


def _words_cut(root: QWidget) -> list[str]:
    """Return the buttons that are narrower than their words."""
    return [
        f"{described(button)}: {button.text()}"
        for button in root.findChildren(QPushButton)
        if button.isVisible() and button.width() < button.sizeHint().width()
    ]


def faults_of(root: QWidget) -> dict[str, list[str]]:
    """Return everything that is wrong on what is shown."""
    found = {
        "unnamed": unnamed(root),
        "too small": too_small(root),
        "unreachable": [
            name for name in unreachable_by_tab(root) if not _is_one_stop(name)
        ],
        "focus not seen": _focus_not_seen(root),
        "cut off": cut_off(root),
        "scrolls sideways": _sideways(root),
        "words cut": _words_cut(root),
    }
    return {kind: names for kind, names in found.items() if names}


@pytest.mark.slow
def test_every_page_can_be_used_without_mouse_and_screen(worked):
    faults = {}
    for page_id in PAGES:
        worked.main.go_to(page_id, None)
        worked.settle()
        found = faults_of(worked.main)
        if found:
            faults[page_id] = found
    assert faults == {}
    assert worked.frame.width() <= 1366
    assert worked.frame.height() <= 768


@pytest.mark.slow
def test_every_panel_can_be_used_without_mouse_and_screen(worked):
    faults = {}
    for name in PANELS:
        panel = open_panel(worked, name)
        found = faults_of(panel)
        if found:
            faults[name] = found
    assert faults == {}
    assert worked.frame.width() <= 1366
    assert worked.frame.height() <= 768


def test_the_sign_in_can_be_used_without_mouse_and_screen(real_desk):
    assert faults_of(real_desk.frame) == {}
