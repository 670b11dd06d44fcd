"""Where a station's data lie: another computer joins its server."""

import shutil
from contextlib import ExitStack
from pathlib import Path

from core import places
from core.errors import Invalid
from core.store import address, keys

_JOINED = (keys.SLOTS, keys.SPARE, places.SERVER)


def join(folder: Path, first: Path) -> None:
    """Make `folder` open the station of the folder `first`, whose data lie on a server.

    Done again later it brings the passwords and users of the first computer up to date.
    """
    if not places.is_station(first):
        raise Invalid(f"“{first}”里没有站点。请写第一台电脑的站点文件夹，或从它拷来的文件夹。")
    if not address.place(first):
        raise Invalid(f"“{first}”的数据不在服务器上，别的电脑不能加入。请先把数据移到服务器。")
    if places.is_station(folder) and address.place(folder) != address.place(first):
        raise Invalid(f"“{folder}”里已经有另一个站点，请换一个文件夹。")
    with ExitStack() as undo:
        if not folder.exists():
            undo.callback(shutil.rmtree, folder, ignore_errors=True)
        for name in _JOINED:
            with places.writing(folder / name) as part:
                part.write_bytes((first / name).read_bytes())
                part.chmod(0o600)
        undo.pop_all()
