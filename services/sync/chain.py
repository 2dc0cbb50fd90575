"""The hash chain of the log, recomputed by every desk.

Each op's sha is folded into the hash of the batch before it.  A desk keeps only the
hash at its cursor; that one value proves that its whole history is the server's.
"""

import hashlib
from collections.abc import Iterable

from services.sync.gateway import HistoryDiffers, PullPage

GENESIS = b"\x00"


def extend(prev: bytes, shas: Iterable[bytes]) -> bytes:
    """Return the hash after folding ``shas`` into ``prev``, in order."""
    for sha in shas:
        prev = hashlib.sha256(prev + sha).digest()
    return prev


def verify(page: PullPage, cursor: int, cursor_hash: bytes) -> bytes:
    """Return the hash at the page's end after proving that it follows the cursor.

    Args:
        page: What ``pull`` answered.
        cursor: The log number the page was asked from.
        cursor_hash: The hash there; ``GENESIS`` at 0.

    Raises:
        HistoryDiffers: A number is missing, a link does not fit, or a sha does not
            lead to its batch's hash.
    """
    at, running = 0, cursor_hash
    ops = page.ops
    for header in page.batches:
        if header.prev != running:
            raise HistoryDiffers(reason="link")
        begin = at
        while at < len(ops) and ops[at].batch == header.batch:
            cursor += 1
            if ops[at].seq != cursor:
                raise HistoryDiffers(reason="number")
            at += 1
        running = extend(running, (op.sha for op in ops[begin:at]))
        if running != header.hash or cursor != header.seq_to:
            raise HistoryDiffers(reason="hash")
    if at != len(ops):
        raise HistoryDiffers(reason="batch")
    return running
