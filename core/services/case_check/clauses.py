"""Rules E: what an agreement may say and in whose name (§6.2 E13–E20)."""

import re
from collections.abc import Iterator

from core.services.case_check import sums
from core.services.case_check.book import Point, rule
from core.services.case_check.look import Look, Points
from core.words import surname

_NO_COURT = re.compile(
    r"不得(?:再|向法院|向人民法院|以任何理由)?(?:起诉|提起诉讼|上诉|上访|信访|报案|申请仲裁)"
    r"|(?:自愿)?放弃(?:一切)?(?:诉权|诉讼权利|起诉权?|上诉权?|仲裁)"
    r"|(?:公安|派出所|司法)机?关?[^，。；]{0,6}不(?:再|予)?(?:追究|立案|处理)"
    r"|不(?:再)?追究[^，。；]{0,8}刑事责任"
)
_PUNISHES = re.compile(
    r"罚款|没收|(?:扣押|扣留)[^，。；]{0,8}|限制[^，。；]{0,6}(?:人身自由|出入|外出)|关押|拘禁|不得离开本?村"
)
_KIN = "父亲|母亲|父母|妻子|丈夫|配偶|儿子|女儿|儿媳|女婿|兄弟|哥哥|弟弟|姐姐|妹妹|案外人|他人"
_OWNS = "房屋|房产|宅基地|土地|承包地|林地|山林|存款|车辆|汽车|财产|工资"
_OF_OTHERS = re.compile(rf"(?:{_KIN})(?:名下|所有|共有)?的?(?:{_OWNS})")
_NAMED_OWNER = re.compile(rf"([一-龥]{{2,4}})名下的?(?:{_OWNS})")
_STATUS = re.compile(
    r"离婚|解除婚姻|婚姻关系|解除收养|收养关系|亲子关系|(?:抚养权|监护权)归?|变更监护"
)
_LETTERED = re.compile("[甲乙丙丁]方")
_SIDES = re.compile("被?申请人")
_INJURY = frozenset({"06", "15", "16"})
_LAND_TAKEN = "08"
_LOANS = "0804"
_FULL = 3
_PUBLIC = re.compile("村委会|居委会|村民委员会|居民委员会|双方|各方|三方|甲方|乙方|\\d+[人户]")
_PERCENT = 100


@rule("E13")
def courts_closed(x: Look) -> Points:
    """Nobody signs away the right to go to court or to report a crime."""
    yield from _said(x, _NO_COURT)


@rule("E14")
def punishes(x: Look) -> Points:
    """Mediation fines nobody and locks nobody up."""
    yield from _said(x, _PUNISHES)


@rule("E15")
def gives_away_others(x: Look) -> Points:
    """What belongs to somebody who is not there is not shared out without him."""
    if any(one.side == "third" for one in x.file.parties):
        paper = x.paper("mediation_agreement")
        unsigned = paper.unsigned or "" if paper else ""
        if paper and any(one.name in unsigned for one in x.file.side("third")):
            yield x.at(paper, "unsigned", 条=1, 词=f"第三人{unsigned}的权利")
        return
    yield from _said(x, _OF_OTHERS)
    names = {one.name for one in x.file.parties}
    for n, clause in enumerate(x.clauses, 1):
        found = _NAMED_OWNER.search(clause)
        if found and x.file.agreement and not any(found[1].endswith(one) for one in names):
            yield x.at(x.file.agreement, "clauses", 条=n, 词=found[0])


@rule("E16")
def about_status(x: Look) -> Points:
    """Marriage, adoption and custody themselves are confirmed by no court this way."""
    yield from _said(x, _STATUS)


@rule("E17")
def rate_too_high(x: Look) -> Points:
    """Interest on a private loan stays under the limit."""
    limit = x.rule.number("年利率")
    if x.case.dispute_gov != _LOANS and "借" not in x.text(*x.clauses):
        return
    for n, clause in enumerate(x.clauses, 1):
        for rate in sums.rates(clause):
            if rate > limit and x.file.agreement:
                told = {"条": n, "利率": f"{rate:f}", "上限": f"{limit:f}"}
                yield x.at(x.file.agreement, "clauses", **told)


@rule("E18")
def terms_mixed(x: Look) -> Points:
    """Words of the law that sound alike."""
    found = x.file.agreement
    for word, right in _mixed(x, "\n".join(x.clauses)):
        if found:
            yield x.at(found, "clauses", 词=word, 应为=right)


@rule("E19")
def names_mixed(x: Look) -> Points:
    """One way to call the parties, and nobody promises who is not one of them."""
    text, found = "\n".join(x.clauses), x.file.agreement
    if found and _LETTERED.search(text) and _SIDES.search(text):
        yield x.at(found, "clauses", 问题="条款里甲乙方与申请人、被申请人混用，请统一")
    names = [one.name for one in x.file.parties]
    for wrong, right in _misspelt(text, names):
        if found:
            told = f"条款里的“{wrong}”不在当事人里，是不是“{right}”"
            yield x.at(found, "clauses", 问题=told)
    for one in x.file.items:
        known = any(name in one.payer or one.payer in name for name in names)
        if not known and not _PUBLIC.search(one.payer):
            yield x.at(one, "payer", 问题=f"义务人“{one.payer}”不在当事人里，请核对")


@rule("E20")
def asked_and_agreed_differ(x: Look) -> Points:
    """What was asked for is agreed, or the agreement says why not."""
    found, asked = x.written, max(sums.figures(x.case.request or ""), default=None)
    if not found or not found.amount or not asked:
        return
    least = asked * x.rule.number("比例") / _PERCENT
    if found.amount > asked or found.amount < least:
        told = {"申请": f"{asked:f}", "协议": f"{found.amount:f}"}
        told = {key: value.removesuffix(".00") for key, value in told.items()}
        yield x.at(found, "amount", **told)


def _said(x: Look, words: re.Pattern[str]) -> Iterator[Point]:
    for n, clause in enumerate(x.clauses, 1):
        found = words.search(clause)
        if found and x.file.agreement:
            yield x.at(x.file.agreement, "clauses", 条=n, 词=found[0])


def _mixed(x: Look, text: str) -> Iterator[tuple[str, str]]:
    if "订金" in text:
        yield "订金", "定金"
    if x.case.dispute in _INJURY and "补偿" in text and "赔偿" not in text:
        yield "补偿", "赔偿"
    if x.case.dispute == _LAND_TAKEN and "赔偿" in text and "补偿" not in text:
        yield "赔偿", "补偿"
    about = x.text()
    for right in ("赡养", "抚养"):
        others = {"赡养", "抚养", "扶养"} - {right}
        wrong = next((one for one in sorted(others) if f"{one}费" in text), "")
        if right in about and right not in text and wrong:
            yield wrong, right


def _misspelt(text: str, names: list[str]) -> Iterator[tuple[str, str]]:
    """Names of three characters of which one is another: 张永富 for 张永福."""
    for name in names:
        family = surname(name)
        if len(name) != _FULL or len(family) != 1:
            continue
        for place in range(len(text) - _FULL + 1):
            told = text[place : place + _FULL]
            meant = told[0] == family and told[2] == name[2] and "一" <= told[1] <= "龥"
            if meant and told not in names:
                yield told, name
