"""Rows follow a new list by differences; whoever stays is still the same row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt

from tests.ui.tables.rows import COLUMNS, Guest, guests, model_of, number_of
from ui.tables.rows_model import ROW_ROLE, STATE_ROLE, RowsModel

LISTS = st.lists(
    st.builds(Guest, st.integers(0, 12), st.sampled_from("가나다")),
    unique_by=number_of,
)


def shown(model):
    return [
        tuple(model.index(at, column).data() for column in range(model.columnCount()))
        for at in range(model.rowCount())
    ]


def follow(model):
    """Keep a copy of the model's rows by its signals alone."""
    copy = list(model.rows)

    def inserted(_parent, first, last):
        copy[first:first] = model.rows[first : last + 1]

    def removed(_parent, first, last):
        del copy[first : last + 1]

    def moved(_parent, first, _last, _target, before):
        row = copy.pop(first)
        copy.insert(before if before < first else before - 1, row)

    def relaid():
        copy[:] = model.rows

    def changed(first, last):
        copy[first.row() : last.row() + 1] = model.rows[first.row() : last.row() + 1]

    model.rowsInserted.connect(inserted)
    model.rowsRemoved.connect(removed)
    model.rowsMoved.connect(moved)
    model.layoutChanged.connect(relaid)
    model.dataChanged.connect(changed)
    return copy


@given(LISTS, LISTS)
def test_any_list_becomes_any_other_by_its_signals_alone(qapp, before, after):
    model = RowsModel[Guest](COLUMNS, number_of)
    model.show(before)
    copy = follow(model)
    model.show(after)
    assert (list(model.rows), copy) == (after, after)


@given(LISTS, LISTS)
def test_a_selected_row_that_stays_stays_selected(qapp, before, after):
    model = RowsModel[Guest](COLUMNS, number_of)
    model.show(before)
    selection = QItemSelectionModel(model)
    whole = (
        QItemSelectionModel.SelectionFlag.Select
        | QItemSelectionModel.SelectionFlag.Rows
    )
    chosen = [row.number for row in before[::2]]
    for number in chosen:
        selection.select(model.index_of(number), whole)
    model.show(after)
    selected = {model.key_at(index) for index in selection.selectedRows()}
    assert selected == set(chosen) & {row.number for row in after}


@given(LISTS, st.permutations(range(13)))
def test_every_place_kept_by_qt_goes_with_its_row(qapp, before, order):
    model = RowsModel[Guest](COLUMNS, number_of)
    model.show(before)
    kept = [
        (row.number, QPersistentModelIndex(model.index_of(row.number, 1)))
        for row in before
    ]
    model.show(sorted(before, key=lambda row: order.index(row.number)))
    assert [(number, model.key_at(place)) for number, place in kept] == [
        (number, number) for number, _ in kept
    ]


def test_the_model_keeps_qt_s_contract_through_every_change(qtmodeltester):
    model = model_of("가", "나", "다")
    qtmodeltester.check(model)
    model.show([*guests("라", "나"), Guest(9, "하")])
    model.show([Guest(9, "하"), *guests("라", "나")])
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.clear()
    assert model.rowCount() == 0


def test_it_never_resets(qtbot):
    model = model_of("가", "나")
    with qtbot.assertNotEmitted(model.modelReset):
        model.show([])
        model.show(guests("다", "라", "마"))
        model.sort(1, Qt.SortOrder.DescendingOrder)


def test_one_row_that_moves_is_told_as_a_move(qtbot):
    model = model_of("가", "나", "다")
    first, *others = model.rows
    with qtbot.waitSignal(model.rowsMoved), qtbot.assertNotEmitted(model.layoutChanged):
        model.show([*others, first])


def test_the_same_list_again_tells_nothing(qtbot):
    model = model_of("가", "나")
    with qtbot.assertNotEmitted(model.dataChanged):
        model.show(guests("가", "나"))


def test_two_rows_with_one_key_are_refused():
    model = model_of("가")
    with pytest.raises(ValueError, match="share a key"):
        model.show([Guest(1, "가"), Guest(1, "나")])


def test_sorting_outlives_an_update():
    model = model_of("다", "가")
    model.sort(1, Qt.SortOrder.AscendingOrder)
    model.show(guests("다", "가", "나"))
    assert [row.name for row in model.rows] == ["가", "나", "다"]


def test_no_sorting_gives_the_order_of_the_list():
    model = model_of("다", "가", "나")
    model.sort(1, Qt.SortOrder.AscendingOrder)
    model.sort(-1)
    assert [row.name for row in model.rows] == ["다", "가", "나"]


def test_a_column_without_a_key_sorts_nothing():
    model = model_of("다", "가")
    model.sort(2, Qt.SortOrder.AscendingOrder)
    assert [row.name for row in model.rows] == ["다", "가"]


def test_a_cell_gives_text_row_state_and_tip():
    model = model_of("김하나")
    name, state = model.index(0, 1), model.index(0, 2)
    assert shown(model) == [("1", "김하나", "○ waiting")]
    assert name.data(ROW_ROLE) == Guest(1, "김하나")
    assert (name.data(STATE_ROLE), state.data(STATE_ROLE)) == (None, "waiting")
    assert name.data(Qt.ItemDataRole.ToolTipRole) == "No. 1"


def test_a_card_is_read_out_whole():
    model = RowsModel[Guest](COLUMNS, number_of, lambda row: f"{row.number} {row.name}")
    model.show(guests("김하나"))
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "1 김하나"


def test_a_new_language_asks_for_every_text_again(qtbot):
    model = model_of("가")
    with qtbot.waitSignals([model.headerDataChanged, model.dataChanged]):
        model.retranslate()
