"""The key file: `slots.json` and its second copy; without one of them the data is lost.

A slot seals a person's own secrets under the password. The database key is encrypted to the
person's recipient, so that another key can be given to everybody without any password. That half
tells nobody who wrote it: whoever may write in the folder can spoil it, never read by it.
"""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from io import BytesIO
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core import places
from core.envelope import Identity, canonical, decrypt, encrypt, parsed, sha256, unhex
from core.errors import Invalid, UserError

SLOTS = "slots.json"
SPARE = "slots.bak.json"
PASSWORD, RECOVERY = "password", "recovery"

_VERSION = 2
_KDF = "argon2id"
_KEY, _SALT, _NONCE = 32, 16, 12
_LONGEST = 8192
_LOST = "找不到可用的密钥文件（slots.json），请用最近的备份恢复站点。"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs an attacker: rounds, KiB of memory, lanes of Argon2id."""

    t: int = 3
    m: int = 64 * 1024
    p: int = 4


_MOST = Cost(32, 1024 * 1024, 16)


class Mistyped(Invalid):
    """A password or a recovery code that opens nothing."""


@dataclass(frozen=True, slots=True)
class Person:
    """What the password guards: the identity others encrypt to, and the signing key (raw)."""

    identity: Identity
    signing_key: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Slot:
    """As it is stored. `sealed` opens only with this very header; `dek` and `next` are apart."""

    v: int
    kind: str
    who: str
    kdf: str
    t: int
    m: int
    p: int
    salt: str
    nonce: str
    recipient: str
    sealed: str = ""
    dek: str = ""
    next: str = ""

    @property
    def cost(self) -> Cost:
        """What a guess at the password costs: the rounds, memory and lanes of Argon2id."""
        return Cost(self.t, self.m, self.p)

    @property
    def bound(self) -> bytes:
        """The header that `sealed` is bound to: everything but what is encrypted."""
        return canonical(asdict(replace(self, sealed="", dek="", next="")))


@dataclass(frozen=True, slots=True)
class KeyFile:
    """All slots, oldest first; a higher `serial` is newer."""

    serial: int
    slots: tuple[Slot, ...]

    @property
    def people(self) -> tuple[Slot, ...]:
        """The slots that a password opens."""
        return tuple(slot for slot in self.slots if slot.kind == PASSWORD)

    @property
    def pending(self) -> bool:
        """Whether another database key is being brought in."""
        return any(slot.next for slot in self.slots)

    def find(self, kind: str, who: str) -> Slot | None:
        """The slot of `who`, if there is one."""
        return next((one for one in self.slots if (one.kind, one.who) == (kind, who)), None)


def sealed(kind: str, who: str, secret: bytes, person: Person, cost: Cost) -> Slot:
    """A slot that `secret` opens; it holds no database key yet."""
    salt, nonce = secrets.token_bytes(_SALT).hex(), secrets.token_bytes(_NONCE).hex()
    recipient = person.identity.recipient
    slot = Slot(_VERSION, kind, who, _KDF, cost.t, cost.m, cost.p, salt, nonce, recipient)
    inside = {"identity": person.identity.text, "signing": person.signing_key.hex()}
    closed = _cipher(slot, secret).encrypt(bytes.fromhex(nonce), canonical(inside), slot.bound)
    return replace(slot, sealed=closed.hex())


def opened(slot: Slot, secret: bytes, refusal: str) -> Person:
    """What a slot guards; `refusal` is told where the secret is not the one."""
    nonce, closed = bytes.fromhex(slot.nonce), bytes.fromhex(slot.sealed)
    try:
        inside = parsed(_cipher(slot, secret).decrypt(nonce, closed, slot.bound))
    except InvalidTag:
        raise Mistyped(refusal) from None
    return Person(Identity.from_text(inside["identity"]), bytes.fromhex(inside["signing"]))


def wrapped(dek: bytes, slot: Slot) -> str:
    """The database key for the owner of `slot` alone; none stays none."""
    out = BytesIO()
    if dek:
        encrypt([dek], out, [slot.recipient])
    return out.getvalue().hex()


def unwrapped(text: str, person: Person) -> bytes:
    """The database key that was wrapped for this person."""
    try:
        dek = b"".join(decrypt([bytes.fromhex(text)], person.identity)) if text else b""
    except UserError:
        raise Invalid(_LOST) from None
    if len(dek) not in {0, _KEY}:
        raise Invalid(_LOST)
    return dek


def _cipher(slot: Slot, secret: bytes) -> AESGCM:
    salt = bytes.fromhex(slot.salt)
    return AESGCM(hash_secret_raw(secret, salt, slot.t, slot.m, slot.p, _KEY, Type.ID))


def read(folder: Path) -> KeyFile:
    """The newest sound copy; a missing, stale or damaged other copy is written again."""
    copies = [_copy(folder / name) for name in (SLOTS, SPARE)]
    sound = [copy for copy in copies if copy is not None]
    if not sound:
        raise Invalid(_LOST)
    newest = max(sound, key=lambda copy: copy.serial)
    if copies[0] != copies[1]:
        with suppress(Invalid):
            _keep(folder, newest)
    return newest


def ailing(folder: Path) -> str:
    """Which of the two copies is missing, damaged or stale; empty when both are alike.

    The next reading puts it right without a word, so whoever wants to tell of it asks first.
    """
    copies = {name: _copy(folder / name) for name in (SLOTS, SPARE)}
    sound = [copy for copy in copies.values() if copy is not None]
    newest = max(sound, key=lambda copy: copy.serial, default=None)
    return "、".join(name for name, copy in copies.items() if newest and copy != newest)


def write(folder: Path, before: KeyFile, slots: Sequence[Slot]) -> None:
    """Put `slots` in the place of those `before`, in both copies."""
    _keep(folder, KeyFile(before.serial + 1, tuple(slots)))


def _copy(path: Path) -> KeyFile | None:
    try:
        return of(path.read_bytes())
    except OSError:
        return None


def of(raw: bytes) -> KeyFile | None:
    """The key file these bytes are; none where they are damaged."""
    try:
        body = parsed(raw)
        promised = body.pop("sum")
        slots = tuple(_sound(Slot(**entry)) for entry in body["slots"])
        return KeyFile(body["serial"], slots) if sha256(canonical(body)) == promised else None
    except (ValueError, TypeError, KeyError):
        return None


def _sound(slot: Slot) -> Slot:
    payable = 0 < slot.t <= _MOST.t and 0 < slot.p <= _MOST.p and 8 * slot.p <= slot.m <= _MOST.m
    if (slot.v, slot.kdf, payable) != (_VERSION, _KDF, True):
        raise ValueError("a slot this program cannot open")
    unhex(slot.salt, _SALT)
    unhex(slot.nonce, _NONCE)
    for text in (slot.sealed, slot.dek, slot.next):
        if len(text) > _LONGEST:
            raise ValueError("longer than any slot")
        unhex(text, len(text) // 2)
    return slot


def _keep(folder: Path, file: KeyFile) -> None:
    body = {"serial": file.serial, "slots": [asdict(slot) for slot in file.slots]}
    raw = canonical(body | {"sum": sha256(canonical(body))})
    _copied(folder / SLOTS, raw)
    with suppress(Invalid, OSError):  # it is in force; the next reading copies it again
        _copied(folder / SPARE, raw)
        places.settle(folder)


def _copied(path: Path, raw: bytes) -> None:
    with places.writing(path) as part:
        part.write_bytes(raw)
        part.chmod(0o600)
