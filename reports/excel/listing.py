"""What a ledger is to the writers of .xlsx and .csv."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from core.intake.heads import NUMBER
from core.progress import Progress
from core.record import Field, Kind, Value
from core.services import fashions
from core.services.fashions import USUAL, Fashion

_STEP = 500
_NUMBERING = Field("", NUMBER, Kind.WHOLE, width=4)


@dataclass(frozen=True, slots=True)
class Listing:
    """A ledger ready to be written: `note` says filter, who and when; `count` its rows.

    `shown` makes cells of bare rows, column by column; without it the rows hold cells already.
    `printed` counts the fields that go on paper, 0 means all; the others are for the screen.
    """

    title: str
    note: str
    fields: tuple[Field, ...]
    rows: Iterable[Sequence[Any]]
    count: int
    printed: int = 0
    shown: tuple[Callable[[Any], Value], ...] = ()
    fashion: Fashion = USUAL

    @property
    def columns(self) -> tuple[Field, ...]:
        """The columns of a workbook: 序号 comes first."""
        return (_NUMBERING, *self.fields)

    @property
    def heads(self) -> list[str]:
        """What stands above the columns."""
        return [fashions.head(one, self.fashion) for one in self.columns]

    def counted(self, progress: Progress) -> Iterator[Sequence[Any]]:
        """The rows as they are; `rows` is read once, so a generator will do."""
        for number, row in enumerate(self.rows):
            if number % _STEP == 0:
                progress("正在写表格", number, self.count)
            yield row

    def values(self, progress: Progress) -> Iterator[Sequence[Value]]:
        """The rows as cells."""
        for row in self.counted(progress):
            yield (
                [show(raw) for show, raw in zip(self.shown, row, strict=True)]
                if self.shown
                else row
            )
