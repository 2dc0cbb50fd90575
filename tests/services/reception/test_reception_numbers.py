import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import FormRefused
from models.values import Matter
from services.reception.check_in import CheckIn
from services.reception.numbers import DESKS, block_owner, desk_index, next_number
from tests.factories_reception import walk_in

DESK = st.integers(0, DESKS - 1)
SIZE = st.integers(1, 7)


@given(st.lists(DESK, max_size=120), SIZE)
def test_no_two_desks_ever_give_the_same_number(desks, size):
    given_to = {}
    own = {}
    for desk in desks:  # each desk knows only its own numbers: there is no network
        number = next_number(desk, own.get(desk, []), size)
        assert number not in given_to
        given_to[number] = desk
        own.setdefault(desk, []).append(number)


@given(st.lists(DESK, max_size=120), SIZE)
def test_numbers_of_others_change_nothing_and_own_ones_rise(desks, size):
    shared, own = [], {}
    for desk in desks:  # all numbers are known to all
        number = next_number(desk, shared, size)
        assert number == next_number(desk, own.get(desk, []), size)
        assert number > max(own.get(desk, [0]))
        assert block_owner(number, size) == desk
        shared.append(number)
        own.setdefault(desk, []).append(number)


def test_a_full_block_goes_on_in_the_desks_next_one():
    assert next_number(0, range(1, 101)) == 2601
    assert next_number(1, [101, 200]) == 2701
    assert next_number(25, [2600]) == 5101


@pytest.mark.parametrize(
    ("label", "index"), [("A", 0), ("Z", 25), ("임A7f", 0), ("임C0b", 2)]
)
def test_a_desks_block_follows_from_the_letter_in_its_label(label, index):
    assert desk_index(label) == index


def test_a_label_without_a_letter_has_no_block():
    with pytest.raises(ValueError, match="letter"):
        desk_index("임7f")


def test_each_kind_counts_its_own_numbers_and_each_day_begins_anew(desk, clerk, clock):
    first = desk.check_in.run(clerk, walk_in("김하늘"))
    appointed = desk.check_in.run(clerk, walk_in("박보람", Matter.APPOINTMENT))
    second = desk.check_in.run(clerk, walk_in("이가람"))
    clock.tick(days=1)
    tomorrow = desk.check_in.run(clerk, walk_in("최다온"))
    labels = [made.label for made in (first, appointed, second, tomorrow)]
    assert labels == ["A1", "B1", "A2", "A1"]


def test_a_refused_form_uses_no_number(desk, clerk):
    with pytest.raises(FormRefused):
        desk.check_in.run(clerk, walk_in(""))
    assert desk.check_in.run(clerk, walk_in()).label == "A1"


def test_a_small_block_is_left_when_it_is_full(desk, clerk):
    whole = desk.check_in
    small = CheckIn(whole._units, whole._petitions, whole._wishes, block=2)
    names = ("김하늘", "박보람", "이가람")
    labels = [small.run(clerk, walk_in(name)).label for name in names]
    assert labels == ["A1", "A2", "A53"]
