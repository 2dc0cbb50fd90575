"""Merging in the shared database: what stands, and what is shown."""

import pytest

from services.sync.gateway import Verdict
from tests.services.sync.shared_office import SharedOffice, claim, new_row

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
    assert rejected == {"room": {"mine": "2", "cur": "1", "was": "1", "seq": 1}}
    assert shared.row(row)[0] == {"start": 11, "end": 12, "room": "1", "title": "u"}


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
    first, second, place = new_row(), new_row(), claim("room:1", 0, 30)
    a.write("meetings", first, {"room": "1"}, claims=[place])
    b.write("meetings", second, {"room": "1"}, claims=[claim("room:1", 15, 45)])
    accepted, rejected = shared.last()
    assert accepted == {"room": "1"}
    assert rejected["$claim:room:1"]["cur"] == first
    assert shared.row(second)[0] == {"room": "1"}


def test_places_that_only_touch_do_not_clash(shared: SharedOffice):
    a, b = shared.desk("A"), shared.desk("B")
    a.write("meetings", new_row(), {}, claims=[claim("room:1", 0, 30)])
    assert (
        b.write("meetings", new_row(), {}, claims=[claim("room:1", 30, 60)]).conflicts
        == 0
    )


@pytest.mark.parametrize("leave", [{"claims": []}, {"kind": "d"}])
def test_a_place_is_free_after_cancelling_or_deleting(shared: SharedOffice, leave):
    a, b, row = two_desks(
        shared, "meetings", {"room": "1"}, claims=[claim("room:1", 0, 30)]
    )
    a.write("meetings", row, **leave)
    assert (
        b.write("meetings", new_row(), {}, claims=[claim("room:1", 0, 30)]).conflicts
        == 0
    )


def test_an_edit_that_says_nothing_of_claims_keeps_them(shared: SharedOffice):
    a, b, row = two_desks(
        shared, "meetings", {"room": "1"}, claims=[claim("room:1", 0, 30)]
    )
    a.write("meetings", row, {"title": "t"})
    assert (
        b.write("meetings", new_row(), {}, claims=[claim("room:1", 0, 30)]).conflicts
        == 1
    )


def test_equal_claims_touch_no_index(shared: SharedOffice):
    a, _, row = two_desks(
        shared, "meetings", {"room": "1"}, claims=[claim("room:1", 0, 30)]
    )
    before = shared.ask("select ctid from sync.claim")
    a.write("meetings", row, {"title": "t"}, claims=[claim("room:1", 0, 30)])
    assert shared.ask("select ctid from sync.claim") == before


def test_a_flagged_booking_gets_its_place_by_asking_again(shared: SharedOffice):
    a, b, first = two_desks(
        shared, "meetings", {"room": "1"}, claims=[claim("room:1", 0, 30)]
    )
    second = new_row()
    b.write("meetings", second, {"room": "1"}, claims=[claim("room:1", 0, 30)])
    a.write("meetings", first, {"room": "2"}, claims=[claim("room:2", 0, 30)])
    assert (
        b.write("meetings", second, {}, claims=[claim("room:1", 0, 30)]).conflicts == 0
    )
    assert shared.ask("select count(*) from sync.claim") == [(2,)]


def test_a_refused_move_leaves_the_claims_where_the_row_stands(shared: SharedOffice):
    a, b, row = two_desks(
        shared, "meetings", {"room": "1"}, claims=[claim("room:1", 0, 30)]
    )
    a.write("meetings", row, {"room": "2"}, claims=[claim("room:2", 0, 30)])
    b.write("meetings", row, {"room": "3"}, claims=[claim("room:3", 0, 30)])
    held = shared.ask("select name from sync.claim join sync.resource using (resource)")
    assert held == [("room:2",)]


def test_an_unrelated_conflict_does_not_hold_up_the_claims(shared: SharedOffice):
    a, b, row = two_desks(
        shared, "meetings", {"room": "1", "title": "s"}, claims=[claim("room:1", 0, 30)]
    )
    a.write("meetings", row, {"title": "t"})
    b.write(
        "meetings", row, {"room": "3", "title": "u"}, claims=[claim("room:3", 0, 30)]
    )
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


def test_a_row_does_not_clash_with_its_own_claims(shared: SharedOffice):
    a = shared.desk("A")
    places = [claim("room:1", 0, 30), claim("room:1", 15, 45)]
    assert a.write("meetings", new_row(), {}, claims=places).conflicts == 0


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
