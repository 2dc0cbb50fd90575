"""A person who is new is one change, whatever was said of them."""

import json

from sqlalchemy import select

from models.reception import Person
from models.sync import Outbox
from models.values import Permission
from tests.factories_reception import walk_in


def test_a_new_person_is_kept_in_one_piece_with_the_address(desk, units, clerk):
    came = desk.check_in.run(clerk, walk_in(address="가람로 1"))
    with units.read(clerk, Permission.VISIT_READ) as reading:
        person = reading.get(Person, came.person_id)
        ops = reading.session.scalars(
            select(Outbox.op).where(Outbox.row_id == came.person_id)
        ).all()
    assert (person.version, person.changed_at) == (1, None)
    assert [json.loads(op)["patch"]["address"] for op in ops] == ["가람로 1"]


def test_the_number_of_a_check_in_taken_back_is_not_given_again(desk, clerk):
    first = desk.check_in.run(clerk, walk_in())
    second = desk.check_in.run(clerk, walk_in(name="이바다"))
    desk.undo_last.run(clerk)
    third = desk.check_in.run(clerk, walk_in(name="박구름"))
    assert [first.label, second.label, third.label] == ["A1", "A2", "A3"]
