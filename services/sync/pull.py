"""Takes what is new in the log, page by page, until its head is reached.

Each page is proved to follow what the desk has, then written in one transaction with
the cursor, so a cut leaves the desk at the end of a page.
"""

from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from models.sync import ChainLink, Parked, SyncState, UnknownField
from services.sync.apply import Guard
from services.sync.chain import verify
from services.sync.changes import pulled
from services.sync.exchange import Exchange, Stage
from services.sync.gateway import BatchHeader, PullPage
from services.sync.page import Page, Step, always, nothing_more
from services.sync.unknown import forget, known_by_now
from services.sync.unswept import unswept

LINKS_KEPT = 1000


def pull_all(exchange: Exchange, head: int) -> None:
    """Bring the desk to the end of the log, and try again what was parked.

    Raises:
        HistoryDiffers: A page does not follow what the desk has; it was not written.
    """
    _take_known(exchange)
    with ThreadPoolExecutor(1) as reader:
        _pull(exchange, head, reader)
    retry_parked(exchange)


def _pull(exchange: Exchange, head: int, reader: Executor) -> None:
    """Write page after page; while one is written the next is fetched."""
    memory, most = exchange.remember(), exchange.sizes.pull_ops
    begin, ahead, asked = memory.cursor, None, min(exchange.sizes.first_pull, most)
    while True:
        exchange.may_go_on()
        page = ahead.result() if ahead else exchange.gateway.pull(memory.cursor, asked)
        if not page.batches:
            return
        end = page.batches[-1].seq_to
        is_full = end >= memory.cursor + asked  # else the log went no further
        ahead = reader.submit(exchange.gateway.pull, end, most) if is_full else None
        asked = most
        end_hash = verify(page, memory.cursor, memory.cursor_hash)
        _write(exchange, page, memory.cursor, _moving(page, end_hash))
        exchange.tell(Stage.RECEIVING, end - begin, max(head, end) - begin)
        if ahead is None:
            return
        memory = exchange.remember()
        if memory.cursor != end:  # another program has gone on from here
            ahead.result()
            ahead = None


def retry_parked(exchange: Exchange) -> None:
    """Try every parked change again; count what still does not fit."""
    if not _has_rows(exchange, Parked):
        return
    applied = exchange.pages.write(Page(None, nothing_more, always))
    if applied is not None:
        exchange.tally.parked = applied.parked
        exchange.tell_changes(applied)


def _write(exchange: Exchange, page: PullPage, cursor: int, then: Step) -> None:
    with unswept():
        told = Page(pulled(page.ops), then, lambda memory: memory.cursor == cursor)
        applied = exchange.pages.write(told)
    if applied is not None:
        exchange.tally.add(applied)
        exchange.tell_changes(applied)


def _moving(page: PullPage, end_hash: bytes) -> Step:
    """Return what moves along with a page: the cursor, its proof, the chain."""

    def then(session: Session, echoed: int) -> None:
        session.execute(
            update(SyncState).values(
                cursor=page.batches[-1].seq_to,
                cursor_hash=end_hash,
                echoed=func.max(SyncState.echoed, echoed),
            )
        )
        keep_links(session, page.batches)

    return then


def keep_links(session: Session, batches: Sequence[BatchHeader]) -> None:
    """Remember verified batches; the oldest beyond a thousand are forgotten."""
    session.execute(
        insert(ChainLink).prefix_with("OR REPLACE"),
        [{"batch": b.batch, "seq": b.seq_to, "hash": b.hash} for b in batches],
    )
    last = batches[-1].batch
    session.execute(delete(ChainLink).where(ChainLink.batch <= last - LINKS_KEPT))


def _take_known(exchange: Exchange) -> None:
    """Write fields that came before this program knew them."""
    if not _has_rows(exchange, UnknownField):
        return
    with exchange.look() as session:
        changes = known_by_now(session)
    if not changes:
        return

    def then(session: Session, _echoed: int) -> None:
        forget(session, changes)

    applied = exchange.pages.write(Page(changes, then, always, Guard.ANY))
    if applied is not None:
        exchange.tell_changes(applied)


def _has_rows(exchange: Exchange, record: type[Parked] | type[UnknownField]) -> bool:
    with exchange.look() as session:
        return session.execute(select(record).limit(1)).first() is not None
