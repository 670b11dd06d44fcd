"""A window of paper: it is what screens know of the window, and remembers what they asked of it."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from gui.tasks import Desk
from gui.widgets.notice import Act
from gui.widgets.screen import Screen, Target


class PaperShell:
    """A `Shell`: records where screens wanted to go and what they said; refreshes `shown`."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk = desk
        self._folder = folder
        self.gone: list[Target] = []
        self.said: list[str] = []
        self.acts: dict[str, Callable[[], object]] = {}
        self.failed: list[str] = []
        self.previewed: list[tuple[str, Path, int]] = []
        self.shown: Screen | None = None
        desk.changed.connect(self._on_changed)
        desk.refused.connect(self.failed.append)

    @property
    def desk(self) -> Desk:
        return self._desk

    def today(self) -> date:
        return self._desk.station.today()

    def go(self, target: Target) -> None:
        self.gone.append(target)

    def say(self, text: str, acts: Sequence[Act] = ()) -> None:
        self.said.append(text)
        self.acts = dict(acts)

    def fail(self, text: str, acts: Sequence[Act] = ()) -> None:
        self.failed.append(text)
        self.acts = dict(acts)

    def preview(self, draw: Callable[[Path], int], title: str) -> None:
        path = self._folder / f"{len(self.previewed)}.pdf"
        self.previewed.append((title, path, draw(path)))

    def _on_changed(self, touched: frozenset[str]) -> None:
        if self.shown is not None:
            self.shown.refresh(touched)
