"""Why a server did not let a desk in, from the driver's words."""

import re

import psycopg

from models.errors import OfficeError
from services.sync.gateway import (
    AddressUnreadable,
    CertificateExpired,
    CertificateMissing,
    CertificateRevoked,
    CertificateUnknown,
    ForeignServer,
    LoginRefused,
    Offline,
    ServerUntrusted,
    TlsRefused,
)

# A refused connection carries no SQLSTATE, only words, in the server's language.
_BY_WORDS = (
    (re.compile("alert certificate expired"), CertificateExpired, "tls"),
    (re.compile("alert certificate revoked"), CertificateRevoked, "tls"),
    (re.compile("requires a valid client certificate"), CertificateMissing, "tls"),
    (
        re.compile("does not match host name|verify failed|signature failure"),
        ServerUntrusted,
        "tls",
    ),
    (
        re.compile("alert (unknown ca|decrypt error|bad certificate)"),
        CertificateUnknown,
        "tls",
    ),
    (re.compile(r"certificate|인증서|SSL|TLS|no encryption"), TlsRefused, "tls"),
    (
        re.compile(r'database "[^"]*" does not exist|데이터베이스 없음'),
        ForeignServer,
        None,
    ),
    (
        re.compile(r"authentication|인증|pg_hba|password supplied"),
        LoginRefused,
        "login",
    ),
    (
        re.compile(r"permitted to log in|로그인을 허용|role .* does not"),
        LoginRefused,
        "login",
    ),
)


def turned_away(error: psycopg.Error) -> OfficeError:
    """Return our kind for a connection that failed, without the driver's words."""
    words = str(error)
    for pattern, kind, reason in _BY_WORDS:
        if pattern.search(words):
            return kind() if reason is None else kind(reason=reason)
    if isinstance(error, psycopg.ProgrammingError):
        return AddressUnreadable(reason="address")
    return Offline(reason="unreachable")
