"""Rules D: the records of the talks (§6.2)."""

import re

from core.records.mediation_case import MediationMeeting
from core.services.case_check.book import rule
from core.services.case_check.look import Look, Points, Talk, day

_TOLD = re.compile("告知|权利义务|相关规定")
_OTHER_WAYS = re.compile("起诉|诉讼|法院|仲裁|复议|途径")
_ENDED = frozenset({"Z50"})
_CALLED = {
    "applicant": re.compile("(?<!被)(?:申请人|甲方)"),
    "respondent": re.compile("(?<!被)(?:被申请人|乙方)"),
}
"""What the sides are called in a talk."""


@rule("D01")
def no_talk(x: Look) -> Points:
    """An agreement, or the end of mediation, comes out of a talk."""
    over = x.file.agreement is not None or x.case.state in _ENDED
    if x.accepted and over and not x.talks and not x.paper("mediation_record"):
        yield x.missing(MediationMeeting, "held_on")


@rule("D02")
def talk_out_of_time(x: Look) -> Points:
    """Talks lie between acceptance and agreement."""
    agreed = x.file.agreement.signed_on if x.file.agreement else None
    for one in x.talks:
        if x.case.accepted_on and one.held_on < x.case.accepted_on:
            yield x.at(one, "held_on", 日期=day(one.held_on), 早晚="早于受理")
        elif agreed and one.held_on > agreed:
            yield x.at(one, "held_on", 日期=day(one.held_on), 早晚="晚于协议")


@rule("D03")
def talk_untold(x: Look) -> Points:
    """The record says that the parties were told their rights."""
    for one in x.talks:
        silent = one.talk and one.informed != "yes" and not _TOLD.search(one.talk)
        if silent or one.informed == "no":
            yield x.at(one, "informed", 日期=day(one.held_on))


@rule("D04")
def guests_mistaken(x: Look) -> Points:
    """Guests are neither mediators nor parties; who came is named on both sides."""
    staff = set(x.file.mediators) | {x.file.names.get(x.case.recorder or x.case.id, "")}
    names = {one.name for one in x.file.parties}
    for one in x.talks:
        when, guests = day(one.held_on), one.guests or ""
        if any(name and name in guests for name in staff):
            yield x.at(one, "guests", 日期=when, 问题="参加人栏不写调解员和记录人")
        elif any(name in guests for name in names):
            yield x.at(one, "guests", 日期=when, 问题="参加人栏不写当事人")
        if one.present and not _both_came(x, one.present):
            yield x.at(one, "present", 日期=when, 问题="到场当事人没有写全各方")


@rule("D05")
def outcome_unclear(x: Look) -> Points:
    """Each talk has an outcome, and only the last one settles."""
    for n, one in enumerate(x.talks, 1):
        if one.result is None and one.held_on <= x.today:
            yield x.at(one, "result", 日期=day(one.held_on), 问题="还没有填结果")
        elif one.result == "success" and n < len(x.talks):
            yield x.at(one, "result", 日期=day(one.held_on), 问题="已写调解成功，后面又有调解")


@rule("D06")
def talk_unsigned(x: Look) -> Points:
    """Everybody signs the record of a talk."""
    for one in x.talks:
        if not x.signed("mediation_record", one.id):
            yield x.unpapered("mediation_record", one.id, 日期=day(one.held_on))


@rule("D07")
def side_unheard(x: Look) -> Points:
    """Both sides say something, in one talk or another."""
    told = "\n".join(one.talk for one in x.talks if one.talk)
    if not told:
        return
    for side, called in _CALLED.items():
        people = x.file.side(side)
        named = any(one.name in told for one in people)
        if people and not named and not called.search(told):
            one = people[0]
            yield x.at(x.talks[-1], "talk", 一方=one.name)


@rule("D08")
def other_ways_untold(x: Look) -> Points:
    """Where mediation fails, the record says why, and what else can be done."""
    for one in x.talks:
        if one.result != "failure":
            continue
        told = bool(x.file.happened("told") or _OTHER_WAYS.search(one.talk or ""))
        why = bool(x.case.end_reason or x.case.end_note or one.talk)
        lacking = [name for name, known in (("原因", why), ("其他途径", told)) if not known]
        if lacking:
            yield x.at(one, "talk", 缺项="和".join(lacking))


@rule("D09")
def two_talks_at_once(x: Look) -> Points:
    """Nobody mediates in two places at the same time."""
    elsewhere = [talk for other in x.around.same for talk in other.talks]
    for one in x.talks:
        if any(_overlap(one, talk) for talk in elsewhere):
            yield x.at(one, "starts", 日期=day(one.held_on))


def _both_came(x: Look, present: str) -> bool:
    sides = (x.file.side("applicant"), x.file.side("respondent"))
    return all(not side or any(one.name in present for one in side) for side in sides)


def _overlap(one: MediationMeeting, talk: Talk) -> bool:
    """Talks without hours are never said to overlap."""
    if one.held_on != talk.on or not one.starts or not talk.starts:
        return False
    mine, theirs = (one.starts, one.ends or one.starts), (talk.starts, talk.ends or talk.starts)
    return mine[0] == theirs[0] or (mine[0] < theirs[1] and theirs[0] < mine[1])
