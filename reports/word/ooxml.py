"""Builds the elements of a Word file: paragraphs, runs that name their Chinese font, fields."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from reports.page import Align, Run
from reports.paper import Role, Type

FONTS: dict[Role, str] = {
    "title": "方正小标宋简体",
    "song": "宋体",
    "fang": "仿宋_GB2312",
    "kai": "楷体_GB2312",
    "hei": "黑体",
}
_JUSTIFY = {"left": "left", "center": "center", "right": "right", "both": "both"}


@dataclass(frozen=True, slots=True)
class Tab:
    """A place to go on at, with a rule towards it or not."""

    at: float
    kind: str = "left"
    rule: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph stands; measures in points."""

    align: Align = "left"
    indent: float = 0.0
    left: float = 0.0
    right: float = 0.0
    above: float = 0.0
    keep: bool = False
    breaks: bool = False
    tabs: tuple[Tab, ...] = ()


def element(tag: str, *children: BaseOxmlElement, **attributes: str | int) -> BaseOxmlElement:
    """`<w:tag>` with those attributes (of the same namespace) and children."""
    made: BaseOxmlElement = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def twips(points: float) -> int:
    """Points in the unit of Word."""
    return round(points * 20)


def paragraph(
    runs: Iterable[Run], kind: Type, look: Look = Look(), fields: Sequence[BaseOxmlElement] = ()
) -> BaseOxmlElement:
    """A paragraph of that type; `fields` follow its runs."""
    made = element("p", _properties(kind, look))
    made.extend([run(one.text, kind, one) for one in runs if one.text])
    made.extend(fields)
    return made


def run(text: str, kind: Type, look: Run | None = None) -> BaseOxmlElement:
    """A run of text; a tab in it moves on to the next stop."""
    role = (look and look.role) or kind.role
    underline = bool(look and look.underline)
    made = element("r", letters(kind, role, underline=underline))
    for part in re.split("(\t)", text):
        if part:
            made.append(element("tab") if part == "\t" else _text(part))
    return made


def field(name: str, kind: Type) -> list[BaseOxmlElement]:
    """Runs whose text Word works out: PAGE, NUMPAGES."""
    instruction = element("instrText")
    instruction.text = f" {name} "
    inner = (
        element("fldChar", fldCharType="begin"),
        instruction,
        element("fldChar", fldCharType="separate"),
        _text("1"),
        element("fldChar", fldCharType="end"),
    )
    return [element("r", letters(kind, kind.role), one) for one in inner]


def letters(kind: Type, role: Role, *, underline: bool = False) -> BaseOxmlElement:
    """What a run is set in: the font by all its names, size, spacing."""
    font, size = FONTS[role], round(kind.size * 2)
    made = element(
        "rPr", element("rFonts", hint="eastAsia", ascii=font, hAnsi=font, eastAsia=font, cs=font)
    )
    if kind.tracking:
        made.append(element("spacing", val=twips(kind.tracking)))
    made.extend((element("sz", val=size), element("szCs", val=size)))
    if underline:
        made.append(element("u", val="single"))
    made.append(element("lang", val="en-US", eastAsia="zh-CN"))
    return made


def keep_next(made: BaseOxmlElement) -> None:
    """Let every paragraph of the element stay with what follows."""
    for properties in made.xpath("descendant-or-self::w:p/w:pPr[not(w:keepNext)]"):
        properties.insert(0, element("keepNext"))


def _text(text: str) -> BaseOxmlElement:
    made = element("t")
    made.text = text
    made.set(qn("xml:space"), "preserve")
    return made


def _properties(kind: Type, look: Look) -> BaseOxmlElement:
    """In the order the format demands."""
    made = element("pPr")
    if look.keep:
        made.append(element("keepNext"))
    if look.breaks:
        made.append(element("pageBreakBefore"))
    made.append(element("widowControl"))
    if look.tabs:
        made.append(element("tabs", *map(_tab, look.tabs)))
    made.extend(
        (
            element("autoSpaceDE", val=0),
            element("autoSpaceDN", val=0),
            element("snapToGrid", val=0),
            element(
                "spacing",
                before=twips(look.above),
                after=0,
                line=twips(kind.leading),
                lineRule="exact",
            ),
            element(
                "ind",
                left=twips(look.left),
                right=twips(look.right),
                firstLine=twips(look.indent),
            ),
            element("jc", val=_JUSTIFY[look.align]),
        )
    )
    return made


def _tab(tab: Tab) -> BaseOxmlElement:
    leader = "underscore" if tab.rule else "none"
    return element("tab", val=tab.kind, leader=leader, pos=twips(tab.at))
