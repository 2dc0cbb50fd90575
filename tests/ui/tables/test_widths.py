"""How columns share the room there is."""

from hypothesis import given
from hypothesis import strategies as st

from ui.tables.widths import shares

ASKED = st.lists(st.integers(1, 30), min_size=1, max_size=8)


@given(ASKED, st.integers(1, 3000), st.integers(5, 40))
def test_columns_never_take_more_than_the_room_while_any_can_give(asked, room, unit):
    given_px = shares(asked, room, unit)
    assert sum(given_px) <= room or all(px <= 4 * unit for px in given_px)


@given(ASKED, st.integers(5, 40), st.integers(0, 500))
def test_with_room_to_spare_no_column_gets_less_than_it_asked(asked, unit, more):
    given_px = shares(asked, sum(asked) * unit + more, unit)
    assert all(px >= a * unit for px, a in zip(given_px, asked, strict=True))


def test_too_little_room_is_taken_from_the_widest_columns():
    assert shares([4, 4, 12, 9], 22 * 10, 10) == [40, 40, 70, 70]


def test_a_firm_column_gives_nothing_while_others_can():
    assert shares([4, 4, 12, 9], 22 * 10, 10, firm={2}) == [40, 40, 120, 40]


@given(ASKED, st.integers(1, 3000), st.integers(5, 40))
def test_a_firm_column_never_gets_less_than_it_asked(asked, room, unit):
    given_px = shares(asked, room, unit, firm={0})
    assert given_px[0] >= asked[0] * unit
