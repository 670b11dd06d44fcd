"""What can be done with a case where it stands: the next act, the dangerous one, the others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.services import case_contents, case_flow, case_guards
from core.services.case_file import CaseFile

LABELS = {
    "take_up": "转调解",
    "admit": "受理",
    "hold_meeting": "记录调解",
    "agree": "达成协议",
    "sign": "全部已签",
    "perform_item": "登记履行",
    "extend": "延期",
    "suspend": "中止",
    "resume": "恢复调解",
    "record": "登记处理记录",
    "perform_part": "登记部分履行",
    "settle": "登记履行完毕",
    "follow_up": "登记回访",
    "confirm_follow_up": "转为已回访",
    "waive_follow_up": "免回访",
    "ready_to_file": "材料齐，待归档",
    "archive": "立卷归档",
    "put_in_writing": "改签书面协议",
    "plan_court": "准备申请司法确认",
    "skip_court": "不申请司法确认",
    "apply_to_court": "申请司法确认",
    "court_takes": "法院受理",
    "court_rules": "登记法院裁定",
    "reopen": "重新调解",
    "refuse": "不予受理",
    "end": "终止调解",
    "give_up": "登记不履行",
    "withdraw": "撤回申请",
    "amend": "修改登记内容",
    "inquire": "登记调查",
    "list_evidence": "证据清单",
    "name_beside": "共同调解员",
    "tell_prevented": "防止激化",
    "list_paper": "登记纸质件",
    "put_away": "存放位置",
    "lend": "借阅登记",
    "give_back": "归还卷宗",
    "take_as_found": "按纸质卷宗补录",
    "sign_by_hand": "逐项填签名日期",
    "void": "作废",
    "remove": "删除（可找回）",
}
ICONS = {
    "admit": "check",
    "hold_meeting": "pencil-outline",
    "agree": "handshake-outline",
    "sign": "draw-pen",
    "perform_item": "check-all",
    "follow_up": "home-heart",
    "confirm_follow_up": "check",
    "ready_to_file": "check",
    "archive": "archive-outline",
    "resume": "play",
}
_AFTER = ("confirm_follow_up", "ready_to_file", "follow_up")
_NEXT: dict[str, tuple[str, ...]] = {
    "Z00": ("take_up",),
    "Z10": ("admit", "hold_meeting"),
    "Z20": ("hold_meeting", "agree"),
    "Z30": ("hold_meeting", "agree"),
    "Z31": ("hold_meeting", "agree"),
    "Z32": ("resume",),
    "Z40": ("sign", "agree"),
    "Z60": ("perform_item", "follow_up"),
    "Z70": ("ready_to_file",),
    "Z80": ("archive",),
    "Z91": ("hold_meeting", "agree"),
    **dict.fromkeys(("Z11", "Z12", "Z41", "Z42", "Z50", "Z61", "Z63"), _AFTER),
}
_FORWARD = 2
_TALKED_INTO = ("agree", "hold_meeting")
_DANGER = ("refuse", "end", "give_up")
_ORDER = (
    "admit",
    "hold_meeting",
    "agree",
    "sign_by_hand",
    "record",
    "extend",
    "suspend",
    "perform_part",
    "settle",
    "follow_up",
    "confirm_follow_up",
    "waive_follow_up",
    "ready_to_file",
    "plan_court",
    "skip_court",
    "apply_to_court",
    "court_takes",
    "court_rules",
    "put_in_writing",
    "reopen",
    "amend",
    "take_as_found",
    "withdraw",
)
INSIDE = (
    "inquire",
    "list_evidence",
    "name_beside",
    "tell_prevented",
    "list_paper",
    "put_away",
    "lend",
    "give_back",
)
"""What lies in the file: told at any step of the case."""
FORMS = frozenset(
    (
        *("amend", "hold_meeting", "agree", "inquire"),
        *("list_evidence", "name_beside", "tell_prevented", "lend"),
    )
)
"""Acts that want a whole page."""
_TO_VISIT = frozenset(("Z11", "Z12", "Z41", "Z42", "Z50", "Z60", "Z61", "Z63"))
_UNAGREED = frozenset(("Z00", "Z10", "Z11", "Z12"))
_SHELVED = frozenset(("Z80", "Z90"))
_RULED = frozenset(("court_confirms", "court_refuses", "court_withdrawn"))


@dataclass(frozen=True, slots=True)
class Offered:
    """The acts of a case: at most two forward (the first is primary), one that ends it, others.

    `inside` are those about what lies in its file.
    """

    forward: tuple[str, ...] = ()
    danger: str = ""
    others: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()

    def __contains__(self, act: str) -> bool:
        return act in (*self.forward, self.danger, *self.others, *self.inside)


def offered(file: CaseFile, today: date) -> Offered:
    """What the state of the case allows today; a voided or binned one allows nothing."""
    case = file.case
    if case.voided_on is not None or case.binned is not None:
        return Offered()
    able = _able(file, today)
    wanted = _NEXT.get(case.state or "", ())
    if case.state == "Z30" and file.meetings and file.meetings[-1].result == "success":
        wanted = _TALKED_INTO
    forward = tuple(act for act in wanted if act in able)[:_FORWARD]
    danger = next((act for act in _DANGER if act in able), "")
    rest = tuple(act for act in _ORDER if act in able and act not in (*forward, danger))
    last = "void" if case.number else "remove"
    inside = tuple(one for one in INSIDE if one != "give_back" or case_contents.lent(file.loans))
    return Offered(forward, danger, (*rest, last), inside)


def label(act: str, file: CaseFile) -> str:
    """What the act is called in this case."""
    if act == "agree" and file.agreement is not None:
        return "修改协议"
    if act == "admit" and file.case.state != "Z10":
        return "补办受理"
    if act == "hold_meeting" and file.case.state not in ("Z10", "Z20", "Z30"):
        return "补记调解"
    return LABELS[act]


def _able(file: CaseFile, today: date) -> frozenset[str]:
    case = file.case
    moves = set(case_flow.able(case.state))
    if case.accepted_on is not None:
        moves.discard("admit")
    if case.state == case_flow.PERFORMING and not file.items:
        moves.discard("perform_item")
    if not case_guards.overdue(file.items, today):
        moves.discard("give_up")
    if not file.follow_ups:
        moves.discard("confirm_follow_up")
    if case.state in _TO_VISIT and not case.follow_up_waived:
        moves.discard("ready_to_file")
    return frozenset({*moves, *_beside(file, moves), *_court(file), "amend"})


def _beside(file: CaseFile, moves: set[str]) -> Iterator[str]:
    """Acts that move nothing."""
    if "sign" in moves:
        yield "sign_by_hand"
    if "perform_item" in moves and file.case.state != "Z40":
        yield "perform_part"
    if file.case.state not in _UNAGREED:
        yield "record"
    if file.case.state in _TO_VISIT:
        yield "follow_up"
        if not file.follow_ups and not file.case.follow_up_waived:
            yield "waive_follow_up"
    if file.case.state not in _SHELVED:
        yield "take_as_found"


def _court(file: CaseFile) -> Iterator[str]:
    """The acts of judicial confirmation, once a written agreement is in force."""
    agreed = file.agreement
    if agreed is None or agreed.form != "written" or agreed.effective_on is None:
        return
    moves = case_flow.able(file.confirmation.state if file.confirmation else "C0")
    yield from moves - _RULED
    if moves & _RULED:
        yield "court_rules"
