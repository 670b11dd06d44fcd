"""Passwords and the recovery code: who can open a station, and with what.

Each has a slot of the key file (`core.store.slots`) that yields the database key. While another
key is brought in (`core.store.rekey`) a slot yields both, and nobody's slot may change.
"""

import base64
import secrets
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from core import places
from core.envelope import Identity, SigningKey, grouped
from core.errors import Conflict, Invalid
from core.store import slots
from core.store.slots import PASSWORD, RECOVERY, SLOTS, SPARE, Cost, KeyFile, Mistyped, Person, Slot

__all__ = ["SLOTS", "SPARE", "Cost", "Mistyped"]

SHORTEST = 8
STANDARD = Cost()

_KEY, _CODE = 32, 20
_CODE_LETTERS = 32
_MISREAD = str.maketrans("018", "OIB")
_WANTED_SECONDS = 0.3
_MOST_ROUNDS = 24

_MISTYPED = "口令不对，请重新输入；忘记口令时，可用密封保管的应急恢复码解锁。"
_WRONG_CODE = "应急恢复码不对，请对照密封件逐组核对后重新输入（共 8 组，每组 4 个字符）。"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a slot yields: the database key, a person's signing key, the key being brought in."""

    dek: bytes = field(repr=False)
    signing_key: bytes = field(repr=False)
    pending: bytes = field(default=b"", repr=False)


def calibrated(seconds: Callable[[Cost], float] | None = None) -> Cost:
    """The standard cost with more rounds, so that one guess takes about 0.3 s on this machine."""
    one_guess = seconds or _seconds
    took = min(one_guess(STANDARD) for _ in range(2))
    rounds = round(STANDARD.t * _WANTED_SECONDS / max(took, 0.001))
    return replace(STANDARD, t=max(STANDARD.t, min(rounds, _MOST_ROUNDS)))


def _seconds(cost: Cost) -> float:
    before = time.perf_counter()
    slots.sealed(PASSWORD, "", b"", Person(Identity.generate()), cost)
    return time.perf_counter() - before


def create(folder: Path, who: str, password: str, cost: Cost = STANDARD) -> tuple[bytes, str]:
    """Make the key of a new station; return it with the recovery code, which is shown once."""
    if any((folder / name).exists() for name in (SLOTS, SPARE)):
        raise Conflict("这个文件夹里已有一个站点，请另选文件夹。")
    dek = secrets.token_bytes(_KEY)
    slot = _for_person(who, password, _new_person(), cost)
    recovery, code = _for_recovery(cost)
    both = [replace(one, dek=slots.wrapped(dek, one)) for one in (slot, recovery)]
    slots.write(folder, KeyFile(0, ()), both)
    return dek, code


def opened(folder: Path, who: str, password: str) -> Opened:
    """What the slot of `who` yields."""
    person = _person(slots.read(folder), who, password)
    return _yielded(_of(slots.read(folder), who), person)


def opened_in(file: KeyFile, who: str, password: str) -> Opened:
    """What the slot of `who` yields in a key file that lies in no station."""
    return _yielded(_of(file, who), _person(file, who, password))


def unlock(folder: Path, who: str, password: str) -> bytes:
    """The database key."""
    return opened(folder, who, password).dek


def recovered(folder: Path, code: str) -> Opened:
    """What the recovery code yields; spaces, case and 0/O, 1/I, 8/B do not matter."""
    return recovered_in(slots.read(folder), code)


def recovered_in(file: KeyFile, code: str) -> Opened:
    """What the recovery code yields in a key file that lies in no station."""
    secret = _code_bytes(code)
    slot = file.find(RECOVERY, RECOVERY)
    if slot is None:
        raise Invalid("这个站点没有应急恢复码，请用口令解锁。")
    return _yielded(slot, slots.opened(slot, secret, _WRONG_CODE))


def unlock_recovery(folder: Path, code: str) -> bytes:
    """The database key by the recovery code."""
    return recovered(folder, code).dek


def add(folder: Path, dek: bytes, who: str, password: str, cost: Cost | None = None) -> None:
    """Give `who` a slot with secrets of their own; an older slot of `who` is replaced."""
    slot = _for_person(who, password, _new_person(), cost or _dearest(folder))
    _put(folder, replace(slot, dek=slots.wrapped(dek, slot)))


def change(folder: Path, who: str, old: str, new: str, cost: Cost | None = None) -> None:
    """Another password for `who`: one slot is written, its secrets stay."""
    before = _of(slots.read(folder), who)
    person = slots.opened(before, _secret(old), _MISTYPED)
    slot = _for_person(who, new, person, _at_least(before.cost, cost or before.cost))
    _put(folder, replace(slot, dek=before.dek))


def renew_recovery(folder: Path, dek: bytes, cost: Cost | None = None) -> str:
    """A new recovery code; the one before opens nothing any more."""
    slot, code = _for_recovery(cost or _dearest(folder))
    _put(folder, replace(slot, dek=slots.wrapped(dek, slot)))
    return code


def remove(folder: Path, who: str) -> None:
    """Take the slot of `who` away; who knew the key still knows it, so a rekey should follow."""
    file = _settled(folder)
    gone = _of(file, who)
    kept = [slot for slot in file.slots if slot is not gone]
    if file.people == (gone,):
        raise Invalid("这是最后一个能登录的用户，请先添加另一个用户再移除。")
    slots.write(folder, file, kept)


def as_it_was(folder: Path) -> Callable[[], None]:
    """What puts every slot back as it is now, should an act not be kept."""
    before = slots.read(folder)

    def put_back() -> None:
        now = slots.read(folder)
        if now.slots != before.slots:
            slots.write(folder, now, before.slots)

    return put_back


def names(folder: Path) -> tuple[str, ...]:
    """Who can unlock with a password, oldest first."""
    return tuple(slot.who for slot in slots.read(folder).people)


def offer(folder: Path, dek: bytes) -> None:
    """Put another database key beside the one in use, in every slot, and for good."""
    file = slots.read(folder)
    slots.write(folder, file, [replace(one, next=slots.wrapped(dek, one)) for one in file.slots])
    places.settle(folder)


def offered(folder: Path) -> bool:
    """Whether another database key stands beside the one in use."""
    return slots.read(folder).pending


def decide(folder: Path, *, taken: bool) -> None:
    """End an offer: the other key is now the one in use, or it is forgotten."""
    file = slots.read(folder)
    if file.pending:
        decided = [replace(one, dek=one.next if taken else one.dek, next="") for one in file.slots]
        slots.write(folder, file, decided)


def _of(file: KeyFile, who: str) -> Slot:
    slot = file.find(PASSWORD, who)
    if slot is None:
        raise Invalid("没有这个用户，请从名单里选择自己的名字。")
    return slot


def _person(file: KeyFile, who: str, password: str) -> Person:
    return slots.opened(_of(file, who), _secret(password), _MISTYPED)


def _yielded(slot: Slot, person: Person) -> Opened:
    dek, pending = (slots.unwrapped(text, person) for text in (slot.dek, slot.next))
    return Opened(dek, person.signing_key, pending)


def _settled(folder: Path) -> KeyFile:
    file = slots.read(folder)
    if file.pending:
        raise Conflict("数据换锁还没有收尾，请先解锁站点再办理。")
    return file


def _put(folder: Path, slot: Slot) -> None:
    file = _settled(folder)
    before = file.find(slot.kind, slot.who)
    others = [slot if one is before else one for one in file.slots]
    slots.write(folder, file, others if before else [*others, slot])


def _dearest(folder: Path) -> Cost:
    """What a new slot costs: as much as the dearest there is."""
    return max((one.cost for one in slots.read(folder).slots), key=lambda cost: cost.t * cost.m)


def _at_least(before: Cost, wanted: Cost) -> Cost:
    return max(before, wanted, key=lambda cost: cost.t * cost.m)


def _new_person() -> Person:
    return Person(Identity.generate(), SigningKey.generate().raw)


def _for_person(who: str, password: str, person: Person, cost: Cost) -> Slot:
    if len(password) < SHORTEST:
        raise Invalid(f"口令至少 {SHORTEST} 个字符，请换一个长一些的。")
    return slots.sealed(PASSWORD, who, _secret(password), person, cost)


def _for_recovery(cost: Cost) -> tuple[Slot, str]:
    secret = secrets.token_bytes(_CODE)
    slot = slots.sealed(RECOVERY, RECOVERY, secret, Person(Identity.generate()), cost)
    return slot, grouped(secret)


def _secret(password: str) -> bytes:
    """The password's bytes; full-width letters typed with an input method count as plain ones."""
    return unicodedata.normalize("NFKC", password).encode()


def _code_bytes(code: str) -> bytes:
    typed = unicodedata.normalize("NFKC", code).upper()
    letters = "".join(filter(str.isalnum, typed)).translate(_MISREAD)
    try:
        secret = base64.b32decode(letters)
    except ValueError:
        raise Mistyped(_WRONG_CODE) from None
    if len(letters) != _CODE_LETTERS:
        raise Mistyped(_WRONG_CODE)
    return secret
