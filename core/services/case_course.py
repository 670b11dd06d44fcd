"""办理过程: what happened in one case, youngest first, as its mediator would tell it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from core import codes
from core.record import Record
from core.records.mediation_case import Agreement, MediationCase, MediationMeeting, Performance
from core.services import case_file, history, masking, pending
from core.services.case_file import CaseFile, Deadline
from core.services.history import Turn

_STATE = "状态"
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
    """A case as its screen shows it, read in one snapshot; `own` for who handles it."""

    file: CaseFile
    deadline: Deadline | None
    events: tuple[Event, ...]
    own: bool = True


def opened(session: Session, case: UUID) -> Opened:
    """One case with its deadline and its course."""
    file = case_file.file(session, case)
    return Opened(
        file,
        case_file.deadline(session, case, pending.calendar()),
        tuple(course(session, case)),
        masking.handles(session, file.case),
    )


def course(session: Session, case: UUID) -> list[Event]:
    """Every act on the case, its talks, its agreement and what is performed."""
    file = case_file.file(session, case)
    turns: dict[int, dict[str, Turn]] = {}
    for record in _records(file):
        table = record.__tablename__
        for turn in history.of_record(session, table, record.id):
            turns.setdefault(turn.seq, {})[table] = turn
    talks = {turn.seq: talk for talk in file.meetings for turn in _births(session, talk)}
    events = [_event(file, by_table, talks.get(seq)) for seq, by_table in turns.items()]
    return sorted(events, key=lambda one: (one.happened, one.seq), reverse=True)


def _records(file: CaseFile) -> Iterator[Record]:
    yield file.case
    yield from file.meetings
    yield from (file.agreement,) if file.agreement else ()
    yield from file.items


def _births(session: Session, talk: MediationMeeting) -> list[Turn]:
    """The act by which a talk was recorded."""
    return history.of_record(session, MediationMeeting.__tablename__, talk.id)[-1:]


def _event(file: CaseFile, turns: dict[str, Turn], talk: MediationMeeting | None) -> Event:
    turn = turns.get(MediationCase.__tablename__) or next(iter(turns.values()))
    act, _, detail = turn.label.partition("：")
    said = _talk(talk) if talk else "；".join(_outcome(file, turns, detail))
    tone = _TONES.get(talk.result or "", "info") if talk else _tone(turns)
    return Event(turn.seq, turn.happened, turn.moment, turn.actor, act, said, tone)


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
    case = turns.get(MediationCase.__tablename__)
    if case is not None:
        yield from _told(case.lines, (_STATE,))


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
