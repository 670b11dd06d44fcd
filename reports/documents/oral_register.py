"""人民调解口头协议登记表: what was agreed by word of mouth, as the committee wrote it down."""

from collections.abc import Iterator
from itertools import chain

from core.records.mediation_case import Performance
from core.services import agreement as agreements
from reports import case_paper, wording
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Cell, Document, Labelled, Paragraph, Title
from reports.paper import DENSE
from reports.wording import dated, money

_NAME = "oral_register"
_FACTS, _CLAUSES, _ITEMS, _SEAL = 4, 4, 3, 3
_SIGN = 2
_SHARES = (1.0, 2.2, 1.0, 2.2)


def compose(paper: CasePaper) -> Document:
    """The register as far as it is known."""
    words, agreement = wording.load(_NAME), paper.agreement
    blocks = (
        Title(words.text("标题")),
        case_paper.numbered("编号", agreement.number or paper.number),
        *chain.from_iterable(map(case_paper.boxes, case_paper.sides(paper.file.parties))),
        Labelled(tuple(_agreed(paper)), _SHARES),
        Paragraph(words.text("备注"), indent=0),
    )
    return case_paper.document(paper, words, blocks, DENSE)


def _agreed(paper: CasePaper) -> Iterator[tuple[Cell, ...]]:
    agreement = paper.agreement
    facts = agreement.facts or ""
    yield (Cell("纠纷主要\n事实、争\n议事项", facts, lines=_FACTS, align="both"),)
    articles = agreements.clauses(agreement)
    listed = "\n".join(f"{n}. {one}" for n, one in enumerate(articles, 1))
    yield (Cell("协议内容", listed, lines=_CLAUSES),)
    yield (Cell("履行方式、\n时限", "\n".join(map(_item, paper.file.items)), lines=_ITEMS),)
    day = dated(agreement.signed_on)
    yield (
        Cell("人民调解员\n（签名）", lines=_SIGN),
        Cell("记录人\n（签名）", lines=_SIGN),
    )
    yield (Cell("人民调解\n委员会\n（印章）", span=2, lines=_SEAL, foot=(day,)),)


def _item(item: Performance) -> str:
    """1. 医疗费:李四于2026年4月5日前付给张三人民币1200.00元(大写:…),现金."""
    until = f"于{dated(item.due)}前" if item.due else ""
    to = f"付给{item.receiver}" if item.receiver else "支付"
    done = f"{to}{money(item.amount)}" if item.amount else "完成"
    said = "，".join(filter(None, (f"{item.payer}{until}{done}", item.way)))
    return f"{item.position}. {item.item}：{said}。"


FORM = Form(_NAME, "人民调解口头协议登记表", "mediation_case", case_paper.gather, compose)
