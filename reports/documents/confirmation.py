"""司法确认申请书: all parties together ask the court to confirm the agreement."""

from collections.abc import Iterator

from core import draft
from core.record import fields
from core.records.mediation_case import Confirmation, Party
from core.services import agreement as agreements
from reports import case_paper, wording
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import (
    Blank,
    Block,
    Cell,
    Clauses,
    Document,
    Heading,
    Labelled,
    Paragraph,
    Signatures,
    Title,
)
from reports.wording import Wording, blank, dated

_NAME = "confirmation"
_LINES = 5
_MANY = 6
_SHARES = (1.0, 2.0, 0.9, 2.0)
_FIELDS = {one.key: one for one in fields(Party)}
_PERSON = (("姓名", "name"), ("性别", "sex"), ("出生日期", "born"), ("身份证号", "id_no"))
_ORGANISATION = (
    ("名称", "name"),
    ("统一社会\n信用代码", "org_no"),
    ("法定代表人\n或负责人", "representative"),
)
_BOTH = (("联系方式", "phone"), ("住址", "address"), ("代理人", "agent"))


def compose(paper: CasePaper) -> Document:
    """The application for persons and organisations alike, as far as it is known."""
    words, court = wording.load(_NAME), paper.file.confirmation or Confirmation()
    parties = paper.file.parties or (Party(), Party())
    blocks = (
        Title(words.text("标题")),
        *(Labelled(tuple(_rows(one)), _SHARES, side="申请人") for one in parties),
        *_asked(paper, words),
        Paragraph(words.text("承诺")),
        Paragraph(words.text("材料"), keep=True),
        Paragraph("此致", keep=True),
        Paragraph(blank(court.court or "", 16), indent=0, keep=True),
        *_signed(parties, court),
    )
    return case_paper.document(paper, words, blocks)


def _rows(party: Party) -> Iterator[tuple[Cell, ...]]:
    """Two facts a row; of an organisation its number and who stands for it."""
    listed = _ORGANISATION if party.kind == "organisation" else _PERSON
    cells = [Cell(label, _text(party, key)) for label, key in (*listed, *_BOTH)]
    yield from zip(cells[::2], cells[1::2], strict=False)
    if len(cells) % 2:
        yield (cells[-1],)


def _text(party: Party, key: str) -> str:
    shown = draft.show(_FIELDS[key], getattr(party, key))
    return shown or (party.guardian or "" if key == "agent" else "")


def _asked(paper: CasePaper, words: Wording) -> Iterator[Block]:
    """What is to be confirmed, and what it came of."""
    agreement = paper.agreement
    number = agreement.number or paper.number
    yield Heading(words.text("请求") + "：")
    yield Paragraph(
        words.text(
            "请求事项",
            签订日期=dated(agreement.signed_on),
            调委会=paper.committee,
            协议编号=number,
        )
    )
    yield Heading(words.text("理由") + "：")
    yield Paragraph(agreement.facts) if agreement.facts else Blank(_LINES)
    yield Paragraph(words.text("协议") + "：", keep=True)
    articles = agreements.clauses(agreement)
    yield Clauses(articles) if articles else Blank(_LINES)
    yield from case_paper.performances(paper.file.items, agreement, words)
    yield Paragraph(words.text("份数", 份数=str(agreement.copies or "")))


def _signed(parties: tuple[Party, ...], court: Confirmation) -> Iterator[Block]:
    if len(parties) > _MANY:
        yield Heading(f"申请人{case_paper.SIGNED}：")
        yield case_paper.roll(parties)
    few = parties if len(parties) <= _MANY else ()
    signers = tuple(case_paper.signer("申请人", one) for one in few)
    yield Signatures(signers, date=dated(court.applied_on))


FORM = Form(_NAME, "司法确认申请书", "mediation_case", case_paper.gather, compose)
