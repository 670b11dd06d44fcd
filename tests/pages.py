"""The pages of an encrypted database without their cipher: free ones and the log too."""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED, SALT, IV = 4096, 80, 16, 16
LOG_HEAD, FRAME_HEAD = 32, 24


def plain(database: Path, key: bytes) -> bytes:
    """Every page of the file and every frame of its log, deciphered, one behind the other."""
    pages = [_page(raw, key, first=n == 0) for n, raw in enumerate(_cut(database.read_bytes(), 0))]
    log = database.with_name(database.name + "-wal")
    if log.is_file():
        for frame in _cut(log.read_bytes()[LOG_HEAD:], FRAME_HEAD):
            first = frame[:4] == b"\0\0\0\1"
            pages.append(_page(frame[FRAME_HEAD:], key, first=first))
    return b"".join(pages)


def empty(database: Path, key: bytes) -> tuple[int, int]:
    """Two pages of a closed database: one that lists those that hold nothing, and one of these."""
    whole = bytes(SALT) + plain(database, key)
    size = PAGE - RESERVED
    trunk = int.from_bytes(whole[32:36])
    place = size * (trunk - 1)
    return trunk, int.from_bytes(whole[place + 8 : place + 12])


def _cut(raw: bytes, head: int) -> list[bytes]:
    size = PAGE + head
    return [raw[start : start + size] for start in range(0, len(raw) - size + 1, size)]


def _page(raw: bytes, key: bytes, *, first: bool) -> bytes:
    end = PAGE - RESERVED
    cipher = Cipher(algorithms.AES(key), modes.CBC(raw[end : end + IV])).decryptor()
    return cipher.update(raw[SALT if first else 0 : end]) + cipher.finalize()
