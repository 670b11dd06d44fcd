"""A clerk who is killed at work: does whatever comes, and reports each act once it is committed.

This runs as a process that has loaded everything and forks one clerk for every line it reads, so
that a round costs milliseconds. What a clerk reports stands in the database, whatever follows.
"""

import json
import os
import random
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select

from core.errors import UserError
from core.intake.sheet import Sheet
from core.journal.tables import Entry
from core.records.mediation_case import MediationCase
from core.records.staff import Staff
from core.services import attachments, drafts, founding, history, importing, mediation, records
from core.services.importing import Terms
from core.services.lines import Line
from core.services.mediation import CaseDraft
from tests.conftest import FACTS, PASSWORD

ACTS = 200
BATCH = 30
FORM = "staff"

_NAMES = ("王秀英", "张𠮷㛃", "单雄信", "买买提·吐尔逊", "欧阳修竹")
_NOTES = (None, "东风村第1网格", "请假\n代岗：李四", "㛃" * 700)


class Clerk:
    """One person before one station, with a die in his hand."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._die = random.Random(seed)
        self._begun = datetime.now(UTC) - timedelta(days=1)
        self._station = founding.open_station(
            folder, FACTS.user, PASSWORD, lambda: datetime.now(UTC)
        )
        self._acts: tuple[Callable[[], int | None], ...] = (
            self._save,
            self._change,
            self._bin,
            self._bring_back,
            self._undo,
            self._redo,
            self._accept,
            self._meet,
            self._import,
            self._attach,
            self._draft,
        )

    def work(self) -> None:
        """Act until killed."""
        for _ in range(ACTS):
            self._act(self._die.choice(self._acts))

    def warm_up(self) -> None:
        """Do everything once: what it loads, the clerks to come are born with."""
        for act in (self._save, self._accept, *self._acts):
            self._act(act)
        self._station.close()

    def _act(self, act: Callable[[], int | None]) -> None:
        with suppress(UserError):
            seq = act()
            if seq is not None:
                report({"seq": seq, "digest": self._station.ask(digest_of, seq)})

    def _save(self) -> int | None:
        return self._station.perform(records.save, "staff", self._typed()).seq

    def _change(self) -> int | None:
        one = self._one_of(Staff)
        values = {"note": self._die.choice(_NOTES)}
        return self._station.perform(records.save, "staff", values, one).seq

    def _bin(self) -> int | None:
        return self._station.perform(records.remove, "staff", [self._one_of(Staff)]).seq

    def _bring_back(self) -> int | None:
        return self._station.perform(records.restore, "staff", [self._one_of(Staff)]).seq

    def _undo(self) -> int | None:
        last = self._station.ask(history.undoable, self._station.actor.id, self._begun)
        return self._station.perform(history.undo, last.seq).seq if last else None

    def _redo(self) -> int | None:
        last = self._station.ask(history.redoable, self._station.actor.id, self._begun)
        return self._station.perform(history.redo, last.seq).seq if last else None

    def _accept(self) -> int | None:
        parties = (
            Line({"name": self._die.choice(_NAMES)}),
            Line({"side": "respondent", "name": "李满仓"}),
        )
        return self._station.perform(mediation.accept, CaseDraft({"source": "02"}, parties)).seq

    def _meet(self) -> int | None:
        case = self._one_of(MediationCase)
        return self._station.perform(mediation.hold_meeting, case, {"place": "调解室"}).seq

    def _import(self) -> int | None:
        mark = self._die.getrandbits(40)
        rows = [("姓名", "备注"), *((f"赵{mark}第{n}", "导入") for n in range(BATCH))]
        terms = Terms(self._station.today())
        planned = self._station.ask(importing.plan, "staff", Sheet("表", tuple(rows)), terms)
        return self._station.perform(importing.commit, "staff", planned.rows).seq

    def _attach(self) -> int | None:
        folder = self._station.folder
        kept = self._station.ask(attachments.files, folder).put([self._die.randbytes(3000)])
        taken = attachments.Taken("现场.png", "image/png", kept.size, kept.digest)
        place = attachments.Place("mediation_case", self._one_of(MediationCase))
        return self._station.perform(attachments.add, place, folder, [taken]).seq

    def _draft(self) -> None:
        typed = self._station.now().isoformat()
        self._station.jot(drafts.keep, FORM, {"name": typed})
        report({"draft": typed})

    def _typed(self) -> dict[str, str | None]:
        return {"name": self._die.choice(_NAMES), "note": self._die.choice(_NOTES)}

    def _one_of(self, kind):
        known = self._station.ask(lambda session: list(session.scalars(select(kind.id))))
        return self._die.choice(known or [uuid4()])


def digest_of(session, seq):
    """The link of the chain under that number."""
    return session.scalar(select(Entry.digest).where(Entry.seq == seq))


def report(told):
    """One line, written whole or not at all: a pipe takes so little in one piece."""
    os.write(sys.stdout.fileno(), (json.dumps(told) + "\n").encode())


def main(warm):
    """Fork a clerk for every station and seed that is read, and tell when he is gone."""
    Clerk(warm, 0).warm_up()
    report({"ready": True})
    for line in sys.stdin:
        folder, seed = json.loads(line)
        child = os.fork()
        if child == 0:
            Clerk(Path(folder), seed).work()
            os._exit(0)
        report({"child": child})
        report({"gone": os.waitpid(child, 0)[1]})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
