"""Who stands on which side: in boxes, in words, and on the lines where they sign."""

from collections.abc import Iterator
from dataclasses import dataclass

from core import draft
from core.record import fields
from core.records.mediation_case import Party
from core.services.case_file import CaseFile
from reports.page import Align, Cell, Column, Labelled, Table
from reports.wording import blank

SIGNED = "（签名、盖章或者按指印）"

_LETTERS = "甲乙丙丁戊己庚辛壬癸"
_LETTERED = 6
_MANY = 3
_SIDES = ("applicant", "respondent", "third")
_FIELDS = {one.key: one for one in fields(Party)}
_WIDTHS = (72.0, 84.0, 40.0, 40.0, 60.0, 60.0, 40.0, 46.0)
_EXTRA = (
    ("曾用名\n或小名", "also_called"),
    ("法定代理人", "guardian"),
    ("委托代理人", "agent"),
    ("代书人或\n见证人", "witness"),
)
"""What few parties have: the box is there only where it is filled."""


@dataclass(frozen=True, slots=True)
class Named:
    """甲方 and who that is: one party, or everybody of one side where there are many."""

    name: str
    parties: tuple[Party, ...]


def sides(parties: tuple[Party, ...]) -> tuple[Named, ...]:
    """甲方, 乙方, 丙方 …: each party its own letter, or each side one where they are too many.

    A dispute has two sides, also where one is not known yet.
    """
    ordered = tuple(one for side in _SIDES for one in parties if one.side == side)
    groups = (
        tuple((one,) for one in ordered)
        if len(ordered) <= _LETTERED
        else tuple(filter(None, (tuple(p for p in ordered if p.side == s) for s in _SIDES)))
    )
    groups += ((Party(),),) * (2 - len(groups))
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
    rest = tuple(one for one in file.parties if one.side != "applicant")
    return f"{together(applicants)}与{together(rest)}"


def others(party: Party, file: CaseFile) -> str:
    """With whom this party has the dispute, or room to write it."""
    return together(tuple(one for one in file.parties if party.side not in {None, one.side}))


def signer(name: str, party: Party) -> str:
    """Whose hand the line is for: the party's own, or of who acts for it by law or by mandate."""
    if party.guardian:
        return f"{name}法定代理人{SIGNED}"
    return f"{name}或其委托代理人{SIGNED}" if party.agent else name + SIGNED


def roll(parties: tuple[Party, ...]) -> Table:
    """Two members a row, room to sign behind each name."""
    pair = (
        Column("序号", 0.7, "center"),
        Column("姓名", 1.0, "center"),
        Column("签名或按指印", 1.6),
    )
    cells = [(str(n), one.name, "") for n, one in enumerate(parties, 1)]
    if len(cells) % 2:
        cells.append(("", "", ""))
    rows = tuple((*left, *right) for left, right in zip(cells[::2], cells[1::2], strict=True))
    return Table(pair * 2, rows, lines=2)


def boxes(named: Named) -> Iterator[Labelled | Table]:
    """The seven facts of a party in boxes, empty ones left to the pen; many parties as a list."""
    if len(named.parties) == 1:
        party = named.parties[0]
        rows = _organisation(party) if party.kind == "organisation" else _person(party)
        yield Labelled((*rows, *_acting(party)), _WIDTHS, side=named.name)
    else:
        count = f"{named.name}（共{len(named.parties)}人）"
        yield Labelled(((Cell("", count, align="center"),),))
        yield _listed(named.parties)


def _text(party: Party, key: str) -> str:
    return draft.show(_FIELDS[key], getattr(party, key))


def _person(party: Party) -> tuple[tuple[Cell, ...], ...]:
    def cell(label: str, key: str, span: int = 1, align: Align = "center") -> Cell:
        return Cell(label, _text(party, key), span, align=align)

    return (
        (
            cell("姓名", "name"),
            cell("性别", "sex"),
            cell("民族", "nationality"),
            cell("年龄", "age"),
        ),
        (cell("职业或职务", "occupation", 2, "left"), cell("联系方式", "phone", 2, "left")),
        (cell("单位或住址", "address", 4, "left"),),
    )


def _acting(party: Party) -> Iterator[tuple[Cell, ...]]:
    """By what other name the party goes, and who acts, writes or witnesses for it."""
    for label, key in _EXTRA:
        if _text(party, key):
            yield (Cell(label, _text(party, key), 4),)


def _organisation(party: Party) -> tuple[tuple[Cell, ...], ...]:
    return (
        (Cell("名称", party.name, 4),),
        (
            Cell("法定代表人\n或负责人", _text(party, "representative"), 2),
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
