"""Rules J: what a case has in common with others; told to its people, never printed (§6.2)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from core.record import Record
from core.records.mediation_case import Party
from core.services.case_check.book import rule
from core.services.case_check.look import Look, Other, Points, day

_NOISE = re.compile(r"[\s\d，。、；：？！“”（）,.;:()〔〕\-]+")
_SPARED = 1


@rule("J01")
def like_another(x: Look) -> Points:
    """A story, an agreement or a visit told in the words of another case of the same kind."""
    least, limit = int(x.rule.number("字数")), float(x.rule.number("相近"))
    near = [one for one in x.around.same if one.dispute == x.case.dispute]
    for key, what, text, record in _own(x):
        mine = folded(text, x.file.parties)
        if len(mine) < least:
            continue
        like = _likest(key, mine, near, limit)
        if like is not None:
            yield x.at(record, key, 内容=what, 案件=like.called)


@rule("J02")
def many_closed_at_once(x: Look) -> Points:
    """Many cases of one mediator closed on one day."""
    closed = x.case.closed_on
    alike = [one for one in x.around.same if one.closed_on == closed]
    if closed and len(alike) + _SPARED > x.rule.number("件数"):
        yield x.on_case("closed_on", 日期=day(closed), 件数=len(alike) + _SPARED)


@rule("J03")
def all_in_one_day(x: Look) -> Points:
    """Acceptance, talks, a sum agreed and a visit on the very same day."""
    found, accepted = x.file.agreement, x.case.accepted_on
    if not (found and found.amount and accepted and x.talks and x.file.follow_ups):
        return
    days: set[date | None] = {accepted, found.signed_on}
    days.update(one.held_on for one in x.talks)
    days.update(one.done_on for one in x.file.follow_ups)
    if len(days) == 1:
        yield x.on_case("accepted_on", 日期=day(accepted))


@rule("J04")
def same_two_again(x: Look) -> Points:
    """The same two sides in another case within a year."""
    if x.around.pairs:
        yield x.on_case("title", 件数=x.around.pairs)


def folded(text: str | None, parties: Iterable[Party]) -> str:
    """A text without names, figures and marks: what is left is how it is told."""
    return fold(text or "", (one.name for one in parties))


def fold(text: str, names: Iterable[str]) -> str:
    """The same, for names alone."""
    for name in names:
        text = text.replace(name, "")
    return _NOISE.sub("", text)


def _own(x: Look) -> Iterator[tuple[str, str, str | None, Record]]:
    yield "summary", "纠纷简况", x.case.summary, x.case
    if x.file.agreement:
        yield "clauses", "协议内容", x.file.agreement.clauses, x.file.agreement
    for one in x.file.follow_ups:
        yield "finding", "回访情况", one.finding, one


def _likest(key: str, mine: str, among: Iterable[Other], limit: float) -> Other | None:
    """The case whose text of this kind is nearest; texts of another length are no match."""
    from rapidfuzz import fuzz

    best: tuple[float, Other | None] = (limit, None)
    seen: Counter[str] = Counter()
    for one in among:
        for kind, text in one.texts:
            if kind != key or seen[text]:
                continue
            seen[text] += 1
            score = fuzz.ratio(mine, text, score_cutoff=best[0])
            if score > best[0]:
                best = (score, one)
    return best[1]
