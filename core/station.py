"""The one door: data is read by `Station.ask` and changed by `Station.perform`, nowhere else."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from core import admission, codes, indexing, secrecy
from core.admission import Agreed
from core.errors import Conflict, Invalid, NeedsYes, NotAllowed, StoreFault
from core.ids import Clock, Ids
from core.journal import feed
from core.journal.recorder import Act, Head, Recorder, Watched, head, purge
from core.record import REGISTRAR, Record
from core.records.consent import Consent
from core.rights import Actor, Behalf, Right
from core.store import trouble

P = ParamSpec("P")
T = TypeVar("T")

CHINA = timezone(timedelta(hours=8))
_MIDDAY = timedelta(hours=12)
_LABEL = 120
_STALE = "这条记录刚被别人改过，您的内容还在。请刷新后再保存。"


@dataclass(frozen=True, slots=True)
class Look:
    """What was looked at: in words, and the records by table, sixteen bytes each."""

    what: str
    records: Mapping[str, bytes]


@dataclass(slots=True)
class Tx:
    """What an operation works with: the session, who acts, the moment, new identities.

    An operation may set `detail` (behind its label in the journal) and `final` (not undone).
    A look sets `look`: what stands in the journal instead of the label, and the records seen.
    An act that changes no record but must be known, such as a new password, sets `noted`; what
    it did outside the database is put back by `undo` unless it is committed.
    """

    session: Session
    actor: Actor
    now: datetime
    ids: Ids
    confirmed: frozenset[str] = frozenset()
    happened: datetime | None = None
    undoes: int | None = None
    detail: str = ""
    final: bool = False
    look: Look | None = None
    agreed: Agreed | None = None
    lender: str = ""
    noted: bool = False
    undo: ExitStack = field(default_factory=ExitStack)

    @property
    def today(self) -> date:
        """The day of `now`, as the clerk's calendar has it."""
        return self.now.astimezone(CHINA).date()

    def require(self, right: Right) -> None:
        """Refuse unless the person holds `right`, is lent it, or acts on the word of who does."""
        if self.agreed is not None:
            self._require_of(self.agreed, right)
        elif not self.actor.own(right):
            lent = self.actor.lender(right)
            if lent is None:
                raise admission.refused(self.session, self.actor, right, self.today)
            self.lender = lent.whose

    def _require_of(self, agreed: Agreed, right: Right) -> None:
        """What is recorded on somebody's word needs the rights of that person."""
        if right is Right.MANAGE:
            raise NotAllowed(f"{right.value}不能代录，请有此权限的人本人登录办理。")
        if right not in agreed.rights:
            raise Invalid(f"“{agreed.name}”的岗位也不能{right.value}，不能经他同意代录。")

    def on(self, day: date | None) -> None:
        """Say on which day the recorded matter really happened (its business moment)."""
        if day is not None:
            start = datetime(day.year, day.month, day.day, tzinfo=CHINA)
            self.happened = self.now if day == self.today else start + _MIDDAY

    def add(self, record: Record) -> None:
        """Keep a new record; it gets its identity and first version."""
        record.id = record.__dict__.get("id") or self.ids.new()
        if REGISTRAR in record.handlers and inspect(record).transient:
            setattr(record, REGISTRAR, self.actor.id)
        self.session.add(record)

    def let_go(self) -> None:
        """Write all that was changed so far, journal and index too, and hold it no longer.

        For acts on very many records: those let go are not to be changed again in the same act.
        """
        self.session.flush()
        assert isinstance(self.session, Watched), "only an act changes records"
        indexing.follow(self.session, self.session.recorder)
        self.session.recorder.release()

    def bin(self, record: Record) -> None:
        """Move a record to the recycle bin."""
        record.binned = self.now

    def purge(self, record: Record) -> None:
        """Destroy a record for good, with every image of it; the caller has asked and registered.

        What lives inside it is destroyed by the caller too, who knows what that is.
        """
        purge(self.session, record)

    def confirm(self, key: str, text: str) -> None:
        """Go on only if the person has answered yes to the question `key`."""
        if key not in self.confirmed:
            raise NeedsYes(key, text)


@dataclass(frozen=True, slots=True)
class Operation(Generic[P, T]):
    """A named act. Called with a `Tx` it runs as part of another operation."""

    function: Callable[Concatenate[Tx, P], T]
    label: str
    needs: Right
    final: bool = False

    @property
    def name(self) -> str:
        """The ASCII name in the journal: topic and function."""
        return f"{self.function.__module__.rsplit('.', 1)[-1]}.{self.function.__name__}"

    def __call__(self, tx: Tx, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run inside the transaction of `tx`, if its actor may."""
        tx.require(self.needs)
        return self.function(tx, *args, **kwargs)


def operation(
    label: str, *, needs: Right, final: bool = False
) -> Callable[[Callable[Concatenate[Tx, P], T]], Operation[P, T]]:
    """Make a function an operation: what it is called in menus and journal, and who may."""
    return lambda function: Operation(function, label, needs, final)


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """An act that is committed: its value, the tables it touched, its number in the journal."""

    value: T
    touched: frozenset[str]
    seq: int | None
    label: str


@dataclass(frozen=True, slots=True)
class Secret:
    """What unlocking gave: the database key, and the person's own signing key (raw bytes)."""

    key: bytes = field(repr=False, default=b"")
    signing: bytes = field(repr=False, default=b"")


_NO_SECRET = Secret()


@dataclass(frozen=True, slots=True)
class Station:
    """An unlocked station. Safe to share between threads: each call has its own session.

    `readonly` says why nothing can be changed; it is empty in a station that can be written.
    """

    engine: Engine
    actor: Actor
    clock: Clock
    ids: Ids
    folder: Path
    secret: Secret = _NO_SECRET
    demo: bool = False
    yes: frozenset[str] = frozenset()
    behalf: Behalf | None = None
    readonly: str = ""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return self.clock().astimezone(UTC)

    def today(self) -> date:
        """The present day in China."""
        return self.now().astimezone(CHINA).date()

    def confirmed(self, key: str) -> "Station":
        """The same station, with one question answered yes."""
        return replace(self, yes=self.yes | {key})

    def as_(self, actor: Actor) -> "Station":
        """The same station, acted on by another person."""
        return replace(self, actor=actor, yes=frozenset(), behalf=None)

    def for_(self, name: str, way: str) -> "Station":
        """The same station, recording what the user called `name` has agreed to (代录)."""
        return replace(self, behalf=Behalf(name, way))

    def ask(
        self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Read in one snapshot; records that come back are detached."""
        with self._told(), Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            actor = admission.admitted(session.connection(), self.actor, self.today())
            if not actor.may(Right.READ):
                raise NotAllowed("您的岗位不能查看台账，请找站长调整岗位。")
            secrecy.guard(session, actor)
            value = query(session, *args, **kwargs)
            session.expunge_all()
            return value

    def perform(self, act: Operation[P, T], *args: P.args, **kwargs: P.kwargs) -> Done[T]:
        """Run an operation in one transaction and write it into the journal."""
        with self._writing() as session:
            recorder = Recorder(session)
            last = self._catch_up(session.connection())
            tx = self._tx(session, act.needs)
            with tx.undo:
                value = act(tx, *args, **kwargs)
                try:
                    session.flush()
                except StaleDataError as error:
                    raise Conflict(_STALE) from error
                told = recorder.touched or tx.look is not None or tx.noted
                seq = self._journal(recorder, last, tx, act) if told else None
                session.commit()
                tx.undo.pop_all()
            touched = recorder.touched
            session.expunge_all()
        return Done(value, touched, seq, act.label)

    def jot(self, work: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Write what is no record (drafts) beside the journal."""
        with self._writing() as session:
            recorder = Recorder(session)
            secrecy.guard(session, self.actor)
            value = work(Tx(session, self.actor, self.now(), self.ids), *args, **kwargs)
            session.flush()
            assert not recorder.touched, "records change by operations only"
            session.commit()
            session.expunge_all()
            return value

    def data_version(self) -> int:
        """Differs when a window or verb has changed something; looks change nothing."""
        with self._told(), Session(self.engine) as session:
            return feed.last_act(session)

    def close(self) -> None:
        """Let go of the database file."""
        self.engine.dispose()

    def _tx(self, session: Session, needs: Right) -> Tx:
        """Who acts today, with which rights, and on whose word if it is an act of consequence."""
        actor = admission.admitted(session.connection(), self.actor, self.today())
        secrecy.guard(session, actor)
        tx = Tx(session, actor, self.now(), self.ids, self.yes)
        if self.behalf is not None and needs is not Right.READ:
            tx.agreed = admission.agreed(session, self.behalf, actor, tx.today)
        return tx

    def _told(self) -> AbstractContextManager[None]:
        return trouble.told(self.engine, self.folder, strange=bool(self.readonly))

    @contextmanager
    def _writing(self) -> Iterator[Watched]:
        """A session that begins to write at once; whatever ends it early leaves nothing behind."""
        if self.readonly:
            raise StoreFault(self.readonly)
        with self._told(), Watched(self.engine, expire_on_commit=False) as session:
            session.connection(execution_options={"writing": True})
            yield session

    def _catch_up(self, connection: Connection) -> Head:
        """Identities never sort before the youngest the journal knows, whatever the clock says."""
        last = head(connection)
        if last.youngest is not None:
            self.ids.not_before(last.youngest)
        return last

    def _journal(self, recorder: Recorder, last: Head, tx: Tx, act: Operation[P, T]) -> int:
        if tx.agreed is not None:
            _keep_consent(tx, tx.agreed, act.label, last.seq + 1)
        indexing.follow(tx.session, recorder)
        return recorder.write(
            Act(
                tx.actor,
                tx.now,
                tx.happened or tx.now,
                act.name,
                tx.look.what if tx.look else _told(tx, act.label),
                tx.undoes,
                act.final or tx.final,
                tx.look.records if tx.look else {},
            ),
            last,
        )


def _told(tx: Tx, label: str) -> str:
    """The act in the journal's words; by whose right it was done always fits behind it."""
    under = f"（代{tx.lender}）" if tx.lender else ""
    if tx.agreed is not None:
        way = codes.name_of("consent_way", tx.agreed.way)
        under = f"（代录：经{tx.agreed.name}同意·{way}）"
    return f"{label}{tx.detail}"[: _LABEL - len(under)] + under


def _keep_consent(tx: Tx, agreed: Agreed, label: str, entry: int) -> None:
    """Remember who agreed to the act being written, so that he can confirm it himself."""
    tx.add(
        Consent(
            act=f"{label}{tx.detail}"[:_LABEL],
            entry=entry,
            clerk=tx.actor.id,
            approver=agreed.id,
            way=agreed.way,
        )
    )
    tx.session.flush()
