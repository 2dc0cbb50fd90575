"""The city's own certificate authority, kept in one folder of the administrator.

It signs one certificate for each desk, whose name is the desk's login, and the list of
those that were taken back.  The folder holds the authority's key, readable by its
owner alone, its certificate, the list and a copy of each certificate it signed.
``cryptography`` is imported late, since it is slow and only the administrator needs it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import OfficeError
from services.core.config import write_whole

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

AUTHORITY_DAYS = 3_650
DESK_DAYS = 365
LIST_DAYS = 3_650  # the list is renewed by each revocation, not by time
_EARLIER = timedelta(minutes=5)  # the desk's clock may be behind
KEY, CERTIFICATE, REVOKED, ISSUED = "ca.key", "ca.crt", "ca.crl", "issued"


class AuthorityMissing(OfficeError):
    """The folder does not hold the authority's key and certificate."""

    code = "authority_missing"


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """One certificate that the authority signed."""

    role: str
    serial: int
    ends: datetime


class Authority:
    """Signs and takes back certificates of desks."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder; ``found`` fills it."""
        self._folder = folder

    def found(self, name: str, now: datetime) -> bool:
        """Make the authority unless it is there; return whether it was made."""
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - late: see the module's docstring

        if (self._folder / KEY).exists():
            self._own()
            return False
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self._folder / ISSUED).mkdir(mode=0o700, exist_ok=True)
        key = ec.generate_private_key(ec.SECP256R1())
        own = _authority_certificate(key, name, now)
        write_whole(self._folder / CERTIFICATE, _pem(own))
        self._write_list(key, own, (), now)
        part = self._folder / f"{KEY}.new"
        part.touch(mode=0o600)
        part.write_bytes(_key_pem(key, None))
        part.replace(self._folder / KEY)  # last: with it the authority is complete
        return True

    def sign(self, role: str, password: str, now: datetime) -> str:
        """Return a key, encrypted with the password, its certificate and our own.

        Raises:
            AuthorityMissing: There is no authority in the folder.
        """
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - late: see the module's docstring

        key, own = self._own()
        fresh = ec.generate_private_key(ec.SECP256R1())
        made = _desk_certificate((key, own), fresh, role, now)
        file = self._folder / ISSUED / f"{made.serial_number:x}.crt"
        write_whole(file, _pem(made))
        return b"".join((_key_pem(fresh, password), _pem(made), _pem(own))).decode()

    def issued(self) -> tuple[IssuedCertificate, ...]:
        """Return what was signed and not taken back, the first to end first."""
        gone = {one.serial_number for one in self._list()}
        told = (
            IssuedCertificate(_role(one), one.serial_number, one.not_valid_after_utc)
            for one in self._signed()
            if one.serial_number not in gone
        )
        return tuple(sorted(told, key=lambda one: one.ends))

    def revoke(self, role: str, now: datetime) -> int:
        """Put every certificate of a login on the list; return how many are new."""
        from cryptography import x509  # noqa: PLC0415 - late: see the module's docstring

        key, own = self._own()
        new = [one for one in self.issued() if one.role == role]
        lines = [
            x509.RevokedCertificateBuilder()
            .serial_number(one.serial)
            .revocation_date(now)
            .build()
            for one in new
        ]
        self._write_list(key, own, (*self._list(), *lines), now)
        return len(new)

    def _own(self) -> "tuple[ec.EllipticCurvePrivateKey, x509.Certificate]":
        from cryptography import x509  # noqa: PLC0415 - late: see the module's docstring
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - as above
        from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - as above
            load_pem_private_key,
        )

        try:
            told = (self._folder / KEY).read_bytes()
            own = x509.load_pem_x509_certificate(
                (self._folder / CERTIFICATE).read_bytes()
            )
            key = load_pem_private_key(told, None)
        except (OSError, ValueError, TypeError):
            raise AuthorityMissing from None
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise AuthorityMissing
        return key, own

    def _signed(self) -> "Iterator[x509.Certificate]":
        from cryptography import x509  # noqa: PLC0415 - late: see the module's docstring

        for file in sorted((self._folder / ISSUED).glob("*.crt")):
            yield x509.load_pem_x509_certificate(file.read_bytes())

    def _list(self) -> "tuple[x509.RevokedCertificate, ...]":
        from cryptography import x509  # noqa: PLC0415 - late: see the module's docstring

        try:
            told = (self._folder / REVOKED).read_bytes()
            return tuple(x509.load_pem_x509_crl(told))
        except (OSError, ValueError):
            raise AuthorityMissing from None

    def _write_list(
        self,
        key: "ec.EllipticCurvePrivateKey",
        own: "x509.Certificate",
        lines: "tuple[x509.RevokedCertificate, ...]",
        now: datetime,
    ) -> None:
        from cryptography import x509  # noqa: PLC0415 - late: see the module's docstring
        from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - as above
        from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 - as above

        made = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(own.subject)
            .last_update(now - _EARLIER)
            .next_update(now + timedelta(days=LIST_DAYS))
        )
        for line in lines:
            made = made.add_revoked_certificate(line)
        signed = made.sign(key, SHA256())
        write_whole(self._folder / REVOKED, signed.public_bytes(Encoding.PEM))


def _authority_certificate(
    key: "ec.EllipticCurvePrivateKey", name: str, now: datetime
) -> "x509.Certificate":
    from cryptography import x509  # noqa: PLC0415 - late: see the module's docstring
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - as above

    return (
        _begun(name, key, now, AUTHORITY_DAYS)
        .issuer_name(_named(name))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
        .sign(key, SHA256())
    )


def _desk_certificate(
    authority: "tuple[ec.EllipticCurvePrivateKey, x509.Certificate]",
    key: "ec.EllipticCurvePrivateKey",
    role: str,
    now: datetime,
) -> "x509.Certificate":
    from cryptography import x509  # noqa: PLC0415 - late: see the module's docstring
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - as above
    from cryptography.x509.oid import ExtendedKeyUsageOID  # noqa: PLC0415 - as above

    signer, own = authority
    return (
        _begun(role, key, now, DESK_DAYS)
        .issuer_name(own.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False
        )
        .sign(signer, SHA256())
    )


def _begun(
    name: str, key: "ec.EllipticCurvePrivateKey", now: datetime, days: int
) -> "x509.CertificateBuilder":
    from cryptography import x509  # noqa: PLC0415 - late: see the module's docstring

    return (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + timedelta(days=days))
    )


def _named(name: str) -> "x509.Name":
    from cryptography import x509  # noqa: PLC0415 - late: see the module's docstring
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - as above

    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _role(certificate: "x509.Certificate") -> str:
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - late: see the module's docstring

    (told,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(told.value)


def _pem(certificate: "x509.Certificate") -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 - late: see the module's docstring

    return certificate.public_bytes(Encoding.PEM)


def _key_pem(key: "ec.EllipticCurvePrivateKey", password: str | None) -> bytes:
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - late: see the module's docstring
        BestAvailableEncryption,
        Encoding,
        KeySerializationEncryption,
        NoEncryption,
        PrivateFormat,
    )

    how: KeySerializationEncryption = NoEncryption()
    if password is not None:
        how = BestAvailableEncryption(password.encode())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)
