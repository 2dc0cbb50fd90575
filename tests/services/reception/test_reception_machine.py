"""Any sequence of the desk's verbs, with undo in between, keeps the visits whole."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select, text

from models.errors import NothingToDo, StepRefused
from models.reception import OPEN, Visit, VisitSpan
from models.values import Permission, VisitState
from services.reception.finish import Ending
from services.reception.spans import Standing, standing
from tests.doubles.fixed_clock import THURSDAY
from tests.factories_reception import desk_of, walk_in

PLACES = st.sampled_from(["1번", "2번"])
# Also a clock that is set back, and two steps within one instant.
SECONDS = st.sampled_from([0, 0, 1, 40, 600, -30, -7_200])
PICK = st.integers(0, 3)
NAMES = ("김하늘", "박보람", "이가람", "최다온")


@dataclass(frozen=True)
class Stretch:
    id: str
    state: VisitState
    began_at: object
    ended_at: object
    accurate: bool


def stretch(span):
    return Stretch(span.id, span.state, span.began_at, span.ended_at, span.accurate)


class DeskMachine(RuleBasedStateMachine):
    """Four people at most, two places, every verb, undo at any time."""

    office = clock = actor = None

    @initialize()
    def clear(self):
        self.desk = desk_of(self.office.units, self.office.undo)
        self.clock.set(THURSDAY)
        self.office.undo.forget()
        with self.office.units.begin(self.actor, Permission.VISIT_CORRECT) as work:
            work.session.execute(delete(VisitSpan))
            work.session.execute(delete(Visit))
        self.ids = []
        self.before = []
        for _ in range(3):
            self.check_in()
            self.clock.tick(seconds=20)

    def look(self):
        """Everything that undo must bring back."""
        with self.office.units.read(self.actor, Permission.VISIT_READ) as reading:
            visits = {v.id: standing(v) for v in reading.session.scalars(select(Visit))}
            spans = reading.session.scalars(
                select(VisitSpan)
                .where(VisitSpan.undone.is_(False))
                .order_by(text("visit_span.rowid"))
            ).all()
        told = {visit_id: [] for visit_id in visits}
        for span in spans:
            told[span.visit_id].append(stretch(span))
        return visits, told

    def attempt(self, verb, *arguments):
        """Run the verb; see that its undo brings everything back; run it again."""
        before = self.look()
        try:
            verb.run(self.actor, *arguments)
        except (StepRefused, NothingToDo):
            assert self.look() == before
            return
        self.desk.undo_last.run(self.actor)
        assert self.look() == before
        verb.run(self.actor, *arguments)
        self.before.append(before)

    @precondition(lambda self: len(self.ids) < len(NAMES))
    @rule()
    def check_in(self):
        made = self.desk.check_in.run(self.actor, walk_in(NAMES[len(self.ids)]))
        self.ids.append(made.visit_id)
        self.before.append(made.visit_id)

    @rule(seconds=SECONDS)
    def wait(self, seconds):
        self.clock.tick(seconds=seconds)

    @rule(place=PLACES)
    def call_next(self, place):
        self.attempt(self.desk.call_next, place)

    @rule(at=PICK, place=PLACES)
    def call_this(self, at, place):
        self.attempt(self.desk.call_this, self.pick(at), place)

    @rule(at=PICK, place=PLACES)
    def start(self, at, place):
        self.attempt(self.desk.start, self.pick(at), place)

    @rule(at=PICK, ending=st.sampled_from(Ending), outcome=st.sampled_from(["", "끝"]))
    def finish(self, at, ending, outcome):
        self.attempt(self.desk.finish, self.pick(at), outcome, ending)

    @rule(at=PICK, name=st.sampled_from(["record", "cancel", "hand_over"]))
    def with_words(self, at, name):
        self.attempt(getattr(self.desk, name), self.pick(at), "까닭")

    @rule(
        at=PICK,
        name=st.sampled_from(
            [
                "call_again",
                "hold",
                "resume",
                "mark_absent",
                "back_in_line",
                "absent_to_end",
                "leave",
                "carry_over",
            ]
        ),
    )
    def without_words(self, at, name):
        self.attempt(getattr(self.desk, name), self.pick(at))

    @rule(at=PICK, name=st.sampled_from(["back_in_line", "absent_to_end"]))
    def nobody_comes(self, at, name):
        self.attempt(self.desk.call_this, self.pick(at), "1번")
        self.attempt(self.desk.mark_absent, self.pick(at))
        self.clock.tick(seconds=60)
        self.attempt(getattr(self.desk, name), self.pick(at))

    @precondition(lambda self: self.before)
    @rule()
    def undo(self):
        expected = self.before.pop()
        self.desk.undo_last.run(self.actor)
        visits, told = self.look()
        if isinstance(expected, str):
            assert visits[expected].state is VisitState.CANCELLED
            return
        # A check-in that was taken back since stays in the list, cancelled.
        known = expected[0].keys()
        assert {one: visits[one] for one in known} == expected[0]
        assert {one: told[one] for one in known} == expected[1]

    def pick(self, at):
        return self.ids[at % len(self.ids)]

    @invariant()
    def a_visit_is_one_unbroken_line_of_stretches(self):
        visits, told = self.look()
        for visit_id, stands in visits.items():
            spans = told[visit_id]
            self.check(stands, spans)

    def check(self, stands: Standing, spans):
        still_open = [span for span in spans if span.ended_at is None]
        assert len(still_open) == (stands.state in OPEN)
        assert spans[-1].state is stands.state
        assert all(s.ended_at is None or s.began_at <= s.ended_at for s in spans)
        assert all(one.ended_at <= next_.began_at for one, next_ in pairwise(spans))


@pytest.mark.slow
def test_every_sequence_of_verbs_and_undo_keeps_the_visits_whole(office, clock, leader):
    machine = type(
        "Machine",
        (DeskMachine,),
        {"office": office, "clock": clock, "actor": leader},
    )
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],  # shrinking takes longer than a test may
        ),
    )
