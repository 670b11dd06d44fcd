"""Reads a file of mediation cases (as `resources/demo/cases.json`) into frozen, checked values."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from core import codes
from core.errors import Invalid
from core.record import Value

T = TypeVar("T")


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
class Story:
    """One case from its complaint to its recorded state; mappings hold values by field key."""

    id: str
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


@dataclass(frozen=True, slots=True)
class Stories:
    """A whole file: the day it is told on, the committee, its cases."""

    as_of: date
    committee: str
    cases: tuple[Story, ...]


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
    try:
        whole = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise Invalid(f"找不到案例文件“{path}”，请核对位置。") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Invalid(f"“{path.name}”不是案例文件（JSON），请换一个文件。") from error
    listed = whole.get("cases") if isinstance(whole, dict) else None
    if not isinstance(listed, list) or not listed:
        raise Invalid(f"“{path.name}”里没有案例，请换一个文件。")
    about = _Part(whole.get("meta"), "文件开头")
    stories = tuple(_story(one, n) for n, one in enumerate(listed, 1))
    _refuse_twins(stories)
    return Stories(about.needed("as_of", _day), about.text("committee"), stories)


def _refuse_twins(stories: Sequence[Story]) -> None:
    seen: set[str] = set()
    for story in stories:
        for name in filter(None, (story.id, story.number)):
            if name in seen:
                raise Invalid(f"案例“{story.id}”的编号“{name}”与前面的案例重复，请核对。")
            seen.add(name)


class _Part:
    """One object of the file; each reading that fails names the place and the field."""

    def __init__(self, raw: object, place: str) -> None:
        if not isinstance(raw, dict):
            raise Invalid(f"{place}应是一组“名称: 值”，请核对。")
        self._raw: dict[str, Any] = raw
        self.place = place

    def get(self, key: str, reading: Callable[[Any], T]) -> T | None:
        """The value of a field, or none where it is empty."""
        raw = self._raw.get(key)
        if raw is None or raw == "":
            return None
        try:
            return reading(raw)
        except (TypeError, ValueError) as error:
            raise Invalid(f"{self.place}的“{key}”{error}，请核对。") from error

    def needed(self, key: str, reading: Callable[[Any], T]) -> T:
        """The value of a field that must be there."""
        value = self.get(key, reading)
        if value is None:
            raise Invalid(f"{self.place}缺“{key}”，请补上。")
        return value

    def text(self, key: str) -> str:
        """The text of a field, empty where there is none."""
        return self.get(key, _text) or ""

    def parts(self, key: str, called: str) -> list["_Part"]:
        """The objects listed under a field."""
        listed = self.get(key, _list) or []
        return [_Part(one, f"{self.place}第{n}个{called}") for n, one in enumerate(listed, 1)]

    def part(self, key: str, called: str) -> "_Part | None":
        """The object under a field."""
        raw = self._raw.get(key)
        return None if raw is None else _Part(raw, f"{self.place}的{called}")


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise TypeError("应是文字")
    return raw.strip()


def _list(raw: Any) -> list[Any]:
    if not isinstance(raw, list):
        raise TypeError("应是列表")
    return raw


def _texts(raw: Any) -> tuple[str, ...]:
    return tuple(_text(one) for one in _list(raw))


def _day(raw: Any) -> date:
    try:
        return date.fromisoformat(_text(raw))
    except ValueError as error:
        raise ValueError(f"“{raw}”不是日期（如 2025-03-05）") from error


def _whole(raw: Any) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
        raise TypeError(f"“{raw}”应是整数")
    return raw


def _money(raw: Any) -> Decimal:
    if not isinstance(raw, (int, float)) or isinstance(raw, bool) or raw < 0:
        raise TypeError(f"“{raw}”应是金额（元）")
    return Decimal(str(raw)).quantize(Decimal("0.01"))


def _code(table: str) -> Callable[[Any], str]:
    def known(raw: Any) -> str:
        found = codes.code_of(table, _text(raw))
        if found is None:
            raise ValueError(codes.problem(table, raw) or f"“{raw}”不在可选项里")
        return found

    return known


def _story(raw: object, n: int) -> Story:
    place = f"第{n}个案例"
    name = _Part(raw, place).needed("id", _text)
    case = _Part(raw, f"案例“{name}”")
    state = case.needed("status_code", _code("mediation_state"))
    agreement = case.part("agreement", "协议")
    return Story(
        id=name,
        number=case.text("case_no"),
        state=state,
        values=_values(case),
        mediators=case.get("mediators", _texts) or (),
        recorder=case.text("recorder"),
        parties=tuple(_party(one) for one in case.parts("parties", "当事人")),
        meetings=tuple(_meeting(one) for one in case.parts("meetings", "调解记录")),
        agreement=None if agreement is None else _agreement(agreement),
        items=tuple(_item(one) for one in case.parts("performance", "履行事项")),
        end=_end(case, state),
    )


def _values(case: _Part) -> dict[str, Value]:
    requests = case.get("request", _texts) or ()
    return {
        "title": case.needed("title", _text),
        "source": case.needed("source", _code("case_source")),
        "dispute": case.get("category_justice", _code("dispute_kind")),
        "dispute_gov": case.get("category_gov", _code("dispute_kind_gov")),
        "happened_on": case.get("happen_date", _day),
        "applied_on": case.get("apply_date", _day),
        "accepted_on": case.get("accept_date", _day),
        "place": case.text("place") or None,
        "summary": case.text("summary") or None,
        "request": "\n".join(requests) or None,
        "people": case.get("people_count", _whole),
        "amount": case.get("amount_in_dispute", _money),
        "risk": case.get("risk", _code("risk_level")),
    }


def _party(party: _Part) -> dict[str, Value]:
    return {
        "side": party.needed("role", _code("party_side")),
        "kind": party.needed("kind", _code("party_kind")),
        "name": party.needed("name", _text),
        "sex": party.get("gender", _code("sex")),
        "nationality": party.get("ethnicity", _code("nationality")),
        "age": party.get("age", _whole),
        "occupation": party.text("occupation") or None,
        "phone": party.text("phone") or None,
        "address": party.text("address") or None,
        "id_no": party.text("id_no") or None,
        "representative": party.text("guardian") or party.text("agent") or None,
    }


def _meeting(meeting: _Part) -> dict[str, Value]:
    return {
        "held_on": meeting.needed("date", _day),
        "place": meeting.text("place") or None,
        "result": meeting.get("result", _code("mediation_result")),
    }


def _agreement(agreement: _Part) -> StoryAgreement:
    return StoryAgreement(
        form=agreement.needed("form", _code("agreement_form")),
        facts=agreement.text("facts"),
        clauses=agreement.get("clauses", _texts) or (),
        copies=agreement.get("copies", _whole),
        amount=agreement.needed("amount", _money),
        signed_on=agreement.needed("sign_date", _day),
        effective_on=agreement.get("effective_date", _day),
    )


def _item(item: _Part) -> dict[str, Value]:
    return {
        "payer": item.needed("who", _text),
        "receiver": item.text("to") or None,
        "item": item.needed("item", _text),
        "amount": item.get("amount", _money) or None,
        "due": item.get("due", _day),
        "done_on": item.get("done", _day),
        "proof": item.text("proof") or None,
    }


def _end(case: _Part, state: str) -> StoryEnd | None:
    """How the case ended; archived ones without agreement count as ended."""
    reason = case.text("end_reason")
    act = _ENDS.get(state, "end" if reason else "")
    if not act:
        return None
    code = "withdrawn" if act == "withdraw" else _reason(reason)
    return StoryEnd(act, code, case.needed("close_date", _day))


def _reason(text: str) -> str:
    return next((code for word, code in _REASONS if word in text), "refused")
