"""Registers of mediation (§8): columns over the cases and what lives in them; nothing typed twice.

A row belongs to its case, and is found by whoever may see that. What goes to the public names no
person and tells no story.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import checks
from core.checks import Purpose
from core.errors import Invalid
from core.records.mediation_case import (
    Agreement,
    FileLoan,
    MediationCase,
)
from core.services import caseload, register_lines, register_rows
from core.services.caseload import Condition, within
from core.services.figures import Period
from core.services.register_lines import Cell, Cells
from core.services.register_rows import Whole


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `told` where it holds what people wrote of a dispute."""

    label: str
    width: int = 10
    told: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """One register: which cases of a period it is about, and the rows each of them gives."""

    name: str
    title: str
    columns: tuple[Column, ...]
    cases: Callable[[Period], Condition]
    rows: Callable[[Whole, Period], Iterable[Cells]]
    unit: str = "件"
    off_paper: tuple[str, ...] = ()
    """Columns that a sheet has no room for; a workbook has them all."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line, and the case it leads to."""

    case: UUID
    cells: Cells


def rows(
    session: Session,
    register: Register,
    period: Period,
    today: date,
    purpose: Purpose = "internal",
) -> list[Row]:
    """The lines of a register for one reader."""
    return [
        Row(whole.case.id, _for(register, whole, cells, purpose))
        for whole in register_rows.read(session, today, register.cases(period))
        for cells in register.rows(whole, period)
    ]


def register(name: str) -> Register:
    """The register of that name or title."""
    for one in REGISTERS:
        if name in (one.name, one.title):
            return one
    known = "、".join(f"{one.name}（{one.title}）" for one in REGISTERS)
    raise Invalid(f"没有“{name}”这本台账。可用的：{known}。")


def _for(register: Register, whole: Whole, cells: Cells, purpose: Purpose) -> Cells:
    """The cells as this reader may have them."""
    if purpose != "public":
        return cells
    names = sorted(whole.persons, key=len, reverse=True)

    def shown(column: Column, cell: Cell) -> Cell:
        if column.told:
            return ""
        if isinstance(cell, str):
            for name in names:
                cell = cell.replace(name, checks.mask("name", name, "public"))
        return cell

    return tuple(shown(*pair) for pair in zip(register.columns, cells, strict=True))


def _agreed_in(period: Period) -> Condition:
    found = select(Agreement.id).where(
        Agreement.case == MediationCase.id,
        Agreement.binned.is_(None),
        within(Agreement.effective_on, period),
    )
    return found.exists()


def _lent_in(period: Period) -> Condition:
    found = select(FileLoan.id).where(
        FileLoan.case == MediationCase.id,
        FileLoan.binned.is_(None),
        within(FileLoan.lent_on, period),
    )
    return found.exists()


def _outstanding(period: Period) -> Condition:
    """Accepted by the period's end and open in it, and grave: by risk, by crowd, by grade."""
    case = MediationCase
    grave = or_(
        case.risk.in_(GRAVE),
        case.scale.in_(("02", "03")),
        case.grade == "major",
        case.serious == "yes",
    )
    since = or_(case.closed_on.is_(None), case.closed_on >= period.since)
    return grave & since & (case.accepted_on <= period.until)


GRAVE = ("major",)
"""The risks that make a dispute stand out."""


def _columns(*told: str | tuple[str, int]) -> tuple[Column, ...]:
    return tuple(Column(one) if isinstance(one, str) else Column(*one) for one in told)


_STORY = Column("纠纷简要情况", 24, told=True)

REGISTERS: tuple[Register, ...] = (
    Register(
        "register_cases",
        "人民调解登记簿",
        (
            *_columns("登记日期", ("案件编号", 16), "申请人", "被申请人", ("纠纷类型", 12)),
            _STORY,
            *_columns("来源", "调解员", "调解日期", "调解结果", "协议形式", ("协议编号", 16)),
            *_columns("涉及金额（元）", "履行情况", "回访日期", "办理状态"),
        ),
        caseload.accepted_in,
        register_lines.accepted,
        off_paper=("来源", "调解日期", "协议编号", "办理状态"),
    ),
    Register(
        "register_follow_ups",
        "回访台账",
        (
            *_columns(("协议编号", 16), ("当事人", 14), "协议日期", "履行期限", "应回访日"),
            *_columns("实回访日", "方式", "履行情况", "满意度", "是否反复"),
            Column("措施", 16, told=True),
            Column("回访人"),
        ),
        _agreed_in,
        register_lines.followed,
        "条",
    ),
    Register(
        "register_performance",
        "履行跟踪台账",
        (
            *_columns(("协议编号", 16), "义务人", "权利人"),
            Column("事项", 20, told=True),
            *_columns("金额（元）", "到期日", "已付（元）", "未付（元）", "状态"),
            *_columns(("催告记录", 14)),
        ),
        _agreed_in,
        register_lines.promised,
        "项",
    ),
    Register(
        "register_confirmations",
        "司法确认台账",
        _columns(
            ("协议编号", 18),
            "生效日",
            "截止日",
            "申请日",
            ("法院", 16),
            ("案号", 16),
            "结果",
            "裁定日",
        ),
        _agreed_in,
        register_lines.confirmed,
    ),
    Register(
        "register_outstanding",
        "突出矛盾纠纷台账",
        (
            *_columns(("单位", 16), ("卷名", 18)),
            _STORY,
            *_columns("责任人", "化解时限", "化解情况", ("交办督办情况", 18), "销号日期"),
        ),
        _outstanding,
        register_lines.standing_out,
    ),
    Register(
        "register_loans",
        "卷宗借阅登记",
        _columns(
            ("卷号", 18),
            ("卷名", 20),
            "借出日期",
            "借阅人",
            ("单位", 14),
            ("用途", 14),
            "批准人",
            "应还日期",
            "归还日期",
        ),
        _lent_in,
        register_lines.lent,
        "次",
    ),
    Register(
        "register_shelf",
        "卷宗存放位置",
        _columns(
            ("卷号", 18),
            ("卷名", 24),
            "立卷日期",
            "立卷人",
            "保管期限",
            "卷内页数",
            ("存放位置", 16),
            "在库",
        ),
        lambda period: within(MediationCase.filed_on, period),
        register_lines.kept,
        "卷",
    ),
)
