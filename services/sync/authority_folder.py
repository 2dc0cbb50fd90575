"""What lies in the folder of the city's certificate authority, read with suspicion.

All parts are read and held against each other before anything is signed or taken back:
a key without its list would forget who was shut out, and a lost key must never be
replaced in silence.  ``cryptography`` is imported late, see ``certificates``.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import OfficeError

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

KEY, CERTIFICATE, REVOKED, ISSUED = "ca.key", "ca.crt", "ca.crl", "issued"
_READ_BY_OTHERS, _WRITTEN_BY_OTHERS = 0o077, 0o022


class AuthorityMissing(OfficeError):
    """A part of the authority is lost, damaged, over or another's; facts: file."""

    code = "authority_missing"


class AuthorityExposed(OfficeError):
    """Other accounts of the computer can read or replace the key; facts: file."""

    code = "authority_exposed"


@dataclass(frozen=True, slots=True)
class OpenedAuthority:
    """An authority all of whose parts are there and belong together.

    Attributes:
        signed: Every certificate it signed, also those taken back.
    """

    key: "ec.EllipticCurvePrivateKey"
    own: "x509.Certificate"
    revoked: "tuple[x509.RevokedCertificate, ...]"
    signed: "tuple[x509.Certificate, ...]"


def is_founded(folder: Path) -> bool:
    """Return whether an authority was made here, all of it or not.

    The key is written last: without it there is nothing to keep, unless something was
    signed, for then it was lost.

    Raises:
        AuthorityMissing: The key was lost.
        AuthorityExposed: Others could put a key of their own here.
    """
    _check_mode(folder, _WRITTEN_BY_OTHERS)
    if (folder / KEY).exists():
        return True
    issued = folder / ISSUED
    begun = issued.is_dir() and not any(issued.iterdir())
    if begun or not any((folder / one).exists() for one in (CERTIFICATE, ISSUED)):
        return False
    raise AuthorityMissing(file=KEY)


def opened(folder: Path) -> OpenedAuthority:
    """Return the authority of a folder.

    Raises:
        AuthorityMissing: A part is lost, damaged or of another authority.
        AuthorityExposed: The key is not its owner's alone.
    """
    _check_mode(folder, _WRITTEN_BY_OTHERS)
    _check_mode(folder / KEY, _READ_BY_OTHERS)
    own = _certificate(folder / CERTIFICATE)
    key = _key(folder / KEY)
    if key.public_key() != own.public_key():
        raise AuthorityMissing(file=CERTIFICATE)
    if not (folder / ISSUED).is_dir():
        raise AuthorityMissing(file=ISSUED)
    signed = tuple(map(_certificate, sorted((folder / ISSUED).glob("*.crt"))))
    return OpenedAuthority(key, own, _list(folder / REVOKED, key), signed)


def _check_mode(path: Path, forbidden: int) -> None:
    if os.name != "posix" or not path.exists():
        return
    if path.stat().st_mode & forbidden:
        raise AuthorityExposed(file=path.name)


def _key(file: Path) -> "ec.EllipticCurvePrivateKey":
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - late: see the module's docstring
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - as above
        load_pem_private_key,
    )

    try:
        key = load_pem_private_key(file.read_bytes(), None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
        raise AuthorityMissing(file=file.name) from None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise AuthorityMissing(file=file.name)
    return key


def _certificate(file: Path) -> "x509.Certificate":
    from cryptography import x509  # noqa: PLC0415 - late: see the module's docstring
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - as above

    try:
        read = x509.load_pem_x509_certificate(file.read_bytes())
        read.public_key()
        names = read.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    except (OSError, ValueError, x509.InvalidVersion, UnsupportedAlgorithm):
        raise AuthorityMissing(file=file.name) from None
    if len(names) != 1:
        raise AuthorityMissing(file=file.name)
    return read


def _list(
    file: Path, key: "ec.EllipticCurvePrivateKey"
) -> "tuple[x509.RevokedCertificate, ...]":
    from cryptography import x509  # noqa: PLC0415 - late: see the module's docstring

    try:
        read = x509.load_pem_x509_crl(file.read_bytes())
        lines = tuple(read)
    except (OSError, ValueError, x509.InvalidVersion):
        raise AuthorityMissing(file=file.name) from None
    if not read.is_signature_valid(key.public_key()):
        raise AuthorityMissing(file=file.name)
    return lines
