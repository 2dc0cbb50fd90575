"""The chain: any change to what was pulled is noticed."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sync.chain import GENESIS, extend, verify
from services.sync.gateway import BatchHeader, HistoryDiffers, PulledOp, PullPage


def sha(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def page_of(sizes: list[int], start: int = 0, prev: bytes = GENESIS) -> PullPage:
    """A page of batches of these sizes, as an honest server makes it."""
    ops, batches, seq = [], [], start
    for batch, size in enumerate(sizes, start=1):
        shas = [sha(str(seq + n)) for n in range(1, size + 1)]
        for one in shas:
            seq += 1
            ops.append(PulledOp(seq, batch, 1, seq, one, *[None] * 8))
        batches.append(BatchHeader(batch, seq, prev, extend(prev, shas)))
        prev = batches[-1].hash
    return PullPage(tuple(ops), tuple(batches))


SIZES = st.lists(st.integers(1, 4), min_size=1, max_size=5)


@given(sizes=SIZES, start=st.integers(0, 100), prev=st.binary(min_size=1, max_size=32))
def test_an_honest_page_leads_to_its_last_hash(sizes, start, prev):
    page = page_of(sizes, start, prev)
    assert verify(page, start, prev) == page.batches[-1].hash


def test_nothing_new_leaves_the_hash_as_it_is():
    assert verify(PullPage((), ()), 7, b"here") == b"here"


@given(one=st.lists(st.binary(max_size=32)), two=st.lists(st.binary(max_size=32)))
def test_a_chain_may_be_extended_in_parts(one, two):
    assert extend(extend(GENESIS, one), two) == extend(GENESIS, one + two)


@given(sizes=SIZES, data=st.data())
def test_a_changed_missing_or_doubled_op_is_noticed(sizes, data):
    page = page_of(sizes)
    at = data.draw(st.integers(0, len(page.ops) - 1))
    op = page.ops[at]
    instead = data.draw(
        st.sampled_from(
            [
                (),
                (op, op),
                (op._replace(sha=sha("other")),),
                (op._replace(batch=99),),
                (op._replace(seq=op.seq + 1),),
            ]
        )
    )
    forged = (*page.ops[:at], *instead, *page.ops[at + 1 :])
    with pytest.raises(HistoryDiffers):
        verify(PullPage(forged, page.batches), 0, GENESIS)


@given(sizes=st.lists(st.integers(1, 4), min_size=2, max_size=5), data=st.data())
def test_a_missing_batch_is_noticed(sizes, data):
    page = page_of(sizes)
    gone = data.draw(st.integers(1, len(sizes) - 1))
    kept = PullPage(
        tuple(op for op in page.ops if op.batch != gone),
        tuple(b for b in page.batches if b.batch != gone),
    )
    with pytest.raises(HistoryDiffers):
        verify(kept, 0, GENESIS)


def test_a_page_from_another_history_is_noticed():
    with pytest.raises(HistoryDiffers):
        verify(page_of([2]), 0, b"another")
