"""What both sides say in one round: hello, what is new here, what is new there.

How it ends is a value with a stable code; only what nobody expected is an exception.
"""

from dataclasses import dataclass

from models.errors import OfficeError
from services.sync.bootstrap import copy_begun, copy_state, needs_copy
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
from services.sync.memory import HALTED, Memory, drop_fact, keep_fact, note_hello
from services.sync.pull import pull_all
from services.sync.push import push_all
from services.sync.recover_desk import FOLLOWABLE
from services.sync.recovery import (
    Recovered,
    common_past,
    follow,
    leave_to_former,
    may_follow,
    stop_sending,
)
from services.sync.schedule import Outcome

OTHER_DESK = "other_desk"
DIFFERED = "differed"
OTHER_HISTORY = "SY410"  # the server's word for a base that is not of its history

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
        recovered: What the desk did first, where its memory and the server's differed.
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
    recovered: Recovered | None = None


def converse(exchange: Exchange) -> RoundReport:
    """Hold the conversation; return how it ended."""
    recovered: list[Recovered] = []
    try:
        outcome, code = _speak_well(exchange, recovered)
    except tuple(_OUTCOMES) as error:
        outcome = next(o for kind, o in _OUTCOMES.items() if isinstance(error, kind))
        code = "" if outcome in (Outcome.OFFLINE, Outcome.INTERRUPTED) else error.code
        if isinstance(error, HistoryDiffers):
            _wait_for_a_person(exchange, error.code)
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
        recovered[0] if recovered else None,
    )


def _speak_well(exchange: Exchange, recovered: list[Recovered]) -> tuple[Outcome, str]:
    """Speak; begin once more if the server was restored in the middle of it."""
    try:
        return _speak(exchange, recovered)
    except HistoryDiffers as error:
        if error.facts.get("reason") != OTHER_HISTORY:
            raise
        return _speak(exchange, recovered)


def _speak(exchange: Exchange, recovered: list[Recovered]) -> tuple[Outcome, str]:
    memory, hello = _greeted(exchange)
    if hello.desk_id != memory.desk_id:
        return Outcome.REFUSED, OTHER_DESK
    why = _why_stopped(memory, hello)
    if why:
        return _receive_only(exchange, hello, why)
    verdict = _verdict(memory, hello)
    if verdict is Verdict.OK and not memory.accepted:
        return _both_ways(exchange, memory, hello)
    common = common_past(exchange, memory)
    restored = verdict is Verdict.SERVER_RESTORED and may_follow(memory, common)
    if not (restored or memory.accepted):
        _wait_for_a_person(exchange, verdict.value)
        return Outcome.FORKED, verdict.value
    recovered.append(follow(exchange, memory, hello, common))
    outcome, code = _both_ways(exchange, exchange.remember(), hello)
    return outcome, code or recovered[0].cause.value


def _greeted(exchange: Exchange) -> tuple[Memory, Hello]:
    """Greet the server; let it know from which number a former desk goes on."""
    memory = exchange.remember()
    hello = exchange.hello()
    if hello.desk_id == memory.desk_id:
        memory = leave_to_former(exchange, memory)
    if hello.desk_id == memory.desk_id and hello.last_dseq < memory.begins:
        exchange.gateway.begin_after(memory.begins)
        hello = exchange.hello()
    return memory, hello


def _why_stopped(memory: Memory, hello: Hello) -> str:
    """Return why this desk may send nothing until it has a new place, or ""."""
    if hello.verdict in (Verdict.CLONED, Verdict.DESK_RESTORED):
        return memory.halted or hello.verdict.value
    return "" if memory.halted in FOLLOWABLE else memory.halted


def _verdict(memory: Memory, hello: Hello) -> Verdict:
    """Return how both memories fit; another epoch is a server from a backup."""
    if memory.epoch not in ("", hello.epoch):
        return Verdict.SERVER_RESTORED
    return hello.verdict


def _wait_for_a_person(exchange: Exchange, why: str) -> None:
    """Change nothing and show why, until somebody decides or the server fits again."""
    with exchange.note() as session:
        keep_fact(session, HALTED, why)


def _both_ways(exchange: Exchange, memory: Memory, hello: Hello) -> tuple[Outcome, str]:
    stands = (memory.epoch, memory.profile, memory.label)
    if memory.halted or stands != (hello.epoch, hello.profile, hello.label):
        with exchange.note() as session:
            note_hello(session, hello)
            drop_fact(session, HALTED)
    try:
        push_all(exchange)
    except Forked:
        return _receive_only(exchange, hello, Forked.code)
    return _receive(exchange, hello)


def _receive_only(exchange: Exchange, hello: Hello, why: str) -> tuple[Outcome, str]:
    """Bring back what this copy of the desk lacks; send nothing from now on.

    Its own next numbers are taken already, so it must be enrolled again first.
    """
    stop_sending(exchange, hello, why)
    if exchange.remember().epoch in ("", hello.epoch):
        pull_all(exchange, hello.head)
    return Outcome.FORKED, why


def _receive(exchange: Exchange, hello: Hello) -> tuple[Outcome, str]:
    before = exchange.remember()
    if before.cursor == 0 or copy_begun(exchange):
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
