"""Readings of the journal for people: undo, redo, the history of a record, the audit list."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import draft, records, secrecy
from core.errors import Conflict, Invalid
from core.journal import feed
from core.ledger import Child, Ledger
from core.record import Record, Value, decode, fields, parent_key, record_class
from core.rights import Right
from core.services import grid_tree, masking, names, one_at_a_time
from core.services.records import every_child
from core.station import Tx, operation

Line = tuple[str, str, str]
_UNDONE = "撤销："
_FEW = 6
_CHUNK = 500
_SHOWN = 100
_BATCHES = frozenset({"importing.commit"})


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of a record's history: when, by whom, which act, and (label, before, after)."""

    seq: int
    moment: datetime
    happened: datetime
    actor: str
    label: str
    lines: tuple[Line, ...]


def of_record(session: Session, table: str, identity: UUID) -> list[Turn]:
    """The history of one record, youngest first; of a restricted one, for who may see it."""
    record = record_class(table)
    if record in secrecy.guarded() and not secrecy.visible(session, record, identity):
        return []
    steps = list(feed.changes(session, records=[identity]))
    own = _is_own(session, record, identity)
    return [_turn(session, record, step, own=own) for step in reversed(steps)]


def of_records(session: Session, kept: Sequence[Record]) -> dict[UUID, list[Turn]]:
    """The histories of several records somebody has read, each youngest first, in one look."""
    known = {one.id: one for one in kept}
    found: dict[UUID, list[Turn]] = {identity: [] for identity in known}
    own = {identity: masking.handles(session, one) for identity, one in known.items()}
    for step in reversed(list(feed.changes(session, records=list(known)))):
        record = type(known[step.record])
        found[step.record].append(_turn(session, record, step, own=own[step.record]))
    return found


def _is_own(session: Session, record: type[Record], identity: UUID) -> bool:
    kept = session.get(record, identity)
    return kept is not None and masking.handles(session, kept)


def of_whole(session: Session, name: str, identity: UUID) -> list[Turn]:
    """The history of a record with what lives inside it, one turn an act, youngest first."""
    record = records.ledger(name).record
    if record in secrecy.guarded() and not secrecy.visible(session, record, identity):
        return []
    mine = _is_own(session, record, identity)
    inside = {
        one.id: (child.title, _called(child, one))
        for child in records.ledger(name).children
        for one in every_child(session, child.record, [identity])
    }
    own: dict[int, Turn] = {}
    others: dict[int, list[tuple[str, Turn]]] = {}
    for step in feed.changes(session, records=[identity, *inside]):
        turn = _turn(session, record_class(step.table), step, own=mine)
        if step.record in inside:
            title, called = inside[step.record]
            others.setdefault(step.seq, []).append((title, _of_child(called, step, turn)))
        else:
            own[step.seq] = turn
    for seq, listed in others.items():
        turn = own.get(seq) or replace(listed[0][1], lines=())
        own[seq] = replace(turn, lines=(*turn.lines, *_together(listed)))
    return [own[seq] for seq in sorted(own, reverse=True)]


def _called(child: Child, record: Record) -> str:
    """张永福, or the place in the list where such a line has no name."""
    named = getattr(record, child.search[0].key) if child.search else None
    place = getattr(record, "position", None)
    return f"{child.title} {named or (f'第{place}条' if place else '')}".strip()


def _of_child(called: str, step: feed.Step, turn: Turn) -> Turn:
    """A child's turn as its parent tells it; a new one is told in one line."""
    if step.created:
        told = "，".join(f"{label} {after}" for label, _, after in turn.lines[:_FEW])
        return replace(turn, lines=((called, "", f"新增（{told}）"),))
    lines = ((f"{called} · {label}", before, after) for label, before, after in turn.lines)
    return replace(turn, lines=tuple(lines))


def _together(listed: list[tuple[str, Turn]]) -> list[Line]:
    """The lines of several children; of very many only how many there were."""
    if len(listed) <= _FEW:
        return [line for _, turn in listed for line in turn.lines]
    counted = Counter(title for title, _ in listed)
    return [(title, "", f"改动 {count} 条") for title, count in counted.items()]


def _turn(session: Session, record: type[Record], step: feed.Step, *, own: bool) -> Turn:
    lines = []
    for one in fields(record):
        if one.key in step.after and one.key not in (parent_key(record), "position"):
            before = decode(record, one.key, step.before.get(one.key))
            after = decode(record, one.key, step.after[one.key])
            linked = {value for value in (before, after) if isinstance(value, UUID)}
            linked_names = names.titles(session, one.link, linked) if one.link else {}
            texts = (draft.show(one, value, linked_names) for value in (before, after))
            old, new = (masking.seen(one, text, own=own) for text in texts)
            lines.append((one.label, old, new))
    if "binned" in step.after:
        lines.append(("回收站", *(("", "移入") if step.after["binned"] else ("移入", "找回"))))
    return Turn(step.seq, step.moment, step.happened, step.actor_name, step.label, tuple(lines))


def undoable(session: Session, actor: UUID, since: datetime) -> feed.Head | None:
    """The person's own last act since `since` that can be undone; none if there is none."""
    gone = feed.undone(session)
    for entry in feed.entries(session, actor=actor):
        if entry.moment < since:
            return None
        if entry.seq not in gone and entry.undoes is None:
            return None if entry.final else entry
    return None


def redoable(session: Session, actor: UUID, since: datetime) -> feed.Head | None:
    """The person's last undo, if nothing else was done after it; undoing it is a redo."""
    gone = feed.undone(session)
    own = feed.entries(session, actor=actor)
    acts = {entry.seq for entry in own if entry.undoes is None}
    for entry in own:
        if entry.moment < since or entry.undoes is None:
            return None
        if entry.seq not in gone and entry.undoes in acts:
            return entry
    return None


def batches(session: Session, actor: UUID, title: str) -> list[feed.Head]:
    """The person's imports into the ledger of that title that still stand, youngest first."""
    gone = feed.undone(session)
    listed = (
        one
        for kind in _BATCHES
        for one in feed.entries(session, _SHOWN, actor, kind)
        if one.seq not in gone and f"：{title}，" in one.label
    )
    return sorted(listed, key=lambda one: one.seq, reverse=True)


@operation("撤销", needs=Right.READ)
def undo(tx: Tx, seq: int) -> None:
    """Put the former values back if every record still is as the act left it."""
    _take_back(tx, seq)


@operation("重做", needs=Right.READ)
def redo(tx: Tx, seq: int) -> None:
    """Take back the undo of number `seq`."""
    _take_back(tx, seq)


def _take_back(tx: Tx, seq: int) -> None:
    entry = feed.entry(tx.session, seq)
    if entry is None or entry.actor != tx.actor.id:
        raise Invalid("只能撤销自己做的操作。")
    if entry.final:
        raise Invalid(f"“{entry.label}”已经生效，不能撤销。")
    if seq in feed.undone(tx.session):
        raise Invalid(f"“{entry.label}”已经撤销过了。")
    steps = list(feed.changes(tx.session, only=seq))
    _held = _load(tx, steps)
    kept, stays = steps, ""
    if entry.operation in _BATCHES:
        kept, stays = _untouched(tx, steps)
    for step in kept:
        _put_back(tx, step)
    one_at_a_time.keep(tx)
    grid_tree.refuse_orphans(tx, [one.record for one in kept if _shifts(one)])
    tx.undoes = seq
    tx.detail = f"：{entry.label.removeprefix(_UNDONE)}{stays}"


def _shifts(step: feed.Step) -> bool:
    """Whether a grid opened, closed or went elsewhere."""
    return step.table == "grid" and (
        step.created or not {"closed", "parent", "binned"}.isdisjoint(step.after)
    )


def _load(tx: Tx, steps: list[feed.Step]) -> list[Record]:
    """Read what an act touched a few hundred records at a time; to be held until it is over."""
    held: list[Record] = []
    tables: dict[str, list[UUID]] = {}
    for step in steps:
        tables.setdefault(step.table, []).append(step.record)
    for table, wanted in tables.items():
        kind = record_class(table)
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            held += secrecy.every(tx.session, select(kind).where(kind.id.in_(chunk))).scalars()
    return held


def _untouched(tx: Tx, steps: list[feed.Step]) -> tuple[list[feed.Step], str]:
    """Of a batch what nobody has changed since, and how much therefore stays; asked about first."""
    changed = {_owner(tx, step) for step in steps if _changed(tx, step)}
    if not changed:
        return steps, ""
    kept = [step for step in steps if _owner(tx, step) not in changed]
    if not kept:
        raise Conflict("这一批后来都改过了，没有可以撤回的。请逐条处理。")
    count = len({_owner(tx, step) for step in kept})
    tx.confirm(
        "partly",
        f"其中 {len(changed)} 条后来又改过，会留着不动；撤回其余 {count} 条？"
        f"留着的是：{_called_all(tx, steps, changed)}。",
    )
    return kept, f"（{len(changed)} 条后来改过，保留）"


def _called_all(tx: Tx, steps: list[feed.Step], changed: set[UUID]) -> str:
    """What records are called, the first few by name."""
    own = [step for step in steps if step.record in changed]
    kept = [secrecy.whole(tx.session, record_class(one.table), one.record) for one in own[:_FEW]]
    ledgers = [(record, _own_ledger(record)) for record in kept if record is not None]
    told = [names.called(tx.session, of, record) for record, of in ledgers if of is not None]
    return "、".join(told) + (f"等 {len(changed)} 条" if len(changed) > len(told) else "")


def _owner(tx: Tx, step: feed.Step) -> UUID:
    """The record a step belongs to: a child stays or goes with its parent."""
    kind = record_class(step.table)
    key = parent_key(kind)
    record = secrecy.whole(tx.session, kind, step.record) if key else None
    owner: UUID = getattr(record, key) if key and record is not None else step.record
    return owner


def _changed(tx: Tx, step: feed.Step) -> bool:
    kind = record_class(step.table)
    record = secrecy.whole(tx.session, kind, step.record)
    return kind.undoable and (record is None or not _stands(kind, record, step))


def _stands(kind: type[Record], record: Record, step: feed.Step) -> bool:
    """Whether a record still is as the act left it; a new one had nothing else in it."""
    after = {key: decode(kind, key, raw) for key, raw in step.after.items()}
    keys = {one.key for one in fields(kind)} | {"binned"} if step.created else set(after)
    return all(getattr(record, key) == after.get(key) for key in keys)


def _put_back(tx: Tx, step: feed.Step) -> None:
    record_type = record_class(step.table)
    if not record_type.undoable:
        return
    record: Record | None = secrecy.whole(tx.session, record_type, step.record)
    if record is None:
        raise Conflict("要撤销的记录已不在，没有改动任何内容。")
    if not _stands(record_type, record, step):
        raise Conflict("这条记录后来又改过，不能直接撤销。请打开记录，在“历史”里对照修改。")
    _refuse_giving_back(record, step)
    if step.created:
        _withdraw(tx, record)
    for key, raw in step.before.items():
        value: Value = decode(record_type, key, raw)
        setattr(record, key, value)


def _refuse_giving_back(record: Record, step: feed.Step) -> None:
    """A number once drawn stays with its record: it is voided, not taken back."""
    ledger = _own_ledger(record)
    drawn = ledger.number.key if ledger is not None and ledger.number is not None else ""
    if not step.created and drawn in step.before and step.before[drawn] is None:
        raise Conflict("这一步取了编号，不能撤销；登记有误的请“作废”，并写明原因。")


def _own_ledger(record: Record) -> Ledger | None:
    return next((one for one in records.LEDGERS if one.record is type(record)), None)


def _withdraw(tx: Tx, record: Record) -> None:
    """Undoing a birth: into the bin, or voided where an official number was drawn."""
    ledger = _own_ledger(record)
    if ledger is not None and ledger.number is not None and getattr(record, ledger.number.key):
        record.voided_on, record.void_reason = tx.today, "撤销登记"  # type: ignore[attr-defined]
    else:
        tx.bin(record)
