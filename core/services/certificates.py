"""Certificates people hold (技能认证): registered, renewed, put right; which run out when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.errors import Invalid, Problem
from core.records.staff import Certificate, Staff
from core.rights import Right
from core.services import owed, pending, records, settings
from core.services.owed import Owed
from core.services.pending import Item
from core.services.team import Line, TeamList
from core.settings import CERTIFICATE_DAYS
from core.station import Tx, operation


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate as it is told: what it is, from whom, since when and until when."""

    name: str
    level: str = ""
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    valid_until: date | None = None


@operation("登记证书", needs=Right.KEEP)
def keep(tx: Tx, staff: UUID, told: Held, certificate: UUID | None = None) -> UUID:
    """Keep a certificate of a person, or put one right that is known."""
    person = records.get(tx.session, Staff, staff)
    _refuse_odd(tx, told)
    kept = Certificate(staff=person.id)
    if certificate is not None:
        kept = records.get(tx.session, Certificate, certificate)
    kept.name, kept.level, kept.number = told.name.strip(), told.level or None, told.number or None
    kept.issuer, kept.issued_on = told.issuer or None, told.issued_on
    kept.valid_until = told.valid_until
    _refuse_twice(tx, kept)
    tx.add(kept)
    tx.detail = f"：{person.name} {kept.name}"
    return kept.id


@operation("删除证书（可找回）", needs=Right.KEEP)
def drop(tx: Tx, certificate: UUID) -> None:
    """A certificate that was registered by mistake, or has been replaced."""
    kept = records.get(tx.session, Certificate, certificate)
    tx.bin(kept)
    tx.detail = f"：{kept.name}"


def _refuse_odd(tx: Tx, told: Held) -> None:
    if not told.name.strip():
        raise Invalid([Problem("name", "请填写证书名称")])
    if told.issued_on is not None and told.issued_on > tx.today:
        raise Invalid([Problem("issued_on", "发证日期在今天之后，请核对")])
    if told.issued_on and told.valid_until and told.valid_until < told.issued_on:
        raise Invalid([Problem("valid_until", "有效期至早于发证日期，请核对")])


def _refuse_twice(tx: Tx, kept: Certificate) -> None:
    """One number of one certificate is one certificate, whoever holds it."""
    if not kept.number:
        return
    query = (
        select(Staff.name)
        .join(Certificate, Certificate.staff == Staff.id)
        .where(Certificate.binned.is_(None), Staff.binned.is_(None), Certificate.id != kept.id)
        .where(Certificate.name == kept.name, Certificate.number == kept.number)
    )
    with tx.session.no_autoflush:
        other = tx.session.scalars(query.limit(1)).first()
    if other is not None:
        raise Invalid([Problem("number", f"{kept.number}已登记在{other}名下，请核对证书编号")])


def of_person(session: Session, staff: UUID) -> list[Certificate]:
    """The certificates of one person, the first to run out first."""
    query = select(Certificate).where(Certificate.staff == staff, Certificate.binned.is_(None))
    return list(session.scalars(query.order_by(Certificate.valid_until, Certificate.id)))


def _held(day: date) -> Select[tuple[Certificate, Staff]]:
    """The certificates of people who are there on a day, the first to run out first."""
    return (
        select(Certificate, Staff)
        .join(Staff, Certificate.staff == Staff.id)
        .where(Certificate.binned.is_(None), Staff.binned.is_(None))
        .where(Staff.left.is_(None) | (Staff.left > day))
        .order_by(Certificate.valid_until, Staff.name, Certificate.id)
    )


def _running_out(session: Session, day: date) -> Select[tuple[Certificate, Staff]]:
    ahead = timedelta(settings.whole(session, CERTIFICATE_DAYS))
    return _held(day).where(Certificate.valid_until <= day + ahead)


def expiring(session: Session, day: date) -> Owed:
    """Certificates that run out soon, or have, each a matter that opens its person."""
    found, more = owed.first(session, _running_out(session, day))
    return Owed(
        [
            Item(
                f"证书到期：{person.name}",
                f"{one.name}，{pending.due_words(one.valid_until, day)}",
                "staff",
                person.id,
                (day - one.valid_until).days if one.valid_until else None,
                person.id,
            )
            for one, person in found
        ],
        more,
    )


def due(session: Session, day: date) -> Sequence[Line]:
    """The list of those that run out soon, or have."""
    return [
        _line(person, one, one.level or "", f"{one.valid_until}", _left(one, day))
        for one, person in session.execute(_running_out(session, day)).tuples()
    ]


def register(session: Session, day: date) -> Sequence[Line]:
    """The list of all certificates, by person; those without an end are valid for good."""
    listed = session.execute(_held(day)).tuples().all()
    return [
        _line(
            person, one, one.level or "", one.number or "", one.issuer or "", _day(one.issued_on),
            _day(one.valid_until) or "长期", _left(one, day),
        )
        for one, person in sorted(listed, key=lambda pair: (pair[1].name, pair[1].id))
    ]  # fmt: skip


def _line(person: Staff, one: Certificate, *cells: str) -> Line:
    return Line((person.name, one.name, *cells), "staff", (person.id,))


def _left(one: Certificate, day: date) -> str:
    return pending.due_words(one.valid_until, day) if one.valid_until else ""


def _day(day: date | None) -> str:
    return f"{day}" if day else ""


CERTIFICATES = TeamList(
    "certificates",
    "证书到期",
    (("姓名", 120), ("证书", 0), ("等级", 100), ("有效期至", 120), ("到期", 160)),
    due,
    "近期没有到期的证书。提前几天提醒，在“设置”里改",
    "件",
)
REGISTER = TeamList(
    "certificate_register",
    "证书登记簿",
    (
        ("姓名", 90), ("证书", 0), ("等级", 80), ("编号", 130), ("发证单位", 160),
        ("发证日期", 100), ("有效期至", 100), ("到期", 130),
    ),
    register,
    "还没有登记证书。在“花名册”里选一个人，点“证书”",
    "件",
)  # fmt: skip
