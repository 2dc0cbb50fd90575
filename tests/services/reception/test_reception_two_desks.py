"""Two threads at one office file, made to meet between reading and writing."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from models.errors import AlreadyHere, FileBusy, OfficeError
from services.core.database import Begin, open_engine
from services.core.undo import UndoStack
from services.core.unit_of_work import UnitOfWork
from tests.doubles.rendezvous_clock import RendezvousClock
from tests.factories_reception import desk_of, walk_in


@contextmanager
def meeting_desk(office, begin):
    """A desk whose transactions meet, if the way they begin lets them."""
    clock, undo = RendezvousClock(), UndoStack()
    writers = open_engine(office.folder.database, office.key, begin)
    try:
        units = UnitOfWork(office.readers, writers, clock, office.bus, undo)
        yield desk_of(units, undo), clock
    finally:
        writers.dispose()


def at_once(desk, actor, *forms):
    """Check everybody in at the same time; return results and refusals."""

    def one(form):
        try:
            return desk.check_in.run(actor, form)
        except OfficeError as refused:
            return refused

    with ThreadPoolExecutor(len(forms)) as threads:
        return list(threads.map(one, forms))


def test_two_check_ins_at_once_get_two_numbers(office, desk, clerk):
    with meeting_desk(office, Begin.WRITE) as (racing, clock):
        made = at_once(racing, clerk, walk_in("김하늘"), walk_in("박보람"))
    assert sorted(one.label for one in made) == ["A1", "A2"]
    assert not clock.met
    assert len(desk.waiting_list.run(clerk).rows) == 2


def test_of_two_check_ins_of_one_person_one_is_refused(office, desk, clerk):
    first = desk.check_in.run(clerk, walk_in("김하늘"))
    desk.leave.run(clerk, first.visit_id)
    form = walk_in("", person_id=first.person_id)
    with meeting_desk(office, Begin.WRITE) as (racing, _clock):
        made = at_once(racing, clerk, form, form)
    refused = [one for one in made if isinstance(one, OfficeError)]
    assert [type(one) for one in refused] == [AlreadyHere]


@pytest.mark.parametrize("names", [("김하늘", "박보람")])
def test_with_a_plain_begin_the_same_two_would_have_lost_one(office, clerk, names):
    """Shows that the tests above can fail."""
    with meeting_desk(office, Begin.READ) as (racing, clock):
        made = at_once(racing, clerk, *map(walk_in, names))
    assert clock.met
    assert [type(one) for one in made if isinstance(one, OfficeError)] == [FileBusy]
