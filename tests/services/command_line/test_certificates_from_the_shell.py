"""Certificates from the shell: made, carried to the desk, renewed, taken back."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import psycopg
import pytest
from cryptography import x509

import main
from services.sync.address import ServerAddress
from services.sync.certificates import Authority
from services.sync.gateway import CertificateRevoked
from services.sync.postgres import connect
from tests.postgres_server import ThrowawayServer, throwaway_server
from tests.services.command_line.conftest import Run
from tests.services.sync.shared_office import LIMITS, never, run_as_superuser
from tests.services.sync.test_server_faults import until
from tests.services.sync.tls_server import DATABASE, binaries_with_tls, tls_of

pytestmark = pytest.mark.server

NOW = datetime.now(UTC)  # both ends of a line compare certificates with the true time


@dataclass
class City:
    """A server that wants certificates, its administrator and one desk."""

    run: Run
    server: ThrowawayServer
    authority: Path
    place: Path
    capsys: pytest.CaptureFixture[str]

    def administer(self, verb: str, *words: str) -> tuple[int, dict[str, object]]:
        owner = self.server.admin_url(DATABASE)
        named = ("--authority", str(self.authority))
        code = main.main(["--json", "server", verb, owner, *named, *words])
        return code, json.loads(self.capsys.readouterr().out)

    def made(self, verb: str, label: str, file: str) -> dict[str, object]:
        where = ("--certificate", str(self.place / file))
        code, told = self.administer(verb, "--desk", label, *where)
        assert code == 0
        assert (self.place / file).stat().st_mode & 0o077 == 0
        return told

    def enrol(self, made: dict[str, object], *more: str) -> tuple[int, str]:
        secret = self.place / "secret"
        secret.write_text(str(made["password"]), encoding="utf-8")
        url = self.server.desk_url(DATABASE, str(made["role"]))
        which = ["--number", str(made["desk_id"]), "--desk", "A"]
        which += ["--role", str(made["role"]), "--server-password-file", str(secret)]
        code = self.run("--json", "enrol", url, *which, *more)
        return code, str(json.loads(self.capsys.readouterr().out).get("refused", ""))

    def certified(self, made: dict[str, object], file: str) -> tuple[int, str]:
        return self.enrol(made, "--certificate", str(self.place / file))

    def enters(self, made: dict[str, object], file: str) -> bool:
        told = (self.place / file).read_text(encoding="ascii")
        url = self.server.desk_url(DATABASE, str(made["role"]))
        address = ServerAddress(url, str(made["password"]), told)
        connect(address, LIMITS, never).close()
        return True

    def take_list(self) -> None:
        """Give the server the list, as its administrator does, and wait until it has it."""
        data = self.server.folder / "data"
        (data / "ca.crl").write_bytes((self.authority / "ca.crl").read_bytes())
        before = self.loaded()
        run_as_superuser(self.server, "select pg_reload_conf()")
        until(lambda: self.loaded() > before)

    def loaded(self) -> datetime:
        """Return when the server last read its settings, as a new line hears of it."""
        with psycopg.connect(self.server.admin_url()) as line:
            row = line.execute("select pg_conf_load_time()").fetchone()
        assert row is not None
        return cast("datetime", row[0])

    def sync(self) -> tuple[int, object]:
        code = self.run("--json", "sync")
        return code, json.loads(self.capsys.readouterr().out).get("code")


@pytest.fixture(scope="module")
def _authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city") / "authority"
    Authority(folder).found("Tongtong Desk CA", NOW)
    return folder


@pytest.fixture(scope="module")
def _server(_authority: Path) -> Iterator[ThrowawayServer]:
    binaries = binaries_with_tls()
    if binaries is None:
        pytest.skip("no PostgreSQL with TLS on this machine")
    with throwaway_server(binaries, tls_of(_authority, NOW)) as server:
        yield server


@pytest.fixture
def city(shell, _server, _authority, place, capsys) -> Iterator[City]:
    capsys.readouterr()
    run_as_superuser(_server, "create database {}", DATABASE)
    city = City(shell, _server, _authority, place, capsys)
    assert city.administer("create")[0] == 0
    yield city
    run_as_superuser(_server, "drop database {} with (force)", DATABASE)


def test_a_desk_connects_by_the_certificate_it_was_given(city: City):
    made = city.made("enrol", "A", "a.pem")
    assert city.enrol(made) == (1, "certificate_missing")
    assert city.certified(made, "a.pem") == (0, "")
    (city.place / "a.pem").unlink()
    assert city.sync() == (0, "")


def test_a_renewed_certificate_takes_the_place_of_the_old_one(city: City):
    assert city.certified(city.made("enrol", "A", "a.pem"), "a.pem") == (0, "")
    again = city.made("renew", "A", "new.pem")
    assert city.sync() == (1, "login_refused")
    assert city.enrol(again) == (1, "certificate_unreadable")
    assert city.certified(again, "new.pem") == (0, "")
    assert city.sync() == (0, "")


def test_another_desks_certificate_is_not_taken_and_the_old_one_stays(city: City):
    made = city.made("enrol", "A", "a.pem")
    city.made("enrol", "B", "b.pem")
    assert city.certified(made, "a.pem") == (0, "")
    assert city.certified(made, "b.pem") == (1, "certificate_unreadable")
    assert city.sync() == (0, "")


def test_a_desk_that_is_shut_out_is_on_the_list(city: City):
    city.made("enrol", "A", "a.pem")
    own = x509.load_pem_x509_certificates((city.place / "a.pem").read_bytes())[0]
    assert city.administer("revoke", "--desk", "A")[0] == 0
    gone = x509.load_pem_x509_crl((city.authority / "ca.crl").read_bytes())
    line = gone.get_revoked_certificate_by_serial_number(own.serial_number)
    assert line is not None
    code, told = city.administer("renew", "--desk", "A", "--certificate", "x")
    assert (code, told["refused"]) == (1, "unknown_desk")


def test_a_desk_that_is_shut_out_is_turned_away_in_words(city: City):
    made = city.made("enrol", "A", "a.pem")
    other = city.made("enrol", "B", "b.pem")
    assert city.certified(made, "a.pem") == (0, "")
    assert city.sync() == (0, "")
    assert city.administer("revoke", "--desk", "A")[0] == 0
    assert city.sync() == (1, "login_refused")  # at once, whatever becomes of the list
    city.take_list()
    assert city.sync() == (1, "certificate_revoked")
    assert city.run("--language", "en", "sync") == 1
    told = city.capsys.readouterr()
    assert "certificate for the shared database was taken back" in told.out + told.err
    assert city.enters(other, "b.pem")  # the list shuts nobody else out


def test_the_list_alone_shuts_a_certificate_out_whose_login_is_good(city: City):
    made = city.made("enrol", "A", "a.pem")
    assert city.enters(made, "a.pem")
    Authority(city.authority).revoke(str(made["role"]), NOW)
    assert city.enters(made, "a.pem")
    city.take_list()
    with pytest.raises(CertificateRevoked):
        city.enters(made, "a.pem")


@pytest.mark.parametrize("part", ["ca.key", "ca.crt", "ca.crl", "issued"])
@pytest.mark.parametrize("verb", ["enrol", "renew", "revoke"])
def test_a_damaged_authority_is_told_before_the_server_is_changed(
    city: City, verb: str, part: str
):
    made = city.made("enrol", "A", "a.pem")
    whole = city.authority
    city.authority = city.place / "damaged"
    shutil.copytree(whole, city.authority)
    lost = city.authority / part
    shutil.rmtree(lost) if lost.is_dir() else lost.unlink()
    words = ["--desk", "B" if verb == "enrol" else "A"]
    if verb != "revoke":
        words += ["--certificate", str(city.place / "new.pem")]
    code, told = city.administer(verb, *words)
    assert (code, told["refused"]) == (1, "authority_missing")
    assert not (city.place / "new.pem").exists()
    city.authority = whole
    assert city.administer("check")[1]["desks"] == ["A"]
    assert city.enters(made, "a.pem")  # same password, not shut out


def test_a_certificate_is_never_written_over_a_file_or_through_a_link(city: City):
    (city.place / "a.pem").symlink_to(city.place / "elsewhere")
    where = ("--certificate", str(city.place / "a.pem"))
    assert city.administer("enrol", "--desk", "A", *where)[0] != 0
    assert not (city.place / "elsewhere").exists()
    assert city.administer("check")[1]["desks"] == []


def test_a_check_tells_when_certificates_end(city: City):
    role = str(city.made("enrol", "A", "a.pem")["role"])
    code, told = city.administer("check")
    assert code == 0
    assert role in dict(told["certificates"])  # type: ignore[call-overload]  # JSON
    Authority(city.authority).revoke(role, NOW)
    Authority(city.authority).sign(role, "a-password", NOW - timedelta(days=340))
    code, told = city.administer("check")
    assert (code, told["findings"]) == (1, {"certificates_ending": 1})


def test_an_enrolment_that_cannot_write_the_certificate_changes_nothing(city: City):
    (city.place / "a.pem").write_text("another's", encoding="ascii")
    where = ("--certificate", str(city.place / "a.pem"))
    assert city.administer("enrol", "--desk", "A", *where)[0] != 0
    assert city.administer("check")[1]["desks"] == []
