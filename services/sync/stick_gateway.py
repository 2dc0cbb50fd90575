"""The functions of the shared database that only the importer's login may call."""

from collections.abc import Sequence
from typing import Any

from services.sync.gateway import PullPage, PushReply
from services.sync.postgres import PostgresGateway, page_of
from services.sync.stick_file import Letter, SignedBatch

_GREET = "select sync.hello_signed(%s, %s, %s)"
_PUSH = "select sync.push_signed(%s, %s, %s, %s::bytea[], %s, %s, %s::text[], %s)"
_PULL = """select seq, batch, desk_id, dseq, sha, tbl, row_id::text, kind, accepted,
    rejected, user_id, edited_at, schema_ver, prev, hash
    from sync.pull_for(%s, %s, %s)"""


class ImporterGateway(PostgresGateway):
    """Hands in what desks have signed; the database checks each signature."""

    def greet(self, letter: Letter) -> dict[str, Any]:
        """Return what ``hello`` says to the letter's desk, and its key to answer with.

        Raises:
            StickForged: The desk has not signed that.
            DeskCardMissing: The database does not know the desk's keys.
            HistoryDiffers: The letter is of another history.
        """
        desk_id = letter.told["desk"]
        return self._value(_GREET, desk_id, letter.greeting, letter.signature)

    def push_signed(
        self,
        place: tuple[int, str],
        batch: SignedBatch,
        span: tuple[int, int],
        error: str | None = None,
    ) -> PushReply:
        """Hand in a part of a batch; with ``error`` its one op goes to quarantine.

        Args:
            place: The desk's number and its history.
            batch: As signed.
            span: From which op of the batch to before which.
            error: Why ``push`` can never take the op.
        """
        begin, end = span
        ops: Sequence[str] = batch.ops[begin:end]
        told = self._value(
            _PUSH,
            *place,
            batch.first,
            batch.marks,
            batch.signature,
            begin,
            list(ops),
            error,
        )
        return PushReply(**told)

    def pull_for(self, desk_id: int, cursor: int, limit: int) -> PullPage:
        """Return what that desk would pull."""
        return page_of(self._rows(_PULL, desk_id, cursor, limit))
