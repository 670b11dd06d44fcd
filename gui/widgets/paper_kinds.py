"""The printed forms of a case by stage, and which of them is wanted most probably."""

from dataclasses import dataclass

from core.services.case_file import CaseFile


@dataclass(frozen=True, slots=True)
class Paper:
    """One printed form of a case, and what it is good for."""

    name: str
    title: str
    use: str


STAGES: tuple[tuple[str, tuple[Paper, ...]], ...] = (
    (
        "受理",
        (
            Paper("application", "人民调解申请书", "申请人申请调解时填"),
            Paper("acceptance_register", "人民调解受理登记表", "受理时填，当事人签名表示同意"),
            Paper("acceptance_notice", "受理通知书", "告知每名当事人由谁调解"),
            Paper("rights_notice", "当事人权利义务告知书", "首次调解前，每名当事人一份"),
            Paper("authorisation", "授权委托书", "有委托代理人的，每名委托人一份"),
            Paper("refusal_notice", "不予受理告知书", "不予受理时，写明理由和其他途径"),
        ),
    ),
    (
        "调查调解",
        (
            Paper("invitation", "调解邀请函", "约调时每名当事人一份"),
            Paper("investigation", "人民调解调查记录", "每次调查一份，逐人签名"),
            Paper("evidence", "证据材料清单", "收到的证据逐件登记"),
            Paper("mediation_record", "人民调解记录", "每次调解一份，到场的人签名"),
            Paper("extension", "延期说明", "各方同意延期时签"),
            Paper("suspension", "中止说明", "暂时不能继续调解时用"),
            Paper("recusal", "回避申请书", "当事人要求更换调解员时填"),
            Paper("risk_report", "风险报告单", "可能激化的，报公安或有关部门"),
            Paper("transfer", "移送（转办）函", "移送其他部门时用，附回执"),
        ),
    ),
    (
        "协议履行",
        (
            Paper("mediation_agreement", "人民调解协议书", "当事人各一份，调委会留存一份"),
            Paper("oral_register", "人民调解口头协议登记表", "达成口头协议的，由调委会填写"),
            Paper("performance_proof", "收条", "每项履行一份，由收款人签"),
            Paper("follow_up", "人民调解回访记录", "每次回访一份，结论由回访人填写"),
            Paper("confirmation", "司法确认申请书", "各方共同向法院申请"),
            Paper("end_notice", "终止调解告知书", "调解不成的，告知其他途径"),
            Paper("withdrawal", "撤回申请书", "申请人撤回申请时填"),
        ),
    ),
    (
        "立卷",
        (
            Paper("cover", "卷宗封面", "立卷时用"),
            Paper("contents", "卷内目录", "手工装订时填页号；整本卷宗自动编页"),
            Paper("closing_report", "人民调解结案报告表", "结案时填，内容自动带出"),
            Paper("file_note", "卷宗情况说明", "缺件、复印件来源等情况"),
            Paper("back_cover", "封底", "写明本卷页数"),
        ),
    ),
)
PAPERS = tuple(paper for _stage, papers in STAGES for paper in papers)
_BY_NAME = {one.name: one for one in PAPERS}


def likely(file: CaseFile) -> Paper:
    """The paper wanted most probably: the agreement once there is one, before that by the stage."""
    if file.agreement is not None:
        oral = file.agreement.form == "oral"
        return _BY_NAME["oral_register" if oral else "mediation_agreement"]
    fresh = file.case.accepted_on and not file.meetings
    return _BY_NAME["rights_notice" if fresh else "acceptance_register"]
