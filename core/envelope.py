"""Keys, signatures, digests and the encrypted stream of upload packages."""

import base64
import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol

import orjson
import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from core.errors import Invalid, UserError

ALGORITHM = "ed25519"
BLOCK = 1 << 18
_PLAIN = frozenset({str, bool, type(None)})
_DEEPEST = 16
_LARGEST = 2**53 - 1
_SECRET = f"{ALGORITHM}-secret"
_BAD_KEY = "这不是一把有效的密钥，请重新扫描或拷贝密钥卡。"


class Damaged(UserError):
    """The encrypted stream is cut short or altered."""


class NotAddressed(UserError):
    """The encrypted stream was made for somebody else's key."""


def canonical(value: object) -> bytes:
    """One byte form per value: sorted ASCII keys; ValueError for a float or anything unusual."""
    _refuse_unusual(value, _DEEPEST)
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def parsed(raw: bytes) -> dict[str, Any]:
    """The object whose canonical form `raw` is; ValueError for every other spelling of it."""
    value = orjson.loads(raw)
    if type(value) is not dict or canonical(value) != raw:
        raise ValueError("not the canonical form of an object")
    return value


def _refuse_unusual(value: object, depth: int) -> None:
    kind = type(value)
    if kind in _PLAIN or (isinstance(value, int) and abs(value) <= _LARGEST):
        return
    if not depth or not isinstance(value, (dict, list, tuple)):
        raise ValueError(f"{kind.__name__} has no canonical form here")
    if isinstance(value, dict):
        if not all(type(key) is str and key.isascii() for key in value):
            raise ValueError("a key is not ASCII text")
        value = value.values()
    for item in value:
        if type(item) not in _PLAIN:
            _refuse_unusual(item, depth - 1)


def sha256(content: bytes) -> str:
    """The digest as 64 hexadecimal characters."""
    return hashlib.sha256(content).hexdigest()


def unhex(text: object, size: int) -> bytes:
    """The `size` bytes written as lower-case hexadecimal; ValueError for any other spelling."""
    raw = bytes.fromhex(text) if isinstance(text, str) else b""
    if len(raw) != size or raw.hex() != text:
        raise ValueError(f"not {size} bytes in hexadecimal")
    return raw


def grouped(raw: bytes) -> str:
    """Bytes as characters a person can read out: base32 in groups of four."""
    text = base64.b32encode(raw).decode().rstrip("=")
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def fingerprint(public: str) -> str:
    """Sixteen readable characters that name a public key or recipient."""
    return grouped(hashlib.sha256(public.encode()).digest()[:10])


@dataclass(frozen=True, slots=True)
class VerifyKey:
    """The public half that proves who signed."""

    raw: bytes

    @property
    def text(self) -> str:
        """As cards and manifests write it: the algorithm, a colon, 64 hex digits."""
        return f"{ALGORITHM}:{self.raw.hex()}"

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.text)

    @classmethod
    def from_text(cls, text: str) -> "VerifyKey":
        """Read what `text` wrote; `Invalid` where it is no such key."""
        return cls(_from_text(ALGORITHM, text))

    def signed(self, purpose: str, message: bytes, signature: bytes) -> bool:
        """Whether this key's owner signed `message` for `purpose`."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, _bound(purpose, message))
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The secret half: 32 random bytes."""

    raw: bytes = field(repr=False)

    @classmethod
    def generate(cls, random: Callable[[int], bytes] = secrets.token_bytes) -> "SigningKey":
        return cls(random(32))

    @property
    def public(self) -> VerifyKey:
        """The half that others check signatures with."""
        return VerifyKey(self._key().public_key().public_bytes_raw())

    @property
    def text(self) -> str:
        """As the database keeps it: like the public half, under another name."""
        return f"{_SECRET}:{self.raw.hex()}"

    @classmethod
    def from_text(cls, text: str) -> "SigningKey":
        return cls(_from_text(_SECRET, text))

    def sign(self, purpose: str, message: bytes) -> bytes:
        """The signature of `message`, 64 bytes, good for this `purpose` only."""
        return self._key().sign(_bound(purpose, message))

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.raw)


def _from_text(kind: str, text: str) -> bytes:
    name, _, digits = text.strip().partition(":")
    try:
        raw = unhex(digits, 32)
    except ValueError:
        raise Invalid(_BAD_KEY) from None
    if name != kind:
        raise Invalid(_BAD_KEY)
    return raw


def _bound(purpose: str, message: bytes) -> bytes:
    return purpose.encode() + b"\0" + message


@dataclass(frozen=True, slots=True)
class Identity:
    """The secret that opens what was encrypted to its recipient."""

    text: str = field(repr=False)

    @classmethod
    def generate(cls) -> "Identity":
        return cls(str(pyrage.x25519.Identity.generate()))

    @classmethod
    def from_text(cls, text: str) -> "Identity":
        try:
            return cls(str(pyrage.x25519.Identity.from_str(text.strip())))
        except pyrage.IdentityError:
            raise Invalid(_BAD_KEY) from None

    @property
    def recipient(self) -> str:
        """The public text that others encrypt to."""
        return str(pyrage.x25519.Identity.from_str(self.text).to_public())


class Sink(Protocol):
    """Where encrypted bytes go."""

    def write(self, chunk: bytes, /) -> int: ...


def encrypt(chunks: Iterable[bytes], sink: Sink, recipients: Iterable[str]) -> None:
    """Write `chunks` to `sink` so that each of `recipients` alone can read them."""
    witness = _Witness()
    try:
        keys = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
        pyrage.encrypt_io(_Pulled(chunks, witness), _Pushed(sink, witness), keys)
    except pyrage.RecipientError:
        raise Invalid(_BAD_KEY) from None
    except pyrage.EncryptError as error:
        raise witness.seen or error from None
    if witness.seen:
        raise witness.seen


def decrypt(chunks: Iterable[bytes], identity: Identity) -> Iterator[bytes]:
    """The plain content in pieces; it is proved only when the last piece has come."""
    read_end, write_end = os.pipe()
    with ThreadPoolExecutor(1, "decrypt") as pool:
        with os.fdopen(read_end, "rb") as incoming:
            work = pool.submit(_decrypt_into, write_end, chunks, identity)
            while chunk := incoming.read(BLOCK):
                yield chunk
        work.result()


def _decrypt_into(write_end: int, chunks: Iterable[bytes], identity: Identity) -> None:
    witness = _Witness()
    key = pyrage.x25519.Identity.from_str(identity.text)
    with os.fdopen(write_end, "wb", buffering=BLOCK) as out:
        try:
            pyrage.decrypt_io(_Pulled(chunks, witness), out, [key])
        except (pyrage.DecryptError, OSError) as error:
            raise witness.seen or _named(error) from None


def _named(error: Exception) -> UserError:
    if "No matching keys" in str(error):
        return NotAddressed("这份内容不是发给本单位的，请与发送单位核对收件单位。")
    return Damaged("加密内容不完整或已被改动，请从原电脑重新拷贝。")


class _Witness:
    """Remembers the exception that crossed it: the age library keeps its text, or not even that.

    When the last write fails, the library says nothing at all.
    """

    def __init__(self) -> None:
        self.seen: BaseException | None = None

    def __enter__(self) -> None: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.seen = self.seen or error


class _Pulled:
    """An iterable of chunks, read as a file."""

    def __init__(self, chunks: Iterable[bytes], witness: _Witness) -> None:
        self._chunks = iter(chunks)
        self._rest = memoryview(b"")
        self._witness = witness

    def read(self, size: int) -> bytes:
        with self._witness:
            while not self._rest:
                chunk = next(self._chunks, None)
                if chunk is None:
                    return b""
                self._rest = memoryview(chunk)
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)


class _Pushed:
    """A sink whose failure is remembered."""

    def __init__(self, sink: Sink, witness: _Witness) -> None:
        self._sink = sink
        self._witness = witness

    def write(self, chunk: bytes) -> int:
        with self._witness:
            return self._sink.write(chunk)

    def flush(self) -> None:
        """Nothing is held back here."""
