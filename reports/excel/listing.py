"""What a ledger is to the writers of .xlsx and .csv."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.intake.heads import NUMBER
from core.progress import Progress
from core.record import Field, Kind, Value

_STEP = 500
_NUMBERING = Field("", NUMBER, Kind.WHOLE, width=4)


@dataclass(frozen=True, slots=True)
class Listing:
    """A ledger ready to be written: `note` says filter, who and when; `count` its rows.

    `printed` counts the fields that go on paper, 0 means all; the others are for the screen.
    """

    title: str
    note: str
    fields: tuple[Field, ...]
    rows: Iterable[Sequence[Value]]
    count: int
    printed: int = 0

    @property
    def columns(self) -> tuple[Field, ...]:
        """The columns of a workbook: 序号 comes first."""
        return (_NUMBERING, *self.fields)

    def numbered(self, progress: Progress) -> Iterator[list[Value]]:
        """The rows of a workbook; `rows` is read once, so a generator will do."""
        for number, row in enumerate(self.rows, 1):
            if number % _STEP == 1:
                progress("正在写表格", number - 1, self.count)
            yield [number, *row]
