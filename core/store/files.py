"""The contents of attachments: encrypted beside the database, each kept once (decision C11).

A content is known by the SHA-256 of its plain bytes. On the disk it has a keyed name, so that
nobody without the key can tell whether a known file is among them.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core import places
from core.envelope import BLOCK, Damaged, Identity, NotAddressed, decrypt, encrypt
from core.errors import Invalid

_NAMES = b"grid-station attachment names"
_NAME_CHARACTERS = 64
_PART = ".part"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was put into the store: the digest it is found by, and its plain size."""

    digest: str
    size: int


class Missing(Invalid):
    """The content of an attachment is not in its folder."""


@dataclass(frozen=True)
class Files:
    """The contents in one folder, readable with the station's own identity.

    Put the content first and commit the record that names its digest afterwards: a power cut
    between the two leaves a content nobody asks for, never a record without its content.
    """

    root: Path
    identity: Identity

    @cached_property
    def _key(self) -> bytes:
        secret = self.identity.text.encode()
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=_NAMES).derive(secret)

    def name(self, digest: str) -> str:
        """What the content is called on the disk."""
        return hmac.digest(self._key, bytes.fromhex(digest), "sha256").hex()

    def path(self, digest: str) -> Path:
        """Where the encrypted content lies, or would lie."""
        name = self.name(digest)
        return self.root / name[:2] / name

    def has(self, digest: str) -> bool:
        """Whether there is a file for the content; `sound` also reads it."""
        return self.path(digest).is_file()

    def put(self, chunks: Iterable[bytes]) -> Kept:
        """Keep a content that comes in pieces; whatever stops it leaves nothing half kept."""
        counted = _Counted(chunks)
        with places.telling(self.root / "附件"):
            self.root.mkdir(parents=True, exist_ok=True)
            part = self.root / f"{secrets.token_hex(16)}{_PART}"
            try:
                with part.open("xb") as out:
                    encrypt(counted, out, [self.identity.recipient])
                    out.flush()
                    os.fsync(out.fileno())
                kept = Kept(counted.hash.hexdigest(), counted.size)
                if not self.sound(kept.digest):
                    self._settle(part, self.path(kept.digest))
            finally:
                part.unlink(missing_ok=True)
        return kept

    def read(self, digest: str) -> Iterator[bytes]:
        """The plain content in pieces; it is proved only when the last piece has come."""
        seen = hashlib.sha256()
        for chunk in decrypt(self._raw(digest), self.identity):
            seen.update(chunk)
            yield chunk
        if seen.hexdigest() != digest:
            raise Damaged("附件的内容与登记时不符，请从最近的备份恢复。")

    def sound(self, digest: str) -> bool:
        """Whether the content is there, opens, and is what its digest says."""
        try:
            for _ in self.read(digest):
                pass
        except (Missing, Damaged, NotAddressed):
            return False
        return True

    def names(self) -> frozenset[str]:
        """The name of every content on the disk; half-written ones are `left_over`."""
        return frozenset(one.name for one in self._listed() if len(one.name) == _NAME_CHARACTERS)

    def left_over(self) -> list[Path]:
        """What a writer that was killed left behind; nobody will ever read it."""
        return [one for one in self._listed() if one.suffix == _PART]

    def drop(self, digest: str) -> None:
        """Remove a content for good: the caller has made sure that no record names it."""
        with places.telling(self.root / "附件"):
            self.path(digest).unlink(missing_ok=True)

    def _listed(self) -> list[Path]:
        return [one for one in self.root.rglob("*") if one.is_file()]

    def _raw(self, digest: str) -> Iterator[bytes]:
        try:
            with self.path(digest).open("rb") as file:
                while chunk := file.read(BLOCK):
                    yield chunk
        except FileNotFoundError as error:
            raise Missing("附件的内容不在站点文件夹里，请从最近的备份恢复。") from error
        except OSError as error:
            raise Damaged("读不出附件的内容：磁盘可能有坏道。请从最近的备份恢复。") from error

    def _settle(self, part: Path, target: Path) -> None:
        target.parent.mkdir(exist_ok=True)
        part.replace(target)
        for folder in (target.parent, self.root):
            places.settle(folder)


class _Counted:
    """Pieces on their way, measured and digested as they pass."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.hash = hashlib.sha256()
        self.size = 0
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.hash.update(chunk)
            self.size += len(chunk)
            yield chunk
