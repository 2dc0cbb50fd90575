"""A PostgreSQL that takes desks by client certificate only, laid out before it starts."""

import ipaddress
import os
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from services.sync.authority_folder import CERTIFICATE, KEY, REVOKED
from tests.postgres_server import ServerBinaries, server_binaries

DATABASE = "tls_office"
RULES = f"""local all postgres trust
hostssl all +{DATABASE}_desks 127.0.0.1/32 scram-sha-256 clientcert=verify-full
hostnossl all all 127.0.0.1/32 reject
"""
SETTINGS = """
ssl = on
ssl_ca_file = 'ca.crt'
ssl_crl_file = 'ca.crl'
ssl_min_protocol_version = 'TLSv1.3'
"""


def binaries_with_tls() -> ServerBinaries | None:
    """Return the newest PostgreSQL here that was built with TLS."""
    for one in server_binaries():
        told = subprocess.run(  # noqa: S603 - a program of an installed PostgreSQL
            [one.folder / "pg_config", "--configure"],
            check=True,
            capture_output=True,
            text=True,
        )
        if "openssl" in told.stdout:
            return one
    return None


def tls_of(authority: Path, now: datetime) -> Callable[[Path], None]:
    """Return what lays TLS with this authority out in a server's data folder."""

    def prepare(data: Path) -> None:
        for name in (CERTIFICATE, REVOKED):
            (data / name).write_bytes((authority / name).read_bytes())
        _write_own(authority, data, now)
        (data / "pg_hba.conf").write_text(RULES, encoding="utf-8")
        with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(SETTINGS)
        if os.geteuid() == 0:  # the server runs as another person then
            owner = data.stat()
            os.chown(data / "server.key", owner.st_uid, owner.st_gid)

    return prepare


def _write_own(authority: Path, data: Path, now: datetime) -> None:
    """Write the server's own certificate for 127.0.0.1, as its administrator would."""
    signer = serialization.load_pem_private_key((authority / KEY).read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    own = x509.load_pem_x509_certificate((authority / CERTIFICATE).read_bytes())
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    place = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(own.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([place]), critical=False)
        .sign(signer, SHA256())
    )
    (data / "server.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    file = data / "server.key"
    file.touch(mode=0o600)
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
