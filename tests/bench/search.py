"""Search while typing against the same questions asked by the bare driver."""

import statistics
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from services.core.config import OfficeFolder
from tests.bench.grown import crowded_office, opened_office, raw_connection
from tests.bench.measure import ROUNDS, Result, timed_ms
from tests.bench.tape import Player, Step, Tape

# As a name is typed, by initials, by number: each is one key stroke.
TYPED = ("김", "김ㄱ", "김가", "김가ㄱ", "ㅂㅎ", "ㅈㅂㅅ", "010", "01001", "1234")
AGAIN = 5


def search(cache: Path) -> list[Result]:
    """Measure key strokes over 100,000 people, 300 of them with an open matter."""
    folder = crowded_office(cache)
    asked = _asked(folder)
    with ExitStack() as exits:
        opened = opened_office(folder)
        exits.callback(opened.close)
        raw = raw_connection(folder, opened.services.office.key)
        exits.callback(raw.close)
        player = Player(raw)
        find, actor = opened.services.reception.find_people, opened.actor
        for typed in TYPED:
            find.run(actor, typed)
            player.play(asked[typed])
        strokes = [
            (
                timed_ms(partial(find.run, actor, typed)),
                timed_ms(partial(player.play, asked[typed])),
            )
            for _ in range(ROUNDS * AGAIN)
            for typed in TYPED
        ]
    mine, least = (
        [side[start :: len(TYPED)] for start in range(len(TYPED))]
        for side in zip(*strokes, strict=True)
    )
    return [
        Result(
            "mean of these key strokes over 100,000 people / bare",
            statistics.mean(map(statistics.median, mine)),
            statistics.mean(map(statistics.median, least)),
            None,
        ),
        *(
            Result(
                f"search over 100,000 people, typed {typed} / bare",
                statistics.median(own),
                statistics.median(bare_ones),
                2.0,
            )
            for typed, own, bare_ones in zip(TYPED, mine, least, strict=True)
        ),
    ]


def _asked(folder: OfficeFolder) -> dict[str, list[Step]]:
    """Return the statements of each stroke, noted in an office of that alone."""
    tape = Tape()
    with tape.laid():
        opened = opened_office(folder)
        find = opened.services.reception.find_people
        find.run(opened.actor, TYPED[0])  # opens the connection
        asked = {
            typed: tape.of(partial(find.run, opened.actor, typed)) for typed in TYPED
        }
        opened.close()
    return asked
