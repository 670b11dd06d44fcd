"""扫描归卷: a stack from the copier is taken apart by its bars; the rest is asked about once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from core import codes
from core.services import scan_sorting
from core.services.case_file import CaseFile
from core.services.scan_sorting import Rest, Sorted
from gui import ask
from gui.tasks import Desk, Work

TITLE = "扫描归卷"
_TOUCHED = frozenset({"case_paper", "attachment", "mediation_case"})


@dataclass(frozen=True, slots=True)
class ScanFiling:
    """Files scans for one person; the open case is where pages without bars may belong."""

    desk: Desk
    owner: QWidget
    say: Callable[[str], None]

    def begin(self, file: CaseFile) -> None:
        """Ask for the scanned PDF and file what can be told."""
        path = ask.open_file(self.owner, TITLE, "扫描的 PDF (*.pdf)")
        if path is not None:
            self._sort(file, path, None)

    def _sort(self, file: CaseFile, path: Path, rest: Rest | None) -> None:
        work = Work(self.desk, self.owner, scan_sorting.sort, self.desk.station, path, rest)
        work.then(partial(self._on_sorted, file, path)).start()

    def _on_sorted(self, file: CaseFile, path: Path, found: Sorted) -> None:
        if found.filed:
            self.desk.changed.emit(_TOUCHED)
            self.say("；".join(one.line for one in found.filed))
        if found.left:
            self._ask(file, path, found)

    def _ask(self, file: CaseFile, path: Path, found: Sorted) -> None:
        """Once for all pages nobody could tell: a kind of paper of the open case, or not now."""
        names = [one.name for one in codes.table("paper_kind").items]
        said = "".join(scan_sorting.unknown(found.left))
        text = f"{said}\n如果都是本案的同一种文书，请选一种；不选就先不归。"
        name = ask.choose(self.owner, TITLE, text, names, "归入本案")
        kind = codes.code_of("paper_kind", name) if name else None
        if kind is not None:
            self._sort(file, path, Rest(file.case.id, kind, found.left))
