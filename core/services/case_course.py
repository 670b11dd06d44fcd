"""办理过程: what happened in one case, youngest first, as its mediator would tell it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from core import codes, workdays
from core.record import Record
from core.records.mediation_case import (
    LEDGER,
    Agreement,
    CaseEvent,
    CoMediator,
    Confirmation,
    Evidence,
    FileLoan,
    FollowUp,
    Investigation,
    MediationCase,
    MediationMeeting,
    Performance,
    Prevention,
)
from core.services import case_check, case_clocks, history, masking
from core.services.case_check import Finding
from core.services.case_clocks import Clock
from core.services.case_file import CaseFile
from core.services.history import Turn

Told = MediationMeeting | CaseEvent | FollowUp | Investigation

_STATE = "状态"
_LYING = (Evidence, CoMediator, Prevention, FileLoan)
_TONES = {"success": "ok", "failure": "bad", "continued": "warn"}


@dataclass(frozen=True, slots=True)
class Event:
    """One act: when it happened, when it was entered, by whom, what came of it."""

    seq: int
    happened: datetime
    entered: datetime
    actor: str
    act: str
    text: str
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as its screen shows it, read in one snapshot; `own` for who handles it.

    `clocks` are the periods that run, the first to end first; `findings` what is to be seen to.
    """

    file: CaseFile
    clocks: tuple[Clock, ...]
    events: tuple[Event, ...]
    findings: tuple[Finding, ...] = ()
    own: bool = True


def opened(session: Session, case: UUID, today: date) -> Opened:
    """One case with its periods, its course and its check."""
    reviewed = case_check.of_case(session, case, today)
    known = case_clocks.periods(session, workdays.known())
    return Opened(
        reviewed.file,
        case_clocks.clocks(reviewed.file, known),
        tuple(_course(session, reviewed.file)),
        reviewed.findings,
        masking.handles(session, reviewed.file.case),
    )


def _course(session: Session, file: CaseFile) -> list[Event]:
    """Every act on the case, its talks, its agreement and what is performed."""
    listed = list(_records(file))
    histories = history.of_records(session, listed)
    turns: dict[int, dict[str, Turn]] = {}
    for one in listed:
        for turn in histories[one.id]:
            turns.setdefault(turn.seq, {})[one.__tablename__] = turn
    born = {turn.seq: one for one in _told_whole(file) for turn in histories[one.id][-1:]}
    events = [_event(file, by_table, born.get(seq)) for seq, by_table in turns.items()]
    return sorted(events, key=lambda one: (one.happened, one.seq), reverse=True)


def _records(file: CaseFile) -> Iterator[Record]:
    yield file.case
    yield from file.meetings
    yield from (file.agreement,) if file.agreement else ()
    yield from file.items
    yield from file.events
    yield from file.follow_ups
    yield from (file.confirmation,) if file.confirmation else ()
    for lying in (file.inquiries, file.evidence, file.beside, file.preventions, file.loans):
        yield from lying


def _told_whole(file: CaseFile) -> Iterator[Told]:
    """What has words of its own to be told by."""
    yield from file.meetings
    yield from file.events
    yield from file.follow_ups
    yield from file.inquiries


def _event(file: CaseFile, turns: dict[str, Turn], one: Told | None) -> Event:
    turn = turns.get(MediationCase.__tablename__) or next(iter(turns.values()))
    act, _, detail = turn.label.partition("：")
    talk = one if isinstance(one, MediationMeeting) else None
    said = _said(one) if one else "；".join(_outcome(file, turns, detail))
    tone = _TONES.get(talk.result or "", "info") if talk else _tone(turns)
    return Event(turn.seq, turn.happened, turn.moment, turn.actor, act, said, tone)


def _said(one: Told) -> str:
    if isinstance(one, MediationMeeting):
        return _talk(one)
    if isinstance(one, Investigation):
        return "：".join(filter(None, (one.asked, " ".join((one.talk or "").split()))))
    if isinstance(one, FollowUp):
        return " ".join((one.finding or "").split())
    kind = codes.name_of("case_event_kind", one.kind)
    to = "、".join(filter(None, (one.unit, one.receiver)))
    return "，".join(filter(None, (kind, to, " ".join((one.text or "").split()))))


def _talk(talk: MediationMeeting) -> str:
    result = codes.name_of("mediation_result", talk.result) if talk.result else ""
    return "。".join(filter(None, (result, " ".join((talk.talk or "").split()))))


def _outcome(file: CaseFile, turns: dict[str, Turn], detail: str) -> Iterator[str]:
    """What an act was about: a reason, articles, what was performed, the state it led to."""
    own = detail.removeprefix(file.case.number or "未编号").removeprefix("未编号").strip()
    if own:
        yield own
    if Agreement.__tablename__ in turns and file.agreement and file.agreement.clauses:
        yield f"协议内容{len(file.agreement.clauses.splitlines())}条"
    done = turns.get(Performance.__tablename__)
    if done is not None:
        yield from _told(done.lines, ("履行日期", "凭证"))
    court = turns.get(Confirmation.__tablename__)
    if court is not None:
        yield from _told(court.lines, ("司法确认", "法院", "案号"))
    case = turns.get(MediationCase.__tablename__)
    if case is not None:
        yield from _told(case.lines, (_STATE,))
    yield from (one.title for one in LEDGER.children if one.record in _LYING and one.name in turns)


def _told(lines: Iterable[tuple[str, str, str]], labels: tuple[str, ...]) -> Iterator[str]:
    for label, before, after in lines:
        if label in labels and after:
            told = f"{before} → {after}" if before else after
            yield told if label == _STATE else f"{label}{after}"


def _tone(turns: dict[str, Turn]) -> str:
    """Ended well, ended without, or on its way."""
    case = turns.get(MediationCase.__tablename__)
    state = next((after for label, _, after in case.lines if label == _STATE), "") if case else ""
    if state in {"协议已生效", "口头协议已生效", "履行完毕"}:
        return "ok"
    return "mute" if state in {"调解终止", "不予受理", "已撤回"} else "info"
