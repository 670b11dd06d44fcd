"""人民调解记录: one talk, who was there, what was said, how it ended."""

from collections.abc import Iterator

from core.records.mediation_case import MediationMeeting
from reports import case_paper
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Block, Cell, Document, Heading, Labelled, Paragraph, Signatures
from reports.wording import Wording, span

_NAME = "mediation_record"
_MANY = 6
_SHARES = (1.0, 5.4)


def compose(paper: CasePaper) -> Document:
    """One record for each talk, or an empty one to write on."""
    talks = paper.about(MediationMeeting, paper.file.meetings)
    return case_paper.sheets(paper, _NAME, talks, _sheet)


def _sheet(talk: MediationMeeting, paper: CasePaper, words: Wording) -> Iterator[Block]:
    head = Labelled(tuple((one,) for one in _head(talk, paper)), _SHARES)
    told = ("■" if talk.informed == "yes" else "□") + words.text("告知")
    yield from case_paper.talk(paper, words, head, talk.talk, (Paragraph(told),))
    result = case_paper.choice("mediation_result", talk.result)
    yield Paragraph(f"{words.text('结果')}：{result}", keep=True)
    yield from _signed(talk, paper)


def _head(talk: MediationMeeting, paper: CasePaper) -> Iterator[Cell]:
    yield Cell("时间", span(talk.held_on, talk.starts, talk.ends))
    yield Cell("地点", talk.place or "")
    yield Cell("事由", talk.about or paper.file.case.title or "")
    names = "、".join(one.name for one in paper.file.parties)
    yield Cell("当事人", talk.present or names)
    yield Cell("参加人", talk.guests or "")


def _signed(talk: MediationMeeting, paper: CasePaper) -> Iterator[Block]:
    """Everybody who was there signs with his own hand."""
    parties = paper.file.parties
    if len(parties) > _MANY:
        yield Heading("当事人（签名）：")
        yield case_paper.roll(parties)
        lines: tuple[str, ...] = ()
    else:
        lines = ("当事人（签名）",) * max(2, len(parties))
    alone = talk in paper.file.meetings and not talk.guests
    guests = () if alone else ("参加人（签名）",)
    yield Signatures((*lines, *guests, *paper.mediators, case_paper.RECORDER), columns=2)


FORM = Form(_NAME, "人民调解记录", "mediation_case", case_paper.gather, compose)
