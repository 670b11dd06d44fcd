"""The agenda of one meeting: worded, ordered, completed; frozen once the meeting has started."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from core.errors import Invalid
from core.records.meeting import AgendaItem, Meeting
from core.rights import Right
from core.services import agenda, records
from core.services.agenda.sitting import ADDED, template
from core.services.meeting import Texts, line, opened
from core.station import Tx, operation

_FROZEN = "会议已经开始，议程不再改动。新提出的事项会记在“会上补充”里。"


@operation("开始会议", needs=Right.MEET)
def start(tx: Tx, meeting: UUID) -> None:
    """Freeze the agenda; what comes up from now on is told apart."""
    one = opened(tx, meeting)
    if one.started is not None:
        raise Invalid("会议已经开始了。")
    one.started = tx.now
    tx.on(one.held_on)
    tx.detail = f"：{one.title}"


@operation("补带议程", needs=Right.MEET)
def renew(tx: Tx, meeting: UUID) -> int:
    """Bring in what has come up since the agenda was made; what was taken off stays off."""
    one = _unstarted(tx, meeting)
    ever = records.every_child(tx.session, AgendaItem, [meeting])
    known = {(item.section, item.source_id) for item in ever}
    seen = {item.text for item in ever}
    added = 0
    for section in agenda.compile_agenda(tx.session, one.held_on, one.kind):
        for item in section.items:
            fresh = (section.title, item.id) not in known if item.id else item.line not in seen
            if fresh:
                _insert(tx, one, line(meeting, section.title, item, 0))
                added += 1
    tx.detail = f"：{added} 项"
    return added


@operation("修改议程", needs=Right.MEET)
def edit_items(tx: Tx, meeting: UUID, texts: Texts) -> None:
    """Word agenda items otherwise."""
    _refuse_frozen(opened(tx, meeting), lines(tx, meeting, texts), texts)
    reword(tx, meeting, texts)


def reword(tx: Tx, meeting: UUID, texts: Texts) -> None:
    """Write other words onto agenda items."""
    known = lines(tx, meeting, texts)
    for identity, text in texts.items():
        if not text.strip():
            raise Invalid("议程内容不能为空，不要的议程请删除。")
        known[identity].text = text.strip()


@operation("记录会上情况", needs=Right.MEET)
def note_outcomes(tx: Tx, meeting: UUID, outcomes: Texts) -> None:
    """Say what the meeting made of agenda items; an empty text takes the note away."""
    opened(tx, meeting)
    set_outcomes(tx, meeting, outcomes)


def set_outcomes(tx: Tx, meeting: UUID, outcomes: Texts) -> None:
    """Write onto agenda items what the meeting made of them."""
    known = lines(tx, meeting, outcomes)
    for identity, text in outcomes.items():
        known[identity].outcome = text.strip() or None


@operation("增加议程", needs=Right.MEET)
def add_item(tx: Tx, meeting: UUID, section: str, text: str) -> UUID:
    """Put one more matter at the end of a section; during the meeting it is 会上补充."""
    one = opened(tx, meeting)
    if not text.strip() or not section.strip():
        raise Invalid("请填写议程的栏目和内容。")
    place = section if one.started is None else ADDED
    added = AgendaItem(meeting=meeting, section=place, text=text.strip())
    _insert(tx, one, added)
    return added.id


@operation("删除议程", needs=Right.MEET)
def drop_item(tx: Tx, meeting: UUID, item: UUID) -> None:
    """Take a matter off the agenda."""
    known = lines(tx, meeting, {item: ""})
    _refuse_frozen(opened(tx, meeting), known, {item: ""})
    tx.bin(known[item])


@operation("调整议程顺序", needs=Right.MEET)
def reorder(tx: Tx, meeting: UUID, order: Sequence[UUID]) -> None:
    """Go through the agenda in this order; `order` names every item once."""
    _unstarted(tx, meeting)
    known = {one.id: one for one in records.children(tx.session, AgendaItem, meeting)}
    if len(order) != len(known) or set(order) != set(known):
        raise Invalid("议程刚有变化，请刷新后再排顺序。")
    for position, identity in enumerate(order, 1):
        known[identity].position = position


def lines(tx: Tx, meeting: UUID, wanted: Texts) -> dict[UUID, AgendaItem]:
    """The lines of an agenda by identity; refused where one that is wanted is gone."""
    known = {one.id: one for one in records.children(tx.session, AgendaItem, meeting)}
    if not set(wanted) <= set(known):
        raise Invalid("议程刚有变化，请刷新后再试。")
    return known


def _insert(tx: Tx, meeting: Meeting, added: AgendaItem) -> None:
    """Behind the last matter of its section, or of the sections before it in the template."""
    order = {title: n for n, title in enumerate((*template(meeting.kind), ADDED))}
    place = order.get(added.section, len(order))
    known = records.children(tx.session, AgendaItem, meeting.id)
    ahead = [n for n, one in enumerate(known, 1) if order.get(one.section, 0) <= place]
    known.insert(ahead[-1] if ahead else 0, added)
    for position, one in enumerate(known, 1):
        one.position = position
    tx.add(added)
    tx.session.flush()


def _unstarted(tx: Tx, meeting: UUID) -> Meeting:
    one = opened(tx, meeting)
    if one.started is not None:
        raise Invalid(_FROZEN)
    return one


def _refuse_frozen(meeting: Meeting, known: Mapping[UUID, AgendaItem], wanted: Texts) -> None:
    """During the meeting only what came up in it may still be changed."""
    if meeting.started is not None and any(known[one].section != ADDED for one in wanted):
        raise Invalid(_FROZEN)
