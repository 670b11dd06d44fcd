"""What the tabs of a case show: its facts, its people, its agreement, each as a plain frame."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from core import codes, draft
from core.record import fields
from core.records.mediation_case import LEDGER, Agreement, MediationCase, Party, Performance
from core.services import agreement, case_flow, pending
from core.services.case_clocks import Clock
from core.services.case_course import Event, Opened
from core.services.case_file import CaseFile
from gui import theme
from gui.widgets import clock, parts
from gui.widgets.case_questions import told
from gui.widgets.eye import Eye, Value
from gui.widgets.timeline import Mark

_NAME_WIDTH = 60
_PARTY = {one.key: one for one in fields(Party)}
_BASICS = (
    "dispute",
    "source",
    "grid",
    "place",
    "happened_on",
    "applied_on",
    "accepted_on",
    "mediator",
    "recorder",
    "people",
    "amount",
    "risk",
    "scale",
    "consent",
    "elsewhere",
    "kin",
    "serious",
    "dispute_gov",
    "outside_number",
    "closed_on",
    "follow_up_waived",
    "filed_on",
    "filer",
    "pages",
    "retention",
    "box",
    "voided_on",
    "void_reason",
)
_ACTING = ("representative", "org_no", "agent", "guardian", "witness", "relation")
_TONES = {"applicant": "info", "respondent": "warn", "third": "mute"}

Facts = Iterable[tuple[str, str | QWidget]]


def basics(opened: Opened, today: date) -> QFrame:
    """Who, what, until when; then the dispute in a few sentences."""
    file = opened.file
    case = file.case
    facts = [
        ("当事人", "、".join(one.name for one in file.parties)),
        *((one.label, _due(one, today)) for one in opened.clocks),
        *((LEDGER.field(key).label, _text(file, key)) for key in _BASICS),
    ]
    inside = parts.frame("scrolled")
    down = parts.rows(inside, gap=10)
    down.addLayout(_facts(facts))
    for title, text in (("纠纷简要情况", case.summary), ("申请事项", case.request)):
        if text:
            down.addWidget(parts.label(title, "cell_name"))
            down.addWidget(parts.passage(text))
    down.addStretch()
    return inside


def people(file: CaseFile, eye: Eye) -> QFrame:
    """Everybody in the case; numbers whole for who handles it, in part for others."""
    inside = parts.frame("scrolled")
    down = parts.rows(inside, (0, 4, 8, 4), 12)
    if not file.parties:
        down.addWidget(parts.passage("还没有登记当事人，可在“修改登记内容”里补上。"))
    for party in file.parties:
        down.addWidget(_person(party, eye))
        down.addWidget(parts.rule())
    down.addStretch()
    return inside


def agreed(file: CaseFile, today: date, perform: Callable[[], object] | None) -> QFrame:
    """The agreement and how far it is performed."""
    inside = parts.frame("scrolled")
    down = parts.rows(inside, (0, 4, 8, 4), 10)
    kept = file.agreement
    if kept is None:
        down.addWidget(parts.passage("还没有协议。谈成了，用“达成协议”填写，马上可以打印。"))
        down.addStretch()
        return inside
    down.addLayout(_facts(_signed(kept)))
    down.addWidget(parts.label("协议内容", "cell_name"))
    articles = [f"{n}. {text}" for n, text in enumerate(agreement.clauses(kept), 1)]
    down.addWidget(parts.passage("\n".join(articles) or "还没有写"))
    down.addWidget(parts.label("履行", "cell_name"))
    for item in file.items:
        down.addLayout(_item(item, file, today))
    if not file.items:
        down.addWidget(parts.passage("没有要履行的事项"))
    elif perform is not None:
        across = parts.columns()
        across.addWidget(parts.button("登记履行", perform, "check-all", "link"))
        across.addStretch()
        down.addLayout(across)
    down.addStretch()
    return inside


def marks(events: Iterable[Event], today: date) -> list[Mark]:
    """The course of a case as marks on a line of time; what was entered later says so."""
    return [_mark(one, today) for one in events]


def _mark(event: Event, today: date) -> Mark:
    happened, entered = clock.local(event.happened).date(), clock.local(event.entered).date()
    late = happened != entered
    when = clock.day(happened, today) if late else clock.told(event.happened, today)
    note = f"{clock.day(entered, today)} 补录" if late else ""
    return Mark(f"{event.actor} · {event.act}", when, event.text, note, event.tone)


def _due(clock_: Clock, today: date) -> str:
    """Until when: by the calendar, and moved past days off; or that it stands still."""
    if clock_.stopped:
        return f"{clock_.natural}（中止中，不计天数）"
    left = pending.due_words(clock_.natural, today).split("，")[-1]
    said = " ".join(filter(None, (clock_.about, f"{clock_.natural}（{left}）")))
    if clock_.shifted != clock_.natural:
        said += f"，遇休息日顺延到 {clock.day(clock_.shifted, today)}"
    return said + (f"。{clock_.note}" if clock_.note else "")


def _text(file: CaseFile, key: str) -> str:
    value = getattr(file.case, key)
    return money(value) if key == "amount" else draft.show(LEDGER.field(key), value, file.names)


def _signed(kept: Agreement) -> Facts:
    described = {one.key: one for one in fields(Agreement)}
    for key in ("form", "signed_on", "effective_on", "copies"):
        yield described[key].label, draft.show(described[key], getattr(kept, key))
    yield "协议金额", money(kept.amount)


def _person(party: Party, eye: Eye) -> QFrame:
    made = QFrame()
    down = parts.rows(made, gap=6)
    head = parts.columns()
    head.addWidget(parts.chip(codes.name_of("party_side", party.side), _TONES[party.side]))
    name = parts.passage(party.name)
    name.setFont(theme.font("body", QFont.Weight.DemiBold))
    head.addWidget(name, 1)
    down.addLayout(head)
    own = [(key, _told(party, key)) for key in ("sex", "nationality", "age", "occupation")]
    about = "，".join(f"{text}岁" if key == "age" else text for key, text in own if text)
    if about:
        down.addWidget(parts.passage(about))
    keys = ("phone", "address", "id_no", *_ACTING)
    down.addLayout(_facts((_PARTY[key].label, _value(party, key, eye)) for key in keys))
    return made


def _told(party: Party, key: str) -> str:
    return draft.show(_PARTY[key], getattr(party, key))


def _value(party: Party, key: str, eye: Eye) -> str | QWidget:
    text = _told(party, key)
    return text and eye.shows(Value(party.__tablename__, party.id, _PARTY[key], text))


def _item(item: Performance, file: CaseFile, today: date) -> QHBoxLayout:
    across = parts.columns()
    across.addWidget(parts.passage(told(item)), 1)
    if item.done_on:
        words, tone = f"{clock.day(item.done_on, today)} 已履行", "ok"
    elif item.due is None:
        words, tone = "未定期限", "mute"
    else:
        late = item in file.late(today)
        left = pending.due_words(item.due, today).split("，")[-1]
        words, tone = f"{clock.day(item.due, today)} {left}", "bad" if late else "warn"
    across.addWidget(parts.chip(words, tone), 0, Qt.AlignmentFlag.AlignTop)
    return across


def _facts(facts: Facts) -> QGridLayout:
    """Names on the left, values on the right; what is empty is left out."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    known = [(name, text) for name, text in facts if text]
    for n, (name, text) in enumerate(known):
        caption = parts.label(name.removesuffix("（元）"), "cell_name")
        caption.setMinimumWidth(_NAME_WIDTH)
        grid.addWidget(caption, n, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(parts.passage(text) if isinstance(text, str) else text, n, 1)
    return grid


def money(amount: Decimal | None) -> str:
    """36,000.00 元."""
    return "" if amount is None else f"{amount:,.2f} 元"


def state(file: CaseFile, today: date) -> str:
    """Where the case stands today, in a word."""
    return case_flow.state_name(case_flow.standing(file.case.state, file.items, today))


def risk(case: MediationCase) -> str:
    """风险较大 and the like."""
    return f"风险{codes.name_of('risk_level', case.risk)}" if case.risk else ""
