"""What has been kept long enough is counted by the calendar year of its completion."""

from datetime import UTC, date, datetime

import pytest

from models.petitions import Petition
from models.reception import Visit
from models.selection import MeetingRequest
from models.values import Matter, Permission, PetitionState, VisitState
from services.core.settings import ALWAYS
from services.core.undo import UndoStack
from services.trust.office_settings import OfficeSettings, SaveSettings
from services.trust.retention import DisposalCounts, PastKeeping, last_year_past
from tests import factories_meetings as make
from tests.factories_reception import desk_of, walk_in


@pytest.fixture
def desk(units):
    """The verbs of the desk."""
    return desk_of(units, UndoStack())


def visit(units, desk, clerk, day, state=VisitState.CLOSED, matter=Matter.COUNSEL):
    """Check somebody in as if on that day; return what was made."""
    made = desk.check_in.run(clerk, walk_in(f"박보람{day}", matter))
    with units.begin(clerk, Permission.VISIT_CHECK_IN) as work:
        found = work.get(Visit, made.visit_id)
        found.day, found.state = day, state
    return made


def on(year, month=12, day=31):
    return date(year, month, day)


def test_a_visit_is_past_on_the_new_year_after_its_whole_years(units, desk, clerk):
    visit(units, desk, clerk, on(2022))
    visit(units, desk, clerk, on(2023, 1, 1))
    assert DisposalCounts(units).run(clerk).visits == PastKeeping(2022, 1)


def test_an_open_visit_and_one_with_a_petition_are_not_counted(units, desk, clerk):
    visit(units, desk, clerk, on(2010), VisitState.TO_RECORD)
    visit(units, desk, clerk, on(2010), matter=Matter.GRIEVANCE)
    assert DisposalCounts(units).run(clerk).visits == PastKeeping(2022, 0)


def test_a_visit_that_asked_for_a_meeting_is_kept_with_the_meeting(units, desk, clerk):
    made = visit(units, desk, clerk, on(2010))
    assert DisposalCounts(units).run(clerk).visits.count == 1
    asked = make.request(units, clerk)
    with units.begin(clerk, Permission.VISIT_CHECK_IN) as work:
        work.get(MeetingRequest, asked).visit_id = made.visit_id
    assert DisposalCounts(units).run(clerk).visits.count == 0


@pytest.mark.parametrize(
    ("answered", "state", "count"),
    [
        (datetime(2015, 12, 31, 14, 59, tzinfo=UTC), PetitionState.ANSWERED, 1),
        (datetime(2015, 12, 31, 15, 0, tzinfo=UTC), PetitionState.ANSWERED, 0),
        (datetime(2015, 12, 31, 14, 59, tzinfo=UTC), PetitionState.ASSIGNED, 0),
    ],
)
def test_a_petition_counts_from_its_answer_by_seouls_calendar(
    units, desk, clerk, answered, state, count
):
    made = visit(units, desk, clerk, on(2015), matter=Matter.GRIEVANCE)
    with units.begin(clerk, Permission.VISIT_CHECK_IN) as work:
        petition = work.get(Petition, made.petition_id)
        petition.answered_at, petition.state = answered, state
    assert DisposalCounts(units).run(clerk).petitions == PastKeeping(2015, count)


def test_one_that_was_withdrawn_counts_from_its_term(units, desk, clerk, leader):
    made = visit(units, desk, clerk, on(2014), matter=Matter.GRIEVANCE)
    with units.begin(leader, Permission.PETITION_WRITE) as work:
        petition = work.get(Petition, made.petition_id)
        petition.state = PetitionState.WITHDRAWN
        petition.due_at = datetime(2015, 3, 2, tzinfo=UTC)
    assert DisposalCounts(units).run(clerk).petitions.count == 1


def test_the_years_of_the_office_are_in_force(units, desk, clerk, leader):
    visit(units, desk, clerk, on(2024))
    chosen = OfficeSettings(visit_years=1, petition_years=ALWAYS)
    SaveSettings(units).run(leader, chosen)
    told = DisposalCounts(units).run(clerk)
    assert (told.visits, told.petitions) == (PastKeeping(2024, 1), PastKeeping(None, 0))


def test_years_are_counted_from_the_january_after():
    assert last_year_past(2026, 1) == 2024  # 2025 ends with the year 2026
    assert last_year_past(2026, ALWAYS) is None
