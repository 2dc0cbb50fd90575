"""What both sides say in one round: hello, what is new here, what is new there.

How it ends is a value with a stable code; only what nobody expected is an exception.
"""

from dataclasses import dataclass
from typing import assert_never

from models.errors import OfficeError
from services.sync.bootstrap import copy_state, needs_copy
from services.sync.clearing import clear_old
from services.sync.exchange import Exchange
from services.sync.gateway import (
    ForeignServer,
    Forked,
    Hello,
    HistoryDiffers,
    Incompatible,
    Interrupted,
    NotEnrolled,
    Offline,
    Refused,
    Verdict,
)
from services.sync.integrity import prove_history, prove_rows
from services.sync.letters import learn_letters
from services.sync.memory import HALTED, Memory, keep_fact, note_hello
from services.sync.pull import pull_all
from services.sync.push import push_all
from services.sync.schedule import Outcome

OTHER_DESK = "other_desk"
DIFFERED = "differed"

_OUTCOMES: dict[type[OfficeError], Outcome] = {
    Offline: Outcome.OFFLINE,
    Interrupted: Outcome.INTERRUPTED,
    Refused: Outcome.REFUSED,
    NotEnrolled: Outcome.REFUSED,
    ForeignServer: Outcome.REFUSED,
    Incompatible: Outcome.INCOMPATIBLE,
    Forked: Outcome.FORKED,
    HistoryDiffers: Outcome.FORKED,
}


@dataclass(frozen=True, slots=True)
class RoundReport:
    """How a round ended and what it brought.

    Attributes:
        code: Stable name of the sentence that explains the outcome; "" if plain.
        repaired: Rows here that showed something else than the log, set right.
        mended: The same on the server, built anew from its log.
    """

    outcome: Outcome
    code: str = ""
    sent: int = 0
    received: int = 0
    conflicts: int = 0
    parked: int = 0
    quarantined: int = 0
    repaired: int = 0
    mended: int = 0


def converse(exchange: Exchange) -> RoundReport:
    """Hold the conversation; return how it ended."""
    try:
        outcome, code = _speak(exchange)
    except tuple(_OUTCOMES) as error:
        outcome = next(o for kind, o in _OUTCOMES.items() if isinstance(error, kind))
        code = "" if outcome in (Outcome.OFFLINE, Outcome.INTERRUPTED) else error.code
    tally = exchange.tally
    return RoundReport(
        outcome,
        code,
        tally.sent,
        tally.received,
        tally.conflicts,
        tally.parked,
        tally.quarantined,
        tally.repaired,
        tally.mended,
    )


def _speak(exchange: Exchange) -> tuple[Outcome, str]:
    memory = exchange.remember()
    hello = exchange.hello()
    if hello.desk_id != memory.desk_id:
        return Outcome.REFUSED, OTHER_DESK
    verdict = _verdict(memory, hello)
    match verdict:
        case Verdict.OK if not memory.halted:
            return _both_ways(exchange, memory, hello)
        case Verdict.OK | Verdict.DESK_RESTORED:
            return _receive_only(exchange, hello, memory.halted or verdict.value)
        case Verdict.CLONED | Verdict.SERVER_RESTORED | Verdict.HISTORY_DIFFERS:
            return Outcome.FORKED, verdict.value
        case _:
            assert_never(verdict)


def _verdict(memory: Memory, hello: Hello) -> Verdict:
    """Return how both memories fit; another epoch is a server from a backup."""
    if memory.epoch not in ("", hello.epoch):
        return Verdict.SERVER_RESTORED
    return hello.verdict


def _both_ways(exchange: Exchange, memory: Memory, hello: Hello) -> tuple[Outcome, str]:
    if (memory.epoch, memory.profile) != (hello.epoch, hello.profile):
        with exchange.note() as session:
            note_hello(session, hello)
    try:
        push_all(exchange)
    except Forked:
        return _receive_only(exchange, hello, Forked.code)
    return _receive(exchange, hello)


def _receive_only(exchange: Exchange, hello: Hello, why: str) -> tuple[Outcome, str]:
    """Bring back what an older copy of this desk lacks; send nothing from now on.

    Its own next numbers are taken already, so it must be enrolled again first.
    """
    with exchange.note() as session:
        keep_fact(session, HALTED, why)
    pull_all(exchange, hello.head)
    return Outcome.FORKED, why


def _receive(exchange: Exchange, hello: Hello) -> tuple[Outcome, str]:
    before = exchange.remember()
    if before.cursor == 0:
        hello = exchange.hello()  # again: the copy must begin behind what was sent
        if needs_copy(exchange, before, hello):
            copy_state(exchange, hello)
    pull_all(exchange, hello.head)
    if exchange.remember().cursor != before.cursor:
        prove_history(exchange)
    learn_letters(exchange)
    clear_old(exchange)
    proof, tally = prove_rows(exchange), exchange.tally
    tally.repaired, tally.mended = proof.repaired, proof.mended
    if proof.wrong:
        return Outcome.DONE, DIFFERED
    busy = tally.sent or tally.received or tally.quarantined
    return (Outcome.DONE if busy else Outcome.NOTHING_TO_DO), ""
