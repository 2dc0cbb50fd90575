"""The wraps of the database key: one for each account, one for recovery.

One more is closed for the program itself where sync goes on without a sign-in.
Passwords open a wrap or they do not; no hash of them is kept anywhere.  The file lies
beside the office file and never leaves the desk (architecture 4.16).  It is read
before the office file is open, so it imports nothing heavy until a password comes.
"""

import base64
import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from models.errors import (
    AccountLocked,
    KeysDamaged,
    OfficeMissing,
    SignInDelayed,
    UnknownAccount,
    WrongPassword,
)
from services.core.config import OfficeFolder, write_whole

FORMAT = 1
RECOVERY = "@recovery"
UNATTENDED = "@sync"
NOT_ACCOUNTS = frozenset({RECOVERY, UNATTENDED})  # wraps that nobody signs in with
DELAY_FROM = 3  # wrong passwords in a row (decision 20)
LOCK_AT = 5
_MOST = (100, 4 * 1024 * 1024, 64)  # a broken cost must not eat the machine
DELAYS_MS = {3: 60_000, 4: 300_000}


@dataclass(frozen=True, slots=True)
class Cost:
    """What Argon2id is asked to spend; RFC 9106's second choice."""

    passes: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class Wrap:
    """The database key, closed with one password."""

    staff_id: str
    salt: str
    nonce: str
    closed: str
    cost: Cost = Cost()
    failures: int = 0
    not_before_ms: int = 0
    first: bool = False  # somebody else has set it: good for one sign-in

    @property
    def locked(self) -> bool:
        """Whether only the team leader opens this account again."""
        return self.failures >= LOCK_AT


@dataclass(frozen=True, slots=True)
class Attempt:
    """A failed sign-in, kept until the access log can take it."""

    staff_id: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class KeyRing:
    """What the file beside the office file says."""

    wraps: Mapping[str, Wrap] = field(default_factory=dict)
    practice_key: str = ""  # in the clear: nothing real is behind it
    attempts: tuple[Attempt, ...] = ()

    @property
    def practice(self) -> bool:
        """Whether this is the practice office, which signs in by itself."""
        return bool(self.practice_key)

    @property
    def unattended(self) -> bool:
        """Whether sync without a sign-in is turned on at this desk."""
        return UNATTENDED in self.wraps

    @property
    def logins(self) -> tuple[str, ...]:
        """The accounts of this desk, in order."""
        return tuple(sorted(self.wraps.keys() - NOT_ACCOUNTS))

    def __repr__(self) -> str:
        return f"<KeyRing of {len(self.wraps)}>"


def read_ring(folder: OfficeFolder) -> KeyRing:
    """Read the key ring.

    Raises:
        OfficeMissing: There is none.
        KeysDamaged: It is missing beside an office file, or cannot be understood.
    """
    try:
        told = json.loads(folder.keys.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise (KeysDamaged if folder.database.exists() else OfficeMissing) from error
    except (OSError, ValueError) as error:
        raise KeysDamaged from error
    try:
        wraps = {
            name: Wrap(**{**wrap, "cost": Cost(**wrap["cost"])})
            for name, wrap in told["wraps"].items()
        }
        attempts = tuple(Attempt(**attempt) for attempt in told["attempts"])
        ring = KeyRing(wraps, told["practice_key"], attempts)
        _check(ring)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise KeysDamaged from error
    return ring


def _check(ring: KeyRing) -> None:
    """Refuse a ring of the right shape with nonsense in it.

    Raises:
        ValueError: A number is none, or a text is not in its letters.
    """
    bytes.fromhex(ring.practice_key)
    for wrap in ring.wraps.values():
        for text in (wrap.salt, wrap.nonce, wrap.closed):
            _bytes(text)
        cost = wrap.cost
        spent = (cost.passes, cost.memory_kib, cost.lanes)
        if not all(1 <= one <= most for one, most in zip(spent, _MOST, strict=True)):
            raise ValueError(spent)
    for number in (w.failures + w.not_before_ms for w in ring.wraps.values()):
        if not isinstance(number, int):
            raise TypeError(number)


def write_ring(folder: OfficeFolder, ring: KeyRing) -> None:
    """Write the key ring so that a power cut leaves the old one or the new one."""
    told = {
        "format": FORMAT,
        "wraps": {name: asdict(wrap) for name, wrap in ring.wraps.items()},
        "practice_key": ring.practice_key,
        "attempts": [asdict(attempt) for attempt in ring.attempts],
    }
    write_whole(folder.keys, json.dumps(told, indent=1).encode())
    folder.keys.chmod(0o600)


def close_key(
    key: bytes,
    password: str,
    staff_id: str,
    cost: Cost | None = None,
    *,
    first: bool = False,
) -> Wrap:
    """Return the key closed with ``password``; ``first`` is to be changed at once."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - late: see the module's docstring

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    cost = cost or Cost()
    closed = AESGCM(_derive(password, salt, cost)).encrypt(
        nonce, key, staff_id.encode()
    )
    return Wrap(staff_id, _text(salt), _text(nonce), _text(closed), cost, first=first)


def open_key(wrap: Wrap, password: str) -> bytes:
    """Return the database key.

    Raises:
        WrongPassword: The password does not open this wrap.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - late: see the module's docstring
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - late: see the module's docstring

    opener = AESGCM(_derive(password, _bytes(wrap.salt), wrap.cost))
    try:
        return opener.decrypt(
            _bytes(wrap.nonce), _bytes(wrap.closed), wrap.staff_id.encode()
        )
    except InvalidTag as error:
        raise WrongPassword(left=max(LOCK_AT - wrap.failures - 1, 0)) from error


def with_account(ring: KeyRing, login: str, wrap: Wrap) -> KeyRing:
    """Return the ring with one account added or given a new wrap."""
    return replace(ring, wraps={**ring.wraps, login: wrap})


def without_account(ring: KeyRing, login: str) -> KeyRing:
    """Return the ring without one account."""
    return replace(ring, wraps={n: w for n, w in ring.wraps.items() if n != login})


def account(ring: KeyRing, login: str, now_ms: int) -> Wrap:
    """Return the wrap of an account that may try a password now.

    Raises:
        UnknownAccount: There is no such account here.
        AccountLocked: Five wrong passwords in a row.
        SignInDelayed: The wait after the third is not over.
    """
    wrap = ring.wraps.get(login)
    if wrap is None or login in NOT_ACCOUNTS:
        raise UnknownAccount
    if wrap.locked:
        raise AccountLocked
    # A clock set back must not lock somebody out for years.
    wait = min(wrap.not_before_ms - now_ms, DELAYS_MS.get(wrap.failures, 0))
    if wait > 0:
        raise SignInDelayed(seconds=-(-wait // 1000))
    return wrap


def after_failure(ring: KeyRing, login: str, now_ms: int) -> KeyRing:
    """Return the ring after one more wrong password."""
    wrap = ring.wraps[login]
    failures = wrap.failures + 1
    not_before = now_ms + DELAYS_MS.get(failures, 0)
    failed = replace(wrap, failures=failures, not_before_ms=not_before)
    attempts = (*ring.attempts, Attempt(wrap.staff_id, now_ms))
    return replace(with_account(ring, login, failed), attempts=attempts)


def after_success(ring: KeyRing, login: str) -> KeyRing:
    """Return the ring after the right password; the count begins anew."""
    return with_account(ring, login, replace(ring.wraps[login], failures=0))


def _derive(password: str, salt: bytes, cost: Cost) -> bytes:
    from argon2.low_level import Type, hash_secret_raw  # noqa: PLC0415 - late: see the module's docstring

    # One spelling, however keyboard or file wrote the syllables; any text is one.
    typed = unicodedata.normalize("NFC", password)
    return hash_secret_raw(
        typed.encode(errors="surrogatepass"),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=32,
        type=Type.ID,
    )


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
