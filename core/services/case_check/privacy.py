"""Rules K: what must not go out with lists and reports, and who may look (§6.2, §9)."""

import re
from collections.abc import Iterator

from core import checks
from core.record import Kind, Record, fields
from core.records.mediation_case import RESTRICTED
from core.services.case_check.book import rule
from core.services.case_check.identity import age
from core.services.case_check.look import Look, Points

_ID = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_FREE = frozenset({Kind.TEXT, Kind.LONG})
_GROWN = 18
_CLOSE = re.compile(
    "家暴|家庭暴力|殴打妻|殴打丈夫|被丈夫|被妻子|强奸|猥亵|性侵|性骚扰|艾滋|精神病|精神障碍|"
    "精神分裂|抑郁症|自杀|人身安全保护令|不雅"
)


@rule("K01")
def number_in_words(x: Look) -> Points:
    """Lists mask the columns for numbers, not what somebody wrote among other words."""
    for record in _leaving(x):
        for key, label, text in _texts(record):
            what = "证件号" if _identity(text) else "手机号" if _MOBILE.search(text) else ""
            if what:
                yield x.at(record, key, 内容=label, 号码=what)


@rule("K02")
def open_to_all(x: Look) -> Points:
    """Children, violence at home and illness are for few eyes."""
    if x.case.privacy == RESTRICTED:
        return
    on = x.case.accepted_on or x.today
    years = (age(one, on) for one in x.file.parties if one.kind == "person")
    if any(one is not None and one < _GROWN for one in years):
        yield x.on_case("privacy", 内容="未成年人")
        return
    agreement = x.file.agreement
    found = _CLOSE.search(x.text(agreement.facts if agreement else None))
    if found:
        yield x.on_case("privacy", 内容=f"“{found[0]}”")


def _leaving(x: Look) -> Iterator[Record]:
    """What is listed, exported and reported beside the parties themselves."""
    yield x.case
    yield from x.file.items
    yield from x.file.follow_ups
    yield from x.file.evidence
    yield from x.file.events


def _texts(record: Record) -> Iterator[tuple[str, str, str]]:
    for one in fields(type(record)):
        text = getattr(record, one.key)
        if one.kind in _FREE and not one.given and isinstance(text, str):
            yield one.key, one.label, text


def _identity(text: str) -> bool:
    return any(checks.birth_of(found) for found in _ID.findall(text))
