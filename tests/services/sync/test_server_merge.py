"""Merging in the shared database: what stands, and what is shown."""

import pytest

from services.sync.gateway import Verdict
from tests.services.sync.shared_office import SharedOffice, new_row, placed

pytestmark = pytest.mark.server


def two_desks(shared: SharedOffice, table: str, patch, **more):
    """A row that desk A made and both desks have seen."""
    a, b, row = shared.desk("A"), shared.desk("B"), new_row()
    a.write(table, row, patch, **more)
    a.catch_up()
    b.catch_up()
    return a, b, row


def test_different_fields_of_one_row_merge(shared: SharedOffice):
    a, b, row = two_desks(shared, "visits", {"name": "가", "note": "1"})
    a.write("visits", row, {"name": "나"})
    reply = b.write("visits", row, {"note": "2"})
    assert reply.conflicts == 0
    assert shared.row(row)[0] == {"name": "나", "note": "2"}


def test_the_same_field_keeps_the_first_and_shows_the_second(shared: SharedOffice):
    a, b, row = two_desks(shared, "visits", {"name": "가"})
    a.write("visits", row, {"name": "나"})
    reply = b.write("visits", row, {"name": "다"})
    assert reply.conflicts == 1
    assert shared.last() == (
        {},
        {"name": {"mine": "다", "cur": "나", "was": "가", "seq": 2}},
    )
    assert shared.row(row)[0] == {"name": "나"}


def test_a_clash_tells_what_its_author_had_before(shared: SharedOffice):
    a, b, row = two_desks(shared, "visits", {"name": "가", "note": "1"})
    b.write("visits", row, {"name": "마"})
    a.catch_up()
    a.write("visits", row, {"name": "나"})
    b.write("visits", row, {"name": "다"})
    assert shared.last()[1]["name"]["was"] == "마"


def test_equal_values_are_no_conflict(shared: SharedOffice):
    a, b, row = two_desks(shared, "visits", {"name": "가"})
    a.write("visits", row, {"name": "나"})
    assert b.write("visits", row, {"name": "나"}).conflicts == 0


def test_a_desk_does_not_rival_itself(shared: SharedOffice):
    a, _, row = two_desks(shared, "visits", {"name": "가"})
    a.write("visits", row, {"name": "나"})
    assert a.write("visits", row, {"name": "다"}).conflicts == 0
    assert shared.row(row)[0] == {"name": "다"}


def test_null_is_a_value_of_its_own(shared: SharedOffice):
    a, b, row = two_desks(shared, "visits", {"name": "가"})
    a.write("visits", row, {"name": None})
    b.write("visits", row, {"name": "다"})
    assert shared.row(row)[0] == {"name": None}
    assert shared.last()[1] == {
        "name": {"mine": "다", "cur": None, "was": "가", "seq": 2}
    }


def test_a_field_that_the_row_never_had_can_clash(shared: SharedOffice):
    a, b, row = two_desks(shared, "visits", {"name": "가"})
    a.write("visits", row, {"note": "1"})
    assert b.write("visits", row, {"note": "2"}).conflicts == 1


def test_a_place_in_the_calendar_moves_whole_or_not_at_all(shared: SharedOffice):
    a, b, row = two_desks(
        shared, "meetings", {"start": 9, "end": 10, "room": "1", "title": "t"}
    )
    a.write("meetings", row, {"start": 11, "end": 12})
    b.write("meetings", row, {"room": "2", "title": "u"})
    accepted, rejected = shared.last()
    assert accepted == {"title": "u"}
    assert rejected == {  # the whole place that B meant
        "room": {"mine": "2", "cur": "1", "was": "1", "seq": 1},
        "start": {"mine": 9, "cur": 11, "was": 9, "seq": 2},
        "end": {"mine": 10, "cur": 12, "was": 10, "seq": 2},
    }
    assert shared.row(row)[0] == {"start": 11, "end": 12, "room": "1", "title": "u"}


def test_a_place_that_shares_a_value_with_the_other_is_shown(shared: SharedOffice):
    a, b, row = two_desks(shared, "meetings", {"start": 9, "end": 10})
    a.write("meetings", row, {"start": 11, "end": 12})
    b.write("meetings", row, {"end": 12})
    assert shared.last() == (
        {},
        {"start": {"mine": 9, "cur": 11, "was": 9, "seq": 2}},
    )


def test_the_same_place_from_two_desks_is_no_conflict(shared: SharedOffice):
    a, b, row = two_desks(shared, "meetings", {"start": 9, "end": 10})
    a.write("meetings", row, {"start": 11, "end": 12})
    assert b.write("meetings", row, {"start": 11, "end": 12}).conflicts == 0


@pytest.mark.parametrize("at_once", [1, 2])
def test_a_second_move_is_shown_from_where_the_first_one_put_it(
    shared: SharedOffice, at_once: int
):
    a, b, row = two_desks(shared, "meetings", {"start": 9, "room": "1"})
    a.write("meetings", row, {"start": 11})
    first = b.op("meetings", row, {"start": 14})
    second = b.op("meetings", row, {"room": "2"})
    for ops in ([first], [second]) if at_once == 1 else ([first, second],):
        b.push(*ops)
    told = {name: entry["mine"] for name, entry in shared.last()[1].items()}
    assert told == {"start": 14, "room": "2"}


def test_a_step_forward_takes_its_group_along(shared: SharedOffice):
    a, b, row = two_desks(shared, "turns", {"state": "waiting", "place": "", "who": ""})
    a.write("turns", row, {"state": "called", "place": "1", "who": "a"})
    assert b.write("turns", row, {"state": "done", "place": "2"}).conflicts == 0
    assert shared.last()[0] == {"state": "done", "place": "2"}
    assert shared.row(row)[0] == {"state": "done", "place": "2", "who": "a"}


@pytest.mark.parametrize(
    "mine", [{"state": "called"}, {"state": "held"}, {"place": "2"}]
)
def test_what_is_no_step_forward_falls_with_its_group(shared: SharedOffice, mine):
    a, b, row = two_desks(shared, "turns", {"state": "waiting", "place": "0"})
    a.write("turns", row, {"state": "called", "place": "1"})
    b.write("turns", row, mine)
    assert shared.last()[0] == {}
    assert shared.last()[1] is not None
    assert shared.row(row)[0] == {"state": "called", "place": "1"}


def test_the_later_write_of_a_last_wins_field_stands(shared: SharedOffice):
    a, b, row = two_desks(shared, "meetings", {"colour": "red"})
    a.write("meetings", row, {"colour": "green"})
    assert b.write("meetings", row, {"colour": "blue"}).conflicts == 0
    assert shared.row(row)[0] == {"colour": "blue"}


@pytest.mark.parametrize(
    ("theirs", "mine", "stands"),
    [
        ("called", "done", "done"),  # a step up from there
        ("done", "called", "done"),  # a step back
        ("called", "held", "called"),  # two ways of the same rank
        ("called", "gone", "called"),  # a value without a rank
    ],
)
def test_only_a_forward_step_merges_by_itself(
    shared: SharedOffice, theirs, mine, stands
):
    a, b, row = two_desks(shared, "visits", {"state": "waiting"})
    a.write("visits", row, {"state": theirs})
    reply = b.write("visits", row, {"state": mine})
    assert shared.row(row)[0]["state"] == stands
    assert reply.conflicts == (0 if stands == mine else 1)


def test_an_edit_of_a_deleted_row_brings_nothing_back(shared: SharedOffice):
    a, b, row = two_desks(shared, "visits", {"name": "가"})
    a.write("visits", row, kind="d")
    b.write("visits", row, {"name": "나"})
    assert shared.last() == ({}, {"$deleted": {"mine": {"name": "나"}, "seq": 2}})
    assert shared.row(row) == ({"name": "가"}, True)


def test_a_deletion_of_a_row_changed_meanwhile_is_shown(shared: SharedOffice):
    a, b, row = two_desks(shared, "visits", {"name": "가"})
    b.write("visits", row, {"name": "나"})
    a.write("visits", row, kind="d")
    assert shared.last()[1] == {
        "$delete": {"mine": True, "cur": {"name": "나"}, "seq": 2}
    }
    assert shared.row(row) == ({"name": "나"}, False)


def test_two_deletions_agree(shared: SharedOffice):
    a, b, row = two_desks(shared, "visits", {"name": "가"})
    a.write("visits", row, kind="d")
    assert b.write("visits", row, kind="d").conflicts == 0


def test_an_undelete_brings_the_whole_row_to_those_who_dropped_it(shared: SharedOffice):
    a, b, row = two_desks(shared, "visits", {"name": "가", "note": "1"})
    a.write("visits", row, kind="d")
    b.catch_up()
    b.write("visits", row, {"note": "2"}, kind="x")
    assert shared.last() == ({"name": "가", "note": "2"}, None)
    assert shared.row(row) == ({"name": "가", "note": "2"}, False)


def test_a_deletion_that_has_not_seen_the_undelete_is_shown(shared: SharedOffice):
    a, b, row = two_desks(shared, "visits", {"name": "가"})
    a.write("visits", row, kind="d")
    a.catch_up()
    b.catch_up()
    b.write("visits", row, kind="x")
    assert a.write("visits", row, kind="d").conflicts == 1
    assert shared.row(row)[1] is False


def test_both_bookings_live_and_the_later_one_is_shown(shared: SharedOffice):
    a, b = shared.desk("A"), shared.desk("B")
    first, second = new_row(), new_row()
    a.write("meetings", first, placed("1", 0, 30))
    b.write("meetings", second, placed("1", 15, 45))
    accepted, rejected = shared.last()
    assert accepted == placed("1", 15, 45)
    assert rejected["$claim:room:1"]["cur"] == first
    assert shared.row(second)[0] == placed("1", 15, 45)


def test_a_booking_is_shown_beside_each_other_one(shared: SharedOffice):
    a, b, c = (shared.desk(label) for label in "ABC")
    rows = [new_row() for _ in range(3)]
    for desk, row, at in zip((a, b, c), rows, (0, 20, 10), strict=True):
        desk.write("meetings", row, placed("1", at, at + 20))
    _, rejected = shared.last()
    assert {told["cur"] for told in rejected.values()} == set(rows[:2])
    assert set(rejected) == {"$claim:room:1", f"$claim:room:1:{rows[1]}"}


def test_places_that_only_touch_do_not_clash(shared: SharedOffice):
    a, b = shared.desk("A"), shared.desk("B")
    a.write("meetings", new_row(), placed("1", 0, 30))
    assert b.write("meetings", new_row(), placed("1", 30, 60)).conflicts == 0


@pytest.mark.parametrize(
    "leave", [{"patch": {"room": None}}, {"patch": {"start": "soon"}}, {"kind": "d"}]
)
def test_a_place_is_free_after_leaving_or_deleting(shared: SharedOffice, leave):
    a, b, row = two_desks(shared, "meetings", placed("1", 0, 30))
    a.write("meetings", row, **leave)
    assert b.write("meetings", new_row(), placed("1", 0, 30)).conflicts == 0


def test_a_row_that_comes_back_takes_its_place_again(shared: SharedOffice):
    a, b, row = two_desks(shared, "meetings", placed("1", 0, 30))
    a.write("meetings", row, kind="d")
    a.catch_up()
    a.write("meetings", row, kind="x")
    b.write("meetings", new_row(), placed("1", 0, 30))
    assert shared.last()[1]["$claim:room:1"]["cur"] == row


def test_a_row_that_comes_back_is_shown_beside_who_came_meanwhile(shared: SharedOffice):
    a, b, row = two_desks(shared, "meetings", placed("1", 0, 30))
    a.write("meetings", row, kind="d")
    other = new_row()
    b.write("meetings", other, placed("1", 0, 30))
    a.catch_up()
    a.write("meetings", row, kind="x")
    assert shared.last()[1]["$claim:room:1"]["cur"] == other


def test_an_edit_that_moves_nothing_touches_no_place(shared: SharedOffice):
    a, _, row = two_desks(shared, "meetings", placed("1", 0, 30))
    before = shared.ask("select ctid from sync.claim")
    a.write("meetings", row, {"title": "t"})
    a.write("meetings", row, {"host": None})
    assert shared.ask("select ctid from sync.claim") == before


def test_who_was_shown_once_is_not_shown_again_for_another_move(shared: SharedOffice):
    _, b, _ = two_desks(shared, "meetings", placed("1", 0, 30))
    second = new_row()
    b.write("meetings", second, placed("1", 0, 30))
    assert b.write("meetings", second, {"host": "mayor"}).conflicts == 0
    assert b.write("meetings", second, {"end": "09:45"}).conflicts == 1


def test_a_flagged_booking_has_its_place_when_the_other_leaves(shared: SharedOffice):
    a, b, first = two_desks(shared, "meetings", placed("1", 0, 30))
    second = new_row()
    b.write("meetings", second, placed("1", 0, 30))
    a.write("meetings", first, {"room": "2"})
    a.write("meetings", new_row(), placed("1", 0, 30))
    assert shared.last()[1]["$claim:room:1"]["cur"] == second


def test_a_refused_move_leaves_the_place_where_the_row_stands(shared: SharedOffice):
    a, b, row = two_desks(shared, "meetings", placed("1", 0, 30))
    a.write("meetings", row, {"room": "2"})
    b.write("meetings", row, {"room": "3"})
    held = shared.ask("select name from sync.claim join sync.resource using (resource)")
    assert held == [("room:2",)]


def test_an_unrelated_conflict_does_not_hold_up_a_place(shared: SharedOffice):
    a, b, row = two_desks(shared, "meetings", {**placed("1", 0, 30), "title": "s"})
    a.write("meetings", row, {"title": "t"})
    b.write("meetings", row, {"room": "3", "title": "u"})
    held = shared.ask("select name from sync.claim join sync.resource using (resource)")
    assert held == [("room:3",)]


def test_the_first_decision_stands_and_a_second_is_shown(shared: SharedOffice):
    a, b, row = two_desks(shared, "visits", {"name": "가"})
    a.write("visits", row, {"name": "나"})
    b.write("visits", row, {"name": "다"})
    decision = {"conflict_seq": 3, "field": "name"}
    assert a.write("visits", row, decision, kind="r").conflicts == 0
    assert b.write("visits", row, decision, kind="r").conflicts == 1
    assert shared.last() == ({}, {"$resolve": {"mine": decision, "cur": 4, "seq": 4}})


@pytest.mark.parametrize("label", ["A", "K"])
def test_nobody_decides_a_conflict_of_another_row(shared: SharedOffice, label: str):
    a, b, row = two_desks(shared, "visits", {"name": "가"})
    a.write("visits", row, {"name": "나"})
    b.write("visits", row, {"name": "다"})
    table, other = ("visits", new_row()) if label == "A" else ("dong_cards", row)
    desk = a if label == "A" else shared.desk(label)
    desk.write(table, other, {"conflict_seq": 3, "field": "name"}, kind="r")
    assert [c.seq for c in a.gateway.open_conflicts(0, 10)] == [3, 4]


def test_open_conflicts_name_only_the_undecided_fields(shared: SharedOffice):
    a, b, row = two_desks(shared, "visits", {"name": "가", "note": "1"})
    a.write("visits", row, {"name": "나", "note": "2"})
    b.write("visits", row, {"name": "다", "note": "3"})
    a.write("visits", row, {"conflict_seq": 3, "field": "name"}, kind="r")
    (still_open,) = a.gateway.open_conflicts(0, 10)
    assert (still_open.seq, still_open.fields) == (3, ("note",))
    assert a.gateway.open_conflicts(3, 10) == ()


def test_a_chain_of_three_desks_sees_through_the_middle_one(shared: SharedOffice):
    a, b, row = two_desks(shared, "visits", {"name": "가"})
    c = shared.desk("C")
    a.write("visits", row, {"name": "나"})
    b.catch_up()
    b.write("visits", row, {"name": "다"})
    c.catch_up()
    assert c.hello().verdict is Verdict.OK
    assert c.write("visits", row, {"name": "라"}).conflicts == 0
    assert a.write("visits", row, {"name": "마"}, base=2).conflicts == 1


def test_an_unknown_table_is_accepted(shared: SharedOffice):
    a = shared.desk("A")
    assert a.write("from_a_newer_program", new_row(), {"x": 1}).new == 1
