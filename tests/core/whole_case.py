"""A mediation file that is in order from end to end; a test takes one thing out of it."""

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from uuid import UUID, uuid4

from core.records.mediation_case import (
    Agreement,
    CaseEvent,
    CasePaper,
    Confirmation,
    Evidence,
    FollowUp,
    Investigation,
    MediationCase,
    MediationMeeting,
    Party,
    Performance,
)
from core.services import case_check
from core.services.case_file import CaseFile

TODAY = date(2025, 5, 10)
WU, WANG = uuid4(), uuid4()
NUMBER = "石桥镇人调字〔2025〕第002号"
SUMMARY = (
    "张永福与李德厚前后相邻，李德厚翻修厨房后将屋檐滴水引向两家中间小巷，2025年3月2日大雨，"
    "积水倒灌张永福杂物间，双方发生争吵，邻居劝开。张永福要求改排水并赔偿损失。"
)
TALK = (
    "调解员已告知双方权利义务。张永福：化肥饲料受潮，要求赔偿。"
    "李德厚：愿意改排水。双方核对损失后同意由李德厚赔偿。"
)
SINGLE = (
    "cover",
    "contents",
    "application",
    "acceptance_register",
    "evidence",
    "mediation_agreement",
    "performance_proof",
    "follow_up",
    "back_cover",
)


def of(record, **given):
    given.setdefault("id", uuid4())
    if hasattr(record, "position"):
        given.setdefault("position", 1)
    return record(**given)


def vars_of(record, **values):
    for key, value in values.items():
        setattr(record, key, value)


@dataclass
class Whole:
    """A written case of two neighbours, filed; tests change it before they ask for the file."""

    case: MediationCase
    parties: list[Party]
    meetings: list[MediationMeeting]
    agreement: Agreement | None
    items: list[Performance]
    papers: list[CasePaper]
    evidence: list[Evidence]
    follow_ups: list[FollowUp]
    inquiries: list[Investigation] = field(default_factory=list)
    events: list[CaseEvent] = field(default_factory=list)
    confirmation: Confirmation | None = None
    beside: list = field(default_factory=list)
    names: dict[UUID, str] = field(default_factory=lambda: {WU: "吴秀兰", WANG: "王晓梅"})

    def file(self):
        return CaseFile(
            self.case,
            tuple(self.parties),
            tuple(self.meetings),
            self.agreement,
            tuple(self.items),
            self.names,
            "石桥镇人民调解委员会",
            1,
            tuple(self.beside),
            tuple(self.inquiries),
            tuple(self.evidence),
            tuple(self.events),
            tuple(self.follow_ups),
            self.confirmation,
            (),
            tuple(self.papers),
        )

    def paper(self, kind):
        return next(one for one in self.papers if one.kind == kind)

    def drop(self, *kinds):
        self.papers = [one for one in self.papers if one.kind not in kinds]

    def add(self, kind, **given):
        given.setdefault("signed_on", date(2025, 3, 5))
        self.papers.append(of(CasePaper, kind=kind, **given))

    def codes(self, around=case_check.ALONE, today=TODAY, **given):
        found = case_check.review(self.file(), around, case_check.printed(), today, **given)
        return {one.rule for one in found}

    def found(self, code, around=case_check.ALONE, today=TODAY):
        book = case_check.printed()
        found = case_check.review(self.file(), around, book, today)
        return [one for one in found if one.rule == code]


def sound():
    case = of(
        MediationCase,
        number=NUMBER,
        title="张永福与李德厚相邻排水纠纷",
        source="02",
        dispute="02",
        dispute_gov="0201",
        happened_on=date(2025, 3, 2),
        applied_on=date(2025, 3, 5),
        accepted_on=date(2025, 3, 5),
        place="石桥镇东风村二组",
        summary=SUMMARY,
        request="改建排水沟\n赔偿损失1800元",
        people=2,
        amount=Decimal(1800),
        elsewhere="no",
        kin="no",
        serious="no",
        mediator=WU,
        recorder=WANG,
        state="Z90",
        closed_on=date(2025, 4, 7),
        filed_on=date(2025, 4, 10),
        filer="王晓梅",
        retention="short",
        privacy="L2",
        grade="normal",
    )
    zhang = of(
        Party, side="applicant", kind="person", name="张永福", age=56, address="石桥镇东风村"
    )
    li = of(Party, side="respondent", kind="person", name="李德厚", age=61, address="石桥镇东风村")
    talk = of(
        MediationMeeting,
        held_on=date(2025, 3, 11),
        starts=time(9),
        ends=time(11),
        talk=TALK,
        result="success",
    )
    agreement = of(
        Agreement,
        number=NUMBER,
        form="written",
        facts="受潮化肥饲料双方共同清点，认可损失1200元。李德厚负主要责任。",
        clauses="李德厚赔偿张永福损失人民币1200元（大写：壹仟贰佰元整），"
        "于2025年3月15日前以现金一次付清。\n李德厚于2025年3月31日前自费修筑明沟一条。",
        copies=3,
        amount=Decimal(1200),
        signed_on=date(2025, 3, 11),
        parties_signed_on=date(2025, 3, 11),
        mediator_signed_on=date(2025, 3, 11),
        recorder_signed_on=date(2025, 3, 11),
        sealed_on=date(2025, 3, 11),
        effective_on=date(2025, 3, 11),
    )
    owed = {"payer": "李德厚", "receiver": "张永福"}
    items = [
        of(
            Performance,
            item="赔偿损失",
            amount=Decimal(1200),
            way="现金",
            due=date(2025, 3, 15),
            done_on=date(2025, 3, 14),
            proof="收条",
            **owed,
        ),
        of(
            Performance,
            item="修筑明沟",
            due=date(2025, 3, 31),
            done_on=date(2025, 3, 28),
            proof="照片",
            **owed,
        ),
    ]
    whole = Whole(
        case,
        [zhang, li],
        [talk],
        agreement,
        items,
        [],
        [of(Evidence, name="受损化肥照片", kind="photo", pages=2)],
        [
            of(
                FollowUp,
                done_on=date(2025, 4, 7),
                finding="明沟已通水，赔偿款已付清，双方见面能打招呼。",
                performed="all",
            )
        ],
    )
    for kind in SINGLE:
        whole.add(kind)
    for one in whole.parties:
        whole.add("rights_notice", subject=one.id)
        whole.add("identity", subject=one.id)
    whole.add("mediation_record", subject=talk.id, signed_on=date(2025, 3, 11))
    whole.paper("acceptance_register").sealed_on = date(2025, 3, 5)
    whole.paper("mediation_agreement").signed_on = date(2025, 3, 11)
    return whole
