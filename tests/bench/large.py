"""make bench-large: is the ten-millionth change as quick as the ten-thousandth?

Two databases on one server: the log of one holds 10,000 changes, that of the other
10,000,000, both written by plain SQL, each row changed ten times.  Then desk-days are
pushed to both and pages read from both, in turns.  Takes some minutes and some ten
gigabytes; a smaller number can be given: ``python -m tests.bench.large 1000000``.
"""

import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psycopg
from psycopg import sql

from services.sync.exchange import Sizes
from services.sync.throwaway_server import ThrowawayServer, throwaway_server
from tests.bench.desks import TimedGateway, rewritten, round_of, shared_database
from tests.bench.grown import ROOT
from tests.bench.measure import Result, calibration_s, swept_ms
from tests.bench.table import told

FEW, MANY = 10_000, 10_000_000
ROUNDS = 25
WARM = 5
GOAL = 1.5
_BYTES_EACH = 1_500
# Indexes are made at the end, which takes a fraction of the time.
_GROW = (
    "alter table sync.log drop constraint log_pkey",
    "alter table sync.log drop constraint log_desk_id_dseq_key",
    "drop index sync.log_row",
    """insert into sync.log
    select i, (i - 1) / 300 + 1, %(desk)s, i, 0, null, 'visit_span',
           md5((i / 10)::text)::uuid, 'u', op, sha256(convert_to(op, 'UTF8')),
           '{"ended_at": 1795468039383}', null,
           '00000000-0000-7000-8000-0000000000d5', 1795468039383, 1
    from generate_series(1, %(many)s::bigint) i, lateral (select
        '{"dseq":' || i || ',"base":0,"tbl":"visit_span","kind":"u","row_id":"'
        || md5((i / 10)::text)::uuid
        || '","patch":{"ended_at":1795468039383},"at":1795468039383,"ver":1}' as op) o""",
    "alter table sync.log add primary key (seq), add unique (desk_id, dseq)",
    "create index log_row on sync.log (tbl, row_id, seq)",
    """insert into sync.row_state (tbl, row_id, ver, data, fv)
    select 'visit_span', md5((i / 10)::text)::uuid, i,
           '{"state": "waiting", "place": "", "ended_at": 1795468039383}',
           jsonb_build_object('*', jsonb_build_array(i - 9, %(desk)s::int),
                              'ended_at', jsonb_build_array(i, %(desk)s::int))
    from generate_series(9, %(many)s::bigint, 10) i""",
    """insert into sync.batch (batch, desk_id, seq_from, seq_to, prev, hash)
    select b, %(desk)s, (b - 1) * 300 + 1, least(b * 300, %(many)s),
           sha256(int8send(b - 1)), sha256(int8send(b))
    from generate_series(1, (%(many)s::bigint + 299) / 300) b""",
    "update sync.desk set last_dseq = %(many)s where desk_id = %(desk)s",
    """update sync.head set seq = b.seq_to, batch = b.batch, hash = b.hash
    from (select * from sync.batch order by batch desc limit 1) b""",
)


@dataclass
class _Side:
    """One of the two databases, and the desk that speaks with it."""

    gateway: TimedGateway
    days: Iterator[list[str]]
    changes: int

    def push(self) -> float:
        """Return the milliseconds that one desk-day takes."""
        day = next(self.days)
        return swept_ms(lambda: self.gateway.push(day))

    def page(self, chance: Random) -> float:
        """Return the milliseconds of a page from anywhere in the log."""
        size = Sizes().pull_ops
        cursor = chance.randrange(self.changes - 2 * size) // 300 * 300
        return swept_ms(lambda: self.gateway.pull(cursor, size))


def main() -> int:
    """Measure; 1 when a goal was not held."""
    out = ROOT / "out"
    out.mkdir(exist_ok=True)
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    before = calibration_s()
    with tempfile.TemporaryDirectory(dir=out) as folder, throwaway_server() as server:
        free = shutil.disk_usage(server.folder).free
        if free < many * _BYTES_EACH:
            sys.stderr.write(f"{many:,} changes need more than {free:,} bytes.\n")
            return 2
        results = large(server, Path(folder), many)
    calib = (before + calibration_s()) / 2
    return told(results, calib, out / "bench-large.json")


def large(server: ThrowawayServer, scratch: Path, many: int) -> list[Result]:
    """Measure both sides of one server in turns."""
    with ExitStack() as exits:
        maker = shared_database(server).desk(scratch / "maker", "A", exits)
        round_of(maker)
        maker.make_a_day()
        day = maker.unsent()
        small = _side(server, FEW, day, exits)
        big = _side(server, many, day, exits)
        chance = Random(1)  # noqa: S311 - places in a log, no secret
        rounds = [
            (small.push(), big.push(), small.page(chance), big.page(chance))
            for _ in range(WARM + ROUNDS)
        ]
    sides = zip(*rounds[WARM:], strict=True)
    few_push, many_push, few_page, many_page = map(statistics.median, sides)
    at, page = f"at {many:,} / at {FEW:,}", f"{Sizes().pull_ops:,}"
    return [
        Result(f"push of {len(day)} changes {at}", many_push, few_push, GOAL),
        Result(f"page of {page} changes {at}", many_page, few_page, GOAL),
    ]


def _side(
    server: ThrowawayServer, changes: int, day: Sequence[str], exits: ExitStack
) -> _Side:
    """Grow the log of a database and return a desk that pushes and reads there."""
    name = f"changes_{changes}"
    with psycopg.connect(server.admin_url(), autocommit=True) as administrator:
        administrator.execute(
            sql.SQL("create database {}").format(sql.Identifier(name))
        )
    shared = shared_database(server, name)
    writer = shared.enrol("L")
    raw = shared.raw(exits)
    for statement in _GROW:
        raw.execute(statement, {"desk": writer.desk_id, "many": changes})
    raw.execute("vacuum analyze")
    gateway = shared.gateway(shared.enrol("P"), exits)
    epoch = str(raw.execute("select epoch from sync.head").fetchall()[0][0])
    return _Side(gateway, rewritten(day, epoch, "P"), changes)


if __name__ == "__main__":
    sys.exit(main())
