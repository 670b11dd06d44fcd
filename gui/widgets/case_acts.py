"""What can be done with a case where it stands: the next act, the dangerous one, the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.services import case_flow
from core.services.case_file import CaseFile

LABELS = {
    "admit": "受理",
    "hold_meeting": "记录调解",
    "agree": "达成协议",
    "sign": "全部已签",
    "perform_item": "登记履行",
    "refuse": "不予受理",
    "end": "终止调解",
    "withdraw": "撤回申请",
    "amend": "修改登记内容",
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
}
_NEXT: dict[str, tuple[str, ...]] = {
    "Z10": ("admit", "hold_meeting"),
    "Z20": ("hold_meeting", "agree"),
    "Z30": ("hold_meeting", "agree"),
    "Z40": ("sign", "agree"),
    "Z60": ("perform_item",),
}
_TALKED_INTO = ("agree", "hold_meeting")
_DANGER = ("refuse", "end")
_ORDER = ("admit", "hold_meeting", "agree", "sign_by_hand", "amend", "withdraw")


@dataclass(frozen=True, slots=True)
class Offered:
    """The acts of a case: at most two forward (the first is primary), one that ends it, others."""

    forward: tuple[str, ...] = ()
    danger: str = ""
    others: tuple[str, ...] = ()

    def __contains__(self, act: str) -> bool:
        return act in (*self.forward, self.danger, *self.others)


def offered(file: CaseFile) -> Offered:
    """What the state of the case allows; a voided or binned one allows nothing."""
    case = file.case
    if case.voided_on is not None or case.binned is not None:
        return Offered()
    able = _able(file)
    wanted = _NEXT.get(case.state or "", ())
    if case.state == "Z30" and file.meetings and file.meetings[-1].result == "success":
        wanted = _TALKED_INTO
    forward = tuple(act for act in wanted if act in able)
    danger = next((act for act in _DANGER if act in able), "")
    rest = tuple(act for act in _ORDER if act in able and act not in (*forward, danger))
    last = "void" if case.number else "remove"
    return Offered(forward, danger, (*rest, last))


def label(act: str, file: CaseFile) -> str:
    """What the act is called in this case."""
    if act == "agree" and file.agreement is not None:
        return "修改协议"
    if act == "admit" and file.case.state != "Z10":
        return "补办受理"
    if act == "hold_meeting" and file.case.state not in ("Z10", "Z20", "Z30"):
        return "补记调解"
    return LABELS[act]


def _able(file: CaseFile) -> Sequence[str]:
    state = file.case.state
    moves = {one.operation for one in case_flow.transitions() if one.source == state}
    if file.case.accepted_on is not None:
        moves.discard("admit")
    by_hand = {"sign_by_hand"} if "sign" in moves else set()
    return [*moves, *by_hand, "amend"]
