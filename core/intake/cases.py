"""Reads a file of mediation cases (as `resources/demo/cases.json`) into frozen, checked values."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from core import codes
from core.errors import Invalid
from core.intake import told
from core.intake.told import Part
from core.record import Value


@dataclass(frozen=True, slots=True)
class StoryAgreement:
    """What was agreed in a case; `effective_on` is empty while signatures are missing."""

    form: str
    facts: str
    clauses: tuple[str, ...]
    copies: int | None
    amount: Decimal
    signed_on: date
    effective_on: date | None


@dataclass(frozen=True, slots=True)
class StoryEnd:
    """How a case ended without agreement: by which act, for which listed reason, when."""

    act: str
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class StoryCourt:
    """What became of the judicial confirmation; `wanted` by the parties or not."""

    wanted: bool
    court: str = ""
    applied_on: date | None = None
    state: str = ""
    ruled_on: date | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One case from its complaint to its recorded state; mappings hold values by field key.

    `told_on` is the day of its file; `facts` are what the file lacks, by topic: see `with_facts`.
    """

    id: str
    told_on: date
    number: str
    state: str
    values: Mapping[str, Value]
    mediators: tuple[str, ...]
    recorder: str
    parties: tuple[Mapping[str, Value], ...]
    meetings: tuple[Mapping[str, Value], ...]
    agreement: StoryAgreement | None
    items: tuple[Mapping[str, Value], ...]
    end: StoryEnd | None
    notified_on: date | None = None
    closed_on: date | None = None
    filed_on: date | None = None
    court: StoryCourt | None = None
    papers: tuple[str, ...] = ()
    follow_ups: tuple[Mapping[str, Value], ...] = ()
    events: tuple[Mapping[str, Value], ...] = ()
    preventions: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A number that was drawn and voided: on which day, for what, and why."""

    on: date
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stories:
    """A whole file: the day it is told on, the committee, its cases, the numbers voided."""

    as_of: date
    committee: str
    cases: tuple[Story, ...]
    spoiled: tuple[Spoiled, ...] = ()


_UNTIL = re.compile(r"至(\d{4}-\d{2}-\d{2})")
_HEAD = re.compile("^(?:负责人|法定代表人|店主|业主|组长|经理)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ELECTED = "代表人"
_ENDS = {"Z11": "refuse", "Z12": "withdraw", "Z50": "end"}
_REASONS = (
    ("拒绝", "refused"),
    ("分歧大", "apart"),
    ("期限届满", "expired"),
    ("行政争议", "outside"),
    ("不属", "outside"),
    ("起诉", "elsewhere"),
    ("仲裁", "withdrawn"),
)


def read(path: Path) -> Stories:
    """The cases of a file; `Invalid` names the case and the field that cannot be used."""
    whole = _loaded(path)
    listed = whole.get("cases") if isinstance(whole, dict) else None
    if not isinstance(listed, list) or not listed:
        raise Invalid(f"“{path.name}”里没有案例，请换一个文件。")
    about = Part(whole.get("meta"), "文件开头")
    as_of = about.needed("as_of", told.day)
    stories = tuple(_story(one, n, as_of) for n, one in enumerate(listed, 1))
    _refuse_twins(stories)
    return Stories(as_of, about.text("committee"), stories)


def with_facts(stories: Stories, path: Path) -> Stories:
    """The stories with what their file lacks: evidence, inquiries, words of talks, voided numbers.

    `Invalid` where the file of facts is no such file; facts of a case that is not told are left.
    """
    whole = _loaded(path)
    facts = Part(whole, f"“{path.name}”")
    known = facts.get("cases", dict) or {}
    spoiled = tuple(
        Spoiled(
            one.needed("on", told.day),
            one.needed("title", told.text),
            one.needed("reason", told.text),
        )
        for one in facts.parts("voided", "空号")
    )
    cases = tuple(replace(one, facts=_dated(known.get(one.id, {}))) for one in stories.cases)
    return replace(stories, cases=cases, spoiled=spoiled)


def _dated(raw: Any) -> Any:
    """The same facts with days for texts that are days, so that they move with the story."""
    if isinstance(raw, dict):
        return {key: _dated(one) for key, one in raw.items()}
    if isinstance(raw, list):
        return tuple(_dated(one) for one in raw)
    is_day = isinstance(raw, str) and _DAY.fullmatch(raw)
    return date.fromisoformat(raw) if is_day else raw


def _loaded(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Invalid(f"找不到案例文件“{path}”，或者打不开，请核对位置。") from error
    except (ValueError, RecursionError) as error:
        raise Invalid(f"“{path.name}”不是案例文件（JSON），请换一个文件。") from error


def _refuse_twins(stories: Sequence[Story]) -> None:
    seen: set[str] = set()
    for story in stories:
        for name in filter(None, (story.id, story.number)):
            if name in seen:
                raise Invalid(f"案例“{story.id}”的编号“{name}”与前面的案例重复，请核对。")
            seen.add(name)


def _story(raw: object, n: int, as_of: date) -> Story:
    place = f"第{n}个案例"
    name = Part(raw, place).needed("id", told.text)
    case = Part(raw, f"案例“{name}”")
    state = case.needed("status_code", told.code("mediation_state"))
    agreement = case.part("agreement", "协议")
    items = tuple(_item(one) for one in case.parts("performance", "履行事项"))
    return Story(
        id=name,
        told_on=as_of,
        number=case.text("case_no"),
        state=state,
        values=_values(case),
        mediators=case.get("mediators", told.texts) or (),
        recorder=case.text("recorder"),
        parties=tuple(_party(one) for one in case.parts("parties", "当事人")),
        meetings=tuple(_meeting(one) for one in case.parts("meetings", "调解记录")),
        agreement=None if agreement is None else _agreement(agreement),
        items=items,
        end=_end(case, state),
        notified_on=case.get("notice_date", told.day),
        closed_on=case.get("close_date", told.day),
        filed_on=case.get("filed_date", told.day),
        court=_court(case),
        papers=_listed(case, "documents", "paper_kind"),
        follow_ups=tuple(_follow_up(one, items) for one in case.parts("followups", "回访")),
        events=tuple(_event(one) for one in case.parts("events", "处理记录")),
        preventions=_listed(case, "prevent_flags", "prevention_kind"),
    )


def _listed(case: Part, key: str, table: str) -> tuple[str, ...]:
    """The codes of a list of names or codes."""
    return case.get(key, told.each(told.code(table))) or ()


def _court(case: Part) -> StoryCourt | None:
    court = case.part("judicial", "司法确认")
    if court is None:
        return None
    return StoryCourt(
        court.get("need", bool) or False,
        court.text("court"),
        court.get("applied_on", told.day),
        court.get("result", told.code("confirmation_state")) or "",
        court.get("result_date", told.day),
    )


def _follow_up(made: Part, items: Sequence[Mapping[str, Value]]) -> dict[str, Value]:
    """One visit; what was kept so far is all only where nothing is left to keep."""
    on, done = made.needed("date", told.day), made.get("performed", told.yes)
    days = [one["done_on"] for one in items]
    whole = all(isinstance(day, date) and day <= on for day in days)
    return {
        "done_on": on,
        "way": made.get("way", told.code("follow_up_way")),
        "finding": made.text("finding") or None,
        "performed": None if done is None else ("all" if whole else "part") if done else "none",
    }


def _event(step: Part) -> dict[str, Value]:
    return {
        "happened_on": step.needed("date", told.day),
        "kind": codes.code_of("case_event_kind", step.text("action")) or "note",
        "text": step.text("content") or None,
        "until": step.get("content", _until),
    }


def _until(raw: str) -> date | None:
    """The day a step says it is to end."""
    found = _UNTIL.search(raw)
    return told.day(found[1]) if found else None


def _values(case: Part) -> dict[str, Value]:
    requests = case.get("request", told.texts) or ()
    return {
        "title": case.needed("title", told.text),
        "source": case.needed("source", told.code("case_source")),
        "dispute": case.get("category_justice", told.code("dispute_kind")),
        "dispute_gov": case.get("category_gov", told.code("dispute_kind_gov")),
        "happened_on": case.get("happen_date", told.day),
        "applied_on": case.get("apply_date", told.day),
        "accepted_on": case.get("accept_date", told.day),
        "place": case.text("place") or None,
        "summary": case.text("summary") or None,
        "request": "\n".join(requests) or None,
        "people": case.get("people_count", told.whole),
        "amount": case.get("amount_in_dispute", told.money),
        "risk": case.get("risk", told.code("risk_level")),
        "grade": case.get("difficulty", told.code("case_grade")),
        "privacy": case.get("privacy_level", told.code("privacy_level")),
    }


def _party(party: Part) -> dict[str, Value]:
    return {
        "side": party.needed("role", told.code("party_side")),
        "kind": party.needed("kind", told.code("party_kind")),
        "name": party.needed("name", told.text),
        "sex": party.get("gender", told.code("sex")),
        "nationality": party.get("ethnicity", told.code("nationality")),
        "age": party.get("age", told.whole),
        "occupation": party.text("occupation") or None,
        "phone": party.text("phone") or None,
        "address": party.text("address") or None,
        "id_no": party.text("id_no") or None,
        "guardian": party.text("guardian") or None,
        **_acting(party.text("agent"), party.text("kind")),
    }


def _acting(text: str, kind: str) -> dict[str, Value]:
    """Whom the file calls an agent: the head of a unit, somebody elected, or an agent indeed."""
    if codes.code_of("party_kind", kind) != "person":
        return {"representative": _HEAD.sub("", text) or None}
    return {"relation" if _ELECTED in text else "agent": text or None}


def _meeting(meeting: Part) -> dict[str, Value]:
    return {
        "held_on": meeting.needed("date", told.day),
        "place": meeting.text("place") or None,
        "result": meeting.get("result", told.code("mediation_result")),
    }


def _agreement(agreement: Part) -> StoryAgreement:
    return StoryAgreement(
        form=agreement.needed("form", told.code("agreement_form")),
        facts=agreement.text("facts"),
        clauses=agreement.get("clauses", told.texts) or (),
        copies=agreement.get("copies", told.whole),
        amount=agreement.needed("amount", told.money),
        signed_on=agreement.needed("sign_date", told.day),
        effective_on=agreement.get("effective_date", told.day),
    )


def _item(item: Part) -> dict[str, Value]:
    return {
        "payer": item.needed("who", told.text),
        "receiver": item.text("to") or None,
        "item": item.needed("item", told.text),
        "amount": item.get("amount", told.money) or None,
        "due": item.get("due", told.day),
        "done_on": item.get("done", told.day),
        "proof": item.text("proof") or None,
    }


def _end(case: Part, state: str) -> StoryEnd | None:
    """How the case ended; archived ones without agreement count as ended."""
    reason = case.text("end_reason")
    act = _ENDS.get(state, "end" if reason else "")
    if not act:
        return None
    code = "withdrawn" if act == "withdraw" else _reason(reason)
    return StoryEnd(act, code, case.needed("close_date", told.day))


def _reason(text: str) -> str:
    return next((code for word, code in _REASONS if word in text), "refused")
