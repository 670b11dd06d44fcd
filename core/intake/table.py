"""The records of a sheet: which lines they are, what each says under which field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from core.errors import Invalid
from core.intake import heads, layouts
from core.intake.body import Body, Line
from core.intake.heads import Head, Names, NoHead
from core.intake.meaning import Called, Look
from core.intake.sheet import Cell, Sheet, Workbook, as_text
from core.ledger import Ledger
from core.words import fold

_NOBODY: Called = {}


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet understood: its head, its records, and the lines that are none, with the reason."""

    sheet: str
    head: Head
    unmapped: tuple[str, ...]
    lines: tuple[Line, ...]
    ignored: tuple[tuple[int, str], ...]
    notes: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    """What the sheet has and no record will hold, such as pictures."""
    rearranged: Sheet | None = None
    """The list the sheet was made into where it was none; lines are counted in it."""

    @property
    def header_row(self) -> int:
        """The line of the head right above the records, counted from 1."""
        return self.head.bottom + 1

    @property
    def mapping(self) -> dict[str, str]:
        """Each head and the field it means."""
        return {one.head: one.key for one in self.head.mapped}

    def cell(self, line: Line, key: str) -> Cell:
        """What a line says under a field."""
        place = self.head.places.get(key, len(line.cells))
        return line.cells[place] if place < len(line.cells) else None

    def text(self, line: Line, key: str) -> str:
        """What a line says under a field, as it would be typed."""
        return as_text(self.cell(line, key))


def understand(
    sheet: Sheet,
    ledger: Ledger,
    wanted: Mapping[str, str] | None = None,
    called: Called = _NOBODY,
) -> Table:
    """Read a sheet as records of `ledger`; `wanted` says what single heads mean.

    `called` are the names by which a column of villages is known that has no head.
    """
    known = heads.names(ledger.fields(), wanted)
    laid = layouts.as_list(sheet, known)
    source = laid or sheet
    look = Look(ledger, called, {one: known[fold(one)] for one in wanted or ()})
    head = _head(source, known, look)
    present = {fold(one.head) for one in head.columns}
    missing = [one for one in wanted or () if fold(one) not in present]
    if missing:
        listed = "、".join(f"“{one}”" for one in missing)
        raise Invalid(f"表头里没有{listed}，请核对对应关系文件里的栏目名。")
    body = Body(source, head, known)
    if not body.lines:
        raise Invalid(f"“{sheet.name}”只有表头，没有内容。请核对是不是选错了文件或工作表。")
    notes = (*source.notes, *_veiled(source, head), *body.notes)
    lines, ignored = tuple(body.lines), tuple(body.ignored)
    unmapped = head.unmapped(known)
    return Table(sheet.name, head, unmapped, lines, ignored, notes, sheet.stays, laid)


def _veiled(sheet: Sheet, head: Head) -> Iterator[str]:
    """Hidden columns are read, and the person is told."""
    listed = "、".join(f"“{one.head}”" for one in head.mapped if one.place in sheet.hidden)
    if listed:
        yield f"隐藏的列{listed}也一起读取"


def _head(sheet: Sheet, known: Names, look: Look) -> Head:
    """The head with its reasons; without one, what the columns themselves say."""
    exact = {fold(one.label) for one in look.ledger.fields()}
    try:
        found = heads.find(sheet, known, exact)
    except NoHead:
        headless = look.headless(sheet)
        if headless is None:
            raise
        return headless
    return look.explained(found, sheet)


def joined(book: Workbook, ledger: Ledger, wanted: Mapping[str, str] | None = None) -> Workbook:
    """The book with one sheet more, first: all sheets of one head, one below the other.

    Villages are often sent as a sheet each; a column says from which sheet a line is.
    """
    known = heads.names(ledger.fields(), wanted)
    alike: dict[tuple[tuple[int, str], ...], list[tuple[Sheet, Head]]] = {}
    for sheet in book.sheets:
        head = _plain_head(sheet, known)
        if head is not None:
            spelled = tuple((one.place, fold(one.head)) for one in head.columns)
            alike.setdefault(spelled, []).append((sheet, head))
    most = max(alike.values(), key=len, default=[])
    if len(most) == len(most[:1]):
        return book
    return replace(book, sheets=(layouts.below_each_other(most), *book.sheets))


def _plain_head(sheet: Sheet, known: Names) -> Head | None:
    if layouts.as_list(sheet, known) is not None:
        return None
    try:
        return heads.find(sheet, known)
    except Invalid:
        return None


def choose(book: Workbook, ledger: Ledger, wanted: Mapping[str, str] | None = None) -> Sheet:
    """The sheet that has the most of the ledger's columns; the first where none has any."""
    known = heads.names(ledger.fields(), wanted)
    return max(book.sheets, key=lambda sheet: _understood(sheet, known))


def fits(sheet: Sheet, ledger: Ledger) -> bool:
    """Whether a sheet has the head of such a ledger: at least the name of each record."""
    try:
        head = heads.find(sheet, heads.names(ledger.fields()))
    except Invalid:
        return False
    return ledger.naming.key in head.keys


def _understood(sheet: Sheet, known: Names) -> int:
    try:
        return len(heads.find(layouts.as_list(sheet, known) or sheet, known).keys)
    except Invalid:
        return -1
