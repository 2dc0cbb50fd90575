"""Batches carried on a stick: exactly once, in both directions, beside direct rounds."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from models.reception import Person
from models.trust import Setting
from services.core.actor import SYNC_ACTOR
from services.core.cancellation import Cancellation
from services.sync.address import ServerAddress
from services.sync.conversation import RoundReport
from services.sync.enrolment import DeskPlace, EnrolDesk
from services.sync.exchange import Sizes
from services.sync.gateway import (
    DeskCardMissing,
    Forked,
    HistoryDiffers,
    NotEnrolled,
    Profile,
    StickForged,
)
from services.sync.memory import STICK_KEYS, fact
from services.sync.recover_desk import GiveUpPlace
from services.sync.schedule import Outcome
from services.sync.server import ServerAdministration
from services.sync.server_layout import PUBLISHED, steps
from services.sync.server_logins import IMPORTER_ONLY
from services.sync.server_stick import keep_card, make_importer
from services.sync.stick import ReadStick, StickNotReady, StickOutOfOrder, WriteStick
from services.sync.stick_file import read_letter, write_letter
from services.sync.stick_gateway import ImporterGateway
from services.sync.stick_import import Imported, StickImporter, StickOld
from services.sync.stick_keys import (
    StickForOther,
    StickUnreadable,
    new_keys,
    read_card,
    read_keys,
    seal,
    unseal,
)
from tests.postgres_server import ThrowawayServer
from tests.services.sync.desk.desks import (
    LIMITS,
    STAFF,
    CityHall,
    DeskUnderTest,
    drop_database,
    exactly_once,
    fresh_name,
    never,
    settle,
)
from tests.services.sync.shared_office import OWNER, OWNER_PASSWORD, run_as_superuser

pytestmark = pytest.mark.server

STICK_STEP = 8  # the numbered SQL that brought sticks


def nothing() -> None:
    return None


@dataclass
class Sticks:
    """The importer of one office, and short ways for its desks."""

    hall: CityHall
    folder: Path

    def __post_init__(self) -> None:
        self.keys = new_keys()
        self.administration = ServerAdministration(LIMITS, never)
        url = self.hall.server.desk_url(self.hall.database, OWNER)
        self.owner = ServerAddress(url, OWNER_PASSWORD)
        self.login = make_importer(self.administration, self.owner)
        self.count = 0

    @property
    def address(self) -> ServerAddress:
        role = self.login.role
        url = self.hall.server.desk_url(self.hall.database, role)
        return ServerAddress(url, self.login.password)

    def connection(self) -> psycopg.Connection[Any]:
        opened = psycopg.connect(
            self.address.url, password=self.address.password, autocommit=True
        )
        self.hall.exits.callback(opened.close)
        return opened

    def ready(self, *desks: DeskUnderTest) -> None:
        """Let desks and office know each other's cards."""
        for desk in desks:
            place = self.hall.place(desk.label)
            told = DeskPlace(
                place.desk_id,
                place.label,
                place.role,
                place.server,
                place.password,
                self.keys.card.text(),
            )
            card = EnrolDesk(desk.units).run(STAFF, told)
            keep_card(self.administration, self.owner, desk.label, read_card(card))

    def write(self, desk: DeskUnderTest, sizes: Sizes | None = None) -> bytes:
        self.count += 1
        path = self.folder / f"letter-{self.count}"
        verb = WriteStick(desk.units, desk.install_id, sizes or desk.sizes)
        verb.run(SYNC_ACTOR, path)
        return path.read_bytes()

    def enter(self, file: bytes) -> Imported:
        gateway = ImporterGateway(self.address, LIMITS, nothing, never)
        try:
            return StickImporter(gateway, self.keys).run(file)
        finally:
            gateway.close()

    def read(self, desk: DeskUnderTest, answer: bytes) -> RoundReport:
        self.count += 1
        path = self.folder / f"answer-{self.count}"
        path.write_bytes(answer)
        verb = ReadStick(desk.units, desk.office.bus, desk.install_id, desk.sizes)
        return verb.run(SYNC_ACTOR, path, Cancellation())

    def carry(self, desk: DeskUnderTest) -> RoundReport:
        return self.read(desk, self.enter(self.write(desk)).answer)


@pytest.fixture
def sticks(hall: CityHall, a: DeskUnderTest, b: DeskUnderTest, tmp_path: Path):
    """The office of A and B, ready for sticks."""
    made = Sticks(hall, tmp_path)
    made.ready(a, b)
    return made


def standing(desk: DeskUnderTest) -> tuple[Any, ...]:
    """Everything that taking a file might change."""
    state = desk.ask("SELECT acked, cursor, cursor_hash, epoch FROM sync_state")
    return state, desk.contents(), desk.conflicts()


def log_of(hall: CityHall) -> list[tuple[Any, ...]]:
    return hall.ask("select seq, desk_id, dseq, op from sync.log order by seq")


def unchanged_by(look: Callable[[], object], verb: Callable[[], object], refusal: Any):
    before = look()
    with pytest.raises(refusal):
        verb()
    assert look() == before


def test_what_one_desk_carries_in_another_carries_home(sticks: Sticks, a, b):
    person = a.add_person("김하늘")
    report = sticks.carry(a)
    assert report.outcome is Outcome.DONE
    assert report.sent > 0
    sticks.carry(b)
    assert b.row("person", person, "name") == ("김하늘",)
    assert exactly_once(sticks.hall, a)


def test_a_desk_without_any_network_begins_by_stick(sticks: Sticks, a, c):
    person = a.add_person("김하늘")
    a.sync()
    sticks.ready(c)
    sticks.carry(c)
    own = c.add_person("박바다")
    sticks.carry(c)
    a.sync()
    assert c.row("person", person, "name") == ("김하늘",)
    assert a.row("person", own, "name") == ("박바다",)
    assert c.sync().code == ""


def test_sticks_and_direct_rounds_mix_freely(sticks: Sticks, a, b):
    person = a.add_person("김하늘")
    file = sticks.write(a)
    a.sync()
    a.edit(Person, person, address="중앙동")
    b.sync()
    b.edit(Person, person, name="김하나")
    answer = sticks.enter(file).answer
    sticks.read(a, answer)
    assert sticks.carry(a).outcome is Outcome.DONE
    settle(a, b)
    assert a.contents() == b.contents()
    assert a.row("person", person, "name", "address") == ("김하나", "중앙동")
    assert exactly_once(sticks.hall, a)
    assert exactly_once(sticks.hall, b)
    assert a.sync().code == ""


def test_a_clash_on_a_stick_is_shown_as_in_a_direct_round(sticks: Sticks, a, b):
    person = a.add_person("김하늘")
    settle(a, b)
    a.edit(Person, person, name="김하나")
    b.edit(Person, person, name="김두리")
    a.sync()
    entered = sticks.enter(sticks.write(b))
    assert entered.conflicts == 1
    sticks.read(b, entered.answer)
    a.sync()
    assert [row[1] for row in b.conflicts()] == ["name"]
    assert a.conflicts() == b.conflicts()


def test_writing_acknowledges_nothing(sticks: Sticks, a):
    a.add_person()
    before = a.value("SELECT acked FROM sync_state")
    sticks.write(a)
    assert a.value("SELECT acked FROM sync_state") == before


def test_only_what_was_written_is_acknowledged(sticks: Sticks, a):
    a.add_person()
    last = a.value("SELECT max(dseq) FROM sync_outbox")
    answer = sticks.enter(sticks.write(a)).answer
    a.add_person("박바다")
    sticks.read(a, answer)
    assert a.value("SELECT acked FROM sync_state") == last
    assert a.value("SELECT max(dseq) FROM sync_outbox") > last


def test_many_batches_travel_in_one_file(sticks: Sticks, a, b):
    for number in range(7):
        a.add_person(f"김{number}")
    sticks.read(a, sticks.enter(sticks.write(a, Sizes(push_ops=2))).answer)
    assert exactly_once(sticks.hall, a)
    settle(a, b)
    assert exactly_once(sticks.hall, a)
    assert a.contents() == b.contents()


def test_the_same_file_twice_enters_nothing_twice(sticks: Sticks, a):
    a.add_person()
    file = sticks.write(a)
    first = sticks.enter(file)
    before = log_of(sticks.hall)
    again = sticks.enter(file)
    assert (again.new, again.known) == (0, first.new)
    assert log_of(sticks.hall) == before


def test_the_same_answer_twice_changes_nothing(sticks: Sticks, a, b):
    b.add_person()
    b.sync()
    a.add_person()
    answer = sticks.enter(sticks.write(a)).answer
    sticks.read(a, answer)
    before = standing(a)
    report = sticks.read(a, answer)
    assert (report.outcome, report.sent) == (Outcome.NOTHING_TO_DO, 0)
    assert standing(a) == before


def test_an_old_file_is_refused_after_a_newer_one(sticks: Sticks, a):
    a.add_person()
    old = sticks.write(a)
    a.add_person("박바다")
    sticks.enter(sticks.write(a))
    unchanged_by(lambda: log_of(sticks.hall), lambda: sticks.enter(old), StickOld)
    sticks.carry(a)
    assert exactly_once(sticks.hall, a)


def test_an_old_answer_after_a_newer_one_changes_nothing(sticks: Sticks, a, b):
    a.add_person()
    old = sticks.enter(sticks.write(a)).answer
    b.add_person()
    b.sync()
    sticks.carry(a)
    before = standing(a)
    assert sticks.read(a, old).outcome is Outcome.NOTHING_TO_DO
    assert standing(a) == before


def test_an_answer_that_lacks_one_before_it_is_refused(sticks: Sticks, hall, a, b):
    behind = hall.copied(a)
    b.add_person()
    b.sync()
    a.sync()
    newer = sticks.enter(sticks.write(a)).answer
    unchanged_by(
        lambda: standing(behind),
        lambda: sticks.read(behind, newer),
        (StickOutOfOrder, HistoryDiffers),
    )


def test_an_answer_to_what_this_copy_did_not_write_is_refused(sticks, hall, a):
    twin = hall.copied(a)
    a.add_person("김하늘")
    twin.add_person("박바다")
    answer = sticks.enter(sticks.write(a)).answer
    unchanged_by(
        lambda: standing(twin), lambda: sticks.read(twin, answer), HistoryDiffers
    )


def test_a_twin_cannot_enter_other_ops_under_the_same_numbers(sticks, hall, a):
    twin = hall.copied(a)
    a.add_person("김하늘")
    twin.add_person("박바다")
    sticks.enter(sticks.write(a))
    unchanged_by(lambda: log_of(hall), lambda: sticks.enter(sticks.write(twin)), Forked)


def test_the_answer_of_another_desk_is_refused(sticks: Sticks, a, b):
    b.add_person()
    answer = sticks.enter(sticks.write(b)).answer
    unchanged_by(lambda: standing(a), lambda: sticks.read(a, answer), StickForOther)


@pytest.mark.parametrize("place", [0, 9, 20, 60, -1])
def test_a_changed_byte_is_found_on_both_sides(sticks: Sticks, a, place):
    a.add_person()
    file = sticks.write(a)
    answer = sticks.enter(file).answer
    wrong = (StickUnreadable, StickForOther)
    unchanged_by(
        lambda: log_of(sticks.hall), lambda: sticks.enter(changed(file, place)), wrong
    )
    unchanged_by(
        lambda: standing(a), lambda: sticks.read(a, changed(answer, place)), wrong
    )


def changed(file: bytes, place: int) -> bytes:
    bytes_ = bytearray(file)
    bytes_[place] ^= 1
    return bytes(bytes_)


def test_a_letter_that_another_signed_is_refused(sticks: Sticks, a, b):
    """Whoever has the importer's card can seal; only the desk can sign."""
    a.add_person()
    letter = read_letter(sticks.write(a), sticks.keys)
    forged = write_letter(new_keys(), sticks.keys.card, letter.told, letter.batches)
    unchanged_by(lambda: log_of(sticks.hall), lambda: sticks.enter(forged), StickForged)


def test_a_batch_that_was_changed_by_the_importer_itself_is_refused(sticks: Sticks, a):
    a.add_person("김하늘")
    with a.units.read(SYNC_ACTOR, WriteStick.permission) as reading:
        own = read_keys(fact(reading.session, STICK_KEYS) or "")
    letter = read_letter(sticks.write(a), sticks.keys)
    batch = letter.batches[0]
    ops = tuple(op.replace("김하늘", "김두리") for op in batch.ops)
    assert ops != batch.ops
    changed_batch = type(batch)(batch.first, batch.signature, ops)
    forged = write_letter(own, sticks.keys.card, letter.told, [changed_batch])
    unchanged_by(lambda: log_of(sticks.hall), lambda: sticks.enter(forged), StickForged)


def test_an_answer_that_the_importer_did_not_sign_is_refused(sticks: Sticks, a):
    with a.units.read(SYNC_ACTOR, WriteStick.permission) as reading:
        own = read_keys(fact(reading.session, STICK_KEYS) or "")
    a.add_person()
    plain = unseal(sticks.enter(sticks.write(a)).answer, own)
    forged = seal(plain.replace(b'\\"head\\":', b'\\"head\\":1'), own.card)
    unchanged_by(lambda: standing(a), lambda: sticks.read(a, forged), StickUnreadable)


def test_a_file_of_another_history_is_refused(sticks: Sticks, hall, a):
    a.add_person()
    file = sticks.write(a)
    hall.tell("update sync.head set epoch = gen_random_uuid()")
    unchanged_by(lambda: log_of(hall), lambda: sticks.enter(file), HistoryDiffers)


def test_an_answer_of_another_history_is_refused(sticks: Sticks, hall, a):
    a.add_person()
    answer = sticks.enter(sticks.write(a)).answer
    hall.tell("update sync.head set epoch = gen_random_uuid()")
    a.sync()
    unchanged_by(lambda: standing(a), lambda: sticks.read(a, answer), HistoryDiffers)


def test_a_revoked_desk_can_carry_nothing_in(sticks: Sticks, hall, a):
    a.add_person()
    file = sticks.write(a)
    hall.tell("update sync.desk set status = 'revoked' where label = 'A'")
    unchanged_by(
        lambda: log_of(hall),
        lambda: sticks.enter(file),
        (NotEnrolled, DeskCardMissing),
    )


def test_a_desk_whose_card_is_not_known_is_told_so(sticks: Sticks, hall, a):
    a.add_person()
    file = sticks.write(a)
    hall.tell("update sync.desk set sign_key = null where label = 'A'")
    with pytest.raises(DeskCardMissing):
        sticks.enter(file)


def test_a_desk_without_the_importers_card_writes_nothing(hall: CityHall, c, tmp_path):
    verb = WriteStick(c.units, c.install_id, c.sizes)
    with pytest.raises(StickNotReady):
        verb.run(SYNC_ACTOR, tmp_path / "stick")
    assert not (tmp_path / "stick").exists()


def test_what_the_server_can_never_take_is_kept_aside(sticks: Sticks, hall, a, b):
    a.add_person("김하늘")
    a.write_foreign(
        "UPDATE sync_outbox SET op = json_set(op, '$.kind', '?')"
        " WHERE dseq = (SELECT max(dseq) FROM sync_outbox)"
    )
    person = a.add_person("박바다")
    entered = sticks.enter(sticks.write(a))
    assert entered.quarantined == 1
    sticks.read(a, entered.answer)
    b.sync()
    assert b.row("person", person, "name") == ("박바다",)
    assert a.sync().code == ""


def test_the_importer_cannot_set_a_good_op_aside(sticks: Sticks, hall, a):
    a.add_person("김하늘")
    letter = read_letter(sticks.write(a), sticks.keys)
    place = (letter.told["desk"], letter.told["epoch"])
    gateway = ImporterGateway(sticks.address, LIMITS, nothing, never)
    for at in range(len(letter.batches[0].ops)):
        gateway.push_signed(place, letter.batches[0], (at, at + 1), "a whim")
    gateway.close()
    assert hall.value("select count(*) from sync.quarantine") == 0
    assert exactly_once(hall, a)


def test_a_city_desk_carries_only_its_own_tables(sticks: Sticks, hall, a):
    city = hall.desk("K")
    city.sync()
    sticks.ready(city)
    city.add_person("이름은안나간다")
    report = sticks.carry(city)
    assert report.sent > 0
    assert not [row for row in log_of(hall) if "이름은안나간다" in row[3]]
    assert city.sync().outcome in (Outcome.DONE, Outcome.NOTHING_TO_DO)
    a.add_person("이름은안들어온다")
    a.sync()
    sticks.carry(city)
    assert (
        city.value("SELECT count(*) FROM person WHERE name = '이름은안들어온다'") == 0
    )


def test_a_file_shows_nothing_of_what_it_holds(sticks: Sticks, a):
    a.add_person("김하늘")
    file = sticks.write(a)
    assert "김하늘".encode() not in file
    assert b"person" not in file


def test_the_importer_may_enter_signed_files_and_nothing_else(sticks: Sticks, hall):
    sticks.administration.upgrade(sticks.owner, ())
    role = sticks.login.role
    opened = hall.value(
        "select count(*) from pg_proc p where pronamespace = 'sync'::regnamespace"
        " and has_function_privilege(%s, p.oid, 'execute')",
        role,
    )
    assert opened == len(IMPORTER_ONLY)
    for statement in ("select * from sync.log", "select sync.push('{}')"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            sticks.connection().execute(statement)


def test_no_desk_may_call_what_is_the_importers(sticks: Sticks, hall):
    assert not set(IMPORTER_ONLY) & set(PUBLISHED)
    role = hall.enrolments["A"].role
    for function in IMPORTER_ONLY:
        assert not hall.value(
            "select has_function_privilege(%s, %s, 'execute')",
            role,
            f"sync.{function}",
        )


def test_the_database_judges_signatures_as_the_library_does(sticks: Sticks, hall):
    keys = new_keys()
    key = keys.card.sign_key
    for text in (b"", b"a", bytes(range(256))):
        sign = keys.signed(text)
        ask = "select sync.is_signed(%s, %s, %s)"
        assert hall.value(ask, key, text, sign)
        assert not hall.value(ask, key, text + b".", sign)
        for place in (0, 31, 32, 63):
            assert not hall.value(ask, key, text, changed(sign, place))
        assert not hall.value(ask, new_keys().card.sign_key, text, sign)


def test_an_office_from_before_sticks_is_brought_up(
    postgres: ThrowawayServer, monkeypatch: pytest.MonkeyPatch
):
    name = fresh_name()
    run_as_superuser(postgres, "create database {} owner {}", name, OWNER)
    owner = ServerAddress(postgres.desk_url(name, OWNER), OWNER_PASSWORD)
    administration = ServerAdministration(LIMITS, never)
    before = tuple(step for step in steps() if step.number < STICK_STEP)
    with monkeypatch.context() as patch:
        patch.setattr("services.sync.server_layout.steps", lambda: before)
        administration.create(owner, ())
        administration.enrol(owner, "A", Profile.OFFICE, None)
    assert administration.upgrade(owner, ()) == len(steps()) - len(before)
    make_importer(administration, owner)
    make_importer(administration, owner)
    keep_card(administration, owner, "A", new_keys().card)
    assert administration.check(owner).findings == ()
    drop_database(postgres, name)


@pytest.mark.parametrize("letter_first", [True, False])
def test_a_letter_under_way_when_its_desk_took_another_place_happens_once(
    a: DeskUnderTest,
    b: DeskUnderTest,
    hall: CityHall,
    tmp_path: Path,
    *,
    letter_first: bool,
):
    sticks = Sticks(hall, tmp_path)
    sticks.ready(a, b)
    row = a.add_person("김하늘")
    mark = a.add(Setting(owner="", key="front.mark", value='"0"'))
    settle(a, b)
    a.edit(Person, row, name="김하나")
    a.edit(Setting, mark, value='"1"')
    letter = sticks.write(a)
    GiveUpPlace(a.units).run(STAFF)
    a.sync()
    EnrolDesk(a.units).run(STAFF, hall.enrol("D"))
    a.label = "D"
    if letter_first:
        sticks.enter(letter)
    a.edit(Person, row, name="김세나")
    a.edit(Setting, mark, value='"2"')
    settle(a, b)
    if not letter_first:
        sticks.enter(letter)
        settle(a, b)
    told = [line[4:] for line in a.conflicts()]
    # Entered first, it is another desk's word to what was written in between: shown.
    assert told == ([('"김세나"', '"김하나"')] if letter_first else [])
    assert a.conflicts() == b.conflicts()
    assert a.row("setting", mark, "value") == ('"2"',)
    logged = "select count(*) from sync.log where row_id = %s"
    assert [hall.value(logged, one) for one in (row, mark)] == [3, 3]
    assert a.contents() == b.contents()
    assert a.sync().outcome is Outcome.NOTHING_TO_DO
