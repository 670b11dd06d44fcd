"""Key cards: whom packages are encrypted to, and whose signature is believed."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import places
from core.envelope import Identity, SigningKey, VerifyKey, fingerprint
from core.errors import Invalid
from core.records.partner import Partner, StationKey
from core.rights import Right
from core.services import founding
from core.station import Tx, operation

COUNTY, RECOVERY, STATION = "county", "recovery", "station"
KINDS = {COUNTY: "县级接收单位", RECOVERY: "县级恢复密钥", STATION: "报送单位"}
_FORMAT = "grid-station-card"


@dataclass(frozen=True, slots=True)
class Card:
    """What one side tells the other in public; `verify_key` is empty on a recovery card."""

    kind: str
    name: str
    code: str
    recipient: str
    verify_key: str = ""

    @property
    def fingerprint(self) -> str:
        """The 16 characters both sides compare by voice or on paper."""
        return fingerprint(self.recipient + self.verify_key)

    def write(self, path: Path) -> None:
        """Write the card as a file."""
        body = {"format": _FORMAT, "version": 1, **asdict(self), "fingerprint": self.fingerprint}
        with places.writing(path) as part:
            part.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")


def read_card(path: Path) -> Card:
    """Read a card; `Invalid` where the file is none or was altered."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        card = Card(*(str(body[key]) for key in Card.__slots__))
        if (
            body["format"] == _FORMAT
            and card.kind in KINDS
            and card.fingerprint == body["fingerprint"]
        ):
            return card
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Invalid(f"“{path.name}”不是密钥卡文件，请向对方要 .card.json 文件。") from error
    raise Invalid(f"密钥卡“{path.name}”不完整或被改动过，请重新拷贝。")


def own_card(session: Session) -> Card:
    """The card of this station, to be enrolled by the county."""
    key = session.scalars(select(StationKey)).one()
    signing, identity = SigningKey.from_text(key.signing_key), Identity(key.identity)
    unit = founding.own(session)
    return Card(STATION, unit.name, key.code, identity.recipient, signing.public.text)


@operation("登记密钥卡", needs=Right.MANAGE)
def enrol(tx: Tx, card: Card) -> None:
    """Believe a card, after a person compared its fingerprint."""
    query = select(Partner).where(Partner.kind == card.kind, Partner.code == card.code)
    found = tx.session.scalars(query).first()
    if found is None:
        found = Partner(kind=card.kind, code=card.code)
        tx.add(found)
    found.name, found.recipient, found.verify_key = card.name, card.recipient, card.verify_key
    found.binned = None
    tx.detail = f"：{card.name}"


def listed(session: Session) -> list[Partner]:
    """Every enrolled card."""
    query = select(Partner).where(Partner.binned.is_(None))
    return list(session.scalars(query.order_by(Partner.kind, Partner.name)))


def recipients(session: Session) -> tuple[str, ...]:
    """Whom our packages are encrypted to; without a county card there is nobody to read them."""
    known = [one for one in listed(session) if one.kind in (COUNTY, RECOVERY) and one.recipient]
    if not any(one.kind == COUNTY for one in known):
        raise Invalid("还没有登记县级单位的密钥卡，请先在“报送”里登记，再生成数据包。")
    return tuple(one.recipient for one in known if one.recipient)


def verify_keys(session: Session) -> dict[str, tuple[VerifyKey, ...]]:
    """The signature keys of every enrolled station, by its code."""
    return {
        one.code: (VerifyKey.from_text(one.verify_key),)
        for one in listed(session)
        if one.kind == STATION and one.verify_key
    }


def keys_of(card: Card) -> dict[str, tuple[VerifyKey, ...]]:
    """A card's own signature key, by its code."""
    return {card.code: (VerifyKey.from_text(card.verify_key),)}


def new_keys(kind: str, name: str, folder: Path) -> Card:
    """Make a key pair for the county side: `KIND.key` stays in the safe, the card goes around."""
    if kind not in (COUNTY, RECOVERY):
        raise Invalid("密钥种类只有 county（县级接收）和 recovery（恢复）两种。")
    secret = folder / f"{kind}.key"
    if secret.exists():
        raise Invalid(f"“{secret}”已经存在。密钥不能覆盖，请换一个文件夹。")
    identity = Identity.generate()
    card = Card(kind, name, kind, identity.recipient)
    with places.writing(secret) as part:
        part.write_text(identity.text, encoding="ascii")
        part.chmod(0o600)
    card.write(folder / f"{kind}.card.json")
    return card


def read_key(path: Path) -> Identity:
    """The secret that opens packages, from its file."""
    try:
        return Identity.from_text(path.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"读不到密钥文件“{path}”，请核对路径或插好介质。") from error
