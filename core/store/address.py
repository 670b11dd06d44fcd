"""Where the data of a station lie: in its folder, or on the server that `server.json` names.

The server's password is sealed with the database key, so that whoever unlocks the station reaches
the server, and nobody else does.
"""

import secrets
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine

from core import places
from core.envelope import canonical, parsed
from core.errors import Invalid
from core.store import server
from core.store.engine import MAKE, open_engine

_NONCE = 12
_DAMAGED = (
    f"站点文件夹里的“{places.SERVER}”坏了，或不是这个站点的，连不上服务器。"
    "请从另一台能用的电脑上把它和密钥文件一起拷来。"
)


@dataclass(frozen=True, slots=True)
class Address:
    """A server's database as the station keeps it: where it is, and the password of its user."""

    place: str
    password: str = field(repr=False)

    def open(self) -> Engine:
        """An engine on this database."""
        return server.open_server(self.place, self.password)

    def refuse_unfit(self) -> None:
        """Refuse a database in which no station can be made, before anything is written."""
        engine = self.open()
        try:
            server.refuse_unfit(engine)
        finally:
            engine.dispose()


def place(folder: Path) -> str:
    """The server and database of the station in `folder`; empty where it has its own file."""
    kept = _kept(folder)
    return "" if kept is None else str(kept["address"])


def read(folder: Path, key: bytes) -> Address | None:
    """The server's address, its password opened with the database key; none for a local file."""
    kept = _kept(folder)
    if kept is None:
        return None
    try:
        sealed = bytes.fromhex(kept["sealed"])
        password = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], kept["address"].encode())
    except (InvalidTag, ValueError):
        raise Invalid(_DAMAGED) from None
    return Address(kept["address"], password.decode())


def write(folder: Path, key: bytes, address: Address) -> None:
    """From now on the data of the station lie on this server."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + AESGCM(key).encrypt(nonce, address.password.encode(), address.place.encode())
    with places.writing(places.server(folder)) as part:
        part.write_bytes(canonical({"address": address.place, "sealed": sealed.hex()}))
        part.chmod(0o600)


def open_store(folder: Path, key: bytes, mode: str = MAKE) -> Engine:
    """The database of the station in `folder`, wherever it lies; `mode` is that of a file."""
    away = read(folder, key)
    if away is None:
        return open_engine(places.database(folder), key, mode)
    with ExitStack() as undo:
        engine = away.open()
        undo.callback(engine.dispose)
        server.refuse_moved(engine)
        undo.pop_all()
    return engine


def _kept(folder: Path) -> dict[str, str] | None:
    try:
        kept = parsed(places.server(folder).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise Invalid(_DAMAGED) from None
    if not all(isinstance(kept.get(key), str) for key in ("address", "sealed")):
        raise Invalid(_DAMAGED)
    return kept
