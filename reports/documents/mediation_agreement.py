"""人民调解协议书: who agreed on what, to be performed how and until when."""

from collections.abc import Iterator
from itertools import chain

from core.records.mediation_case import Agreement
from core.services import agreement as agreements
from reports import case_paper, wording
from reports.case_paper import CasePaper, Named
from reports.form import Form
from reports.page import (
    Blank,
    Block,
    Clauses,
    Document,
    Heading,
    Paragraph,
    Signatures,
    Title,
)
from reports.wording import Wording, dated

_NAME = "mediation_agreement"
_LINES_OF_FACTS = 4
_LINES_OF_CLAUSES = 6


def compose(paper: CasePaper) -> Document:
    """The agreement as far as it is written; what is missing is left to the pen."""
    words, agreement = wording.load(_NAME), paper.agreement
    sides = case_paper.sides(paper.file.parties)
    blocks = (
        Title(words.text("标题")),
        case_paper.numbered("编号", agreement.number or paper.number),
        *chain.from_iterable(map(case_paper.boxes, sides)),
        *_agreed(agreement, words),
        *case_paper.performances(paper.file.items, agreement, words),
        Paragraph(words.text("份数", 份数=str(agreement.copies or ""))),
        Paragraph(words.text("生效"), keep=True),
        *_signed(sides, paper),
    )
    return case_paper.document(paper, words, blocks)


def _agreed(agreement: Agreement, words: Wording) -> Iterator[Block]:
    yield Heading(words.text("事实") + "：")
    yield Paragraph(agreement.facts) if agreement.facts else Blank(_LINES_OF_FACTS)
    yield Heading(words.text("协议") + "：")
    articles = agreements.clauses(agreement)
    yield Clauses(articles) if articles else Blank(_LINES_OF_CLAUSES)


def _signed(sides: tuple[Named, ...], paper: CasePaper) -> Iterator[Block]:
    """Lines to sign on; where a side has many members, a list for their own hands."""
    for side in sides:
        if len(side.parties) > 1:
            yield Heading(f"{side.name}{case_paper.SIGNED}：")
            yield case_paper.roll(side.parties)
    single = [(one.name, one.parties[0]) for one in sides if len(one.parties) == 1]
    yield Signatures(
        (*(case_paper.signer(*one) for one in single), *paper.mediators, case_paper.RECORDER),
        seal=f"{paper.committee}（印章）",
        date=dated(paper.agreement.signed_on),
    )


FORM = Form(_NAME, "人民调解协议书", "mediation_case", case_paper.gather, compose)
