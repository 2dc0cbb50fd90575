"""The line to the server: the right certificate opens it, every other is told apart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.errors import OfficeError
from services.sync.address import ServerAddress
from services.sync.authority_folder import AuthorityMissing
from services.sync.certificates import DESK_DAYS, Authority
from services.sync.desk_certificate import CertificateUnreadable
from services.sync.gateway import (
    CertificateExpired,
    CertificateMissing,
    CertificateRevoked,
    CertificateUnknown,
    LoginRefused,
    Profile,
    ServerUntrusted,
    TlsRefused,
)
from services.sync.postgres import connect
from services.sync.server import Enrolment
from tests.postgres_server import ThrowawayServer, throwaway_server
from tests.services.sync.shared_office import (
    LIMITS,
    TABLES,
    administration,
    never,
    run_as_superuser,
)
from tests.services.sync.tls_server import DATABASE, binaries_with_tls, tls_of
from ui.error_texts_sync import SYNC

pytestmark = pytest.mark.server

NOW = datetime.now(UTC)  # both ends of a line compare certificates with the true time
REVOKED_PASSWORD = "of-a-desk-shut-out"


@dataclass(frozen=True)
class Office:
    """A server that wants certificates, its authority and one that it does not know."""

    server: ThrowawayServer
    city: Authority
    stranger: Authority
    desks: Mapping[str, Enrolment]
    revoked: str

    def url(self, **changed: str) -> str:
        told = self.server.desk_url(DATABASE, self.desks["A"].role)
        for old, new in changed.items():
            told = told.replace("127.0.0.1", new) if old == "host" else f"{told}?{new}"
        return told

    def certificate(self, authority: Authority, label: str = "A", days: int = 0) -> str:
        made = NOW - timedelta(days=days)
        return authority.sign(self.desks[label].role, self.desks["A"].password, made)

    def enter(self, certificate: str | None, **changed: str) -> None:
        address = ServerAddress(
            self.url(**changed), self.desks["A"].password, certificate
        )
        connection = connect(address, LIMITS, never)
        try:
            assert connection.pgconn.ssl_in_use
        finally:
            connection.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    binaries = binaries_with_tls()
    if binaries is None:
        pytest.skip("no PostgreSQL with TLS on this machine")
    folder = tmp_path_factory.mktemp("authorities")
    city, stranger = Authority(folder / "city"), Authority(folder / "stranger")
    city.found("Tongtong CA", NOW)
    stranger.found("Another CA", NOW)
    revoked = city.sign(f"{DATABASE}_desk_3", REVOKED_PASSWORD, NOW)
    city.revoke(f"{DATABASE}_desk_3", NOW)
    with throwaway_server(binaries, tls_of(folder / "city", NOW)) as server:
        run_as_superuser(server, "create database {}", DATABASE)
        owner = ServerAddress(server.admin_url(DATABASE))
        administration().create(owner, TABLES)
        desks = {
            label: administration().enrol(owner, label, Profile.OFFICE, None)
            for label in ("A", "B", "C")
        }
        yield Office(server, city, stranger, desks, revoked)


def with_authority_of(certificate: str, other: str) -> str:
    """Return a desk's certificate beside the authority that signed another's."""
    mark = "-----BEGIN CERTIFICATE-----"
    return mark.join([*certificate.split(mark)[:2], other.split(mark)[2]])


def refused(office: Office, certificate: str | None, **changed: str) -> OfficeError:
    with pytest.raises(OfficeError) as caught:
        office.enter(certificate, **changed)
    assert caught.value.__context__ is None  # the driver's words may quote an address
    assert all(SYNC[caught.value.code]())
    return caught.value


def test_the_desk_of_the_certificate_enters(office: Office):
    office.enter(office.certificate(office.city))


def test_no_certificate_is_refused(office: Office):
    assert type(refused(office, None)) is CertificateMissing


def test_a_certificate_that_has_ended_is_refused(office: Office):
    ended = office.certificate(office.city, days=DESK_DAYS + 1)
    assert type(refused(office, ended)) is CertificateExpired


def test_a_certificate_on_the_list_of_revoked_ones_is_refused(office: Office):
    role = office.desks["C"].role
    address = ServerAddress(
        office.server.desk_url(DATABASE, role), REVOKED_PASSWORD, office.revoked
    )
    with pytest.raises(CertificateRevoked):
        connect(address, LIMITS, never)


def test_the_certificate_of_another_desk_is_refused(office: Office):
    other = office.certificate(office.city, "B")
    assert type(refused(office, other)) is LoginRefused


def test_a_certificate_of_an_unknown_authority_is_refused(office: Office):
    forged = with_authority_of(
        office.certificate(office.stranger), office.certificate(office.city)
    )
    assert type(refused(office, forged)) is CertificateUnknown


def test_a_server_of_an_unknown_authority_is_not_spoken_to(office: Office):
    other = with_authority_of(
        office.certificate(office.city), office.certificate(office.stranger)
    )
    assert type(refused(office, other)) is ServerUntrusted


def test_a_server_of_another_name_is_not_spoken_to(office: Office):
    good = office.certificate(office.city)
    found = refused(office, good, host="other.example", query="hostaddr=127.0.0.1")
    assert type(found) is ServerUntrusted


def test_a_line_without_tls_is_refused(office: Office):
    assert type(refused(office, None, query="sslmode=disable")) is TlsRefused


def test_an_address_cannot_weaken_what_the_certificate_asks_for(office: Office):
    good = office.certificate(office.city)
    office.enter(good, query="sslmode=disable")


def test_a_certificate_that_was_cut_off_is_told(office: Office):
    with pytest.raises(CertificateUnreadable):
        office.enter(office.certificate(office.city)[:-40])


def test_an_authority_is_made_once_and_its_key_is_its_owners(tmp_path: Path):
    authority = Authority(tmp_path / "ca")
    assert authority.found("City", NOW)
    before = (tmp_path / "ca" / "ca.key").read_bytes()
    assert not authority.found("City", NOW)
    assert (tmp_path / "ca" / "ca.key").read_bytes() == before
    assert (tmp_path / "ca" / "ca.key").stat().st_mode & 0o077 == 0


def test_what_was_taken_back_is_no_longer_told_and_counts_once(tmp_path: Path):
    authority = Authority(tmp_path)
    authority.found("City", NOW)
    for role in ("desk_2", "desk_1", "desk_1"):
        assert "ENCRYPTED" in authority.sign(role, "a-password", NOW)
    assert authority.revoke("desk_1", NOW) == 2
    assert authority.revoke("desk_1", NOW) == 0
    (left,) = authority.issued()
    assert left.role == "desk_2"
    assert left.ends == (NOW + timedelta(days=DESK_DAYS)).replace(microsecond=0)


def test_a_folder_without_an_authority_signs_nothing(tmp_path: Path):
    with pytest.raises(AuthorityMissing):
        Authority(tmp_path).sign("desk_1", "a-password", NOW)
    assert list(tmp_path.iterdir()) == []
