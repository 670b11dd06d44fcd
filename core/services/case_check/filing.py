"""Rules I: whether the file is whole and its cover right (§6.2)."""

import re
from collections.abc import Iterator
from datetime import timedelta

from core import codes
from core.services.case_check.book import Point, rule
from core.services.case_check.look import Look, Points

_ALWAYS = ("cover", "contents", "rights_notice", "identity", "back_cover")
_COMPUTED = frozenset({"cover", "contents", "back_cover"})
_CALLED = re.compile(r"(?:调解员|主持人)\s*[:：]\s*")
_AUTHORITIES = range(11, 17)


@rule("I01")
def paper_missing(x: Look) -> Points:
    """What §1.1 wants in every file, and what nobody was ever asked."""
    if not x.filing or not x.accepted:
        return
    for kind in _wanted(x):
        if not x.paper(kind):
            yield x.unpapered(kind, 缺项=f"还没有{codes.name_of('paper_kind', kind)}")
    yield from _unasked(x)


@rule("I02")
def pages_differ(x: Look) -> Points:
    """The pages of the file are those of its papers, whether its covers are counted or not."""
    pages = [one.pages for one in x.file.papers]
    total = sum(filter(None, pages))
    covers = sum(one.pages or 0 for one in x.file.papers if one.kind in _COMPUTED)
    known = x.case.pages and pages and None not in pages
    if known and x.case.pages not in {total, total - covers}:
        yield x.on_case("pages", 登记=x.case.pages, 合计=total)


@rule("I03")
def cover_incomplete(x: Look) -> Points:
    """A cover is written when the file is closed."""
    if x.case.filed_on is None and x.case.state != "Z90":
        return
    wanted = {
        "title": "卷名",
        "number": "卷号",
        "mediator": "调解员",
        "accepted_on": "受理日期",
        "closed_on": "办结日期",
        "filer": "立卷人",
        "filed_on": "立卷日期",
        "retention": "保管期限",
    }
    lacking = [key for key in wanted if not getattr(x.case, key)]
    if lacking:
        yield x.on_case(lacking[0], 缺项="、".join(wanted[key] for key in lacking))


@rule("I04")
def filed_before_closed(x: Look) -> Points:
    """A file is closed after the case."""
    filed, closed = x.case.filed_on, x.case.closed_on
    if filed and closed and filed < closed:
        yield x.on_case("filed_on")


@rule("I05")
def mediators_differ(x: Look) -> Points:
    """Cover, records and agreement name the same mediators."""
    strangers = x.around.colleagues.difference(x.file.mediators)
    for one in x.talks:
        talk = one.talk or ""
        places = [found.end() for found in _CALLED.finditer(talk)]
        named = sorted(name for name in strangers if any(talk.startswith(name, n) for n in places))
        if named and x.file.mediators:
            yield x.at(one, "talk", 问题=f"调解记录里写的调解员是{'、'.join(named)}")
    if x.file.happened("recuse") and x.talks:
        changed = x.file.happened("recuse")[-1]
        if any(one.held_on < changed.happened_on for one in x.talks):
            yield x.on_case("mediator", 问题="中途换过调解员")


@rule("I06")
def filed_late(x: Look) -> Points:
    """A closed case is filed within the period."""
    closed = x.case.closed_on
    if not x.accepted or closed is None or x.case.filed_on:
        return
    days = int(x.rule.number("天数"))
    if closed + timedelta(days) < x.today:
        yield x.on_case("filed_on", 天数=(x.today - closed).days)


@rule("I07")
def numbers_broken(x: Look) -> Points:
    """Every number of the year is used once or voided."""
    number = x.case.number
    if number and number in x.around.taken:
        yield x.on_case("number", 问题=f"卷号{number}另有案件在用，请核对")
    elif x.around.gap:
        yield x.on_case(
            "number", 问题=f"前面缺{x.around.gap}，用过的请补登，不用的请作废并写明原因"
        )


@rule("I08")
def gap_unexplained(x: Look) -> Points:
    """What is missing is explained in the file."""
    lacking = x.filing and x.accepted and any(not x.paper(kind) for kind in _wanted(x))
    if lacking and not x.case.file_note and not x.paper("file_note"):
        yield x.on_case("file_note")


def _wanted(x: Look) -> tuple[str, ...]:
    """The papers this file must hold; application, register and records have rules of their own."""
    found = list(_ALWAYS)
    if x.file.parting:
        found.append(x.file.parting)
    elif x.written:
        found.append("mediation_agreement")
    elif x.oral:
        found.append("oral_register")
    if any(one.done_on and one.amount for one in x.file.items):
        found.append("performance_proof")
    return tuple(found)


def _unasked(x: Look) -> Iterator[Point]:
    """Facts nobody answered: unknown is not no."""
    asked = {"elsewhere": "法院、公安等是否已受理", "kin": "调解员与当事人是否近亲属"}
    gov = (x.case.dispute_gov or "")[:2]
    if gov.isdigit() and int(gov) in _AUTHORITIES:
        asked["civil"] = "是否含民事权利义务"
    for key, what in asked.items():
        if getattr(x.case, key) is None:
            yield x.on_case(key, 缺项=f"还没有核对{what}")
    court = x.file.confirmation
    if court and court.applied_on and court.joint is None:
        yield x.at(court, "joint", 缺项="还没有核对司法确认是否各方共同申请")
    for one in x.file.parties:
        if one.agent and not one.powers and x.file.agreement:
            yield x.at(one, "powers", 缺项=f"还没有写{one.agent}的委托权限")
