"""A station is founded whole or not at all, whatever happens in the second it takes."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2

from core.errors import StoreFault
from core.services import doorstep, founding
from core.store import making, migrate, trouble
from tests.conftest import FACTS, PASSWORD, QUICK

ROOT = Path(__file__).parents[2]

# The clock stands still while the first records are written: the keys and the tables are there.
KILLED = """
import sys, time
from pathlib import Path
from core.services import founding
from core.store import keys

def clock():
    print("half", flush=True)
    time.sleep(600)

folder, name, password = sys.argv[1:]
founding.create(Path(folder), founding.Facts(name, name), password, clock, keys.Cost(1, 8, 1))
"""


@pytest.fixture(params=["新文件夹", "有别的文件"])
def folder(request, tmp_path):
    """Where the station is to be: not there yet, or with something of the clerk's in it."""
    wanted = tmp_path / "站点"
    if request.param == "有别的文件":
        wanted.mkdir()
        (wanted / "通讯录.xlsx").write_bytes(b"mine")
    return wanted


def found(folder, clock):
    station, code = founding.create(folder, FACTS, PASSWORD, clock, QUICK)
    station.close()
    return code


def halves(folder):
    return [*folder.parent.glob(f"**/{making.MARK}")]


def test_what_a_power_cut_left_of_a_station_stands_in_nobodys_way(folder, clock):
    words = [sys.executable, "-c", KILLED, str(folder), FACTS.name, PASSWORD]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE) as victim:
        assert victim.stdout.readline() == b"half\n"
        victim.kill()
    assert len(halves(folder)) == 1
    assert not doorstep.founded(folder)
    assert found(folder, clock)
    assert halves(folder) == []
    founding.open_station(folder, FACTS.user, PASSWORD, clock).close()


def test_a_full_disk_leaves_nothing_of_the_station_and_it_is_founded_when_there_is_room(
    folder, clock, monkeypatch
):
    before = sorted(folder.parent.rglob("*"))

    def full(*_):
        raised = dbapi2.OperationalError("as the disk says")
        raised.sqlite_errorcode = trouble.FULL
        raise OperationalError("statement", {}, raised)

    with monkeypatch.context() as patch:
        patch.setattr(migrate, "upgrade", full)
        with pytest.raises(StoreFault, match="磁盘空间不够"):
            found(folder, clock)
    assert sorted(folder.parent.rglob("*")) == before
    assert found(folder, clock)


def test_what_lay_in_the_folder_stays_as_it_was(tmp_path, clock):
    (tmp_path / "通讯录.xlsx").write_bytes(b"mine")
    assert found(tmp_path, clock)
    assert (tmp_path / "通讯录.xlsx").read_bytes() == b"mine"
