"""Any history of three desks ends alike everywhere, and no value vanishes unseen."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from models.reception import Person
from services.sync.conflicts import Inbox
from services.sync.decide import Choice, Decide, Decision
from services.sync.gateway import Offline
from tests.services.sync.desk.desks import (
    STAFF,
    CityHall,
    DeskUnderTest,
    exactly_once,
    scripted,
)

pytestmark = [pytest.mark.server, pytest.mark.slow]

DESKS = st.integers(0, 2)
ROWS = st.integers(0, 2)
FIELDS = st.sampled_from(("name", "phone", "address"))
VALUES = st.sampled_from(("가", "나", "다", "라"))


class ThreeDesks(RuleBasedStateMachine):
    """Edits, deletions, rounds, cut rounds and decisions in any order."""

    def __init__(self, new_hall: Callable[[], CityHall]) -> None:
        super().__init__()
        self.new_hall = new_hall

    @initialize()
    def open(self) -> None:
        self.hall = self.new_hall()
        self.desks = [self.hall.desk(label) for label in ("A", "B", "C")]
        self.people = [self.desks[0].add_person(f"김{n}") for n in range(3)]
        self._rounds()

    @rule(desk=DESKS, row=ROWS, field=FIELDS, value=VALUES)
    def edit(self, desk: int, row: int, field: str, value: str) -> None:
        if self._has(desk, row):
            self.desks[desk].edit(Person, self.people[row], **{field: value})

    @rule(desk=DESKS, row=ROWS, first=VALUES, second=VALUES)
    def edit_two(self, desk: int, row: int, first: str, second: str) -> None:
        if self._has(desk, row):
            told = {"name": first, "address": second}
            self.desks[desk].edit(Person, self.people[row], **told)

    @rule(desk=DESKS, row=ROWS)
    def remove(self, desk: int, row: int) -> None:
        if self._has(desk, row):
            self.desks[desk].remove(Person, self.people[row])

    @rule(desk=DESKS)
    def sync(self, desk: int) -> None:
        self.desks[desk].sync()

    @rule(desk=DESKS, step=st.integers(1, 5), late=st.booleans())
    def cut(self, desk: int, step: int, *, late: bool) -> None:
        """Lose the network at a call, before it goes out or before its answer."""
        calls: list[str] = []

        def lose(call: str) -> None:
            calls.append(call)
            if len(calls) == step:
                raise Offline(reason="lost")

        script = {"after": lose} if late else {"before": lose}
        self.desks[desk].sync(scripted(**script))

    @precondition(lambda self: hasattr(self, "desks"))
    @rule(desk=DESKS, choice=st.sampled_from((Choice.KEEP, Choice.TAKE)))
    def decide(self, desk: int, choice: Choice) -> None:
        for card in Inbox(self.desks[desk].units).run(STAFF)[:1]:
            name = card.fields[0].name
            if choice is Choice.TAKE and (
                name == "$resolve" or not (self._row(desk, card.row_id) or "$" in name)
            ):
                choice = Choice.KEEP
            Decide(self.desks[desk].units).run(
                STAFF, [Decision(card.seq, name, choice)]
            )

    def teardown(self) -> None:
        if not hasattr(self, "desks"):
            return
        self._rounds()
        first, *others = self.desks
        for desk in others:
            assert desk.contents() == first.contents()
            assert desk.conflicts() == first.conflicts()
        for desk in self.desks:
            assert exactly_once(self.hall, desk)
            assert desk.value("SELECT count(*) FROM sync_parked") == 0
        assert list(self._vanished()) == []
        assert self._server_rows() == self._desk_rows(first)
        for desk in self.desks:
            desk.office.close()

    def _rounds(self) -> None:
        for _ in range(2):
            for desk in self.desks:
                desk.sync()

    def _has(self, desk: int, row: int) -> bool:
        return self._row(desk, self.people[row]) is not None

    def _row(self, desk: int, row_id: str) -> Any:
        return self.desks[desk].row("person", row_id, "id")

    def _vanished(self) -> Iterator[tuple[int, str]]:
        """Yield written values that neither stood for a while nor are shown."""
        stood: dict[str, dict[str, Any]] = {}
        for seq, row_id, kind, op, accepted, rejected in self.hall.ask(
            "select seq, row_id::text, kind, op, accepted, rejected from sync.log"
            " where tbl = 'person' and kind <> 'r' order by seq"
        ):
            now = stood.setdefault(row_id, {})
            now.update(accepted)
            shown = {name: told["mine"] for name, told in (rejected or {}).items()}
            shown = {**shown, **shown.get("$deleted", {})}
            for name, value in json.loads(op)["patch"].items():
                told = (now.get(name), shown.get(name))
                if value not in told and name not in ("created_at", "created_by"):
                    yield seq, name
            if kind == "d" and rejected is None:
                now["gone"] = True

    def _server_rows(self) -> list[tuple[str, Any, Any]]:
        return sorted(
            (row_id, data["name"], data["address"])
            for row_id, data in self.hall.ask(
                "select row_id::text, data from sync.row_state"
                " where tbl = 'person' and not deleted"
            )
        )

    def _desk_rows(self, desk: DeskUnderTest) -> list[tuple[Any, ...]]:
        return sorted(desk.ask("SELECT id, name, address FROM person"))


def test_any_history_ends_alike_everywhere(new_halls: Callable[[], CityHall]):
    run_state_machine_as_test(
        lambda: ThreeDesks(new_halls),  # type: ignore[arg-type] # a factory serves too
        settings=settings(
            max_examples=12,
            stateful_step_count=18,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
