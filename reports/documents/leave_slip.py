"""请假条: who is away, who stands in, and room for the word of who grants it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from core import codes, workdays
from core.records.leave import Leave
from core.records.staff import Staff
from core.services import founding, leaves, names, posts, records
from core.services.leaves import Weighed
from reports import wording
from reports.form import Form, Issue
from reports.page import Block, Cell, Document, Labelled, Paragraph, Title
from reports.paper import FORM as STYLE
from reports.wording import Wording, dated

_NAME = "leave_slip"
_PAIR = (1.0, 1.5, 0.9, 3.0)
_ALONE = (1.0, 5.4)


@dataclass(frozen=True, slots=True)
class LeaveSlip:
    """One leave as its paper sees it."""

    station: str
    leave: Leave
    person: str
    post: str
    substitute: str
    granted_by: str
    weighed: Weighed
    issue: Issue


def gather(session: Session, identity: UUID, issue: Issue) -> LeaveSlip:
    """Read the leave once."""
    leave = records.get(session, Leave, identity)
    people = {leave.staff, leave.substitute, leave.granted_by} - {None}
    called = names.titles(session, "staff", (one for one in people if one))
    held = posts.told_of(session, leave.staff, leave.since)
    person = session.get(Staff, leave.staff)
    kind = codes.name_of("post_kind", person.post) if person is not None and person.post else ""
    return LeaveSlip(
        founding.own(session).name,
        leave,
        called.get(leave.staff, ""),
        held[0][1].partition("（")[0] if held else kind,
        called.get(leave.substitute, "") if leave.substitute else "",
        called.get(leave.granted_by, "") if leave.granted_by else "",
        leaves.weigh(session, identity, workdays.known()),
        issue,
    )


def compose(slip: LeaveSlip) -> Document:
    """One sheet; what nobody has said yet is left to the pen."""
    words = wording.load(_NAME)
    blocks: tuple[Block, ...] = (
        Title(words.text("标题"), slip.station),
        *_form(slip, words),
        Paragraph(words.text("说明"), indent=0),
    )
    return Document(
        words.text("标题"),
        blocks,
        STYLE,
        watermark=slip.issue.watermark,
        footer_code=f"{slip.leave.since:%Y%m%d} {words.text('标题')}",
        record=words.text("标题"),
    )


def _form(slip: LeaveSlip, words: Wording) -> Iterator[Block]:
    leave, weighed = slip.leave, slip.weighed
    label = words.lines("栏目")
    kind = codes.name_of("leave_kind", leave.kind)
    span = f"{dated(leave.since)}至{dated(leave.until)}"
    yield Labelled(
        (
            (Cell(label[0], slip.person), Cell(label[1], slip.post)),
            (Cell(label[2], kind), Cell(label[3], weighed.days)),
        ),
        _PAIR,
    )
    taken = "、".join((*weighed.shifts, *weighed.posts))
    decided = codes.name_of("leave_state", leave.state or "")
    said = "" if leave.state == leaves.ASKED else f"{decided}　{slip.granted_by}"
    yield Labelled(
        (
            (Cell(label[4], span),),
            (Cell(label[5], leave.reason or "", lines=2),),
            (Cell(label[6], taken, lines=2),),
            (Cell(label[7], slip.substitute, lines=2, foot=words.lines("代岗签名")),),
            (Cell(label[8], "", lines=2, foot=words.lines("请假签名")),),
            (Cell(label[9], said, lines=3, foot=_signed(words, leave)),),
            (Cell(label[10], _back(leave), lines=2, foot=words.lines("销假签名")),),
        ),
        _ALONE,
    )


def _signed(words: Wording, leave: Leave) -> tuple[str, ...]:
    day = dated(leave.granted_on) if leave.granted_on else wording.UNDATED
    return (words.text("审批签名"), day)


def _back(leave: Leave) -> str:
    return f"{dated(leave.back_on)}已到岗" if leave.back_on else ""


FORM = Form(_NAME, "请假条", "leave", gather, compose)
"""Printed at any state."""
