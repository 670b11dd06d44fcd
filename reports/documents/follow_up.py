"""人民调解回访记录: whether what was agreed is kept, as those concerned say; never pre-filled."""

from collections.abc import Iterator

from core.records.mediation_case import FollowUp
from reports import case_paper
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Block, Cell, Document, Labelled, Signatures, Title
from reports.wording import Wording, dated

_NAME = "follow_up"
_FINDING, _MEASURES = 8, 3
_SHARES = (0.9, 2.25, 1.0, 2.25)


def compose(paper: CasePaper) -> Document:
    """One record for each follow-up, or an empty one to take along."""
    visits = paper.about(FollowUp, paper.file.follow_ups)
    return case_paper.sheets(paper, _NAME, visits, _sheet)


def _sheet(visit: FollowUp, paper: CasePaper, words: Wording) -> Iterator[Block]:
    yield Title(words.text("标题"))
    yield Labelled(
        (
            (
                Cell("当事人", visit.person or ""),
                Cell("调解协议\n编号", paper.agreement.number or paper.number),
            ),
            (Cell("回访事由", paper.file.case.title or "", span=2),),
            (
                Cell("回访时间", dated(visit.done_on)),
                Cell("回访方式", case_paper.choice("follow_up_way", visit.way)),
            ),
            *_told(visit),
        ),
        _SHARES,
    )
    yield Signatures(
        ("当事人（签名）", "回访人（签名）"),
        seal=f"{paper.committee}（印章）",
        date=dated(visit.done_on),
    )


def _told(visit: FollowUp) -> Iterator[tuple[Cell, ...]]:
    finding = visit.finding or ""
    yield (Cell("回访情况", finding, span=2, lines=_FINDING, align="both"),)
    yield (Cell("履行情况", case_paper.choice("performed", visit.performed), span=2),)
    yield (Cell("满意度", case_paper.choice("satisfaction", visit.satisfaction), span=2),)
    again = case_paper.choice("answer", visit.relapsed)
    later = dated(visit.next_on) if visit.next_on else ""
    yield (Cell("是否反复", again), Cell("下次回访", later))
    measures = visit.measures or ""
    yield (Cell("后续措施", measures, span=2, lines=_MEASURES),)


FORM = Form(_NAME, "人民调解回访记录", "mediation_case", case_paper.gather, compose)
