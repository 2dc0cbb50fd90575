import pytest
from sqlalchemy import select, update

from models.errors import (
    ChangedMeanwhile,
    FileBusy,
    NotAllowed,
    NothingToDo,
    StepRefused,
)
from models.reception import Person
from models.trust import AccessEntry, Grant
from models.values import AccessAction, Permission
from services.core.access_log import Access
from services.core.events import Origin, RecordsChanged
from services.core.redo_last import RedoLast
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
def redo_last(office):
    return RedoLast(office.units, office.undo)


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


def test_steps_taken_back_are_made_again_in_their_order(
    undo_last, redo_last, units, clerk, person_id
):
    for name in ("김하나", "김두리"):
        rename(units, clerk, person_id, name)
    undo_last.run(clerk)
    undo_last.run(clerk)
    seen = []
    while redo_last.offers(clerk):
        assert redo_last.run(clerk).what == "person.renamed"
        seen.append(name_of(units, clerk, person_id))
    assert seen == ["김하나", "김두리"]
    undo_last.run(clerk)
    assert name_of(units, clerk, person_id) == "김하나"


def test_any_change_ends_what_could_be_made_again(
    undo_last, redo_last, units, clerk, leader, person_id
):
    rename(units, clerk, person_id, "김하나")
    undo_last.run(clerk)
    with units.begin(leader, WRITE) as work:
        work.add(Person(name="이바다"))
    assert not redo_last.offers(clerk)
    with pytest.raises(NothingToDo):
        redo_last.run(clerk)


def test_what_was_only_read_meanwhile_leaves_the_way_forward(
    undo_last, redo_last, units, clerk, person_id
):
    rename(units, clerk, person_id, "김하나")
    undo_last.run(clerk)
    with units.begin(clerk, WRITE) as work:
        work.log(Access(AccessAction.READ, "person", person_id))
    assert redo_last.offers(clerk)


def test_what_arrives_from_another_desk_ends_it_too(
    undo_last, redo_last, office, units, clerk, person_id
):
    rename(units, clerk, person_id, "김하나")
    undo_last.run(clerk)
    office.bus.publish(RecordsChanged(frozenset({"person"}), Origin.SYNC))
    assert not redo_last.offers(clerk)


def test_a_row_that_went_on_unheard_is_left_as_it_is(
    undo_last, redo_last, office, units, clerk, person_id
):
    rename(units, clerk, person_id, "김하나")
    undo_last.run(clerk)
    with office.writers.begin() as connection:
        connection.exec_driver_sql("UPDATE person SET name = '이바다'")
    with pytest.raises(ChangedMeanwhile):
        redo_last.run(clerk)
    assert name_of(units, clerk, person_id) == "이바다"
    assert not redo_last.offers(clerk)


def plain_statement(work):
    work.session.query(Person).update({"name": "김하늘"})


def makes_a_row(work):
    work.add(Person(name="김하늘"))


@pytest.mark.parametrize("reverse", [plain_statement, makes_a_row])
def test_a_step_back_that_is_no_plain_change_has_no_way_forward(
    undo_last, redo_last, units, clerk, person_id, reverse
):
    rename(units, clerk, person_id, "김하나", reverse)
    undo_last.run(clerk)
    assert not redo_last.offers(clerk)


def test_a_redo_asks_for_the_permission_again(
    undo_last, redo_last, office, units, clerk, person_id
):
    rename(units, clerk, person_id, "김하나")
    undo_last.run(clerk)
    gone = update(Grant).where(Grant.staff_id == clerk.staff_id)
    with office.writers.begin() as connection:
        connection.execute(gone.values(revoked_at=office.clock.now()))
    with pytest.raises(NotAllowed):
        redo_last.run(clerk)


def test_a_redo_is_logged_as_the_step_was(undo_last, redo_last, units, clerk):
    with units.begin(clerk, WRITE) as work:
        row = work.add(Person(name="김하늘"))
        row_id = row.id
    with units.begin(clerk, WRITE) as work:
        work.get(Person, row_id).name = "김하나"
        work.log(Access(AccessAction.CHANGE, "person", row_id))

        def reverse(undoing):
            undoing.get(Person, row_id).name = "김하늘"

        work.leave_undo(UndoStep("person.renamed", WRITE, reverse))
    undo_last.run(clerk)
    redo_last.run(clerk)
    with units.read(clerk, Permission.VISIT_READ) as reading:
        found = reading.session.scalars(
            select(AccessEntry.action).where(AccessEntry.subject_id == row_id)
        ).all()
    assert found == [AccessAction.CHANGE, AccessAction.CHANGE]
