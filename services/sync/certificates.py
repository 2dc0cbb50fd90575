"""The city's own certificate authority, kept in one folder of the administrator.

It signs one certificate for each desk, whose name is the desk's login, and the list of
those that were taken back.  The folder holds the authority's key, readable by its
owner alone, its certificate, the list and a copy of each certificate it signed.
``cryptography`` is imported late, since it is slow and only the administrator needs it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from services.core.config import write_private, write_whole
from services.sync.authority_folder import (
    CERTIFICATE,
    ISSUED,
    KEY,
    REVOKED,
    AuthorityMissing,
    OpenedAuthority,
    is_founded,
    opened,
)

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

AUTHORITY_DAYS = 3_650
DESK_DAYS = 365
LIST_DAYS = 3_650  # the list is renewed by each revocation, not by time
_EARLIER = timedelta(minutes=5)  # the desk's clock may be behind


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
        """Make the authority unless it is there; return whether it was made.

        Raises:
            AuthorityMissing: A part of one is there, and another is lost.
            AuthorityExposed: Other accounts could read or replace its key.
        """
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - late: see the module's docstring

        if is_founded(self._folder):
            opened(self._folder)
            return False
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self._folder / ISSUED).mkdir(mode=0o700, exist_ok=True)
        key = ec.generate_private_key(ec.SECP256R1())
        own = _authority_certificate(key, name, now)
        write_whole(self._folder / CERTIFICATE, _pem(own))
        self._write_list(key, own, (), now)
        part = self._folder / f"{KEY}.new"
        part.unlink(missing_ok=True)
        write_private(part, _key_pem(key, None))
        part.replace(self._folder / KEY)  # last: with it the authority is complete
        return True

    def check(self, now: datetime) -> None:
        """Return if the authority can sign and take back.

        Raises:
            AuthorityMissing: A part is lost, damaged, another's or over.
            AuthorityExposed: Other accounts could read or replace its key.
        """
        self._able(now)

    def sign(self, role: str, password: str, now: datetime) -> str:
        """Return a key, encrypted with the password, its certificate and our own.

        Raises:
            AuthorityMissing: There is no whole authority in the folder, or it is over.
            AuthorityExposed: Other accounts could read or replace its key.
        """
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - late: see the module's docstring

        authority = self._able(now)
        fresh = ec.generate_private_key(ec.SECP256R1())
        made = _desk_certificate(authority, fresh, role, now)
        file = self._folder / ISSUED / f"{made.serial_number:x}.crt"
        write_whole(file, _pem(made))
        told = (_key_pem(fresh, password), _pem(made), _pem(authority.own))
        return b"".join(told).decode()

    def issued(self) -> tuple[IssuedCertificate, ...]:
        """Return what was signed and not taken back, the first to end first.

        Raises:
            AuthorityMissing: There is no whole authority in the folder.
            AuthorityExposed: Other accounts could read or replace its key.
        """
        return _standing(opened(self._folder))

    def revoke(self, role: str, now: datetime) -> int:
        """Put every certificate of a login on the list; return how many are new.

        Raises:
            AuthorityMissing: There is no whole authority in the folder.
            AuthorityExposed: Other accounts could read or replace its key.
        """
        from cryptography import x509  # noqa: PLC0415 - late: see the module's docstring

        authority = opened(self._folder)
        new = [one for one in _standing(authority) if one.role == role]
        lines = [
            x509.RevokedCertificateBuilder()
            .serial_number(one.serial)
            .revocation_date(now)
            .build()
            for one in new
        ]
        every = (*authority.revoked, *lines)
        self._write_list(authority.key, authority.own, every, now)
        return len(new)

    def _able(self, now: datetime) -> OpenedAuthority:
        """Return the authority while it lasts."""
        found = opened(self._folder)
        if now >= found.own.not_valid_after_utc:
            raise AuthorityMissing(file=CERTIFICATE)
        return found

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


def _standing(authority: OpenedAuthority) -> tuple[IssuedCertificate, ...]:
    gone = {one.serial_number for one in authority.revoked}
    told = (
        IssuedCertificate(_role(one), one.serial_number, one.not_valid_after_utc)
        for one in authority.signed
        if one.serial_number not in gone
    )
    return tuple(sorted(told, key=lambda one: one.ends))


def _authority_certificate(
    key: "ec.EllipticCurvePrivateKey", name: str, now: datetime
) -> "x509.Certificate":
    from cryptography import x509  # noqa: PLC0415 - late: see the module's docstring
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - as above

    return (
        _begun(name, key, now, now + timedelta(days=AUTHORITY_DAYS))
        .issuer_name(_named(name))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_authority_usage(), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
        .sign(key, SHA256())
    )


def _authority_usage() -> "x509.KeyUsage":
    """Return the two things that an authority's key is for.  Source: RFC 5280 4.2.1.3."""
    from cryptography import x509  # noqa: PLC0415 - late: see the module's docstring

    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )


def _desk_certificate(
    authority: OpenedAuthority,
    key: "ec.EllipticCurvePrivateKey",
    role: str,
    now: datetime,
) -> "x509.Certificate":
    from cryptography import x509  # noqa: PLC0415 - late: see the module's docstring
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - as above
    from cryptography.x509.oid import ExtendedKeyUsageOID  # noqa: PLC0415 - as above

    ends = min(now + timedelta(days=DESK_DAYS), authority.own.not_valid_after_utc)
    return (
        _begun(role, key, now, ends)
        .issuer_name(authority.own.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(
                authority.key.public_key()
            ),
            critical=False,
        )
        .sign(authority.key, SHA256())
    )


def _begun(
    name: str, key: "ec.EllipticCurvePrivateKey", now: datetime, ends: datetime
) -> "x509.CertificateBuilder":
    from cryptography import x509  # noqa: PLC0415 - late: see the module's docstring

    return (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(ends)
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
