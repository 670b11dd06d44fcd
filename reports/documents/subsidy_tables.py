"""以案定补: application, approval and payment, three tables of one period (mediation.md §7.3)."""

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

from core import codes
from core.services.subsidy import Application, Claim, Payee
from reports import board, wording
from reports.board import Board, Value
from reports.page import Column
from reports.wording import Wording

NAME = "subsidy_tables"

_CLAIM_WIDTHS = (2.8, 6.7, 6.2, 4.4, 5.7, 5.7, 4.4, 5.6, 3, 4, 3, 5.9, 4, 4.4, 3, 2.6)
_APPROVAL_WIDTHS = (4, 4, 4, 4)
_PAYMENT_WIDTHS = (2, 4, 4, 3, 3, 4, 8, 6, 4)


def boards(found: Application, station: str, kinds: dict[UUID, str]) -> tuple[Board, ...]:
    """The three tables; `kinds` says who is a full-time mediator and who is not."""
    words = wording.load(NAME)
    part = "副题" if found.batch else "草稿"
    note = words.text(part, 单位=station, 期=board.called(found.period))
    return (
        _claims(found, note, words),
        _approval(found, note, words),
        _payment(found, note, words, kinds),
    )


def _heads(words: Wording, part: str, widths: tuple[float, ...]) -> tuple[Column, ...]:
    pairs = zip(words.lines(part), widths, strict=True)
    return tuple(Column(name, width, "center") for name, width in pairs)


def _claims(found: Application, note: str, words: Wording) -> Board:
    rows: list[tuple[Value, ...]] = [
        (number, *_claim(one)) for number, one in enumerate(found.ready, 1)
    ]
    blank = len(_CLAIM_WIDTHS)
    total = _total(found)
    rows.append((words.text("合计"), *("",) * (blank - 4), total, "", ""))
    heads = _heads(words, "申报栏目", _CLAIM_WIDTHS)
    return Board(words.text("申报标题"), note, heads, tuple(rows), dense=True)


def _claim(one: Claim) -> tuple[Value, ...]:
    case, agreement = one.case, one.whole.agreement
    told = "\n".join(
        payee.name if len(one.payees) == 1 else f"{payee.name} {payee.share.normalize():f}%"
        for payee in one.payees
    )
    return (
        case.number,
        case.title,
        codes.name_of("dispute_kind", case.dispute) if case.dispute else "",
        case.accepted_on,
        agreement.effective_on if agreement else None,
        codes.name_of("agreement_form", one.count.form) if one.count.form else "",
        one.count.amount,
        one.count.people,
        "已履行" if one.count.performed else "未履行完",
        codes.name_of("case_grade", one.count.grade),
        told,
        one.rate,
        one.amount,
        "",
        case.grade_reason or "",
    )


def _approval(found: Application, note: str, words: Wording) -> Board:
    rows = tuple(_by_grade(found))
    total = _total(found)
    whole: tuple[Value, ...] = (words.text("合计"), len(found.ready), "", total)
    return Board(
        words.text("审批标题"),
        note,
        _heads(words, "审批栏目", _APPROVAL_WIDTHS),
        (*rows, whole),
        remarks=(words.text("大写", 金额=wording.money(total)),),
        signers=words.lines("审批人"),
    )


def _by_grade(found: Application) -> Iterator[tuple[Value, ...]]:
    for grade in codes.table("case_grade").items:
        met = [one for one in found.ready if one.count.grade == grade.code]
        rates = "、".join(str(one) for one in sorted({one.rate for one in met}))
        yield grade.name, len(met), rates, sum((one.amount for one in met), Decimal("0.00"))


def _payment(found: Application, note: str, words: Wording, kinds: dict[UUID, str]) -> Board:
    paid: dict[UUID, list[Payee]] = {}
    for claim in found.ready:
        for one in claim.payees:
            paid.setdefault(one.staff, []).append(one)
    rows: list[tuple[Value, ...]] = []
    for number, (staff, ones) in enumerate(paid.items(), 1):
        amount = sum((one.amount for one in ones), Decimal("0.00"))
        barred = {"yes": "是", "no": "否"}.get(ones[0].unpaid or "", "")
        kind = kinds.get(staff, "")
        rows.append((number, ones[0].name, kind, barred, len(ones), amount, "", "", ""))
    rows.append((words.text("合计"), "", "", "", len(found.ready), _total(found), "", "", ""))
    return Board(
        words.text("发放标题"),
        note,
        _heads(words, "发放栏目", _PAYMENT_WIDTHS),
        tuple(rows),
        remarks=(words.text("公职"),),
    )


def _total(found: Application) -> Decimal:
    return sum((one.amount for one in found.ready), Decimal("0.00"))
