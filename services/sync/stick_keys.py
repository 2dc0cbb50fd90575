"""The keys of the stick: who wrote a file is signed, and only its reader can open it.

Each side has two pairs: Ed25519 signs, X25519 receives.  A file is sealed so: a fresh
X25519 pair, its shared secret with the reader's key through HKDF-SHA256 (salt: both
public keys), then AES-256-GCM over the whole content.  The key serves one file, so the
nonce may be constant; the head is authenticated with the content.

The public halves travel once, as a line of text called a card: the desk's to the
server's administrator, the importer's to each desk.  ``cryptography`` is imported
late, since it is slow and only sticks need it.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field

from models.errors import OfficeError

MAGIC = b"TTSTICK1"
_KEY, _HINT = 32, 8
_HEAD = len(MAGIC) + _HINT + _KEY
_NONCE = bytes(12)
_CARD = "TT1-"


class CardUnreadable(OfficeError):
    """A card was mistyped or cut off."""

    code = "card_unreadable"


class StickUnreadable(OfficeError):
    """The file is no stick file, or a byte of it was changed."""

    code = "stick_unreadable"


class StickForOther(OfficeError):
    """The file was written for another reader."""

    code = "stick_for_other"


@dataclass(frozen=True, slots=True)
class Card:
    """The public halves of a side's keys."""

    sign_key: bytes
    box_key: bytes

    def text(self) -> str:
        """Return the card as one line that can be copied or typed."""
        both = self.sign_key + self.box_key
        return _CARD + base64.urlsafe_b64encode(both + _check(both)).decode()

    def has_signed(self, text: bytes, signature: bytes) -> bool:
        """Return whether the owner of this card signed ``text``."""
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - late: see the module's docstring
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 - as above

        try:
            key = ed25519.Ed25519PublicKey.from_public_bytes(self.sign_key)
            key.verify(signature, text)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class StickKeys:
    """The secret halves; they leave neither the office file nor the importer's file."""

    sign: bytes = field(repr=False)
    box: bytes = field(repr=False)

    @property
    def card(self) -> Card:
        """The public halves."""
        from cryptography.hazmat.primitives.asymmetric import ed25519, x25519  # noqa: PLC0415 - late: see the module's docstring

        sign = ed25519.Ed25519PrivateKey.from_private_bytes(self.sign)
        box = x25519.X25519PrivateKey.from_private_bytes(self.box)
        return Card(
            sign.public_key().public_bytes_raw(), box.public_key().public_bytes_raw()
        )

    def text(self) -> str:
        """Return what ``read_keys`` reads."""
        return (self.sign + self.box).hex()

    def signed(self, text: bytes) -> bytes:
        """Return the signature over ``text``."""
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 - late: see the module's docstring

        return ed25519.Ed25519PrivateKey.from_private_bytes(self.sign).sign(text)


def new_keys() -> StickKeys:
    """Return fresh keys."""
    from cryptography.hazmat.primitives.asymmetric import ed25519, x25519  # noqa: PLC0415 - late: see the module's docstring

    return StickKeys(
        ed25519.Ed25519PrivateKey.generate().private_bytes_raw(),
        x25519.X25519PrivateKey.generate().private_bytes_raw(),
    )


def read_keys(text: str) -> StickKeys:
    """Return the keys of ``StickKeys.text``.

    Raises:
        CardUnreadable: That is none.
    """
    try:
        both = bytes.fromhex(text.strip())
    except ValueError:
        both = b""
    if len(both) != 2 * _KEY:
        raise CardUnreadable
    return StickKeys(both[:_KEY], both[_KEY:])


def read_card(line: str) -> Card:
    """Return the card that a line of text tells.

    Raises:
        CardUnreadable: It was mistyped or cut off.
    """
    try:
        told = base64.urlsafe_b64decode(line.strip().removeprefix(_CARD).encode())
    except (binascii.Error, ValueError):
        told = b""
    both, check = told[: 2 * _KEY], told[2 * _KEY :]
    if len(both) != 2 * _KEY or check != _check(both):
        raise CardUnreadable
    return Card(both[:_KEY], both[_KEY:])


def seal(content: bytes, reader: Card) -> bytes:
    """Return the content as a file that only ``reader`` can open."""
    from cryptography.hazmat.primitives.asymmetric import x25519  # noqa: PLC0415 - late: see the module's docstring
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - as above

    fresh = x25519.X25519PrivateKey.generate()
    public = fresh.public_key().public_bytes_raw()
    secret = fresh.exchange(x25519.X25519PublicKey.from_public_bytes(reader.box_key))
    head = MAGIC + _hint(reader) + public
    key = _derived(secret, public + reader.box_key)
    return head + AESGCM(key).encrypt(_NONCE, content, head)


def unseal(file: bytes, keys: StickKeys) -> bytes:
    """Return the content of a file that was sealed for these keys.

    Raises:
        StickForOther: It was sealed for another reader.
        StickUnreadable: It is no such file, or was changed.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - late: see the module's docstring
    from cryptography.hazmat.primitives.asymmetric import x25519  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - as above

    head, closed = file[:_HEAD], file[_HEAD:]
    if len(head) < _HEAD or not head.startswith(MAGIC):
        raise StickUnreadable
    if head[len(MAGIC) :][:_HINT] != _hint(keys.card):
        raise StickForOther
    public = head[-_KEY:]
    try:
        box = x25519.X25519PrivateKey.from_private_bytes(keys.box)
        secret = box.exchange(x25519.X25519PublicKey.from_public_bytes(public))
        key = _derived(secret, public + keys.card.box_key)
        return AESGCM(key).decrypt(_NONCE, closed, head)
    except (InvalidTag, ValueError):
        raise StickUnreadable from None


def _derived(secret: bytes, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - late: see the module's docstring
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415 - as above

    return HKDF(SHA256(), 32, salt, b"tongtong stick 1").derive(secret)


def _hint(reader: Card) -> bytes:
    """Return what tells a wrong reader from a damaged file, and nothing else."""
    return hashlib.sha256(reader.box_key).digest()[:_HINT]


def _check(both: bytes) -> bytes:
    return hashlib.sha256(both).digest()[:4]
