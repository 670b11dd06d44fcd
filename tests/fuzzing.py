"""A process that reads one odd file after the other, and may die of any."""

from multiprocessing.connection import Connection

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
