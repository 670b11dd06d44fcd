"""Where a station may lie: a database on a network share or in a sync folder is damaged in time.

A share does not lock a file between two machines; a sync program copies half a change. Both are
refused before anything is opened. A folder that cannot be written is opened to look at only.
"""

import errno
import os
from contextlib import suppress
from pathlib import Path

from core import places
from core.errors import StoreFault

_SHARES = frozenset(
    (
        *("remote", "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "coda", "ceph"),
        *("lustre", "glusterfs", "9p", "davfs", "beegfs", "fuse.sshfs", "fuse.rclone"),
        *("fuse.davfs2", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs", "fuse.gvfsd-fuse"),
        *("fuse.smbnetfs", "fuse.curlftpfs", "fuse.juicefs", "fuse.onedriver"),
    )
)
_SYNCED = (
    "OneDrive",
    "Dropbox",
    "Nutstore",
    "Nutstore Files",
    "我的坚果云",
    "坚果云",
    "WPS云盘",
    "WPS Cloud Files",
    "WPSDrive",
    "KingsoftCloud",
    "BaiduSyncdisk",
    "BaiduNetdiskWorkspace",
    "百度网盘同步空间",
    "百度网盘",
    "iCloudDrive",
    "iCloud Drive",
    "iCloud云盘",
    "微云",
    "微云同步助手",
    "Weiyun",
    "阿里云盘",
    "天翼云盘",
    "360云盘",
    "360安全云盘",
    "Google Drive",
    "GoogleDrive",
    "Nextcloud",
    "ownCloud",
    "Seafile",
    "MEGAsync",
)
_NAMES = {name.casefold(): name for name in _SYNCED}
_TAILS = (" -", " (", "（", "-")
_MARKS = {".stfolder": "Syncthing", ".dropbox.cache": "Dropbox", ".seafile-data": "Seafile"}

_LEAST = 1 << 16
"""A full disk still takes an empty file, but not what even a reader of the database writes."""

_FULL = "磁盘已满，这次打开只能查看，不能修改。请腾出空间后重新打开。"
_CLOSED = (
    "站点文件夹不能写入，这次打开只能查看，不能修改。请核对文件夹权限或 U 盘写保护后重新打开。"
)


def refuse(folder: Path) -> None:
    """Refuse a place where a database does not stay whole, or that is no folder."""
    if any(map(_is_no_folder, (folder, *folder.parents))):
        raise StoreFault(f"“{folder}”不是文件夹，或在一个文件下面。请换一个文件夹。")
    if places.filesystem(folder) in _SHARES:
        raise StoreFault(
            f"“{folder}”在网络共享上，数据库放在那里会损坏，不能打开。"
            "请把整个站点文件夹移到本机磁盘再打开；多台电脑合用请改用服务器方式。"
        )
    program = _synced_by(folder)
    if program:
        raise StoreFault(
            f"“{folder}”在“{program}”的同步文件夹里，数据库放在那里会损坏，不能打开。"
            "请把整个站点文件夹移到不同步的本机磁盘，如 D:\\网格工作站，再打开。"
        )


def unwritable(folder: Path) -> str:
    """Why the station in `folder` can only be looked at; empty where it can be changed."""
    probe = folder / f"probe-{os.getpid()}.part"
    try:
        with places.open_new(probe) as file:
            file.write(bytes(_LEAST))
    except FileExistsError:
        return ""
    except OSError as error:
        return _FULL if error.errno in {errno.ENOSPC, errno.EDQUOT} else _CLOSED
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    return "" if os.access(places.database(folder), os.W_OK) else _CLOSED


def _is_no_folder(path: Path) -> bool:
    try:
        return path.exists() and not path.is_dir()
    except OSError:
        return False


def _synced_by(folder: Path) -> str:
    """The sync program in whose folder `folder` lies; empty where there is none."""
    whole = folder.resolve()
    for place in (whole, *whole.parents):
        marked = next((name for mark, name in _MARKS.items() if (place / mark).exists()), "")
        found = marked or _named(place.name.casefold())
        if found:
            return found
    return ""


def _named(name: str) -> str:
    return next(
        (
            shown
            for known, shown in _NAMES.items()
            if name == known or name.startswith(tuple(known + tail for tail in _TAILS))
        ),
        "",
    )
