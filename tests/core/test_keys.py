"""Passwords, the recovery code, and the file they lie in."""

import errno
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.strategies import booleans, integers, sampled_from

from core import places
from core.envelope import SigningKey, canonical, parsed, sha256
from core.errors import Conflict, Invalid
from core.store import keys, slots
from core.store.keys import SLOTS, SPARE, Cost, Mistyped

CHEAP = Cost(t=1, m=32, p=1)
PASSWORD = "石桥镇综治2026"
OTHER = "another-one"
FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}


@pytest.fixture
def made(tmp_path):
    """A station folder with one user: folder, database key, recovery code."""
    dek, code = keys.create(tmp_path, "李敏", PASSWORD, CHEAP)
    return tmp_path, dek, code


def test_the_password_opens_what_was_made(made):
    folder, dek, _ = made
    assert len(dek) == 32
    assert keys.unlock(folder, "李敏", PASSWORD) == dek


def test_a_wrong_password_is_told_so(made):
    with pytest.raises(Invalid, match="口令不对，请重新输入"):
        keys.unlock(made[0], "李敏", PASSWORD + "x")


def test_an_unknown_name_is_told_so(made):
    with pytest.raises(Invalid, match="没有这个用户"):
        keys.unlock(made[0], "王强", PASSWORD)


def test_full_width_digits_from_the_input_method_do_not_matter(made):
    assert keys.unlock(made[0], "李敏", PASSWORD.translate(FULL_WIDTH)) == made[1]


@pytest.mark.parametrize("password", ["", "1234567", "七个字的口令呀"])
def test_a_short_password_is_refused_and_nothing_changes(made, password):
    before = (made[0] / SLOTS).read_bytes()
    with pytest.raises(Invalid, match="至少 8 个字符"):
        keys.add(made[0], made[1], "王强", password, CHEAP)
    assert (made[0] / SLOTS).read_bytes() == before


def test_a_second_station_never_overwrites_the_first(made):
    with pytest.raises(Conflict, match="已有一个站点"):
        keys.create(made[0], "王强", OTHER, CHEAP)
    (made[0] / SLOTS).unlink()
    with pytest.raises(Conflict):
        keys.create(made[0], "王强", OTHER, CHEAP)


def test_the_recovery_code_opens_it_however_it_is_typed(made):
    folder, dek, code = made
    assert [len(group) for group in code.split("-")] == [4] * 8
    sloppy = code.lower().replace("-", "  ").replace("o", "0").replace("i", "1").replace("b", "8")
    assert keys.unlock_recovery(folder, code) == dek
    assert keys.unlock_recovery(folder, sloppy) == dek


def test_a_wrong_recovery_code_is_told_so(made):
    folder, _, code = made
    swapped = ("A" if code[0] != "A" else "B") + code[1:]
    for typed in ("", "abc", swapped, code[:-1], code + code, "?" * 39):
        with pytest.raises(Invalid, match="应急恢复码不对"):
            keys.unlock_recovery(folder, typed)


def test_after_recovery_the_person_gets_a_new_password_and_key(made):
    folder, dek, code = made
    old = keys.opened(folder, "李敏", PASSWORD).signing_key
    keys.add(folder, keys.unlock_recovery(folder, code), "李敏", OTHER, CHEAP)
    assert keys.unlock(folder, "李敏", OTHER) == dek
    assert keys.opened(folder, "李敏", OTHER).signing_key != old
    assert keys.names(folder) == ("李敏",)
    with pytest.raises(Invalid):
        keys.unlock(folder, "李敏", PASSWORD)


def test_a_new_recovery_code_retires_the_old_one(made):
    folder, dek, code = made
    fresh = keys.renew_recovery(folder, dek, CHEAP)
    assert keys.unlock_recovery(folder, fresh) == dek
    with pytest.raises(Invalid, match="应急恢复码不对"):
        keys.unlock_recovery(folder, code)


def test_each_colleague_has_a_password_and_a_signing_key(made):
    folder, dek, _ = made
    keys.add(folder, dek, "王强", OTHER, CHEAP)
    assert keys.names(folder) == ("李敏", "王强")
    assert keys.unlock(folder, "王强", OTHER) == dek
    mine, yours = (
        keys.opened(folder, *who).signing_key for who in (("李敏", PASSWORD), ("王强", OTHER))
    )
    assert mine != yours
    assert SigningKey(mine).public != SigningKey(yours).public
    with pytest.raises(Invalid):
        keys.unlock(folder, "王强", PASSWORD)


def test_changing_the_password_keeps_the_signing_key_and_the_place(made):
    folder, dek, _ = made
    keys.add(folder, dek, "王强", OTHER, CHEAP)
    before = keys.opened(folder, "李敏", PASSWORD).signing_key
    keys.change(folder, "李敏", PASSWORD, "新口令-2027", CHEAP)
    assert keys.opened(folder, "李敏", "新口令-2027") == keys.Opened(dek, before)
    assert keys.names(folder) == ("李敏", "王强")
    with pytest.raises(Invalid, match="口令不对"):
        keys.unlock(folder, "李敏", PASSWORD)


def test_changing_needs_the_old_password(made):
    with pytest.raises(Invalid, match="口令不对"):
        keys.change(made[0], "李敏", "wrong-password", OTHER, CHEAP)
    assert keys.unlock(made[0], "李敏", PASSWORD) == made[1]


def test_a_leaver_opens_nothing_but_the_last_user_stays(made):
    folder, dek, _ = made
    keys.add(folder, dek, "王强", OTHER, CHEAP)
    keys.remove(folder, "李敏")
    assert keys.names(folder) == ("王强",)
    with pytest.raises(Invalid, match="没有这个用户"):
        keys.unlock(folder, "李敏", PASSWORD)
    with pytest.raises(Invalid, match="最后一个"):
        keys.remove(folder, "王强")
    with pytest.raises(Invalid, match="没有这个用户"):
        keys.remove(folder, "李敏")


@pytest.mark.parametrize("name", [SLOTS, SPARE])
@pytest.mark.parametrize("damage", ["missing", "empty", "flipped", "cut"])
def test_one_damaged_copy_is_healed_from_the_other(made, name, damage):
    folder, dek, _ = made
    path = folder / name
    whole = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        middle = len(whole) // 2
        flipped = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
        path.write_bytes({"empty": b"", "flipped": flipped, "cut": whole[:middle]}[damage])
    assert keys.unlock(folder, "李敏", PASSWORD) == dek
    assert (folder / SLOTS).read_bytes() == (folder / SPARE).read_bytes()


def test_a_power_cut_between_the_copies_keeps_the_newer_one(made):
    folder, dek, _ = made
    stale = (folder / SPARE).read_bytes()
    keys.change(folder, "李敏", PASSWORD, OTHER, CHEAP)
    (folder / SPARE).write_bytes(stale)
    assert keys.unlock(folder, "李敏", OTHER) == dek
    assert (folder / SPARE).read_bytes() == (folder / SLOTS).read_bytes()


def test_a_password_that_is_in_force_is_not_refused_for_its_second_copy(made, monkeypatch):
    folder, dek, _ = made
    plain = places.open_new

    def full(path: Path):
        if SPARE in path.name:
            raise OSError(errno.ENOSPC, "full")
        return plain(path)

    with monkeypatch.context() as broken:
        broken.setattr(places, "open_new", full)
        keys.change(folder, "李敏", PASSWORD, OTHER, CHEAP)
    assert slots.ailing(folder) == SPARE
    assert keys.unlock(folder, "李敏", OTHER) == dek
    assert slots.ailing(folder) == ""


def test_a_folder_that_cannot_be_healed_still_opens(made, monkeypatch):
    folder, dek, _ = made
    (folder / SPARE).unlink()

    def barred(path: Path, content: bytes) -> int:
        raise PermissionError(path)

    monkeypatch.setattr(Path, "write_bytes", barred)
    assert keys.unlock(folder, "李敏", PASSWORD) == dek
    assert not (folder / SPARE).exists()


def test_both_copies_lost_or_damaged_points_to_the_backup(made):
    folder = made[0]
    for content in (b"{}", b"", b"not json"):
        for name in (SLOTS, SPARE):
            (folder / name).write_bytes(content)
        with pytest.raises(Invalid, match="备份"):
            keys.unlock(folder, "李敏", PASSWORD)
    for name in (SLOTS, SPARE):
        (folder / name).unlink()
    with pytest.raises(Invalid, match="备份"):
        keys.names(folder)


def forged(folder: Path, change: Callable[[list], None]) -> None:
    """Rewrite the slots as an attacker would, with a fitting checksum."""
    body = parsed((folder / SLOTS).read_bytes())
    del body["sum"]
    change(body["slots"])
    raw = canonical(body | {"sum": sha256(canonical(body))})
    for name in (SLOTS, SPARE):
        (folder / name).write_bytes(raw)


def test_without_a_recovery_slot_the_code_is_not_asked_again(made):
    forged(made[0], lambda slots: slots.pop())
    with pytest.raises(Invalid, match="没有应急恢复码"):
        keys.unlock_recovery(made[0], made[2])


@pytest.mark.parametrize(
    "fields",
    [
        {"t": 2},
        {"m": 64},
        {"who": "王强"},
        {"nonce": "00" * 12},
        {"recipient": "age1" + "q" * 58},
    ],
)
def test_an_altered_header_opens_nothing(made, fields):
    forged(made[0], lambda slots: slots[0].update(fields))
    with pytest.raises(Invalid, match="口令不对"):
        keys.unlock(made[0], fields.get("who", "李敏"), PASSWORD)


@pytest.mark.parametrize(
    "fields",
    [
        {"t": 0},
        {"m": 2**30},
        {"m": 1},
        {"p": 999},
        {"sealed": "zz"},
        {"dek": "f"},
        {"v": 1},
        {"t": "1"},
    ],
)
def test_a_slot_that_would_exhaust_the_machine_counts_as_damaged(made, fields):
    forged(made[0], lambda slots: slots[0].update(fields))
    with pytest.raises(Invalid, match="备份"):
        keys.unlock(made[0], "李敏", PASSWORD)


def test_the_standard_cost_is_the_measured_one():
    assert Cost(t=3, m=64 * 1024, p=4) == keys.STANDARD


@pytest.mark.parametrize(
    ("took", "rounds"),
    [(0.3, 3), (0.15, 6), (0.05, 18), (0.001, 24), (2.0, 3)],
    ids=["as wanted", "twice as fast", "fast", "unbelievably fast", "slow"],
)
def test_a_guess_is_made_to_cost_a_third_of_a_second_never_less_than_standard(took, rounds):
    assert keys.calibrated(lambda _cost: took) == Cost(t=rounds, m=64 * 1024, p=4)


def test_the_cost_of_this_machine_is_measured():
    assert keys.calibrated().t >= keys.STANDARD.t


def test_a_new_password_costs_no_less_than_the_one_before(made):
    folder, dek, _ = made
    keys.change(folder, "李敏", PASSWORD, OTHER, Cost(t=2, m=64, p=1))
    keys.change(folder, "李敏", OTHER, PASSWORD, CHEAP)
    keys.change(folder, "李敏", PASSWORD, OTHER)
    keys.add(folder, dek, "王强", OTHER)
    costs = {slot.who: slot.cost for slot in slots.read(folder).people}
    assert costs == {"李敏": Cost(2, 64, 1), "王强": Cost(2, 64, 1)}


def test_another_key_reaches_everybody_without_any_password(made):
    folder, dek, code = made
    keys.add(folder, dek, "王强", OTHER)
    new = bytes(range(32))
    keys.offer(folder, new)
    assert keys.opened(folder, "王强", OTHER).pending == new
    assert keys.recovered(folder, code).pending == new
    keys.decide(folder, taken=True)
    assert keys.unlock(folder, "李敏", PASSWORD) == keys.unlock_recovery(folder, code) == new
    keys.decide(folder, taken=False)
    assert keys.unlock(folder, "王强", OTHER) == new


def test_a_key_wrapped_for_somebody_else_points_to_the_backup(made):
    folder, dek, _ = made
    keys.add(folder, dek, "王强", OTHER)
    mine = slots.read(folder).slots[0].dek
    forged(folder, lambda listed: listed[-1].update(dek=mine))
    with pytest.raises(Invalid, match="备份"):
        keys.unlock(folder, "王强", OTHER)


WHO = ("李敏", "王强", "赵兰")
WORDS = ("erstes-wort", "zweites-wort", "drittes-wort")


class KeyRing(RuleBasedStateMachine):
    """Whatever is done in whatever order: exactly the right passwords open, and one always can."""

    @initialize()
    def found(self):
        self.folder = Path(mkdtemp())
        self.dek, self.code = keys.create(self.folder, WHO[0], WORDS[0], CHEAP)
        self.known = {WHO[0]: WORDS[0]}
        self.retired = []

    def teardown(self):
        rmtree(self.folder)

    @rule(who=sampled_from(WHO), word=sampled_from(WORDS))
    def add(self, who, word):
        keys.add(self.folder, self.dek, who, word)
        self.known[who] = word

    @rule(who=sampled_from(WHO), old=sampled_from(WORDS), new=sampled_from(WORDS))
    def change(self, who, old, new):
        if self.known.get(who) == old:
            keys.change(self.folder, who, old, new)
            self.known[who] = new
        else:
            with pytest.raises(Invalid):
                keys.change(self.folder, who, old, new)

    @rule(who=sampled_from(WHO))
    def remove(self, who):
        if who in self.known and len(self.known) > 1:
            keys.remove(self.folder, who)
            del self.known[who]
        else:
            with pytest.raises(Invalid):
                keys.remove(self.folder, who)

    @rule()
    def renew(self):
        self.retired.append(self.code)
        self.code = keys.renew_recovery(self.folder, self.dek)

    @rule(taken=booleans(), number=integers(0, 255))
    def another_key(self, taken, number):
        new = bytes([number]) * 32
        keys.offer(self.folder, new)
        keys.decide(self.folder, taken=taken)
        self.dek = new if taken else self.dek

    @rule(name=sampled_from((SLOTS, SPARE)))
    def lose_a_copy(self, name):
        (self.folder / name).unlink()

    @invariant()
    def exactly_the_right_ones_open(self):
        assert set(keys.names(self.folder)) == set(self.known)
        assert self.known
        for who, right in self.known.items():
            for word in WORDS:
                if word == right:
                    assert keys.unlock(self.folder, who, word) == self.dek
                else:
                    with pytest.raises(Mistyped):
                        keys.unlock(self.folder, who, word)
        assert keys.unlock_recovery(self.folder, self.code) == self.dek
        for code in self.retired[-2:]:
            with pytest.raises(Mistyped):
                keys.unlock_recovery(self.folder, code)


TestKeyRing = KeyRing.TestCase
TestKeyRing.settings = settings(max_examples=12, stateful_step_count=8, deadline=None)


def test_nothing_secret_is_written_in_the_clear(made):
    folder, dek, code = made
    raw = (folder / SLOTS).read_text()
    signing = keys.opened(folder, "李敏", PASSWORD).signing_key
    assert not any(secret in raw for secret in (dek.hex(), signing.hex(), PASSWORD, code[:9]))
    assert (folder / SLOTS).stat().st_mode & 0o077 == 0
    assert dek.hex() not in repr(keys.opened(folder, "李敏", PASSWORD))
