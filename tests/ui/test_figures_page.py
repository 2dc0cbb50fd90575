"""The figures page: a plan added up anew beside its paper and what was done."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel

from models.outreach import Dong, DongVisit
from models.values import DongVisitState, Permission
from services.exchange.import_file import ImportOrder
from services.exchange.kinds import FileKind

KEY = Qt.Key
PLAN = "시민소통실 2018"
# As it was printed; its totals 225 and 44 are wrong.
PRINTED = """단위사업,계,기투자,'18.7~,'19,'20,'21,'22.6월
합계,225,,51,43,44,43,44
통통데이,96,-,12,24,24,24,12
동방문(현장탐방),117,-,39,19,20,19,20
"""


@pytest.fixture
def take(desk, tmp_path):
    """Import a plan by its text."""

    def take_(name: str, text: str) -> None:
        path = tmp_path / "plan.csv"
        path.write_text(text, encoding="utf-8")
        order = ImportOrder(FileKind.PLAN, path, name=name)
        desk.services.exchange.import_file.run(desk.actor, order)
        desk.settle()

    return take_


def head(desk) -> str:
    return str(desk.find(QLabel, "planSums").parentWidget().accessibleName())


def line(desk, *begins: str) -> tuple[str, ...]:
    (found,) = (r for r in desk.rows("planTable") if r[: len(begins)] == begins)
    return tuple(found[len(begins) :])


def test_an_empty_page_says_where_a_plan_comes_from(desk):
    desk.go(9)
    assert desk.rows("planTable") == []
    shown = " ".join(one.text() for one in desk.main.page.findChildren(QLabel))
    assert "The IT office imports it from a file." in shown


def test_the_printed_plan_is_213_and_its_225_and_44_are_flagged(desk, take):
    take(PLAN, PRINTED)
    desk.go(9)
    assert head(desk) == f"{PLAN}: 213 in all, added up."
    said = desk.text_of("planSums").splitlines()
    assert said == [
        "'22.6월: the paper says 44, added up it is 32.",
        f"{PLAN}: the paper says 225, added up it is 213.",
    ]
    assert line(desk, "All together", "Whole plan") == (
        *("213", "0", "0%", "225", "! differs by +12"),
    )
    assert line(desk, "All together", "'22.6월")[3:] == ("44", "! differs by +12")
    assert line(desk, "통통데이", "Whole plan")[3:] == ("96", "✓ agrees")
    assert line(desk, "통통데이", "'19") == ("24", "0", "0%", "-", "")


def test_what_was_done_is_counted_and_a_new_import_is_shown_at_once(desk, take):
    take(PLAN, PRINTED)
    desk.go(9)
    day = date(2018, 8, 1)
    with desk.services.office.units.begin(
        desk.actor, Permission.OUTREACH_WRITE
    ) as work:
        dong = work.add(
            Dong(code10="9900000001", name="성사1동", valid_from=date(2018, 7, 1))
        )
        work.add(DongVisit(dong_id=dong.id, day=day, state=DongVisitState.HELD))
    desk.settle()
    assert line(desk, "동방문(현장탐방)", "'18.7~")[:3] == ("39", "1", "3%")

    take(PLAN, PRINTED.replace("합계,225,,51,43,44,43,44", "합계,213,,51,43,44,43,32"))
    assert line(desk, "All together", "Whole plan")[4] == "✓ agrees"
    assert not desk.find(QLabel, "planSums").isVisible()


def test_one_of_several_plans_is_chosen_by_key_and_kept_at_a_refresh(desk, take):
    take("2025", "단위,'25\n통통데이,23\n")
    take("2026", "단위,'26\n통통데이,24\n")
    desk.go(9)
    assert head(desk) == "2025: 23 in all, added up."
    assert not desk.find(QLabel, "planSums").isVisible()
    desk.find(QComboBox, "planChoice").setFocus()
    desk.press(KEY.Key_Down)
    assert head(desk) == "2026: 24 in all, added up."
    desk.press(KEY.Key_F5)
    assert head(desk) == "2026: 24 in all, added up."


def test_a_lock_leaves_no_number(desk, take):
    take(PLAN, PRINTED)
    desk.go(9)
    page = desk.main.page
    page.drop_rows()
    assert page.view_model.rows == ()
    assert desk.rows("planTable") == []
