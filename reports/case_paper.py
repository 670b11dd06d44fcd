"""What the papers of a mediation case share: one reading, one naming of parties, one frame."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from core import draft
from core.record import fields
from core.records.mediation_case import Party
from core.services import case_file
from core.services.case_file import CaseFile
from reports.form import Issue
from reports.page import Align, Block, Cell, Column, Document, Labelled, Paragraph, Table
from reports.paper import FORM, Style
from reports.wording import Wording, blank

_LETTERS = "甲乙丙丁戊己庚辛壬癸"
_LETTERED = 6
_MANY = 3
_NUMBER_WIDTH = 16
_SIDES = ("applicant", "respondent", "third")
_FIELDS = {one.key: one for one in fields(Party)}
_WIDTHS = (72.0, 84.0, 40.0, 40.0, 60.0, 60.0, 40.0, 46.0)


@dataclass(frozen=True, slots=True)
class CasePaper:
    """One case as its papers see it, and who prints when."""

    file: CaseFile
    issue: Issue

    @property
    def number(self) -> str:
        """The file number, empty before acceptance."""
        return self.file.case.number or ""

    @property
    def committee(self) -> str:
        """The committee's name as on its seal, or what it calls itself."""
        return self.file.committee or "人民调解委员会"


@dataclass(frozen=True, slots=True)
class Named:
    """甲方 and who that is: one party, or everybody of one side where there are many."""

    name: str
    parties: tuple[Party, ...]


def gather(session: Session, identity: UUID, issue: Issue) -> CasePaper:
    """Read the case once."""
    return CasePaper(case_file.file(session, identity), issue)


def document(
    paper: CasePaper, wording: Wording, blocks: tuple[Block, ...], style: Style = FORM
) -> Document:
    """The blocks in the frame every paper of a case has; its footer code names no person."""
    title = wording.text("标题")
    return Document(
        title,
        blocks,
        style,
        watermark="演示数据" if paper.issue.demo else "",
        footer_code=f"{paper.number} {title}".strip(),
        record=paper.number or "未编号的案件",
    )


def numbered(label: str, number: str) -> Paragraph:
    """The official number at the upper right, or room for one."""
    return Paragraph(f"{label}：{blank(number, _NUMBER_WIDTH)}", indent=0, align="right")


def sides(parties: tuple[Party, ...]) -> tuple[Named, ...]:
    """甲方, 乙方, 丙方 …: each party its own letter, or each side one where they are too many."""
    ordered = tuple(one for side in _SIDES for one in parties if one.side == side)
    groups = (
        tuple((one,) for one in ordered)
        if len(ordered) <= _LETTERED
        else tuple(filter(None, (tuple(p for p in ordered if p.side == s) for s in _SIDES)))
    )
    return tuple(
        Named(f"{letter}方", group) for letter, group in zip(_LETTERS, groups, strict=False)
    )


def together(parties: tuple[Party, ...]) -> str:
    """张三、李四, or 张三等14人, or room to write."""
    names = [one.name for one in parties]
    shown = "、".join(names) if len(names) <= _MANY else f"{names[0]}等{len(names)}人"
    return blank(shown)


def opposed(file: CaseFile) -> str:
    """The two sides of the dispute in words: 张三与李四."""
    applicants = file.side("applicant")
    others = tuple(one for one in file.parties if one.side != "applicant")
    return f"{together(applicants)}与{together(others)}"


def boxes(named: Named | None, name: str = "") -> Iterator[Labelled | Table]:
    """The seven facts of a party in boxes, empty ones left to the pen; many parties as a list."""
    if named is None:
        yield Labelled(_person(None), _WIDTHS, side=name)
    elif len(named.parties) == 1:
        party = named.parties[0]
        rows = _person(party) if party.kind == "person" else _organisation(party)
        yield Labelled(rows, _WIDTHS, side=named.name)
    else:
        count = f"{named.name}（共{len(named.parties)}人）"
        yield Labelled(((Cell("", count, align="center"),),))
        yield _listed(named.parties)


def _text(party: Party | None, key: str) -> str:
    return "" if party is None else draft.show(_FIELDS[key], getattr(party, key))


def _person(party: Party | None) -> tuple[tuple[Cell, ...], ...]:
    def cell(label: str, key: str, span: int = 1, align: Align = "center") -> Cell:
        return Cell(label, _text(party, key), span, align=align)

    rows = (
        (
            cell("姓名", "name"),
            cell("性别", "sex"),
            cell("民族", "nationality"),
            cell("年龄", "age"),
        ),
        (cell("职业或职务", "occupation", 2, "left"), cell("联系方式", "phone", 2, "left")),
        (cell("单位或住址", "address", 4, "left"),),
    )
    acting = (cell("代理人", "representative", 4, "left"),)
    return (*rows, acting) if _text(party, "representative") else rows


def _organisation(party: Party) -> tuple[tuple[Cell, ...], ...]:
    return (
        (Cell("名称", party.name, 4),),
        (
            Cell("负责人", _text(party, "representative"), 2),
            Cell("联系方式", _text(party, "phone"), 2),
        ),
        (Cell("住所", _text(party, "address"), 4),),
    )


def _listed(parties: tuple[Party, ...]) -> Table:
    keys = ("name", "sex", "nationality", "age", "occupation", "phone", "address")
    titles = ("姓名", "性别", "民族", "年龄", "职业或职务", "联系方式", "单位或住址")
    widths = (1.2, 0.8, 0.9, 0.8, 1.1, 1.85, 2.3)
    aligns: tuple[Align, ...] = ("center", "center", "center", "center", "left", "left", "left")
    columns = (
        Column("序号", 0.8, "center"),
        *(Column(*one) for one in zip(titles, widths, aligns, strict=True)),
    )
    rows = tuple((str(n), *(_text(one, key) for key in keys)) for n, one in enumerate(parties, 1))
    return Table(columns, rows)
