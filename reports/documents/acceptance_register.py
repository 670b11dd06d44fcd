"""人民调解受理登记表: how a dispute came in, and that the parties agree to mediation."""

from core import codes
from core.records.mediation_case import MediationCase, Party
from reports import case_paper, wording
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Cell, Document, Labelled, Paragraph, Title
from reports.wording import UNDATED, Wording, boxes, dated

_NAME = "acceptance_register"
_SUMMARY_LINES = 10
_SIGN_LINES = 3
_SEAL_LINES = 4
_OWN, _APPLIED = "01", "02"


def compose(paper: CasePaper) -> Document:
    """One page in boxes, whatever is known by now."""
    words, case = wording.load(_NAME), paper.file.case
    opening = words.text(
        "受理",
        受理日期=dated(case.accepted_on),
        调委会=paper.committee,
        当事人=case_paper.opposed(paper.file),
    )
    rows = (
        (Cell("", opening, align="both"),),
        (Cell("当事人", _parties(paper.file.parties)),),
        (Cell("纠纷类型", _dispute(case)),),
        (Cell("案件来源", _sources(case, words)),),
        (Cell("纠纷简要\n情况", case.summary or "", lines=_summary_lines(paper), align="both"),),
        (
            Cell(
                "当事人\n（签名）",
                _consent(case, words),
                lines=_SIGN_LINES,
                foot=(UNDATED,),
                align="both",
            ),
        ),
        (
            Cell("登记人\n（签名）", lines=_SEAL_LINES),
            Cell("人民调解\n委员会\n（印章）", lines=_SEAL_LINES, foot=(dated(case.accepted_on),)),
        ),
    )
    widths = (1.0, 2.2, 1.0, 2.2)
    blocks = (
        Title(words.text("标题")),
        case_paper.numbered("编号", paper.number),
        Labelled(rows, widths),
        Paragraph(words.text("备注"), indent=0),
    )
    return case_paper.document(paper, words, blocks)


def _summary_lines(paper: CasePaper) -> int:
    """Long lists of names take their room from the summary, so that one page is enough."""
    return max(_SUMMARY_LINES - len(paper.file.parties) // 6, _SUMMARY_LINES - 2)


def _parties(parties: tuple[Party, ...]) -> str:
    """Each side on a line: 申请人:张三、李四."""
    sides = dict.fromkeys(("applicant", "respondent", *(one.side for one in parties)))
    return "\n".join(
        f"{codes.name_of('party_side', side)}："
        + ("、".join(map(_party, (one for one in parties if one.side == side))))
        for side in sides
    )


def _party(party: Party) -> str:
    acting = party.representative or party.guardian or party.agent
    return f"{party.name}（{acting}）" if acting else party.name


def _dispute(case: MediationCase) -> str:
    return codes.name_of("dispute_kind", case.dispute) if case.dispute else ""


def _consent(case: MediationCase, words: Wording) -> str:
    """What the signature is for; where consent was given by word of mouth, when and how."""
    oral = (words.text("口头同意", 口头同意=case.consent),) if case.consent else ()
    return "\n".join((words.text("同意"), *oral))


def _sources(case: MediationCase, words: Wording) -> str:
    """The ways a dispute comes in; the one it came by is ticked."""
    applied, own, moved = words.lines("来源")
    chosen = {_APPLIED: applied, _OWN: own, None: None}.get(case.source, moved)
    by = f"（{codes.name_of('case_source', case.source)}）" if chosen == moved else ""
    return f"{boxes((applied, own), chosen)}\n{boxes((moved,), chosen)}{by}"


FORM = Form(_NAME, "人民调解受理登记表", "mediation_case", case_paper.gather, compose)
