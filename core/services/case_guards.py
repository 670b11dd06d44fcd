"""What must hold before a case moves on: each guard looks at facts and names the field it misses.

Guards run on the days things happened. They bar filing and closing, never printing (A2).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from core.errors import Problem
from core.records.mediation_case import (
    Agreement,
    CaseEvent,
    Confirmation,
    FollowUp,
    MediationCase,
    Performance,
)

YES, NO = "yes", "no"
WRITTEN, ORAL = "written", "oral"
MAJOR = "major"
_AUTHORITIES = range(11, 17)


@dataclass(frozen=True, slots=True)
class Facts:
    """What guards look at.

    `day` is the business day of the move, `until` the day an extension is to end, `last` the last
    day allowed.
    """

    case: MediationCase
    agreement: Agreement | None = None
    items: tuple[Performance, ...] = ()
    events: tuple[CaseEvent, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    confirmation: Confirmation | None = None
    day: date | None = None
    until: date | None = None
    last: date | None = None

    def happened(self, kind: str) -> bool:
        """Whether a step of that kind was recorded."""
        return any(one.kind == kind for one in self.events)


Guard = Callable[[Facts], Problem | None]


def _unless(held: object, field: str, text: str) -> Problem | None:
    return None if held else Problem(field, text)


def _unaccepted(facts: Facts) -> Problem | None:
    done = facts.case.accepted_on is not None and facts.case.number is not None
    return _unless(not done, "accepted_on", "这件已经受理过了，不用再次受理。")


def _civil(facts: Facts) -> Problem | None:
    """Classes 11–16 belong to authorities, unless somebody confirmed a civil matter (§3.2)."""
    first = (facts.case.dispute_gov or "")[:2]
    closed = first.isdigit() and int(first) in _AUTHORITIES and facts.case.civil != YES
    text = "这类事项一般由行政或司法机关办理；确有民事权利义务的，请先在“含民事权利义务”里选“是”。"
    return _unless(not closed, "civil", text)


def _not_elsewhere(facts: Facts) -> Problem | None:
    text = "法院、公安等已经受理或解决的，不能调解。请办理“不予受理”，并告知其他途径。"
    return _unless(facts.case.elsewhere != YES, "elsewhere", text)


def _not_kin(facts: Facts) -> Problem | None:
    text = "调解员与当事人是近亲属，应当回避。请换一名调解员再受理。"
    return _unless(facts.case.kin != YES, "kin", text)


def _written(facts: Facts) -> Problem | None:
    return _unless(_form(facts) == WRITTEN, "form", "口头协议不需要签章，达成之日即生效。")


def _oral(facts: Facts) -> Problem | None:
    return _unless(_form(facts) == ORAL, "form", "书面协议要在签章齐备后才生效。")


def _form(facts: Facts) -> str:
    return facts.agreement.form if facts.agreement else WRITTEN


def _signed(facts: Facts) -> Problem | None:
    found = facts.agreement
    dates = (
        (found.parties_signed_on, found.mediator_signed_on, found.sealed_on) if found else (None,)
    )
    text = "当事人、调解员签名和调委会盖章三项都齐了，协议才生效。"
    return _unless(all(dates), "sealed_on", text)


def _reported(facts: Facts) -> Problem | None:
    """What may end in violence is reported before an agreement takes effect (§4.4, article 25)."""
    due = facts.case.risk == MAJOR or facts.case.serious == YES
    text = "风险重大或可能引起治安、刑事案件的，请先登记“报告”（报给谁、什么时候、谁接收）。"
    return _unless(not due or facts.happened("report"), "event.report", text)


def _nothing_due(facts: Facts) -> Problem | None:
    return _unless(not facts.items, "performance", "协议里还有履行事项。")


def _open_items(facts: Facts) -> Problem | None:
    left = any(one.done_on is None for one in facts.items)
    return _unless(left, "performance", "没有未履行的事项。")


def _all_done(facts: Facts) -> Problem | None:
    done = facts.items and all(one.done_on for one in facts.items)
    return _unless(done, "performance", "还有事项没有履行。")


def _overdue(facts: Facts) -> Problem | None:
    text = "还没有到期未履行的事项，不能转为“不履行”。"
    return _unless(facts.day and overdue(facts.items, facts.day), "performance", text)


def overdue(items: tuple[Performance, ...], day: date) -> bool:
    """Whether a promise was due before `day` and not kept: state Z62 is read, never written."""
    return any(one.due and one.due < day and one.done_on is None for one in items)


def _ways_told(facts: Facts) -> Problem | None:
    text = "请先告知当事人仲裁、行政、司法等其他途径，并勾上“已告知其他途径”。"
    return _unless(facts.happened("told"), "told", text)


def _agreed_longer(facts: Facts) -> Problem | None:
    return _unless(facts.case.consent, "consent", "延期要各方同意：请写明什么时间、怎样同意的。")


def _within_extension(facts: Facts) -> Problem | None:
    """Not beyond the longest extension that the station's setting allows."""
    within = facts.last is None or facts.until is None or facts.until <= facts.last
    return _unless(within, "until", f"最多延到{facts.last}。确需更久的，请先在设置里改延期上限。")


def _followed_up(facts: Facts) -> Problem | None:
    concluded = any((one.finding or "").strip() for one in facts.follow_ups)
    return _unless(concluded, "follow_up", "还没有写好的回访记录，请先登记回访情况。")


def _waived(facts: Facts) -> Problem | None:
    text = "没有回访。确实不需要回访的，请写明免回访的原因。"
    return _unless(facts.case.follow_up_waived, "follow_up_waived", text)


def _paged(facts: Facts) -> Problem | None:
    return _unless(facts.case.pages, "pages", "卷内还没有编页，请先打印卷内目录或填写卷内页数。")


def _kept_long(facts: Facts) -> Problem | None:
    return _unless(facts.case.retention, "retention", "还没有选保管期限。")


def _in_force(facts: Facts) -> Problem | None:
    held = facts.agreement is not None and facts.agreement.form == WRITTEN
    in_force = held and facts.agreement is not None and facts.agreement.effective_on is not None
    text = "申请司法确认要有已生效的书面协议；口头协议请先改签书面协议。"
    return _unless(in_force, "agreement", text)


def _jointly(facts: Facts) -> Problem | None:
    joint = facts.confirmation is not None and facts.confirmation.joint == YES
    return _unless(joint, "joint", "司法确认要各方共同申请。")


def _in_time(facts: Facts) -> Problem | None:
    """Not after the last day, moved past days off (B23)."""
    applied = facts.confirmation.applied_on if facts.confirmation else None
    in_time = applied is None or facts.last is None or applied <= facts.last
    return _unless(in_time, "applied_on", f"已超过协议生效后30日（最后一天{facts.last}）。")


GUARDS: dict[str, Guard] = {
    "unaccepted": _unaccepted,
    "civil": _civil,
    "not_elsewhere": _not_elsewhere,
    "not_kin": _not_kin,
    "written": _written,
    "oral": _oral,
    "signed": _signed,
    "reported": _reported,
    "nothing_due": _nothing_due,
    "open_items": _open_items,
    "all_done": _all_done,
    "overdue": _overdue,
    "ways_told": _ways_told,
    "agreed_longer": _agreed_longer,
    "within_extension": _within_extension,
    "followed_up": _followed_up,
    "waived": _waived,
    "paged": _paged,
    "kept_long": _kept_long,
    "in_force": _in_force,
    "jointly": _jointly,
    "in_time": _in_time,
}
