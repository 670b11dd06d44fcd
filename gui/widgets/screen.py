"""What every screen is to the window, and the window to every screen."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol
from uuid import UUID

from PySide6.QtWidgets import QFrame, QWidget

from core.intake.sheet import Sheet
from gui.tasks import Desk
from gui.widgets.parts import Act

RESTORE = "restore"
"""Not a page: the window leaves the station and offers to restore a backup."""
QUICK_NOTE = "quick_note"
"""Not a page either: the card 速记 comes over the page."""
DEMO = "demo"
"""Nor is this: the window leaves the station and opens the demonstration."""
IMPORT = "import"
"""The page where workbooks come in, and the door of the first run that leads there."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to go: a place of the menu, and there a record, a ledger or a prepared filter.

    `where` pairs field keys with raw values; `ids` shows exactly these records (a figure's list),
    `begin` opens the form of a new record,
    `file` is a workbook to begin with (`more` follow it), `sheet` rows that are read already
    (pasted, say), which `title` says where they come from.
    """

    place: str
    ledger: str = ""
    record: UUID | None = None
    where: tuple[tuple[str, object], ...] = ()
    ids: tuple[UUID, ...] | None = None
    title: str = ""
    begin: bool = False
    file: Path | None = None
    more: tuple[Path, ...] = ()
    sheet: Sheet | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a paper is about: its name in the register of looks, the records that can be read.

    `shown` is told when it can be seen, `printed` when it is on paper.
    `note` is what the person is told beside the paper. It is printed on both sides where it is
    `duplex`; none, as the station prints.
    """

    name: str
    records: tuple[tuple[str, UUID], ...] = ()
    shown: Callable[[], object] | None = None
    printed: Callable[[], object] | None = None
    note: str = ""
    duplex: bool | None = None


class Shell(Protocol):
    """The window, as screens see it."""

    @property
    def desk(self) -> Desk:
        """The way to the station."""
        ...

    def today(self) -> date:
        """The station's day; the demonstration's own."""
        ...

    def go(self, target: Target) -> None:
        """Show another place."""
        ...

    def say(self, text: str, acts: Sequence[Act] = ()) -> None:
        """Tell a success at the foot for five seconds; acts of the station add 撤销 themselves."""
        ...

    def fail(self, text: str, acts: Sequence[Act] = ()) -> None:
        """Tell a failure at the foot until it is read."""
        ...

    def preview(
        self, draw: Callable[[Path], int], title: str, subject: Subject | None = None
    ) -> None:
        """Draw a paper into a passing file (in a worker thread) and show it for printing."""
        ...

    def quick_note(self) -> None:
        """Open the card 速记 over whatever is shown (F4)."""
        ...

    def rekey(self) -> None:
        """Give the data another lock; the station is closed meanwhile and opened again."""
        ...


class Screen(QFrame):
    """One place of the menu. The window calls these; a screen overrides what it can do."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self.desk = shell.desk
        self.setProperty("kind", "page")

    @property
    def ledger_name(self) -> str:
        """The ledger in front, into which a workbook dropped here goes; none if there is none."""
        return ""

    def enter(self, target: Target) -> None:
        """Come to the front, and show what `target` names."""

    def refresh(self, tables: frozenset[str] | None = None) -> None:
        """Read again what one of `tables` (none: everything, F5) may have changed."""

    def new(self) -> None:
        """Ctrl+N: begin a new record."""

    def ahead(self) -> Iterator[object]:
        """Make what its keys will open next, a short piece at a time."""
        yield from ()

    def seek(self) -> None:
        """Ctrl+F: go to the words filter."""

    def print_it(self) -> None:
        """Ctrl+P: preview what would be printed here."""

    def export(self) -> None:
        """Ctrl+Shift+E: write what is shown into a file."""

    def leave(self) -> None:
        """Go to the back; keep drafts."""
