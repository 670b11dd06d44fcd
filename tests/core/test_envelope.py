"""Keys, canonical text and the encrypted stream."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import envelope
from core.envelope import Identity, SigningKey, VerifyKey, canonical, parsed
from core.errors import Cancelled, Invalid
from tests.packing import reading

TEXTS = st.text('aZ0 "\\/\n\0\x7fé村𠮷㛃', max_size=6)
ATOMS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS
KEYS = st.text('az_~\0" ', max_size=4)
VALUES = st.recursive(
    ATOMS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_a_value_has_one_canonical_form_and_comes_back(value):
    assert parsed(canonical(value)) == value


def test_keys_are_sorted_and_han_is_written_as_it_is():
    assert canonical({"b": "𠮷", "a": [1, None, True]}) == '{"a":[1,null,true],"b":"𠮷"}'.encode()


@pytest.mark.parametrize(
    "value",
    [1.5, {"a": 0.0}, [float("nan")], 2**53, {"键": 1}, {1: 2}, b"x", {"a": object()}],
)
def test_floats_and_other_unusual_values_are_refused(value):
    with pytest.raises(ValueError, match=r"canonical form|ASCII"):
        canonical(value)


def test_endless_nesting_is_refused():
    nested: list = []
    for _ in range(100):
        nested = [nested]
    with pytest.raises(ValueError, match="canonical"):
        canonical(nested)


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"[]", b'"x"', b"\xff", b"[" * 5000),
        *(b'{"a": 1}', b'{"b":1,"a":1}', b'{"a":1,"a":1}', b'{"a":1}\n'),
        *(b'{"a":1.0}', b'{"a":"\\u0041"}', b'{"a":"\\ud800"}'),
    ],
)
def test_only_the_canonical_spelling_is_read(raw):
    with pytest.raises(ValueError, match=r".+"):
        parsed(raw)


def test_a_signature_holds_for_its_message_and_purpose_only():
    key = SigningKey.generate()
    signature = key.sign("one", b"message")
    assert key.public.signed("one", b"message", signature)
    assert not key.public.signed("two", b"message", signature)
    assert not key.public.signed("one", b"massage", signature)
    assert not SigningKey.generate().public.signed("one", b"message", signature)


def test_keys_go_through_text_and_back_and_secrets_stay_out_of_repr():
    key, identity = SigningKey.generate(lambda size: bytes(range(size))), Identity.generate()
    assert SigningKey.from_text(f" {key.text}\n") == key
    assert VerifyKey.from_text(key.public.text) == key.public
    assert Identity.from_text(f"{identity.text}\n") == identity
    assert key.raw.hex() not in repr(key)
    assert identity.text not in repr(identity)


@pytest.mark.parametrize("text", ["", "ed25519", "ed25519:00", "ed25519:" + "AB" * 32, "密钥"])
def test_a_mistyped_key_is_told_so(text):
    for kind in (SigningKey, VerifyKey, Identity):
        with pytest.raises(Invalid, match="密钥卡"):
            kind.from_text(text)


def test_a_secret_key_is_not_taken_for_a_public_one():
    with pytest.raises(Invalid):
        VerifyKey.from_text(SigningKey.generate().text)


def test_a_fingerprint_is_sixteen_readable_characters():
    groups = SigningKey.generate().public.fingerprint.split("-")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert set("".join(groups)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def encrypted(content: bytes, *readers: Identity) -> bytes:
    sink = io.BytesIO()
    envelope.encrypt([content], sink, [reader.recipient for reader in readers])
    return sink.getvalue()


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 1_000_000])
def test_each_recipient_reads_what_was_written(size):
    content = bytes(index % 251 for index in range(size))
    county, own = Identity.generate(), Identity.generate()
    raw = encrypted(content, county, own)
    for reader in (county, own):
        assert b"".join(envelope.decrypt([raw[:100], b"", raw[100:]], reader)) == content


def test_nobody_else_reads_it():
    raw = encrypted(b"secret", Identity.generate())
    with pytest.raises(envelope.NotAddressed, match="不是发给本单位"):
        list(envelope.decrypt([raw], Identity.generate()))


@pytest.mark.parametrize("kept", [0, 10, 150, 65_536, 131_072, 199_000])
def test_a_cut_stream_is_refused(kept):
    reader = Identity.generate()
    raw = encrypted(bytes(200_000), reader)
    with pytest.raises(envelope.Damaged, match="重新拷贝"):
        list(envelope.decrypt([raw[:kept]], reader))


def test_a_bad_recipient_is_told_so():
    with pytest.raises(Invalid, match="密钥卡"):
        envelope.encrypt([b"x"], io.BytesIO(), ["age1nonsense"])


def test_what_stops_the_source_comes_out_unchanged():
    def stopped():
        yield b"x" * 100_000
        raise Cancelled

    with pytest.raises(Cancelled):
        envelope.encrypt(stopped(), io.BytesIO(), [Identity.generate().recipient])
    with pytest.raises(Cancelled):
        list(envelope.decrypt(stopped(), Identity.generate()))


@pytest.mark.parametrize("size", [0, 1_000, 70_000, 300_000])
@pytest.mark.parametrize("last", [False, True])
def test_what_stops_the_sink_comes_out_unchanged(size, last):
    most = size - 100 if last else 0

    class Full:
        taken = 0

        def write(self, chunk: bytes) -> int:
            self.taken += len(chunk)
            if self.taken > most:
                raise OSError(28, "no space")
            return len(chunk)

    with pytest.raises(OSError, match="no space") as caught:
        envelope.encrypt([bytes(size)], Full(), [Identity.generate().recipient])
    assert caught.value.errno == 28


def test_a_reader_who_stops_early_leaves_no_thread():
    reader = Identity.generate()
    chunks = envelope.decrypt([encrypted(bytes(2_000_000), reader)], reader)
    next(chunks)
    chunks.close()
    assert not reading()
