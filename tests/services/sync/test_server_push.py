"""Handing in: counters, repeats, forks, histories, scope, and ops nobody can take."""

from itertools import combinations

import psycopg
import pytest

from services.sync.chain import GENESIS, verify
from services.sync.gateway import (
    Forked,
    HistoryDiffers,
    Incompatible,
    OpsRefused,
    OutOfScope,
    PushReply,
    Verdict,
)
from tests.services.sync.shared_office import (
    SharedOffice,
    administration,
    new_row,
    op,
)

pytestmark = pytest.mark.server

ROW = new_row()


def note(dseq: int, text: str = "", **more) -> str:
    return op(
        dseq, more.pop("base", 0), "visits", ROW, {"note": text or str(dseq)}, **more
    )


def test_a_repeat_is_harmless(shared: SharedOffice):
    a = shared.gateway("A")
    ops = [note(1), note(2)]
    assert a.push(ops) == PushReply(head=2, new=2, conflicts=0)
    assert a.push(ops) == PushReply(head=2, new=0, conflicts=0)


def test_a_batch_may_begin_with_repeats(shared: SharedOffice):
    a = shared.gateway("A")
    a.push([note(1), note(2)])
    assert a.push([note(2), note(3)]).new == 1


def test_nothing_is_nothing(shared: SharedOffice):
    assert shared.gateway("A").push([]) == PushReply(head=0, new=0, conflicts=0)
    assert shared.ask("select count(*) from sync.batch") == [(0,)]


def test_the_same_number_with_other_content_is_a_fork(shared: SharedOffice):
    a = shared.gateway("A")
    a.push([note(1)])
    with pytest.raises(Forked):
        a.push([note(1, "other")])


@pytest.mark.parametrize("numbers", [(2,), (1, 3), (2, 1), (0,)])
def test_a_gap_is_refused_whole(shared: SharedOffice, numbers):
    with pytest.raises((HistoryDiffers, Forked)):
        shared.gateway("A").push([note(n) for n in numbers])
    assert shared.ask("select seq from sync.head") == [(0,)]


def test_a_base_ahead_of_the_head_is_refused(shared: SharedOffice):
    a = shared.desk("A")
    with pytest.raises(HistoryDiffers):
        a.write("visits", ROW, {"note": "1"}, base=1)


def test_a_base_of_another_history_is_refused(shared: SharedOffice):
    a = shared.desk("A")
    a.write("visits", ROW, {"note": "1"})
    administration().restored(shared.owner)
    with pytest.raises(HistoryDiffers):
        a.write("visits", ROW, {"note": "2"}, base=1)


@pytest.mark.parametrize("base", [-1, None, "x"])
def test_an_unreadable_base_is_a_bad_op(shared: SharedOffice, base):
    with pytest.raises(OpsRefused):
        shared.gateway("A").push([note(1, base=base)])


def test_push_under_repeatable_read_is_refused(shared: SharedOffice):
    connection = shared.connection("A")
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    with pytest.raises(psycopg.Error) as caught, connection.transaction():
        connection.execute("select sync.push(%s::text[])", ([note(1)],))
    assert caught.value.sqlstate == "SY001"


def interleavings(first: int, second: int):
    """Every order of two desks' pushes, as the letters of who comes."""
    everything = range(first + second)
    for places in combinations(everything, first):
        yield "".join("A" if i in places else "B" for i in everything)


@pytest.mark.parametrize("size", [1, 2, 4])
def test_two_copies_of_one_disk_never_lose_an_op_unnoticed(shared: SharedOffice, size):
    """Hole 1: whoever advances only over what was sent meets the fork."""
    connection, role = shared.superuser(), shared.enrolments["A"].role
    disks = {
        copy: [note(1), note(2), note(3, copy), note(4, copy)] for copy in ("A", "B")
    }
    pushes = 4 // size
    for order in interleavings(pushes, pushes):
        acked, forked = {"A": 0, "B": 0}, set()
        with connection.transaction(force_rollback=True):
            connection.execute(f'set local session authorization "{role}"')
            for copy in order:
                batch = disks[copy][acked[copy] : acked[copy] + size]
                try:
                    with connection.transaction():
                        connection.execute("select sync.push(%s::text[])", (batch,))
                except psycopg.Error as error:
                    forked.add((copy, error.sqlstate))
                else:
                    acked[copy] += len(batch)
            connection.execute("reset session authorization")
            kept = {o for (o,) in connection.execute("select op from sync.log")}
        assert {state for _, state in forked} == {"SY409"}, order
        assert len(forked) == 1, order
        assert all(set(disks[c][: acked[c]]) <= kept for c in disks), order


def test_who_believes_the_counter_of_the_server_loses_what_it_never_sent(
    shared: SharedOffice,
):
    """The control of hole 1: the counter tells of the other copy's ops as well."""
    desk = shared.desk("A")
    disks = {copy: [note(1, copy), note(2, copy)] for copy in ("A", "B")}
    for copy in "ABAB":
        acked = desk.hello(acked=0, dseq=2**62).last_dseq
        desk.push(*disks[copy][acked : acked + 1])
    kept = {text for (text,) in shared.ask("select op from sync.log")}
    assert kept == {disks["A"][0], disks["B"][1]}  # half is gone, and nobody was told


def play_after_a_restore(shared: SharedOffice, order: str):
    """Hole 2: numbers are used again after a restore.

    S names the new history, W is another desk's write that uses number 2 again, O
    the op whose base 2 means the lost write.  Returns its desk and how it went.
    """
    a, b = shared.desk("A"), shared.desk("B")
    went: object = None
    a.write("visits", ROW, {"note": "first"})
    stale = note(1, "stale", base=2, epoch=b.epoch)
    for step in order:
        if step == "S":
            administration().restored(shared.owner)
        elif step == "W":
            a.write("visits", ROW, {"note": "new"}, base=0, epoch="")
        else:
            try:
                went = b.push(stale)
            except HistoryDiffers as error:
                went = error
    return b, went


@pytest.mark.parametrize("order", ["SOW", "SWO", "OSW", "OWS", "WSO"])
def test_a_base_of_the_lost_history_overwrites_nothing(shared: SharedOffice, order):
    b, went = play_after_a_restore(shared, order)
    assert isinstance(went, HistoryDiffers)
    assert b.push(note(1, "stale", base=1, epoch=b.hello().epoch)).conflicts == 1
    assert shared.row(ROW)[0] == {"note": "new"}


def test_without_a_new_name_only_hello_notices_the_restore(shared: SharedOffice):
    """The twin: push alone cannot know, so a restore has to be named."""
    b, went = play_after_a_restore(shared, "WO")
    assert went == PushReply(head=3, new=1, conflicts=0)
    told = b.hello(dseq=1, acked=1, cursor=2, cursor_hash=b"of the lost write")
    assert told.verdict is Verdict.HISTORY_DIFFERS


def test_a_desk_that_stands_well_is_told_so(shared: SharedOffice):
    a = shared.desk("A")
    a.write("visits", ROW, {"note": "1"})
    a.catch_up()
    told = a.hello()
    assert (told.verdict, told.label, told.head, told.last_dseq) == (
        Verdict.OK,
        "A",
        1,
        1,
    )


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({"install_id": new_row()}, Verdict.CLONED),
        ({"dseq": 1, "acked": 1}, Verdict.DESK_RESTORED),
        ({"dseq": 3, "acked": 3}, Verdict.SERVER_RESTORED),
        ({"cursor": 9}, Verdict.SERVER_RESTORED),
        ({"cursor_hash": b"another"}, Verdict.HISTORY_DIFFERS),
        ({"cursor": 1}, Verdict.HISTORY_DIFFERS),  # no batch ends there with that hash
        ({"dseq": 5, "acked": 0}, Verdict.OK),
        ({"cursor": 0, "cursor_hash": GENESIS}, Verdict.OK),
    ],
)
def test_hello_tells_what_does_not_fit(shared: SharedOffice, changed, verdict):
    a = shared.desk("A")
    a.write("visits", ROW, {"note": "1"})
    a.write("visits", ROW, {"note": "2"})
    a.catch_up()
    assert a.hello(**changed).verdict is verdict


def test_an_old_program_may_hand_in_but_not_read(shared: SharedOffice):
    a = shared.desk("A")
    shared.superuser().execute("update sync.head set min_pull_ver = 7")
    a.hello()
    assert a.write("visits", ROW, {"note": "1"}).new == 1
    with pytest.raises(Incompatible) as caught:
        a.gateway.pull(0, 10)
    assert caught.value.facts == {"found": 1, "needed": 7}


def test_a_city_desk_writes_no_office_table(shared: SharedOffice):
    city = shared.desk("K")
    with pytest.raises(OutOfScope):
        city.write("visits", ROW, {"note": "1"})
    with pytest.raises(OutOfScope):
        city.push(op(1, 0, "not_listed", ROW, {}))
    assert city.push(op(1, 0, "dong_cards", ROW, {"title": "t"})).new == 1


def test_a_city_desk_sees_shas_alone_and_still_proves_the_chain(shared: SharedOffice):
    a, city = shared.desk("A"), shared.desk("K")
    a.write("visits", ROW, {"name": "가"})
    a.push(
        a.op("dong_cards", new_row(), {"title": "t"}),
        a.op("visits", ROW, {"note": "1"}),
    )
    page = city.gateway.pull(0, 100)
    assert [o.is_hidden for o in page.ops] == [True, False, True]
    assert set(page.ops[0][5:]) == {None}
    assert verify(page, 0, GENESIS) == a.hello().head_hash


def test_a_city_desk_gets_no_office_row_by_any_other_door(shared: SharedOffice):
    a, b, city = shared.desk("A"), shared.desk("B"), shared.desk("K")
    for desk, name in ((a, "가"), (b, "나")):
        desk.write("visits", ROW, {"name": name})
    a.write("dong_cards", new_row(), {"title": "t"})
    assert [r.table for r in city.gateway.bootstrap(None, 10).rows] == ["dong_cards"]
    assert city.gateway.open_conflicts(0, 10) == ()
    with pytest.raises(OutOfScope):
        city.gateway.proof("visits", {"name": None})
    with pytest.raises(OutOfScope):
        city.gateway.mend("visits", 0)
    for bucket in range(64):
        assert city.gateway.bucket("visits", bucket, None, 10) == ()


POISON = {
    "nul": '{"dseq":1,"base":0,"patch":{"note":"\\u0000"}}',
    "raw nul": '{"dseq":1,"base":0,"patch":{"note":"\0"}}',
    "surrogate": '{"dseq":1,"base":0,"patch":{"note":"\\ud800"}}',
    "raw surrogate": '{"dseq":1,"base":0,"patch":{"note":"\ud800"}}',
    "nan": '{"dseq":1,"base":0,"patch":{"note":NaN}}',
    "no json": "{",
    "deep": '{"dseq":1,"base":0,"patch":' + "[" * 9000 + "]" * 9000 + "}",
    "no row": '{"dseq":1,"base":0,"tbl":"visits","kind":"u","patch":{},"ver":1}',
    "kind": note(1, kind="z"),
    "list": note(1).replace('{"note":"1"}', "[]"),
    "text": note(1).replace('{"note":"1"}', '"x"'),
    "number": note(1).replace('{"note":"1"}', "5"),
    "null": note(1).replace('{"note":"1"}', "null"),
    "no patch": note(1).replace(',"patch":{"note":"1"}', ""),
    "deep value": note(1).replace('"1"', "[" * 40 + "]" * 40),
    "field": note(1).replace('"note"', '"$deleted"'),
    "star": note(1).replace('"note"', '"*"'),
    "table": note(1).replace("visits", "$quarantine"),
    "row": note(1).replace(ROW, ROW.replace("-", "")),
    "late": note(1, at=2**62),
    "early": note(1, at=-1),
    "when": note(1, at="now"),
    "who": note(1, user={"a": 1}),
    "large": note(1, "x" * 1024 * 1024),
}


@pytest.mark.parametrize("raw", POISON.values(), ids=POISON.keys())
def test_a_bad_op_is_kept_raw_and_what_follows_goes_on(shared: SharedOffice, raw):
    a = shared.gateway("A")
    with pytest.raises(OpsRefused):
        a.push([raw, note(2)])
    assert a.quarantine(1, raw, "22P05").new == 1
    assert a.quarantine(1, raw, "22P05").new == 0
    assert a.push([note(2)]).new == 1
    page = a.pull(0, 10)
    assert [(o.kind, o.table) for o in page.ops] == [
        ("q", "$quarantine"),
        ("u", "visits"),
    ]
    assert verify(page, 0, GENESIS) == page.batches[-1].hash


def test_a_quarantined_number_is_a_repeat_ever_after(shared: SharedOffice):
    a = shared.gateway("A")
    raw = note(1, kind="z")
    a.quarantine(1, raw, "22023")
    assert a.push([raw, note(2)]).new == 1
    with pytest.raises(Forked):
        a.quarantine(1, note(1, "other"), "22023")
    with pytest.raises(HistoryDiffers):
        a.quarantine(4, raw, "22023")


def test_huge_and_odd_values_come_back_as_they_went(shared: SharedOffice):
    a = shared.desk("A")
    patch = {
        "big": 2**63 - 1,
        "text": "각" * 300_000,
        "rtl": "\u202eabc",
        "jamo": "ㅎㅏㄴ",
    }
    a.write("visits", ROW, patch)
    assert shared.row(ROW)[0] == patch


def test_more_than_one_call_may_carry_is_refused_and_not_the_op(shared: SharedOffice):
    a = shared.desk("A")
    ops = [a.op("visits", ROW, {"note": "x" * 1_000_000}) for _ in range(17)]
    with pytest.raises(OpsRefused):
        a.push(*ops)
    assert a.push(*ops[:8]).new == 8
    assert a.push(*ops[8:]).new == 9


@pytest.mark.parametrize("kind", ["u", "d", "x"])
def test_what_is_only_added_is_never_changed(shared: SharedOffice, kind: str):
    a, b, line = shared.desk("A"), shared.desk("B"), new_row()
    a.write("log_lines", line, {"action": "reveal"})
    b.catch_up()
    patch = {"action": "read"} if kind == "u" else {}
    raw = b.op("log_lines", line, patch, kind=kind)
    with pytest.raises(OpsRefused):
        b.push(raw)
    b.gateway.quarantine(b.dseq, raw, "22023")
    assert b.write("log_lines", new_row(), {"action": "read"}).new == 1
    assert shared.row(line) == ({"action": "reveal"}, False)


def test_a_line_and_its_change_in_one_push_are_refused(shared: SharedOffice):
    a, line = shared.desk("A"), new_row()
    ops = [a.op("log_lines", line, {"action": told}) for told in ("reveal", "read")]
    with pytest.raises(OpsRefused):
        a.push(*ops)
    assert a.push(ops[0]).new == 1


def test_more_ops_than_a_batch_may_hold_are_refused(shared: SharedOffice):
    with pytest.raises(OpsRefused):
        shared.gateway("A").push(["{}"] * 5001)


KINDS: tuple[tuple[str, dict[str, str]], ...] = (
    ("u", {"note": "a", "place": "1"}),  # makes the row
    ("u", {"note": "b", "place": "1"}),
    ("u", {"note": "b"}),  # nothing differs
    ("d", {}),
    ("u", {"place": "2"}),  # too late
    ("x", {}),
    ("u", {"note": "c"}),
)


@pytest.mark.parametrize(("count", "together"), [(3, 3), (7, 2), (7, 3), (7, 7)])
def test_ops_pushed_together_leave_what_they_leave_one_by_one(
    shared: SharedOffice, count: int, together: int
):
    left = []
    for label, size in (("A", 1), ("B", together)):
        gateway, row = shared.gateway(label), new_row()
        ops = [
            op(dseq, 0, "visits", row, patch, kind=kind, at=dseq, user=f"clerk {dseq}")
            for dseq, (kind, patch) in enumerate(KINDS[:count], 1)
        ]
        before = shared.ask("select seq from sync.head")[0][0]
        for at in range(0, len(ops), size):
            gateway.push(ops[at : at + size])
        left.append(_left(shared, row, before))
    assert left[0] == left[1]


def _left(shared: SharedOffice, row: str, before: int) -> list[object]:
    """What the log and the row say, numbers counted from where it began."""
    log = shared.ask(
        "select seq - %s, kind, accepted, rejected - '$deleted', rejected ? '$deleted'"
        " from sync.log where row_id = %s order by seq",
        before,
        row,
    )
    state = shared.ask(
        "select ver - %s, deleted, data, user_id, edited_at, (select jsonb_object_agg(key,"
        " (value->>0)::bigint - %s) from jsonb_each(fv)) from sync.row_state"
        " where row_id = %s",
        before,
        before,
        row,
    )
    return [log, state]
