"""人民调解结案报告表: the whole case on one sheet; everything in it was entered before."""

from collections.abc import Iterator

from core import codes
from core.services import agreement as agreements
from reports import case_paper, wording
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Cell, Document, Labelled, Paragraph, Title
from reports.paper import DENSE
from reports.wording import UNDATED, boxes, dated

_NAME = "closing_report"
_SHARES = (1.0, 2.2, 1.0, 2.2)
_SUMMARY, _RESULT, _OPINION = 5, 5, 4
_SOURCES = {"02": 0, "01": 1, "05": 2, "03": 3, "04": 4, "06": 4, "07": 4}
"""The way of `case_source`, and which line of the template words it."""


def compose(paper: CasePaper) -> Document:
    """The sheet as far as the case has come."""
    words = wording.load(_NAME)
    blocks = (
        Title(words.text("标题")),
        Labelled((*_head(paper), *_matter(paper, words.lines("来源"))), _SHARES),
        Paragraph(words.text("备注"), indent=0),
    )
    return case_paper.document(paper, words, blocks, DENSE)


def _head(paper: CasePaper) -> Iterator[tuple[Cell, ...]]:
    case = paper.file.case
    yield Cell("卷号", paper.number), Cell("填表时间", dated(case.filed_on))
    mediators = "、".join(paper.file.mediators)
    yield Cell("承办单位", paper.committee), Cell("承办人", mediators)
    yield Cell("受案时间", dated(case.accepted_on)), Cell("结案时间", dated(case.closed_on))
    parties = "\n".join(
        "，".join(filter(None, (one.name, one.address, one.phone))) for one in paper.file.parties
    )
    yield (Cell("当事人（姓\n名、地址、\n电话）", parties, span=2, lines=3),)


def _matter(paper: CasePaper, sources: tuple[str, ...]) -> Iterator[tuple[Cell, ...]]:
    case = paper.file.case
    place = _SOURCES.get(case.source or "")
    chosen = sources[place] if place is not None else None
    came = "\n".join(boxes(part, chosen) for part in (sources[:3], sources[3:]))
    summary = paper.agreement.facts or case.summary or ""
    yield (Cell("案件来源", came, span=2),)
    yield (Cell("纠纷简要\n事实", summary, span=2, lines=_SUMMARY, align="both"),)
    yield (Cell("调解结果", _result(paper), span=2, lines=_RESULT),)
    yield (Cell("审核意见", span=2, lines=_OPINION, foot=("审核人（签名）____________", UNDATED)),)


def _result(paper: CasePaper) -> str:
    """What was agreed; or why there is no agreement; or nothing yet."""
    case = paper.file.case
    articles = agreements.clauses(paper.agreement)
    if articles:
        return "\n".join(f"{n}. {one}" for n, one in enumerate(articles, 1))
    return codes.name_of("end_reason", case.end_reason) if case.end_reason else ""


FORM = Form(_NAME, "人民调解结案报告表", "mediation_case", case_paper.gather, compose)
