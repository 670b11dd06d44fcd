"""Detached signatures as they lie beside an index and inside a package."""

from collections.abc import Iterable

from core.envelope import ALGORITHM, SigningKey, VerifyKey, canonical, parsed, unhex

INDEX = "zzpkg-index-1"
MANIFEST = "zzpkg-manifest-1"

_SIGNATURE_BYTES = 64


def signatures(purpose: str, message: bytes, keys: Iterable[SigningKey]) -> bytes:
    """The signatures of all `keys` over `message`."""
    listed = [
        {
            "alg": ALGORITHM,
            "key_id": key.public.fingerprint,
            "sig": key.sign(purpose, message).hex(),
        }
        for key in keys
    ]
    return canonical({"signatures": listed})


def signed_by(purpose: str, message: bytes, raw: bytes, key: VerifyKey) -> bool:
    """Whether `raw` holds a true signature of `key`; those of other keys say nothing."""
    return any(
        entry["key_id"] == key.fingerprint
        and entry["alg"] == ALGORITHM
        and key.signed(purpose, message, unhex(entry["sig"], _SIGNATURE_BYTES))
        for entry in parsed(raw)["signatures"]
    )
