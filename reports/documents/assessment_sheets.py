"""月度考核: the sheet that hangs out, by grid alone, and the sheet each person signs."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from core.services import assessment_rules
from core.services.assessment import SHOWN, Month, Score, Sheet
from reports import wording
from reports.board import Board, Value
from reports.page import Column

NAME = "assessment_sheets"
_CENT = Decimal("0.01")
_PUBLIC_WIDTHS = (1, 4, 1.6, 2)
_PRIVATE_WIDTHS = (0.8, 2.2, 1, 3.4, 1.2, 1.2, 1.2, 2.6, 1.2, 3.4)


def public(found: Month, sheets: Sequence[Sheet], station: str) -> Board:
    """How each grid did: no name, no place in any order but that of the grids."""
    words = wording.load(NAME)
    grids: dict[str, list[Decimal]] = {}
    for one in sheets:
        grids.setdefault(one.grid, []).append(one.total)
    rows = tuple(
        (n, grid, len(totals), _mean(totals)) for n, (grid, totals) in enumerate(grids.items(), 1)
    )
    part = {"": "草稿", "open": "草稿", SHOWN: "公示"}.get(found.state, "锁定")
    note = words.text(part, 单位=station, 期=found.period.name)
    heads = _heads(words.lines("公示栏目"), _PUBLIC_WIDTHS)
    return Board(words.text("公示标题"), note, heads, rows, remarks=(words.text("公示说明"),))


def private(found: Month, sheets: Sequence[Sheet], station: str) -> tuple[Board, ...]:
    """One table a person, for that person and who answers for the station."""
    words = wording.load(NAME)
    heads = _heads(words.lines("个人栏目"), _PRIVATE_WIDTHS)
    boards = []
    for one in sheets:
        values = {"单位": station, "期": found.period.name, "姓名": one.name, "网格": one.grid}
        rows: list[tuple[Value, ...]] = [_line(n, score) for n, score in enumerate(one.scores, 1)]
        full = sum((score.rule.points for score in one.scores), Decimal(0))
        total = (words.text("合计"), "", full, *("",) * 5, one.total, "")
        boards.append(
            Board(
                words.text("个人标题"),
                words.text("个人副题", **values),
                heads,
                (*rows, total),
                remarks=(words.text("个人说明"),),
                signers=words.lines("个人签字"),
            )
        )
    return tuple(boards)


def _line(number: int, one: Score) -> tuple[Value, ...]:
    line, rule = one.line, one.rule
    said = (("申诉", line.appeal), ("复核", line.answer))
    talk = "\n".join(f"{word}：{text}" for word, text in said if text)
    numbers = map(assessment_rules.plain, (line.figure, line.points, line.adjusted))
    words = (assessment_rules.words(rule), *numbers)
    return (number, rule.name, rule.points, *words, line.reason, one.final, talk)


def _heads(names: Sequence[str], widths: Sequence[float]) -> tuple[Column, ...]:
    pairs = zip(names, widths, strict=True)
    return tuple(Column(name, width, "center") for name, width in pairs)


def _mean(totals: Sequence[Decimal]) -> Decimal:
    return (sum(totals, Decimal(0)) / len(totals)).quantize(_CENT, ROUND_HALF_UP)
