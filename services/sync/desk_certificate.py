"""The desk's certificate on its way from the office file to the driver.

libpq reads certificates from files only, while it connects.  They live in a folder that
only the desk's account can enter, for that moment; the key in it stays encrypted with
the desk's password.
"""

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from models.errors import OfficeError, PathRefused
from services.core.config import path_refused

_PART = re.compile(r"-----BEGIN ([A-Z ]+)-----.+?-----END \1-----\n?", re.DOTALL)
_LONGEST = 64 * 1024  # bytes; three parts take about four thousand
_WANTED = ["ENCRYPTED PRIVATE KEY", "CERTIFICATE", "CERTIFICATE"]


class CertificateUnreadable(OfficeError):
    """The file of the desk's certificate was cut off, or is another one."""

    code = "certificate_unreadable"


def parts_of(text: str) -> tuple[str, str, str]:
    """Return the desk's key, its certificate and the authority's.

    Raises:
        CertificateUnreadable: It is not what ``Authority.sign`` returned.
    """
    found = list(_PART.finditer(text))
    if [part.group(1) for part in found] != _WANTED:
        raise CertificateUnreadable
    key, own, authority = (part.group(0) for part in found)
    return key, own, authority


def read_certificate(path: Path) -> str:
    """Return what the administrator's file says.

    Raises:
        PathRefused: It cannot be read.
        CertificateUnreadable: It is far too long for a certificate.
    """
    try:
        with path.open("rb") as file:
            told = file.read(_LONGEST + 1)
    except OSError as error:
        raise path_refused(error) from None
    except ValueError:  # no path has such signs
        raise PathRefused(path=_sayable(path)) from None
    if len(told) > _LONGEST:
        raise CertificateUnreadable
    return told.decode("ascii", "replace")


def check_fits(text: str, role: str, password: str) -> datetime:
    """Return when the certificate ends, if it is this login's and password's.

    The authority beside it is looked at too: the desk knows the server by it.

    Raises:
        CertificateUnreadable: One of them is not so.
    """
    from cryptography import x509  # noqa: PLC0415 - slow, needed once a desk
    from cryptography.exceptions import (  # noqa: PLC0415 - as above
        InvalidSignature,
        UnsupportedAlgorithm,
    )
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - as above
        load_pem_private_key,
    )

    key, own, authority = parts_of(text)
    try:
        opened = load_pem_private_key(key.encode(), password.encode())
        read = x509.load_pem_x509_certificate(own.encode())
        read.verify_directly_issued_by(
            x509.load_pem_x509_certificate(authority.encode())
        )
        named = [(one.oid, one.value) for one in read.subject]
        fits = opened.public_key() == read.public_key()
        ends = read.not_valid_after_utc
    except (
        *(TypeError, ValueError, x509.InvalidVersion),
        *(InvalidSignature, UnsupportedAlgorithm),
    ):
        raise CertificateUnreadable from None
    if not fits or named != [(x509.NameOID.COMMON_NAME, role)]:
        raise CertificateUnreadable
    return ends


@contextmanager
def laid_out(text: str | None, password: str | None) -> Iterator[Mapping[str, str]]:
    """Yield what libpq has to know of a certificate; nothing where there is none."""
    if not text:
        yield {}
        return
    key, own, authority = parts_of(text)
    with tempfile.TemporaryDirectory(prefix="tt-line-") as made:
        told = {"sslkey": key, "sslcert": own, "sslrootcert": authority}
        for name, part in told.items():
            file = Path(made) / name
            file.touch(mode=0o600)
            file.write_text(part, encoding="ascii")
        files = {name: str(Path(made) / name) for name in told}
        yield {
            **files,
            "sslpassword": password or "",
            "sslmode": "verify-full",
            "gssencmode": "disable",  # else Kerberos's cover is tried before TLS
        }


def _sayable(path: Path) -> str:
    return str(path).replace("\0", "").encode("utf-8", "replace").decode()
