"""Rules A: how the dispute came in, whether it may be mediated at all (§6.2)."""

import re

from core import codes
from core.services.case_check.book import rule
from core.services.case_check.look import Look, Points

_APPLIED = "02"
_OTHER = "99"
_KINDS = (
    ("赡养|抚养|扶养|离婚|彩礼|婚约|夫妻|继承|分家", "01"),
    ("宅基地|滴水|房屋买卖|房产", "03"),
    ("工钱|工资|欠薪", "10"),
    ("借款|借条|货款|租金|租赁", "04"),
    ("林地|林权|承包地|山林|流转", "07"),
    ("征地|拆迁|安置", "08"),
    ("医院|卫生院|卫生室|诊所|误诊", "15"),
    ("交通事故|交警|追尾|相撞", "16"),
    ("物业", "17"),
    ("咬伤|打伤|受伤|损坏", "06"),
    ("邻居|相邻|噪音|排水|采光|通行", "02"),
)
_WHEN = re.compile(r"[\d一二三四五六七八九十]+\s*[年月日]|去年|今年|前年|近日|昨|当天|上月|本月")
_WANT = re.compile("要求|请求|希望|认为|提出")


@rule("A01")
def nothing_applied_for(x: Look) -> Points:
    """A case that was taken on began with an application or a register."""
    if x.accepted and not x.paper("application") and not x.paper("acceptance_register"):
        yield x.unpapered("application" if x.case.source == _APPLIED else "acceptance_register")


@rule("A02")
def application_unsigned(x: Look) -> Points:
    """An application is signed and dated."""
    if not x.accepted or x.case.source != _APPLIED:
        return
    if x.case.applied_on is None:
        yield x.on_case("applied_on")
    elif x.paper("application") and not x.signed("application"):
        yield x.unpapered("application")


@rule("A03")
def accepted_before_applied(x: Look) -> Points:
    """Acceptance follows the application."""
    applied, accepted = x.case.applied_on, x.case.accepted_on
    if applied and accepted and accepted < applied:
        yield x.on_case("accepted_on")


@rule("A04")
def accepted_before_happened(x: Look) -> Points:
    """Acceptance follows the dispute."""
    happened, accepted = x.case.happened_on, x.case.accepted_on
    if happened and accepted and accepted < happened:
        yield x.on_case("accepted_on")


@rule("A05")
def kind_can_be_told(x: Look) -> Points:
    """A dispute without a kind, or of the kind 其他, whose story names one."""
    if x.case.dispute not in {None, "", _OTHER}:
        return
    for words, code in _KINDS:
        found = re.search(words, x.text())
        if found:
            name = codes.name_of("dispute_kind", code)
            yield x.on_case("dispute", 词=found[0], 类型=name)
            return


@rule("A06")
def outside_mediation(x: Look) -> Points:
    """A kind of matter that rarely belongs to the parties; whoever asked says so."""
    gov = x.case.dispute_gov or ""
    if x.accepted and gov[:2] in x.rule.listed("大类") and x.case.civil != "yes":
        yield x.on_case("civil", 类别=codes.name_of("dispute_kind_gov", gov))


@rule("A07")
def taken_elsewhere(x: Look) -> Points:
    """What a court or the police deals with is not mediated."""
    if x.accepted and x.case.elsewhere == "yes" and x.case.state not in {"Z11", "Z12", "Z50"}:
        yield x.on_case("elsewhere")


@rule("A08")
def consent_unseen(x: Look) -> Points:
    """The parties agreed to mediation: signed, or said so."""
    if x.accepted and not x.case.consent and not x.signed("acceptance_register"):
        yield x.on_case("consent")


@rule("A09")
def register_unsealed(x: Look) -> Points:
    """A register that came back signed bears the seal."""
    signed = x.signed("acceptance_register")
    if signed and not signed.sealed_on:
        yield x.at(signed, "sealed_on")


@rule("A10")
def story_too_short(x: Look) -> Points:
    """When, where, who and what is wanted: from the story, or from a field of its own."""
    case, story = x.case, x.case.summary or ""
    if not x.accepted or case.summary is None:
        return
    told = {
        f"{x.rule.limits['字数']}字以上的经过": len(story) >= x.rule.number("字数"),
        "时间": case.happened_on or _WHEN.search(story),
        "地点": case.place or re.search("[村组镇街路社区店]", story),
        "人物": x.file.parties,
        "诉求": case.request or _WANT.search(story),
    }
    lacking = [name for name, known in told.items() if not known]
    if lacking:
        yield x.on_case("summary", 要素="、".join(lacking))
