"""A process that reads one odd file after the other, and may die of any."""

import socket
import subprocess
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from core.errors import UserError
from core.intake import bookread
from core.intake.apart import withdraw


def serve(sender: Connection) -> None:
    """Answer each path with the workbook read, or the sentence; what else happens ends this."""
    withdraw()
    while True:
        path = sender.recv()
        try:
            sender.send(bookread.book(path))
        except UserError as refused:
            sender.send(refused.text)


def overreach(sender: Connection, path: Path) -> None:
    """Try what no file may make the reading process do, and say how each try ended."""
    withdraw()
    tries: tuple[Callable[[], object], ...] = (
        lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
        lambda: subprocess.run(["true"], check=False),
        lambda: path.write_bytes(b"x"),
        lambda: bytearray(3 << 30),
    )
    for act in tries:
        try:
            act()
            sender.send("done")
        except (OSError, MemoryError) as error:
            sender.send(type(error).__name__)
