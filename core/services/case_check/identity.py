"""Rules B: who the parties are, what they were told, who speaks for them (§6.2)."""

import re
from collections.abc import Iterator
from datetime import date

from core import checks
from core.records.mediation_case import Party
from core.services.case_check.book import rule
from core.services.case_check.look import Look, Points

_AGED = re.compile(r"[，（(][^。；\n]{0,8}?(\d{1,3})\s*岁")
_POWERS = re.compile("承认|变更|放弃|特别授权|签署")
_YEAR = 1


@rule("B01")
def rights_untold(x: Look) -> Points:
    """Every party signed for the notice of rights before mediation began."""
    for one in x.residents:
        if x.begun and not x.signed("rights_notice", one.id):
            yield x.unpapered("rights_notice", one.id, 姓名=one.name)


@rule("B02")
def told_after_talk(x: Look) -> Points:
    """The notice comes before the first talk, or on its day."""
    first = min((one.held_on for one in x.talks), default=None)
    for one in x.residents:
        notice = x.signed("rights_notice", one.id)
        if notice and notice.signed_on and first and notice.signed_on > first:
            yield x.at(notice, "signed_on", 姓名=one.name)


@rule("B03")
def told_before_acceptance(x: Look) -> Points:
    """The notice follows acceptance, or comes on its day."""
    accepted = x.case.accepted_on
    for one in x.residents:
        notice = x.signed("rights_notice", one.id)
        if notice and notice.signed_on and accepted and notice.signed_on < accepted:
            yield x.at(notice, "signed_on", 姓名=one.name)


@rule("B04")
def nobody_proved(x: Look) -> Points:
    """A copy of what proves who a party is."""
    for one in x.residents:
        if x.begun and not x.paper("identity", one.id):
            yield x.unpapered("identity", one.id, 姓名=one.name)


@rule("B05")
def agent_unauthorised(x: Look) -> Points:
    """An agent has a signed authorisation; who leads a unit needs none (B08)."""
    for one in x.file.parties:
        if x.begun and one.agent and not x.signed("authorisation", one.id):
            yield x.unpapered("authorisation", one.id, 姓名=one.name, 代理人=one.agent)


@rule("B06")
def agent_gave_too_much(x: Look) -> Points:
    """Whoever agrees for another may admit, change or waive only with that power."""
    for one in x.file.parties:
        known = bool(one.agent and one.powers and x.file.agreement)
        if known and not _POWERS.search(one.powers or ""):
            yield x.at(one, "powers", 姓名=one.name, 代理人=one.agent)


@rule("B07")
def guardian_missing(x: Look) -> Points:
    """A minor, or who is limited in capacity, acts through a guardian."""
    grown = int(x.rule.number("成年"))
    for one in x.file.parties:
        years = age(one, x.case.accepted_on or x.today)
        minor = one.kind == "person" and years is not None and years < grown
        if (minor or one.limited == "yes") and not one.guardian:
            yield x.at(one, "guardian", 姓名=one.name)


@rule("B08")
def unit_incomplete(x: Look) -> Points:
    """A unit is represented by a person and seals what it signs."""
    for one in x.file.parties:
        if not x.accepted or one.kind != "organisation":
            continue
        if not one.representative:
            yield x.at(one, "representative", 姓名=one.name, 缺项="法定代表人或负责人")
        paper = x.paper("mediation_agreement")
        if paper and paper.signed_on and one.name in (paper.unsigned or ""):
            yield x.at(paper, "unsigned", 姓名=one.name, 缺项="协议上的盖章")


@rule("B09")
def identity_number_wrong(x: Look) -> Points:
    """The number's own check digit, and what it says of sex and birth."""
    for one in x.file.parties:
        problem = _number_problem(one, x.today)
        if problem:
            yield x.at(one, "id_no", 姓名=one.name, 问题=problem)


@rule("B10")
def facts_of_person_differ(x: Look) -> Points:
    """One person is the same on every line and in every text."""
    for n, one in enumerate(x.file.parties):
        for key, what in _differences(x, one, x.file.parties[n + 1 :]):
            yield x.at(one, key, 姓名=one.name, 内容=what)


@rule("B11")
def kin_mediates(x: Look) -> Points:
    """Nobody mediates among his own family."""
    if x.accepted and x.case.kin == "yes":
        yield x.on_case("kin")


def born(party: Party) -> date | None:
    """The day of birth, written or in the identity number."""
    return party.born or (checks.birth_of(party.id_no) if party.id_no else None)


def age(party: Party, on: date) -> int | None:
    """How old a party is on a day: by birth, else as written."""
    birth = born(party)
    if birth is None:
        return party.age
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _number_problem(party: Party, today: date) -> str:
    number = party.id_no or ""
    problem = checks.id_no(number, today)
    if not number or problem:
        return problem or ""
    if party.sex and checks.sex_of(number) not in {party.sex, None}:
        return "身份证号与性别不符，请核对"
    if party.born and checks.birth_of(number) not in {party.born, None}:
        return "身份证号与出生日期不符，请核对"
    return ""


def _told_age(name: str, text: str) -> re.Match[str] | None:
    """张三（男，56岁: how old somebody is where he is first called so."""
    begin = text.find(name)
    while name and begin >= 0:
        begin += len(name)
        found = _AGED.match(text, begin)
        if found:
            return found
        begin = text.find(name, begin)
    return None


def _differences(x: Look, one: Party, others: tuple[Party, ...]) -> Iterator[tuple[str, str]]:
    years = age(one, x.case.accepted_on or x.today)
    if one.age is not None and years is not None and abs(years - one.age) > _YEAR:
        yield "age", "年龄"
    told = _told_age(one.name, _texts(x))
    if told and years is not None and abs(int(told[1]) - years) > _YEAR:
        yield "age", "年龄"
    for other in others:
        if other.name != one.name:
            continue
        for key, what in (("id_no", "证件号"), ("age", "年龄"), ("address", "住址")):
            mine, theirs = getattr(one, key), getattr(other, key)
            if mine and theirs and mine != theirs:
                yield key, what


def _texts(x: Look) -> str:
    agreement = x.file.agreement
    told = [one.talk for one in x.file.meetings] + [one.talk for one in x.file.inquiries]
    return x.text(*told, agreement.facts if agreement else None)
