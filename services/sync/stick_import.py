"""The office's side of a stick: enters a desk's letter and writes the answer.

It does what the desk would do in a direct round, in the same order and with the same
functions behind; taking a letter twice enters nothing twice.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from models.errors import OfficeError
from services.sync.gateway import (
    Forked,
    HistoryDiffers,
    OpsRefused,
    PullPage,
    Verdict,
)
from services.sync.push import OUT_OF_SCOPE
from services.sync.stick_file import (
    Letter,
    Reply,
    SignedBatch,
    read_letter,
    write_reply,
)
from services.sync.stick_gateway import ImporterGateway
from services.sync.stick_keys import Card, StickKeys, StickUnreadable

PAGE_OPS = 2000


class StickOld(OfficeError):
    """The database has more of this desk than the file; nothing was taken."""

    code = "stick_old"


@dataclass(frozen=True, slots=True)
class Imported:
    """What a letter brought, and the file that goes back."""

    label: str
    new: int
    known: int
    conflicts: int
    quarantined: int
    told: int
    answer: bytes = field(repr=False)


@dataclass(slots=True)
class _Tally:
    new: int = 0
    conflicts: int = 0
    quarantined: int = 0


class StickImporter:
    """Enters letters as the importer's login."""

    def __init__(self, gateway: ImporterGateway, keys: StickKeys) -> None:
        self._gateway = gateway
        self._keys = keys

    def run(self, file: bytes) -> Imported:
        """Enter a letter; return what came of it and the answer for the desk.

        Raises:
            StickForOther: It was sealed for another reader.
            StickUnreadable: It is no letter, or was changed.
            StickForged: The desk in it has not signed it.
            StickOld: The database has more of this desk.
            Forked: Two machines write as this desk.
            HistoryDiffers: It is of another history.
        """
        letter = read_letter(file, self._keys)
        try:
            told = letter.told
            desk_id, epoch, cursor = told["desk"], told["epoch"], told["cursor"]
        except (KeyError, TypeError, ValueError):
            raise StickUnreadable from None
        hello = self._gateway.greet(letter)
        _must_fit(Verdict(hello["verdict"]))
        tally = _Tally()
        for batch in letter.batches:
            for is_shared, span in _runs(batch):
                if is_shared:
                    self._send((desk_id, epoch), batch, span, tally)
                else:
                    for at in range(*span):
                        self._keep((desk_id, epoch), batch, at, OUT_OF_SCOPE, tally)
        page = self._page(desk_id, cursor)
        reply = Reply(
            desk_id=desk_id,
            label=hello["label"],
            profile=hello["profile"],
            epoch=hello["epoch"],
            head=page.batches[-1].seq_to if page.batches else cursor,
            begin=cursor,
            sent=letter.sent,
            page=page,
        )
        reader = Card(b"", bytes.fromhex(hello["box_key"]))
        return Imported(
            label=hello["label"],
            new=tally.new,
            known=_count(letter) - tally.new,
            conflicts=tally.conflicts,
            quarantined=tally.quarantined,
            told=len(page.ops),
            answer=write_reply(reply, self._keys, reader),
        )

    def _send(
        self,
        place: tuple[int, str],
        batch: SignedBatch,
        span: tuple[int, int],
        tally: _Tally,
    ) -> None:
        """Send ops; halve what is refused until the one culprit stands alone."""
        begin, end = span
        try:
            told = self._gateway.push_signed(place, batch, span)
        except OpsRefused as refusal:
            if end - begin == 1:
                reason = str(refusal.facts.get("reason", ""))
                self._keep(place, batch, begin, reason, tally)
                return
            half = (begin + end) // 2
            self._send(place, batch, (begin, half), tally)
            self._send(place, batch, (half, end), tally)
        else:
            tally.new += told.new
            tally.conflicts += told.conflicts

    def _keep(
        self,
        place: tuple[int, str],
        batch: SignedBatch,
        at: int,
        reason: str,
        tally: _Tally,
    ) -> None:
        told = self._gateway.push_signed(place, batch, (at, at + 1), reason)
        tally.new += told.new
        tally.quarantined += told.new

    def _page(self, desk_id: int, cursor: int) -> PullPage:
        """Return everything behind the desk's cursor."""
        pages: list[PullPage] = []
        while True:
            page = self._gateway.pull_for(desk_id, cursor, PAGE_OPS)
            if not page.batches:
                break
            pages.append(page)
            cursor = page.batches[-1].seq_to
        return PullPage(
            tuple(op for page in pages for op in page.ops),
            tuple(batch for page in pages for batch in page.batches),
        )


def _must_fit(verdict: Verdict) -> None:
    if verdict is Verdict.DESK_RESTORED:
        raise StickOld
    if verdict is Verdict.CLONED:
        raise Forked
    if verdict is not Verdict.OK:
        raise HistoryDiffers(reason=verdict.value)


def _runs(batch: SignedBatch) -> Iterator[tuple[bool, tuple[int, int]]]:
    """Yield runs of ops, and of marks that stand for what stays at the desk."""
    begin = 0
    for is_shared, ops in groupby(batch.ops, _is_op):
        end = begin + sum(1 for _ in ops)
        yield is_shared, (begin, end)
        begin = end


def _is_op(text: str) -> bool:
    try:
        return "tbl" in json.loads(text)
    except (TypeError, ValueError):
        return True  # the server finds what is wrong with it


def _count(letter: Letter) -> int:
    return sum(len(batch.ops) for batch in letter.batches)
