"""What a person often looks for in a ledger: conditions kept under a name, one of them first."""

import json
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from core import records
from core.errors import Invalid
from core.rights import Right
from core.services import settings
from core.setting import Scope, Setting
from core.station import Tx, operation

MOST = 20
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """Conditions as the page shows them, each under its field; `first` when the ledger opens."""

    name: str
    texts: dict[str, list[str]]
    first: bool = False


def kept(session: Session, owner: UUID, ledger: str) -> tuple[SavedQuery, ...]:
    """A person's queries of one ledger, in the order they were kept."""
    said = settings.value(session, _setting(ledger), owner)
    return tuple(SavedQuery(**one) for one in json.loads(said))


@operation("存为常用查询", needs=Right.READ)
def keep(tx: Tx, ledger: str, name: str, texts: dict[str, list[str]]) -> None:
    """Keep conditions under a name; the same name again means the new ones."""
    name = _named(name)
    found = {one.name: one for one in kept(tx.session, tx.actor.id, ledger)}
    first = name in found and found[name].first
    found[name] = SavedQuery(name, texts, first)
    if len(found) > MOST:
        raise Invalid(f"一个台账最多存 {MOST} 个常用查询，请先删掉用不着的。")
    _put(tx, ledger, list(found.values()), name)


@operation("常用查询改名", needs=Right.READ)
def rename(tx: Tx, ledger: str, name: str, new: str) -> None:
    """Call a query otherwise."""
    new, found = _named(new), kept(tx.session, tx.actor.id, ledger)
    if new != name and any(one.name == new for one in found):
        raise Invalid(f"已经有叫“{new}”的常用查询，请换一个名字。")
    renamed = [
        SavedQuery(new if one.name == name else one.name, one.texts, one.first) for one in found
    ]
    _put(tx, ledger, renamed, new)


@operation("删除常用查询", needs=Right.READ)
def drop(tx: Tx, ledger: str, name: str) -> None:
    """Keep a query no longer."""
    found = kept(tx.session, tx.actor.id, ledger)
    _put(tx, ledger, [one for one in found if one.name != name], name)


@operation("设定打开时的查询", needs=Right.READ)
def open_with(tx: Tx, ledger: str, name: str) -> None:
    """Let the ledger open with a query; with none where it did so already."""
    found = kept(tx.session, tx.actor.id, ledger)
    turned = [SavedQuery(one.name, one.texts, one.name == name and not one.first) for one in found]
    _put(tx, ledger, turned, name)


def _named(name: str) -> str:
    """A name a menu has room for."""
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST:
        raise Invalid(f"请给常用查询起个名字，不超过 {_LONGEST} 个字。")
    return name


def _setting(ledger: str) -> Setting:
    return Setting(f"queries_{records.ledger(ledger).name}", "[]", "常用查询", Scope.PERSON)


def _put(tx: Tx, ledger: str, queries: list[SavedQuery], name: str) -> None:
    said = [{"name": one.name, "texts": one.texts, "first": one.first} for one in queries]
    settings.put(tx, _setting(ledger), json.dumps(said, ensure_ascii=False), tx.actor.id)
    tx.detail = f"：{records.ledger(ledger).title} {name}"
