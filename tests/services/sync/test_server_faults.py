"""Lost sessions, lost answers and late commits: nothing lost, nothing twice."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
import pytest

from services.sync.chain import GENESIS, verify
from services.sync.gateway import Offline, PushReply
from tests.services.sync.shared_office import SharedOffice, new_row, op

pytestmark = pytest.mark.server

ROW = new_row()
ENOUGH = 2000  # looks at a condition that is about to come true


def until(condition: Callable[[], bool]) -> None:
    assert any(condition() for _ in range(ENOUGH))


def in_thread(work: Callable[[], object]) -> tuple[threading.Thread, list[Any]]:
    """Start work; its answer or its exception is put into the list."""
    answers: list[Any] = []

    def run() -> None:
        try:
            answers.append(work())
        except (psycopg.Error, Offline) as error:
            answers.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, answers


def waiting(watch: psycopg.Connection[Any], role: str) -> int | None:
    """Return the session of a role that waits for a lock."""
    found = watch.execute(
        "select pid from pg_stat_activity where usename = %s and wait_event_type = 'Lock'",
        (role,),
    ).fetchone()
    return found and found[0]


def test_a_push_killed_while_it_waits_leaves_nothing_and_can_be_repeated(
    shared: SharedOffice,
):
    gateway, role = shared.gateway("A"), shared.enrolments["A"].role
    holder, watch = shared.superuser(), shared.superuser()
    batch = [op(1, 0, "visits", ROW, {"note": "1"})]
    with holder.transaction():
        holder.execute("select * from sync.head for update")
        thread, answers = in_thread(lambda: gateway.push(batch))
        until(lambda: waiting(watch, role) is not None)
        watch.execute("select pg_terminate_backend(%s, 5000)", (waiting(watch, role),))
        thread.join()
    assert isinstance(answers[0], Offline)
    assert gateway.push(batch) == PushReply(head=1, new=1, conflicts=0)


@pytest.mark.slow
def test_sessions_killed_all_the_time_lose_nothing_and_double_nothing(
    shared: SharedOffice,
):
    pushes, size = 30, 4
    about_to_push = threading.Semaphore(0)

    def work(label: str) -> None:
        gateway, acked = shared.gateway(label), 0
        for _ in range(pushes * 20):
            if acked == pushes * size:
                return
            batch = [
                op(n, 0, "visits", new_row_of[label], {"note": n})
                for n in range(acked + 1, acked + size + 1)
            ]
            about_to_push.release()
            with suppress(Offline):
                gateway.push(batch)
                acked += size

    new_row_of = {label: new_row() for label in "ABC"}
    watch = shared.superuser()
    threads = [threading.Thread(target=work, args=(label,)) for label in "ABC"]
    for thread in threads:
        thread.start()
    killed = 0
    for _ in range(3 * pushes):
        about_to_push.acquire()
        killed += len(
            watch.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where usename = any(%s) and datname = %s order by random() limit 1",
                ([shared.enrolments[label].role for label in "ABC"], shared.database),
            ).fetchall()
        )
    for thread in threads:
        thread.join()
    page = shared.gateway("A").pull(0, 10_000)
    assert killed > pushes
    for desk_id in (1, 2, 3):
        own = [o.dseq for o in page.ops if o.desk_id == desk_id]
        assert own == list(range(1, pushes * size + 1))
    assert verify(page, 0, GENESIS) == page.batches[-1].hash


def test_a_counter_from_a_sequence_makes_a_reader_miss_a_late_commit(
    shared: SharedOffice,
):
    """The control: the mistake that one locked row is there to prevent."""
    early, late = shared.superuser(), shared.superuser()
    late.execute("create table naive (id bigserial primary key)")
    cursor = 0
    with late.transaction():
        late.execute("insert into naive default values")
        early.execute("insert into naive default values")
        seen = early.execute("select id from naive where id > %s", (cursor,)).fetchall()
        cursor = max(number for (number,) in seen)
    seen += early.execute("select id from naive where id > %s", (cursor,)).fetchall()
    assert seen == [(2,)]


LOCK_IN_A_TRIGGER = """
    create table naive (id bigserial primary key, slow bool not null);
    create function take_a_lock() returns trigger language plpgsql as $$
    begin
        if new.slow then perform pg_advisory_xact_lock(2); end if;  -- a busy moment
        perform pg_advisory_xact_lock(1);
        return new;
    end $$;
    create trigger take_a_lock before insert on naive
    for each row execute function take_a_lock();
"""


def test_a_lock_in_a_trigger_comes_after_the_number(shared: SharedOffice):
    """The control: the number is drawn before any trigger, so it is not guarded."""
    watch, gate, early = (shared.superuser() for _ in range(3))
    late = shared.superuser()
    watch.execute(LOCK_IN_A_TRIGGER)
    pid = late.info.backend_pid
    with gate.transaction():
        gate.execute("select pg_advisory_xact_lock(2)")
        thread, _ = in_thread(
            lambda: late.execute("insert into naive values (default, true)")
        )
        until(
            lambda: bool(
                watch.execute(
                    "select from pg_locks where pid = %s and not granted", (pid,)
                ).fetchall()
            )
        )
        early.execute("insert into naive values (default, false)")
        seen = watch.execute("select id from naive").fetchall()
        cursor = max(number for (number,) in seen)
    thread.join()
    seen += watch.execute("select id from naive where id > %s", (cursor,)).fetchall()
    assert seen == [(2,)]
    assert watch.execute("select count(*) from naive").fetchone() == (2,)


def test_a_later_push_cannot_be_seen_before_an_earlier_one(shared: SharedOffice):
    """The twin of the control: the same late commit, and nothing is missed."""
    late, reader, watch = (
        shared.connection("A"),
        shared.gateway("C"),
        shared.superuser(),
    )
    role = shared.enrolments["B"].role
    with late.transaction():
        late.execute(
            "select sync.push(%s::text[])", ([op(1, 0, "visits", ROW, {"a": 1})],)
        )
        other = shared.gateway("B")
        thread, answers = in_thread(
            lambda: other.push([op(1, 0, "visits", new_row(), {"a": 2})])
        )
        until(lambda: waiting(watch, role) is not None)
        assert reader.pull(0, 100).ops == ()
    thread.join()
    assert answers == [PushReply(head=2, new=1, conflicts=0)]
    assert [o.desk_id for o in reader.pull(0, 100).ops] == [1, 2]


def test_a_desk_that_freezes_inside_a_transaction_is_thrown_out(shared: SharedOffice):
    frozen = shared.connection("A")
    limit = frozen.execute("show idle_in_transaction_session_timeout").fetchone()
    assert limit == ("5s",)


def test_pages_end_where_batches_end(shared: SharedOffice):
    a = shared.gateway("A")
    for first in (1, 4):
        a.push([op(n, 0, "visits", ROW, {"n": n}) for n in range(first, first + 3)])
    assert [o.seq for o in a.pull(0, 1).ops] == [1, 2, 3]
    assert [o.seq for o in a.pull(0, 4).ops] == [1, 2, 3, 4, 5, 6]
    assert [o.seq for o in a.pull(3, 1).ops] == [4, 5, 6]
    assert a.pull(6, 1).batches == ()
