"""Causality against an oracle that knows nothing of ``base``."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.sync.seen_set import Oracle, Rules, Write
from tests.services.sync.shared_office import Desk, SharedOffice, new_row

pytestmark = [pytest.mark.server, pytest.mark.slow]

STANDING = ("state", "place", "who")
STEPS_UP = {"waiting": 0, "called": 1, "held": 1, "done": 2}
RULES = Rules(groups=(frozenset(STANDING),), rank={"state": STEPS_UP})
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from([*STEPS_UP, "gone"]),
        **dict.fromkeys(("title", "place", "who"), st.integers(0, 2)),
    },
).filter(bool)
ROWS = st.integers(0, 1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), ROWS, VALUES, st.integers(0, 2)),
        st.tuples(st.sampled_from("dx"), ROWS, st.just({}), st.integers(0, 2)),
        st.tuples(st.just("push"), st.integers(1, 3)),
        st.tuples(st.just("pull")),
    ).flatmap(lambda step: st.tuples(st.integers(0, 2), st.just(step))),
    max_size=24,
)


class Player:
    """Plays steps on the real database and on the oracle, and compares."""

    def __init__(self, shared: SharedOffice) -> None:
        self.shared = shared
        self.oracle = Oracle()
        self.judged = 0
        self.ids = [new_row(), new_row()]
        self.begin = shared.ask("select seq from sync.head")[0][0]
        self.desks = [shared.desk(label) for label in "ABC"]
        self.pending: list[list[tuple[str, Write]]] = [[], [], []]
        self.looks: list[list[int]] = [[0], [0], [0]]

    def play(self, who: int, step: tuple[Any, ...]) -> None:
        match step:
            case ("push", count):
                self.push(who, count)
            case ("pull",):
                self.looks[who].append(self.judged)
            case (kind, row, patch, staleness):
                self.write(
                    who, "u" if kind == "edit" else kind, (row, patch), staleness
                )

    def write(
        self, who: int, kind: str, what: tuple[int, dict[str, int]], stale: int
    ) -> None:
        row, patch = what
        look = self.looks[who][-1 - min(stale, len(self.looks[who]) - 1)]
        desk: Desk = self.desks[who]
        base = self.begin + look
        text = desk.op("turns", self.ids[row], patch, kind=kind, base=base)
        seen = frozenset(range(look))
        self.pending[who].append((text, Write(who, kind, row, patch, seen, RULES)))

    def push(self, who: int, count: int) -> None:
        batch, self.pending[who] = self.pending[who][:count], self.pending[who][count:]
        if not batch:
            return
        self.desks[who].push(*(text for text, _ in batch))
        verdicts = self.shared.ask(
            "select kind, accepted, rejected from sync.log order by seq desc limit %s",
            len(batch),
        )
        for (_, write), (kind, accepted, rejected) in zip(
            batch, verdicts[::-1], strict=True
        ):
            shown = self.oracle.shown(write)
            assert set(rejected or {}) == shown
            stands = self.oracle.take(self.judged, write, shown)
            self.judged += 1
            assert kind == "x" or set(accepted) == stands

    def finish(self) -> None:
        for who in range(3):
            self.push(who, len(self.pending[who]))
        for number, row_id in enumerate(self.ids):
            expected = self.oracle.rows[number]
            if expected.exists:
                assert self.shared.row(row_id) == (expected.values, expected.deleted)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_what_is_shown_is_what_its_author_could_not_have_seen(
    shared: SharedOffice, steps: list[tuple[int, tuple[Any, ...]]]
):
    with shared.exits:
        player = Player(shared)
        for who, step in steps:
            player.play(who, step)
        player.finish()


class SavesWithFreshBase(Player):
    """A naive desk: it takes the base when the form is saved."""

    def write(
        self, who: int, kind: str, what: tuple[int, dict[str, int]], stale: int
    ) -> None:
        super().write(who, kind, what, stale)
        text, write = self.pending[who].pop()
        base = self.begin + self.looks[who][-1]
        told = json.dumps({**json.loads(text), "base": base})
        self.pending[who].append((told, write))


OPEN_OVER_A_ROUND: list[tuple[int, tuple[Any, ...]]] = [
    (0, ("edit", 0, {"title": 0}, 0)),
    (0, ("push", 1)),
    (1, ("pull",)),
    (0, ("edit", 0, {"title": 1}, 0)),
    (0, ("push", 1)),
    (1, ("pull",)),
    (1, ("edit", 0, {"title": 2}, 1)),  # the form shows the row before the last pull
    (1, ("push", 1)),
]


@pytest.mark.parametrize("player", [Player, SavesWithFreshBase])
def test_a_base_taken_at_save_overwrites_what_nobody_had_seen(
    shared: SharedOffice, player: type[Player]
):
    """The control: the same form, saved with the base of its loading, is shown."""
    played = player(shared)
    for who, step in OPEN_OVER_A_ROUND[:-1]:
        played.play(who, step)
    if player is Player:
        played.play(*OPEN_OVER_A_ROUND[-1])
        assert shared.row(played.ids[0]) == ({"title": 1}, False)
    else:
        with pytest.raises(AssertionError):
            played.play(*OPEN_OVER_A_ROUND[-1])
        assert shared.row(played.ids[0]) == ({"title": 2}, False)
