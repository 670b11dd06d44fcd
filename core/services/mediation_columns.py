"""The columns of 人民调解案件情况统计表: three-row head, unit, what a case counts for (§2.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from core import codes

TOTAL, PEOPLE, SUCCESS, HARD, AMOUNT = "total", "people", "success", "hard", "amount"
SCREENED, PREVENTED = "screened", "prevented"
ORAL, WRITTEN = "form.oral", "form.written"
PERFORMED, CONFIRMED = "performed", "confirmed"
OWN, ASKED, SENT = "source.own", "source.asked", "source.sent"
SENDERS = ("03", "04", "05", "06", "07")

_CASES, _ROUNDS, _MORE = "调解情况", "排查预防纠纷", "其他情况"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the heads above it, its own, and what it is counted in."""

    key: str
    above: tuple[str, ...]
    name: str
    unit: str = "件"

    @property
    def label(self) -> str:
        """What it is called where it stands alone."""
        within = self.above[-1] if self.name in ("件", "人") else ""
        return f"{within}（{self.unit}）" if within else self.name


@cache
def columns() -> tuple[Column, ...]:
    """Every column, in order."""
    return (
        Column(TOTAL, (_CASES,), "调解案件总数"),
        Column(PEOPLE, (_CASES,), "涉及当事人数", "人"),
        Column(SUCCESS, (_CASES,), "调解成功"),
        Column(HARD, (_CASES,), "疑难复杂案件"),
        Column(AMOUNT, (_CASES,), "协议涉及金额", "万元"),
        *_coded("committee", "committee_kind", "不同主体调解情况"),
        Column(OWN, (_CASES, "案件来源"), "主动调解"),
        Column(ASKED, (_CASES, "案件来源"), "依申请调解"),
        Column(SENT, (_CASES, "案件来源"), "接受委托移送调解"),
        *(Column(f"from.{code}", (_CASES, "其中委托移送"), _sender(code)) for code in SENDERS),
        *_coded("kind", "dispute_kind", "案件分类情况"),
        Column(ORAL, (_CASES, "协议形式"), "口头协议"),
        Column(WRITTEN, (_CASES, "协议形式"), "书面协议"),
        Column(SCREENED, (_ROUNDS,), "排查纠纷", "次"),
        Column(PREVENTED, (_ROUNDS,), "预防纠纷"),
        *_prevented(),
        Column(PERFORMED, (_MORE,), "协议已履行"),
        Column(CONFIRMED, (_MORE,), "司法确认有效"),
        Column("many", (_MORE,), "三人以上当事人"),
        Column("citizens", (_MORE, "当事人关系"), "公民与公民"),
        Column("bodies", (_MORE, "当事人关系"), "公民与法人及社会组织"),
    )


@cache
def column(key: str) -> Column:
    """One column by its key."""
    return next(one for one in columns() if one.key == key)


def keys(prefix: str) -> tuple[str, ...]:
    """The keys of a group of columns, such as all kinds of disputes."""
    return tuple(one.key for one in columns() if one.key.startswith(f"{prefix}."))


def _coded(prefix: str, table: str, above: str) -> Iterable[Column]:
    return (
        Column(f"{prefix}.{one.code}", (_CASES, above), one.name)
        for one in codes.table(table).items
    )


def _sender(code: str) -> str:
    return codes.name_of("case_source", code).removesuffix("委托移送")


def _prevented() -> Iterable[Column]:
    for one in codes.table("prevention_kind").items:
        yield Column(f"kept.{one.code}.cases", (_ROUNDS, one.name), "件")
        yield Column(f"kept.{one.code}.people", (_ROUNDS, one.name), "人", "人")
