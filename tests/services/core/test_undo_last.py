import pytest

from models.errors import FileBusy, NotAllowed, NothingToDo, StepRefused
from models.reception import Person
from models.values import Permission
from services.core.undo import UndoStep
from services.core.undo_last import UndoLast

WRITE = Permission.VISIT_CHECK_IN


def rename(units, actor, person_id, name, reverse=None, permission=WRITE):
    with units.begin(actor, WRITE) as work:
        person = work.get(Person, person_id)
        before, person.name = person.name, name

        def put_back(undoing):
            undoing.get(Person, person_id).name = before

        step = UndoStep("person.renamed", permission, reverse or put_back)
        work.leave_undo(step)


def name_of(units, actor, person_id):
    with units.read(actor, Permission.VISIT_READ) as reading:
        return reading.get(Person, person_id).name


@pytest.fixture
def undo_last(office):
    return UndoLast(office.units, office.undo)


@pytest.fixture
def person_id(units, clerk):
    with units.begin(clerk, WRITE) as work:
        return work.add(Person(name="김하늘")).id


def test_the_last_step_goes_first(undo_last, units, clerk, person_id):
    for name in ("김하나", "김두리"):
        rename(units, clerk, person_id, name)
    assert undo_last.run(clerk).what == "person.renamed"
    assert name_of(units, clerk, person_id) == "김하나"
    undo_last.run(clerk)
    assert name_of(units, clerk, person_id) == "김하늘"
    with pytest.raises(NothingToDo):
        undo_last.run(clerk)


def test_nobody_takes_back_what_somebody_else_did(
    undo_last, units, clerk, leader, person_id
):
    rename(units, clerk, person_id, "김하나")
    with pytest.raises(NothingToDo):
        undo_last.run(leader)


def refused(kind):
    def reverse(work):
        work.session.query(Person).update({"name": "무너짐"})
        raise kind

    return reverse


def test_a_step_that_somebody_went_on_from_is_forgotten(
    undo_last, office, units, clerk, person_id
):
    rename(units, clerk, person_id, "김하나", refused(StepRefused(state="a", step="b")))
    with pytest.raises(StepRefused):
        undo_last.run(clerk)
    assert name_of(units, clerk, person_id) == "김하나"
    assert office.undo.top(clerk.staff_id) is None


def test_a_step_that_failed_for_the_moment_can_be_tried_again(
    undo_last, office, units, clerk, person_id
):
    rename(units, clerk, person_id, "김하나", refused(FileBusy()))
    with pytest.raises(FileBusy):
        undo_last.run(clerk)
    assert office.undo.top(clerk.staff_id) is not None


def test_undo_asks_for_the_permission_of_the_step(undo_last, units, clerk, person_id):
    rename(units, clerk, person_id, "김하나", permission=Permission.STAFF_MANAGE)
    with pytest.raises(NotAllowed):
        undo_last.run(clerk)
    assert name_of(units, clerk, person_id) == "김하나"
