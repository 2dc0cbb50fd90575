import json

import pytest
from sqlalchemy import func, select, text

from models.errors import (
    AlreadyHere,
    ChangedMeanwhile,
    FormRefused,
    NotAllowed,
    NotFound,
    StepRefused,
)
from models.petitions import Petition
from models.reception import Person, Visit, VisitSpan
from models.selection import MeetingRequest
from models.trust import AccessEntry
from models.values import (
    AccessAction,
    Matter,
    Permission,
    PetitionEnding,
    PetitionKind,
    PetitionState,
    RequestState,
    VisitState,
)
from services.core.actor import SYNC_ACTOR
from services.core.events import RecordsChanged
from tests.factories_reception import spans_of, visit_of, walk_in

READ = Permission.VISIT_READ


def count(units, actor, record):
    with units.read(actor, READ) as reading:
        return reading.session.scalar(select(func.count()).select_from(record))


def get(units, actor, record, row_id):
    with units.read(actor, READ) as reading:
        return reading.get(record, row_id)


def test_name_and_matter_are_enough_to_check_in(desk, units, clerk):
    made = desk.check_in.run(clerk, walk_in("김하늘"))
    visit = visit_of(units, clerk, made.visit_id)
    assert (made.label, visit.state, visit.title) == ("A1", VisitState.WAITING, "도로")
    (span,) = spans_of(units, clerk, made.visit_id)
    assert (span.state, span.ended_at) == (VisitState.WAITING, None)


def test_counselling_alone_is_a_visit_without_a_petition(desk, units, clerk):
    made = desk.check_in.run(clerk, walk_in(matter=Matter.COUNSEL))
    assert (made.petition_id, made.receipt, made.due_at) == (None, "", None)
    assert count(units, clerk, Petition) == 0


@pytest.mark.parametrize(
    ("matter", "kind"),
    [
        (Matter.DIRECT, PetitionKind.SUGGESTION),
        (Matter.GRIEVANCE, PetitionKind.GRIEVANCE),
        (Matter.SUGGESTION, PetitionKind.SUGGESTION),
        (Matter.INQUIRY_LAW, PetitionKind.INQUIRY_LAW),
        (Matter.INQUIRY_GENERAL, PetitionKind.INQUIRY_GENERAL),
        (Matter.OTHER, PetitionKind.OTHER),
    ],
)
def test_a_matter_of_the_law_is_received_as_its_kind(desk, units, clerk, matter, kind):
    made = desk.check_in.run(clerk, walk_in(matter=matter))
    petition = get(units, clerk, Petition, made.petition_id)
    assert (petition.kind, petition.visit_id) == (kind, made.visit_id)
    assert petition.receipt == made.receipt


def test_who_asks_for_the_mayor_leaves_a_petition_and_a_request_linked(
    desk, units, clerk
):
    made = desk.check_in.run(clerk, walk_in(matter=Matter.DIRECT, title="보도 정비"))
    request = get(units, clerk, MeetingRequest, made.request_id)
    assert request.petition_id == made.petition_id
    assert (request.visit_id, request.title) == (made.visit_id, "보도 정비")


def test_without_a_name_there_is_a_visit_and_never_a_petition(desk, units, clerk):
    form = walk_in("", matter=Matter.DIRECT, anonymous=True)
    made = desk.check_in.run(clerk, form)
    assert (made.person_id, made.petition_id, made.request_id) == (None, None, None)
    assert count(units, clerk, Person) == 0


def test_a_match_that_was_chosen_is_not_entered_again(desk, units, clerk, clock):
    first = desk.check_in.run(clerk, walk_in("김하늘", phone="0421"))
    desk.leave.run(clerk, first.visit_id)
    again = desk.check_in.run(clerk, walk_in("", person_id=first.person_id))
    assert again.person_id == first.person_id
    assert get(units, clerk, Person, first.person_id).phone == "0421"


def test_a_number_said_later_is_kept_and_logged(desk, units, clerk):
    first = desk.check_in.run(clerk, walk_in("김하늘"))
    desk.leave.run(clerk, first.visit_id)
    form = walk_in("", person_id=first.person_id, phone="010-5550-0421")
    desk.check_in.run(clerk, form)
    assert get(units, clerk, Person, first.person_id).phone == "01055500421"
    with units.read(clerk, READ) as reading:
        actions = reading.session.scalars(
            select(AccessEntry.action).order_by(AccessEntry.line)
        ).all()
    assert AccessAction.CHANGE in actions


def test_nobody_stands_in_the_line_twice(desk, units, clerk):
    first = desk.check_in.run(clerk, walk_in("김하늘"))
    with pytest.raises(AlreadyHere) as refused:
        desk.check_in.run(clerk, walk_in("", person_id=first.person_id))
    assert refused.value.facts == {"number": first.label}
    assert count(units, clerk, Visit) == 1


def test_an_open_petition_is_gone_on_with_instead_of_received_again(desk, units, clerk):
    first = desk.check_in.run(clerk, walk_in(matter=Matter.SUGGESTION))
    desk.leave.run(clerk, first.visit_id)
    form = walk_in(
        "",
        matter=Matter.SUGGESTION,
        person_id=first.person_id,
        same_as=first.petition_id,
    )
    again = desk.check_in.run(clerk, form)
    assert again.petition_id is None
    visit = visit_of(units, clerk, again.visit_id)
    assert visit.petition_id == first.petition_id
    (row,) = (r for r in desk.waiting_list.run(clerk).rows if r.label == again.label)
    assert row.receipt == first.receipt


def test_somebody_elses_petition_is_not_gone_on_with(desk, units, clerk):
    other = desk.check_in.run(clerk, walk_in("박보람", matter=Matter.SUGGESTION))
    with pytest.raises(StepRefused):
        desk.check_in.run(clerk, walk_in("김하늘", same_as=other.petition_id))
    assert count(units, clerk, Visit) == 1


def test_a_check_in_is_one_transaction_with_its_log_lines_and_its_event(
    office, desk, clerk
):
    heard = []
    office.bus.subscribe(heard.append)
    desk.check_in.run(clerk, walk_in(matter=Matter.DIRECT))
    (event,) = heard
    assert isinstance(event, RecordsChanged)
    assert {
        "person",
        "visit",
        "visit_span",
        "petition",
        "meeting_request",
    } <= event.kinds
    with office.readers.connect() as connection:
        ops = connection.execute(text("SELECT op FROM sync_outbox")).scalars().all()
        logged = (
            connection.execute(
                text("SELECT subject_kind FROM access_entry WHERE action = 'enter'")
            )
            .scalars()
            .all()
        )
    made = [op for op in map(json.loads, ops) if op["tbl"] in event.kinds]
    ours = {op["txn"] for op in made if op["tbl"] == "visit"}
    assert {op["txn"] for op in made if op["tbl"] == "petition"} == ours
    assert logged == ["person", "petition", "meeting_request"]


def test_a_refusal_keeps_nothing(desk, units, clerk):
    with pytest.raises(NotFound):
        desk.check_in.run(clerk, walk_in("", person_id="nobody"))
    with pytest.raises(NotAllowed):
        desk.check_in.run(SYNC_ACTOR, walk_in())
    assert [count(units, clerk, r) for r in (Visit, VisitSpan, Person)] == [0, 0, 0]


def test_a_form_over_an_older_record_is_refused(desk, units, clerk):
    first = desk.check_in.run(clerk, walk_in("김하늘"))
    desk.leave.run(clerk, first.visit_id)
    with units.read(clerk, READ) as reading:
        base = reading.seen(reading.get(Person, first.person_id))
    with units.begin(clerk, Permission.VISIT_CHECK_IN) as work:
        work.get(Person, first.person_id).address = "중앙동"
    form = walk_in("", person_id=first.person_id, phone="0421", base=base)
    with pytest.raises(ChangedMeanwhile):
        desk.check_in.run(clerk, form)


def test_undo_takes_visit_petition_and_request_back_and_keeps_the_number_used(
    desk, units, clerk
):
    made = desk.check_in.run(clerk, walk_in(matter=Matter.DIRECT))
    undone = desk.undo_last.run(clerk)
    assert undone.what == "visit.checked_in"
    assert visit_of(units, clerk, made.visit_id).state is VisitState.CANCELLED
    petition = get(units, clerk, Petition, made.petition_id)
    assert petition.state is PetitionState.WITHDRAWN
    assert petition.ending is PetitionEnding.MISTAKE
    request = get(units, clerk, MeetingRequest, made.request_id)
    assert request.state is RequestState.WITHDRAWN
    following = desk.check_in.run(clerk, walk_in("박보람", matter=Matter.DIRECT))
    assert following.label == "A2"
    assert following.receipt != made.receipt


def test_a_check_in_is_not_taken_back_once_the_person_was_called(
    desk, units, clerk, leader
):
    made = desk.check_in.run(clerk, walk_in(matter=Matter.SUGGESTION))
    desk.call_next.run(leader, "1번")
    with pytest.raises(StepRefused):
        desk.undo_last.run(clerk)
    assert visit_of(units, clerk, made.visit_id).state is VisitState.CALLED
    petition = get(units, clerk, Petition, made.petition_id)
    assert petition.state is PetitionState.RECEIVED


def test_every_fault_of_a_form_is_told_at_once(desk, clerk):
    form = walk_in(
        "", title_when_empty="", matter=Matter.SUGGESTION, phone="전화", priority=True
    )
    with pytest.raises(FormRefused) as refused:
        desk.check_in.run(clerk, form)
    assert refused.value.faults == (
        ("name", "missing"),
        ("phone", "not_a_phone"),
        ("title", "missing"),
        ("priority_reason", "missing"),
    )
