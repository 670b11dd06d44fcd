"""Rules C: evidence and inquiries (§6.2)."""

import re

from core.records.mediation_case import Evidence, Investigation
from core.services.case_check.book import rule
from core.services.case_check.look import Look, Points, day

_LOSS = re.compile("票据|发票|收据|费用|清单|诊断|病历|出院|鉴定|认定|评估|照片")
_TITLE = re.compile("证|权属|勘|测|丈量|图|合同|示意")
_LOSS_KINDS = frozenset({"bill", "medical"})
_TITLE_KINDS = frozenset({"title", "survey"})
_HOMESTEAD = frozenset({"0901", "0902", "0903"})


@rule("C01")
def no_evidence(x: Look) -> Points:
    """Much money is not shared out on words alone."""
    amount = x.case.amount
    much = amount is not None and amount >= x.rule.number("金额")
    if x.begun and much and not _any(x):
        yield x.missing(Evidence, "name", 金额=f"{amount:f}".removesuffix(".00"))


@rule("C02")
def loss_unproved(x: Look) -> Points:
    """A loss is shown by a bill, a diagnosis or a finding of fault."""
    wanted = x.case.dispute in x.rule.listed("类型")
    if x.begun and wanted and not _shown(x, _LOSS_KINDS, _LOSS):
        yield x.missing(Evidence, "kind")


@rule("C03")
def land_unproved(x: Look) -> Points:
    """A quarrel about land is settled by title or by looking at the place."""
    land = x.case.dispute in x.rule.listed("类型") or x.case.dispute_gov in _HOMESTEAD
    looked = x.file.happened("survey") or x.file.inquiries or x.paper("investigation")
    if x.begun and land and not looked and not _shown(x, _TITLE_KINDS, _TITLE):
        yield x.missing(Evidence, "kind")


@rule("C04")
def inquiry_unsigned(x: Look) -> Points:
    """Who was asked, who asked and who wrote sign the record."""
    for one in x.file.inquiries:
        if not x.signed("investigation", one.id):
            yield x.unpapered("investigation", one.id, 日期=day(one.held_on))
    if not x.file.inquiries and x.paper("investigation") and not x.signed("investigation"):
        when = x.paper("investigation")
        told = day(when.dated) if when and when.dated else "卷内"
        yield x.unpapered("investigation", 日期=told)


@rule("C05")
def asked_alone(x: Look) -> Points:
    """Where it can be done, two go and ask."""
    for one in x.file.inquiries:
        if _alone(x, one):
            yield x.at(one, "askers", 日期=day(one.held_on))


@rule("C06")
def pages_differ(x: Look) -> Points:
    """The list of evidence and the papers count the same pages."""
    listed = [one.pages for one in x.file.evidence]
    kept = [one.pages for one in x.file.papers_of("evidence")]
    known = bool(listed and kept) and None not in (*listed, *kept)
    sums = sum(filter(None, listed)), sum(filter(None, kept))
    if known and sums[0] != sums[1]:
        yield x.at(x.file.papers_of("evidence")[0], "pages", 清单=sums[0], 材料=sums[1])


def _alone(x: Look, one: Investigation) -> bool:
    mediators = x.file.mediators
    return bool(one.askers) and one.askers == one.recorder and mediators == (one.askers,)


def _any(x: Look) -> bool:
    return bool(x.file.evidence or x.file.papers_of("evidence"))


def _shown(x: Look, kinds: frozenset[str], words: re.Pattern[str]) -> bool:
    """Whether some evidence is of these kinds or named so; what nobody listed may be of any."""
    if not x.file.evidence:
        return bool(x.file.papers_of("evidence"))
    return any(one.kind in kinds or words.search(one.name) for one in x.file.evidence)
