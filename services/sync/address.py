"""Where the shared database is, and how long a desk waits for it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where the shared database is and how to log in; shows neither in a log.

    Attributes:
        url: libpq address or URL, best without a password.
        password: None where a certificate or the server's rules suffice.
        certificate: The desk's, as its administrator made it; None without one.
    """

    url: str = field(repr=False)
    password: str | None = field(default=None, repr=False)
    certificate: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a call may wait, in seconds, on this side and on the server's."""

    connect_s: int = 5
    statement_s: int = 30
    lock_s: int = 20
    silence_s: int = 45
