"""What is done with the month beside painting: carried on, proposed, swaps, zero records."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from core import codes
from core.intake import duty_list
from core.intake.duty_list import DutyList
from core.progress import Progress, silent
from core.services import (
    duty_bringing,
    duty_log,
    duty_model,
    duty_planning,
    duty_proposal,
    duty_sheet,
    duty_swap,
)
from core.services.duty_sheet import Cell, Sheet
from core.services.duty_swap import AGREED, Swap, Wish
from core.services.duty_turn import Proposal
from core.services.pending import day_words
from gui import ask
from gui.tasks import Desk, Perform, Query, Work
from gui.widgets.notice import ProgressStrip
from gui.widgets.screen import Shell

_FILES = "值班表 (*.docx *.xlsx *.xls *.et *.ods *.csv)"
_NOTHING = "不换入"
_REFUSE = "不换了"
_SHOWN = 6
_WEEK = 6


class DutyActs:
    """Acts on the month shown, with the questions they need; `owner` is the screen."""

    def __init__(self, shell: Shell, owner: QWidget, strip: ProgressStrip) -> None:
        self._shell = shell
        self._owner = owner
        self._strip = strip

    @property
    def _desk(self) -> Desk:
        return self._shell.desk

    def carry_on(self, day: date) -> None:
        """Go on with last month's turn in what is open."""
        Perform(self._desk, self._owner, duty_planning.carry_on, day).then(self._told).start()

    def bring_in(self, day: date) -> None:
        """Read a town's list, tell what was not understood, and put it on after a yes."""
        path = ask.open_file(self._owner, "导入值班表", _FILES)
        if path is not None:
            work: Work[DutyList] = Work(self._desk, self._owner, duty_list.read, path, day)
            self._strip.follow(work, "正在读文件")
            work.then(self._understand).failed(lambda error: self._shell.fail(error.text)).start()

    def _understand(self, brought: DutyList) -> None:
        Query(self._desk, self._owner, duty_bringing.plan, brought).then(self._ask_to_bring).start()

    def _ask_to_bring(self, found: Proposal) -> None:
        unread = _listed(found.clashes)
        if not found.shifts:
            self._shell.fail(unread or "这份值班表里没有读到人。请核对是不是选错了文件。")
            return
        text = f"读到 {len(found.shifts)} 人次。"
        text += f"没有看懂的：\n{unread}" if unread else "全部看懂。"
        if ask.yes(self._owner, "导入值班表", text, "排上", "不用"):
            act = Perform(self._desk, self._owner, duty_bringing.bring, found.shifts)
            act.then(lambda done: self._shell.say(done.text)).start()

    def propose(self, day: date) -> None:
        """Let the solver fill what is open, and ask before it is kept."""
        if not duty_model.ready():
            self._shell.fail(duty_model.MISSING)
            return
        work: Work[Proposal] = Work(self._desk, self._owner, proposed, self._desk, day)
        self._strip.follow(work, "正在排班")
        work.then(self._offer).failed(lambda error: self._shell.fail(error.text)).start()

    def swap(self, sheet: Sheet, given: Cell) -> None:
        """Ask for a swap of the shift in a cell: with whom, and against which."""
        others = {one.told: one for one in sheet.rows() if one.id != given.staff}
        title = f"{sheet.told(given.staff)}{day_words(given.day)}换班"
        name = ask.choose(self._owner, title, "接班人", list(others))
        if name is None:
            return
        other = others[name].id
        days = {day_words(one.day): one.cell for one in sheet.shifts if one.staff == other}
        taken = ask.choose(self._owner, title, f"换入{name}哪天的班", [_NOTHING, *days])
        if taken is None:
            return
        wish = Wish(given, other, days.get(taken))
        say = partial(self._shell.say, "已登记换班，等对方同意、站长批准后才换")
        Perform(self._desk, self._owner, duty_swap.ask, wish).then(lambda _: say()).start()

    def go_on(self, sheet: Sheet, swap: Swap) -> None:
        """The next step of a swap: the other agrees, then somebody approves."""
        if swap.state == AGREED:
            self._approve(sheet, swap)
            return
        ways = {f"对方同意（{one.name}）": one.code for one in codes.table("consent_way").items}
        said = ask.choose(self._owner, "换班", swap.text, [*ways, _REFUSE])
        if said == _REFUSE:
            Perform(self._desk, self._owner, duty_swap.refuse, swap.id).start()
        elif said is not None:
            Perform(self._desk, self._owner, duty_swap.agree, swap.id, ways[said]).start()

    def report_nothing(self) -> None:
        """Zero records for some days; they stay unsigned."""
        today = self._shell.today()
        spans = {
            "昨天": (today - timedelta(1), today - timedelta(1)),
            "最近七天": (today - timedelta(_WEEK), today),
            "本月到今天": (today.replace(day=1), today),
        }
        named = {f"{name}（{_span(*span)}）": span for name, span in spans.items()}
        said = ask.choose(
            self._owner, "一键零报告", "没有写值班记录的日子，每班补一行零记录", [*named]
        )
        if said is not None:
            act = Perform(self._desk, self._owner, duty_log.report_nothing, *named[said])
            act.then(lambda count: self._shell.say(f"已补零记录 {count} 条，签字留空")).start()

    def _approve(self, sheet: Sheet, swap: Swap) -> None:
        people = {one.told: one.id for one in sheet.rows()}
        leads = [sheet.told(one.staff) for one in sheet.turns if one.role == duty_sheet.LEADER]
        said = ask.choose(
            self._owner, "批准换班", f"{swap.text}。批准人", [*dict.fromkeys([*leads, *people])]
        )
        if said is not None:
            by: UUID = people[said]
            Perform(self._desk, self._owner, duty_swap.approve, swap.id, by).start()

    def _offer(self, proposal: Proposal) -> None:
        clashes = _listed(proposal.clashes)
        if not proposal.shifts:
            self._shell.fail(clashes or "没有空着的班，不用再排。")
            return
        text = f"方案新排 {len(proposal.shifts)} 人次。"
        text += f"做不到的：\n{clashes}" if clashes else "各条规则都满足。"
        if ask.yes(self._owner, "自动排班", text, "采用", "不用"):
            keep: Callable[..., object] = self._kept
            Perform(self._desk, self._owner, duty_planning.keep, proposal).then(keep).start()

    def _kept(self, _painted: object) -> None:
        self._owner.setFocus()

    def _told(self, proposal: Proposal) -> None:
        if proposal.clashes:
            self._shell.fail(f"已排 {len(proposal.shifts)} 人次；{_listed(proposal.clashes)}")
        elif not proposal.shifts:
            self._shell.say("没有空着的班，不用再排")


def proposed(desk: Desk, day: date, progress: Progress = silent) -> Proposal:
    """In a thread: the solver's proposal for a month."""
    return desk.station.ask(duty_proposal.propose, day, progress)


def _span(since: date, until: date) -> str:
    first = day_words(since)
    return first if since == until else f"{first}至{day_words(until)}"


def _listed(clashes: Sequence[str]) -> str:
    more = f"……另有 {len(clashes) - _SHOWN} 条" if len(clashes) > _SHOWN else ""
    return "；".join(filter(None, (*clashes[:_SHOWN], more)))
