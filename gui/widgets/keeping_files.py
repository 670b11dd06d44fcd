"""Attachments kept outside the station: one under a chosen name, several in a chosen folder."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from core.records.attachment import Attachment
from core.services import carrying_out
from core.store.files import Files
from gui import ask
from gui.tasks import Desk, Work


def keep(desk: Desk, owner: QWidget, store: Files, wanted: Sequence[Attachment]) -> bool:
    """Ask where, and write them there; whether that was begun."""
    if len(wanted) == 1:
        target = ask.save_file(owner, "另存附件", Path.home() / wanted[0].name)
        targets = [] if target is None else [(wanted[0].digest, target)]
    else:
        folder = ask.open_folder(owner, f"把 {len(wanted)} 个附件存到") if wanted else None
        targets = [] if folder is None else carrying_out.free_names(folder, wanted)
    if targets:
        Work(desk, owner, carrying_out.write, store, targets).start()
    return bool(targets)
