"""Key slots: one random database key, wrapped once per user and once for the recovery code.

`slots.json` and its second copy lie in the station folder; without one of them the data is lost.
"""

import base64
import secrets
import unicodedata
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core import places
from core.envelope import SigningKey, canonical, grouped, parsed, sha256, unhex
from core.errors import Conflict, Invalid

SLOTS = "slots.json"
SPARE = "slots.bak.json"
SHORTEST = 8

_VERSION = 1
_KDF = "argon2id"
_PASSWORD, _RECOVERY = "password", "recovery"
_KEY, _SALT, _NONCE, _TAG, _CODE = 32, 16, 12, 16, 20
_CODE_LETTERS = 32
_MISREAD = str.maketrans("018", "OIB")

_MISTYPED = "口令不对，请重新输入；忘记口令时，可用密封保管的应急恢复码解锁。"
_WRONG_CODE = "应急恢复码不对，请对照密封件逐组核对后重新输入（共 8 组，每组 4 个字符）。"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs an attacker: rounds, KiB of memory, lanes of Argon2id."""

    t: int = 3
    m: int = 64 * 1024
    p: int = 4


STANDARD = Cost()
_MOST = Cost(32, 1024 * 1024, 16)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a slot holds: the database key, and the person's signing key if it is a person's."""

    dek: bytes = field(repr=False)
    signing_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Slot:
    """As it is stored. Everything but `ct` and `sealed` is bound to them and cannot be altered."""

    v: int
    kind: str
    who: str
    kdf: str
    t: int
    m: int
    p: int
    salt: str
    nonce: str
    ct: str = ""
    sealed: str = ""

    @property
    def bound(self) -> bytes:
        return canonical(asdict(replace(self, ct="", sealed="")))


def create(folder: Path, who: str, password: str, cost: Cost = STANDARD) -> tuple[bytes, str]:
    """Make the key of a new station; return it with the recovery code, which is shown once."""
    if any((folder / name).exists() for name in (SLOTS, SPARE)):
        raise Conflict("这个文件夹里已有一个站点，请另选文件夹。")
    dek = secrets.token_bytes(_KEY)
    slot = _user_slot(who, password, Opened(dek, SigningKey.generate().raw), cost)
    recovery, code = _recovery_slot(dek, cost)
    _write(folder, 1, [slot, recovery])
    return dek, code


def opened(folder: Path, who: str, password: str) -> Opened:
    """What the slot of `who` holds."""
    return _open(_find(_read(folder)[1], who), _secret(password), _MISTYPED)


def unlock(folder: Path, who: str, password: str) -> bytes:
    """The database key."""
    return opened(folder, who, password).dek


def sealed_key(folder: Path, who: str, password: str) -> bytes:
    """The signing key of `who`."""
    return opened(folder, who, password).signing_key


def unlock_recovery(folder: Path, code: str) -> bytes:
    """The database key by the recovery code; spaces, case and 0/O, 1/I, 8/B do not matter."""
    secret = _code_bytes(code)
    for slot in _read(folder)[1]:
        if slot.kind == _RECOVERY:
            return _open(slot, secret, _WRONG_CODE).dek
    raise Invalid("这个站点没有应急恢复码，请用口令解锁。")


def add(folder: Path, dek: bytes, who: str, password: str, cost: Cost = STANDARD) -> None:
    """Give `who` a slot and a new signing key; an older slot of `who` is replaced."""
    slot = _user_slot(who, password, Opened(dek, SigningKey.generate().raw), cost)
    _put(folder, slot)


def change(folder: Path, who: str, old: str, new: str, cost: Cost = STANDARD) -> None:
    """Another password for `who`; the signing key stays."""
    _put(folder, _user_slot(who, new, opened(folder, who, old), cost))


def renew_recovery(folder: Path, dek: bytes, cost: Cost = STANDARD) -> str:
    """A new recovery code; the one before opens nothing any more."""
    slot, code = _recovery_slot(dek, cost)
    _put(folder, slot)
    return code


def remove(folder: Path, who: str) -> None:
    """Take the slot of `who` away; who knew the key still knows it, so a rekey should follow."""
    serial, slots = _read(folder)
    gone = _find(slots, who)
    kept = [slot for slot in slots if slot is not gone]
    if not any(slot.kind == _PASSWORD for slot in kept):
        raise Invalid("这是最后一个能登录的用户，请先添加另一个用户再移除。")
    _write(folder, serial + 1, kept)


def names(folder: Path) -> tuple[str, ...]:
    """Who can unlock with a password, oldest first."""
    return tuple(slot.who for slot in _read(folder)[1] if slot.kind == _PASSWORD)


def _find(slots: list[_Slot], who: str) -> _Slot:
    for slot in slots:
        if (slot.kind, slot.who) == (_PASSWORD, who):
            return slot
    raise Invalid("没有这个用户，请从名单里选择自己的名字。")


def _put(folder: Path, slot: _Slot) -> None:
    serial, slots = _read(folder)
    place = {(one.kind, one.who): number for number, one in enumerate(slots)}
    number = place.get((slot.kind, slot.who), len(slots))
    _write(folder, serial + 1, [*slots[:number], slot, *slots[number + 1 :]])


def _user_slot(who: str, password: str, content: Opened, cost: Cost) -> _Slot:
    if len(password) < SHORTEST:
        raise Invalid(f"口令至少 {SHORTEST} 个字符，请换一个长一些的。")
    return _closed(_PASSWORD, who, _secret(password), content, cost)


def _recovery_slot(dek: bytes, cost: Cost) -> tuple[_Slot, str]:
    secret = secrets.token_bytes(_CODE)
    return _closed(_RECOVERY, _RECOVERY, secret, Opened(dek, b""), cost), grouped(secret)


def _secret(password: str) -> bytes:
    """The password's bytes; full-width letters typed with an input method count as plain ones."""
    return unicodedata.normalize("NFKC", password).encode()


def _code_bytes(code: str) -> bytes:
    typed = unicodedata.normalize("NFKC", code).upper()
    letters = "".join(filter(str.isalnum, typed)).translate(_MISREAD)
    try:
        secret = base64.b32decode(letters)
    except ValueError:
        raise Invalid(_WRONG_CODE) from None
    if len(letters) != _CODE_LETTERS:
        raise Invalid(_WRONG_CODE)
    return secret


def _closed(kind: str, who: str, secret: bytes, content: Opened, cost: Cost) -> _Slot:
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    slot = _Slot(_VERSION, kind, who, _KDF, cost.t, cost.m, cost.p, salt.hex(), nonce.hex())
    for_dek, for_signing = _keys(slot, secret)
    return replace(
        slot,
        ct=for_dek.encrypt(nonce, content.dek, slot.bound).hex(),
        sealed=for_signing.encrypt(nonce, content.signing_key, slot.bound).hex(),
    )


def _open(slot: _Slot, secret: bytes, refusal: str) -> Opened:
    nonce = bytes.fromhex(slot.nonce)
    for_dek, for_signing = _keys(slot, secret)
    try:
        return Opened(
            for_dek.decrypt(nonce, bytes.fromhex(slot.ct), slot.bound),
            for_signing.decrypt(nonce, bytes.fromhex(slot.sealed), slot.bound),
        )
    except InvalidTag:
        raise Invalid(refusal) from None


def _keys(slot: _Slot, secret: bytes) -> tuple[AESGCM, AESGCM]:
    """Two keys of one guess: for the database key, and for the signing key."""
    salt = bytes.fromhex(slot.salt)
    both = hash_secret_raw(secret, salt, slot.t, slot.m, slot.p, 2 * _KEY, Type.ID)
    return AESGCM(both[:_KEY]), AESGCM(both[_KEY:])


def _read(folder: Path) -> tuple[int, list[_Slot]]:
    """The newest sound copy; a missing, stale or damaged other copy is written again."""
    copies = [_copy(folder / name) for name in (SLOTS, SPARE)]
    sound = [copy for copy in copies if copy is not None]
    if not sound:
        raise Invalid("找不到可用的密钥文件(slots.json),请用最近的备份恢复站点。")
    newest = max(sound, key=lambda copy: copy[0])
    if copies[0] != copies[1]:
        with suppress(Invalid):
            _write(folder, *newest)
    return newest


def _copy(path: Path) -> tuple[int, list[_Slot]] | None:
    try:
        body = parsed(path.read_bytes())
        promised = body.pop("sum")
        slots = [_sound(_Slot(**entry)) for entry in body["slots"]]
        return (body["serial"], slots) if sha256(canonical(body)) == promised else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _sound(slot: _Slot) -> _Slot:
    payable = 0 < slot.t <= _MOST.t and 0 < slot.p <= _MOST.p and 8 * slot.p <= slot.m <= _MOST.m
    if (slot.v, slot.kdf, payable) != (_VERSION, _KDF, True):
        raise ValueError("a slot this program cannot open")
    unhex(slot.salt, _SALT)
    unhex(slot.nonce, _NONCE)
    unhex(slot.ct, _KEY + _TAG)
    unhex(slot.sealed, _TAG + (_KEY if slot.kind == _PASSWORD else 0))
    return slot


def _write(folder: Path, serial: int, slots: list[_Slot]) -> None:
    body = {"serial": serial, "slots": [asdict(slot) for slot in slots]}
    raw = canonical(body | {"sum": sha256(canonical(body))})
    for name in (SLOTS, SPARE):
        with places.writing(folder / name) as part:
            part.write_bytes(raw)
            part.chmod(0o600)
