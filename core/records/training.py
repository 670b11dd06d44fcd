"""Training of the station's own people, and who took part (`domain/grid.md` §6.4, L24)."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped

from core.ledger import Child, Group, Ledger
from core.record import Kind, Record, field


class Training(Record):
    """One course or lesson."""

    __tablename__ = "training"

    name: Mapped[str] = field("名称", required=True, width=20, aliases=("培训名称", "学习内容"))
    held_on: Mapped[date] = field("日期", Kind.DATE, required=True, aliases=("培训日期",))
    hours: Mapped[Decimal | None] = field("课时", Kind.DECIMAL, width=8)
    kind: Mapped[str | None] = field("类别", Kind.CODE, code="training_kind")
    lecturer: Mapped[str | None] = field("讲授人", aliases=("主讲人",))
    content: Mapped[str | None] = field("内容", Kind.LONG, width=24)
    examined: Mapped[bool] = field("是否考试", Kind.YES)
    examiner: Mapped[str | None] = field("考核人")
    level: Mapped[str | None] = field("认证等级")
    note: Mapped[str | None] = field("备注", Kind.LONG, width=16)


class Trainee(Record):
    """One person expected at a training, whether he came and, after a test, whether he passed."""

    __tablename__ = "trainee"

    training: Mapped[UUID] = field("培训", Kind.LINK, link="training", required=True, parent=True)
    position: Mapped[int | None] = field("序号", Kind.WHOLE, width=6)
    staff: Mapped[UUID] = field("姓名", Kind.LINK, link="staff", required=True)
    state: Mapped[str] = field(
        "出勤", Kind.CODE, code="attendance_state", required=True, default="present"
    )
    marks: Mapped[Decimal | None] = field("考试成绩", Kind.DECIMAL, width=8)
    passed: Mapped[str | None] = field("合格", Kind.CODE, code="answer", width=6)


LEDGER = Ledger(
    Training,
    title="学习培训台账",
    columns=(
        Training.held_on,
        Training.name,
        Training.kind,
        Training.hours,
        Training.lecturer,
        Training.content,
        Training.examined,
        Training.examiner,
        Training.level,
        Training.note,
    ),
    form=(
        Group(
            "培训",
            (
                Training.name,
                Training.held_on,
                Training.hours,
                Training.kind,
                Training.lecturer,
                Training.content,
            ),
        ),
        Group("考核", (Training.examined, Training.examiner, Training.level, Training.note)),
    ),
    naming=Training.name,
    search=(Training.name, Training.content, Training.lecturer),
    unit="次",
    detail=(Training.kind, Training.lecturer),
    order=Training.held_on,
    same=(Training.name, Training.held_on),
    told=(Training.name,),
    again=(Training.kind, Training.lecturer, Training.hours),
    children=(
        Child(
            Trainee,
            "参训人员",
            (Trainee.position, Trainee.staff, Trainee.state, Trainee.marks, Trainee.passed),
        ),
    ),
)
