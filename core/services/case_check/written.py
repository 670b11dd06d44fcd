"""Rules E: the agreement's numbers, days, signatures and what is to be performed (§6.2 E01–E12)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from core.records.mediation_case import Performance
from core.services.case_check import sums
from core.services.case_check.book import Point, rule
from core.services.case_check.look import Look, Points

_DATED = re.compile(
    r"[\d一二三四五六七八九十]+\s*[个]?\s*(?:年|月|日|天|周|小时)|当日|当天|当场|即日|每[年月日周天]"
)
_PAYS = re.compile("付|还清|偿还|返还|退还|结清")
_COMMA, _STOP = re.compile("[，,。；;]"), re.compile("[。；;]")
_BLAME = re.compile("责任|过错|承担|认可|承认|同意|属实|七成|三七|各半")
_TEN_THOUSAND = 10_000
_SPARE = 1


@rule("E01")
def number_taken(x: Look) -> Points:
    """A written agreement has a number, and nobody else has it."""
    found = x.written
    if found is None:
        return
    if not found.number:
        yield x.at(found, "number", 问题="协议还没有编号")
    elif found.number in x.around.taken:
        yield x.at(found, "number", 问题=f"协议编号{found.number}另有案件在用，请核对")


@rule("E02")
def numbers_differ(x: Look) -> Points:
    """The agreement bears the number of the file."""
    found = x.file.agreement
    if found and found.number and x.case.number and found.number != x.case.number:
        yield x.at(found, "number")


@rule("E03")
def agreed_before_acceptance(x: Look) -> Points:
    """Agreement follows acceptance."""
    found, accepted = x.file.agreement, x.case.accepted_on
    if found and found.signed_on and accepted and found.signed_on < accepted:
        yield x.at(found, "signed_on")


@rule("E04")
def facts_unclear(x: Look) -> Points:
    """The agreement says what happened and, where somebody was hurt, who answers for it."""
    found = x.written
    if found is None:
        return
    if not found.facts:
        yield x.at(found, "facts", 缺项="没有写主要事实和争议事项")
    elif x.case.dispute in x.rule.listed("类型") and not _BLAME.search(found.facts):
        yield x.at(found, "facts", 缺项="没有写各方的责任")


@rule("E05")
def no_day(x: Look) -> Points:
    """Whatever is promised has a day."""
    yield from _lacking(x, "due")


@rule("E06")
def no_way(x: Look) -> Points:
    """Money has a way to be paid; any other item says itself what is done."""
    yield from _lacking(x, "way")


@rule("E07")
def vague_day(x: Look) -> Points:
    """A word such as 尽快 is no day, unless the same article names one; a payment has its own."""
    for n, clause in enumerate(x.clauses, 1):
        word = next((one for one in x.rule.listed("词") if _undated(clause, one)), "")
        if word and x.file.agreement:
            yield x.at(x.file.agreement, "clauses", 条=n, 词=word)


@rule("E08")
def sums_differ(x: Look) -> Points:
    """Capitals say what the figures say; instalments make up the sum their group names."""
    if x.file.agreement:
        for shown, spelt, text in sums.pairs("\n".join(x.clauses)):
            if shown != spelt:
                told = f"“{text}”大写与小写不一致，请核对"
                yield x.at(x.file.agreement, "clauses", 问题=told)
    yield from _instalments(x)


@rule("E09")
def unit_mistaken(x: Look) -> Points:
    """The sum of the agreement is the one its articles name, not in 万元."""
    found, named = x.file.agreement, set(sums.figures("\n".join(x.clauses)))
    if found is None or not named:
        return
    if not found.amount:
        yield x.at(found, "amount", 问题="条款里有金额，“协议涉及金额”还没有填")
    elif {found.amount * _TEN_THOUSAND, found.amount / _TEN_THOUSAND} & named:
        yield x.at(found, "amount", 问题="“协议涉及金额”与条款相差一万倍，请核对单位是元还是万元")


@rule("E10")
def due_before_agreed(x: Look) -> Points:
    """Nothing is due before it was promised."""
    found = x.file.agreement
    for one in x.file.items:
        if found and found.signed_on and one.due and one.due < found.signed_on:
            yield x.at(one, "due", 事项=said(one))


@rule("E11")
def not_in_force(x: Look) -> Points:
    """All parties, the mediator, the recorder and the seal, unless it came to nothing."""
    found = x.written
    if found is None or x.file.parting:
        return
    wanted = {
        "parties_signed_on": "当事人签名",
        "mediator_signed_on": "调解员签名",
        "recorder_signed_on": "记录人签名",
        "sealed_on": "调委会盖章",
    }
    lacking = [key for key in wanted if getattr(found, key) is None]
    if lacking:
        yield x.at(found, lacking[0], 缺项="、".join(wanted[key] for key in lacking))
    paper = x.paper("mediation_agreement")
    if paper and paper.signed_on and paper.unsigned:
        yield x.at(paper, "unsigned", 缺项=f"{paper.unsigned}的签名")


@rule("E12")
def too_few_copies(x: Look) -> Points:
    """Each party one, the committee one; more for a court do no harm."""
    found, wanted = x.written, len(x.file.parties) + _SPARE
    if found and found.copies is not None and found.copies < wanted:
        yield x.at(found, "copies", 份数=found.copies, 应有=wanted)


def said(item: Performance) -> str:
    """An item as people call it: 李德厚“赔偿损失”."""
    return f"{item.payer}“{item.item}”"


def _undated(clause: str, word: str) -> bool:
    """Whether a word stands where no day is named: 首付3月5日付，余款尽快付清 names one of two."""
    before, found, after = clause.partition(word)
    passage = _COMMA.split(before)[-1] + found + _STOP.split(after)[0]
    return bool(found) and not _DATED.search(passage if _PAYS.search(passage) else clause)


def _lacking(x: Look, key: str) -> Iterator[Point]:
    """Items without a day or a way; a sum in the agreement that no item performs lacks both."""
    found = x.file.agreement
    if found is None:
        return
    for one in x.file.items:
        asked = key == "due" or bool(one.amount)
        if asked and not getattr(one, key):
            yield x.at(one, key, 事项=said(one))
    if not x.file.items and (found.amount or any(sums.figures("\n".join(x.clauses)))):
        yield x.missing(Performance, key, 事项="协议约定的给付")


def _instalments(x: Look) -> Iterator[Point]:
    groups: dict[str, list[Performance]] = {}
    for one in x.file.items:
        if one.part_of:
            groups.setdefault(one.part_of, []).append(one)
    for name, items in groups.items():
        whole = next((one.whole for one in items if one.whole is not None), None)
        total = sum((one.amount or Decimal() for one in items), Decimal())
        if whole is not None and whole != total:
            told = f"“{name}”各期合计{total:f}元，总额是{whole:f}元，请核对"
            yield x.at(items[0], "whole", 问题=told)
