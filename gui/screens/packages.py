"""The place 报送: ledgers on paper and as Excel, and, where the county reads them, packages."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from core.errors import Cancelled, UserError
from core.intake.package import Verified
from core.progress import Progress, silent
from core.services import outbox
from core.services.outbox import Amount, Outbox, Sent
from gui import ask, theme
from gui.ledger.outgoing import opening
from gui.ledger.sent_list import SentList
from gui.tasks import Desk, Query, Work
from gui.widgets import parts
from gui.widgets.key_cards import CompareCard, KeyCards
from gui.widgets.notice import ProgressStrip
from gui.widgets.outcome_card import OutcomeCard
from gui.widgets.plain_table import Head, PlainTable
from gui.widgets.screen import Screen, Shell, Target

_ASIDE, _NARROW_ASIDE, _WIDE = 340, 280, 1100
_NORMAL = (
    "平时报送用纸质和 Excel：导出台账，打印盖章，用登记过的 U 盘送去，这就是正式报送。\n"
    "县里能收加密数据包、给了密钥卡以后，再在这里登记，就多一种报送方式。"
)
_BUILD_ICON, _EXPORT_ICON = "package-variant-closed", "tray-arrow-up"
_HELD = (("台账", 0), ("现有", 140))
_WAITING = (("台账", 0), ("新登", 100), ("改动", 100), ("附属内容", 100))
_SENT = (("编号", 84), ("生成时间", 140), ("内容", 0), ("核对码", 104))
_NOTHING_NEW = "自上次报送以来没有新的内容，不用再生成数据包"


class PackagesScreen(Screen):
    """What can be reported, what was, and to whom."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._outbox: Outbox | None = None
        self._since = parts.label("", "caption")
        self._build = parts.button("生成数据包", self.build, _BUILD_ICON, "primary")
        self._again = parts.button("重新生成上一个包", self.build_again, "package-variant")
        self._check = parts.button("核验数据包", self.check, "shield-check-outline")
        self._versions = parts.button("已报版本", self._show_versions, "history")
        self._export = parts.button("导出台账", self._go_ledgers, _EXPORT_ICON)
        self.compare = CompareCard()
        self.outcome = OutcomeCard()
        self.keys = KeyCards(shell, self.compare)
        self.amounts = PlainTable("各台账的数量", _HELD)
        self.amounts.setToolTip("双击或回车打开台账")
        self.sent = PlainTable("已生成的数据包", _SENT)
        self._strip = ProgressStrip()
        self._lay_out()
        for part in (self._build, self._again, self._check, self._normal, self._history):
            part.hide()
        self.amounts.opened.connect(self._open_ledger)
        self.compare.turned.connect(self._say_primary)

    @override
    def enter(self, target: Target) -> None:
        self.refresh()
        self.amounts.setFocus()

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        Query(self.desk, self, outbox.overview).then(self._show).start()

    @override
    def export(self) -> None:
        self._go_ledgers()

    @override
    def leave(self) -> None:
        self.compare.leave()

    def build(self, *, again: bool = False) -> None:
        """Write the next package, or the last one again, into a folder the person names."""
        folder = ask.open_folder(self, "数据包放到哪里（一般是登记过的 U 盘）")
        if folder is None:
            return
        work: Work[Any] = Work(self.desk, self, write_package, self.desk, folder, again=again)
        self._strip.follow(work, "正在生成数据包")
        self._hold(is_held=True)
        work.lastly(partial(self._hold, is_held=False))
        work.then(partial(self._on_built, folder)).failed(self._on_failed).start()

    def build_again(self) -> None:
        """The last package once more, when the stick was lost on the way."""
        self.build(again=True)

    def check(self) -> None:
        """Verify a package from its index file."""
        path = ask.open_file(self, "核验数据包", "数据包 (*.zzpkg.idx)")
        if path is not None:
            query: Query[Any] = Query(self.desk, self, outbox.check, path)
            self._strip.follow(query, "正在核验数据包")
            query.then(self._on_checked).failed(self._on_failed).start()

    def _show(self, found: Outbox) -> None:
        self._outbox = found
        enrolled, last = found.county is not None, found.sent[0] if found.sent else None
        self._since.setText(f"上次：第 {last.seq} 号，{outbox.minute(last.made)}" if last else "")
        self._build.setVisible(enrolled)
        self._check.setVisible(enrolled or last is not None)
        self._again.setVisible(enrolled and last is not None)
        self._normal.setVisible(not enrolled)
        self._history.setVisible(enrolled or last is not None)
        self._say_primary()
        title = "自上次报送以来" if last else "还没有用数据包报送过的内容"
        self._title.setText(title if enrolled else "本站现有台账")
        self._show_amounts(
            found.waiting if enrolled else found.held, _WAITING if enrolled else _HELD
        )
        self.sent.show_rows([_sent_row(one) for one in found.sent])
        self._sent_or_none.setCurrentIndex(0 if found.sent else 1)
        self.keys.show_cards(found)

    def _show_amounts(self, amounts: Sequence[Amount], heads: Sequence[Head]) -> None:
        self.amounts.show_heads(heads)
        self.amounts.show_rows([_amount_row(one)[: len(heads)] for one in amounts])
        self._amounts_or_nothing.setCurrentIndex(0 if amounts else 1)

    def _say_primary(self) -> None:
        """One primary button: comparing, building, or, before there is a county, exporting."""
        enrolled = self._outbox is not None and self._outbox.county is not None
        comparing = not self.compare.isHidden()
        if comparing:
            self.outcome.hide()
        for button, icon, first in (
            (self._build, _BUILD_ICON, not comparing),
            (self._export, _EXPORT_ICON, not comparing and not enrolled),
        ):
            parts.set_look(button, kind="primary" if first else "")
            button.setIcon(theme.icon(icon, "on_brand" if first else "ink2"))

    def _hold(self, *, is_held: bool) -> None:
        for one in (self._build, self._again):
            one.setEnabled(not is_held)

    def _on_built(self, folder: Path, written: Any) -> None:
        seq: int = written.manifest.header.seq
        names = [path.name for path in written.files]
        acts = (("打开文件夹", opening(folder)),)
        self.outcome.tell(f"第 {seq} 号数据包", "已核对，可安全拔出", names, acts)
        self.shell.say(f"第 {seq} 号数据包已生成，已核对，可安全拔出", acts)
        self.desk.changed.emit(frozenset({"shipment"}))

    def _on_checked(self, found: Verified) -> None:
        header = found.manifest.header
        entries = sum(sum(kinds.values()) for kinds in found.manifest.counts.values())
        made = outbox.minute(datetime.fromisoformat(header.created))
        lines = (f"生成于 {made}，共 {entries} 条，核对码 {outbox.mark(found.digest)}",)
        self.outcome.tell(f"{header.sender.name}第 {header.seq} 号数据包", "完好", lines)

    def _on_failed(self, error: UserError) -> None:
        if isinstance(error, Cancelled):
            self.shell.say("已取消，没有留下任何文件")
        else:
            self.shell.fail(error.text)

    def _open_ledger(self, row: int) -> None:
        if self._outbox is not None:
            listed = self._outbox.waiting if self._outbox.county else self._outbox.held
            self.shell.go(Target("ledgers", ledger=listed[row].ledger))

    def _show_versions(self) -> None:
        SentList(self.desk, self).open()

    def _go_ledgers(self) -> None:
        self.shell.go(Target("ledgers"))

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 16, 16), 12)
        down.addLayout(self._head())
        across = parts.columns(gap=12)
        main = parts.rows(gap=12)
        self._normal = parts.Card("怎样报送")
        words = parts.label(_NORMAL, "cell")
        words.setWordWrap(True)
        self._normal.body.addWidget(words)
        for part in (self.compare, self._normal, self.outcome, self._strip):
            main.addWidget(part)
        main.addWidget(self._amounts_card(), 1)
        main.addWidget(self._history_card(), 1)
        across.addLayout(main, 1)
        self._beside = parts.scrolling(self.keys)
        across.addWidget(self._beside)
        down.addLayout(across, 1)
        order = (
            self._check,
            self._again,
            self._versions,
            self._export,
            self._build,
            self.amounts,
            self.sent,
        )
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _amounts_card(self) -> QFrame:
        self._title = parts.label("", "heading")
        card = parts.Card(margins=(16, 12, 8, 8))
        card.body.addWidget(self._title)
        nothing = parts.label(_NOTHING_NEW, "cell_name")
        self._amounts_or_nothing = _either(self.amounts, nothing)
        card.body.addWidget(self._amounts_or_nothing, 1)
        return card

    def _history_card(self) -> QFrame:
        self._history = parts.Card("已生成的数据包", margins=(16, 12, 8, 8))
        none = parts.label("还没有生成过数据包", "cell_name")
        self._sent_or_none = _either(self.sent, none)
        self._history.body.addWidget(self._sent_or_none, 1)
        return self._history

    def _head(self) -> QHBoxLayout:
        acts = (self._check, self._again, self._versions, self._export, self._build)
        return parts.page_head("报送", (self._since,), acts)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._beside.setFixedWidth(_ASIDE if self.width() >= _WIDE else _NARROW_ASIDE)


def _either(one: QWidget, other: QWidget) -> QStackedWidget:
    made = QStackedWidget()
    made.addWidget(one)
    made.addWidget(other)
    return made


def _sent_row(one: Sent) -> Sequence[str]:
    content = f"共 {one.entries} 条：{one.titles}"
    return f"第 {one.seq} 号", outbox.minute(one.made), content, one.mark


def _amount_row(one: Amount) -> Sequence[str]:
    counts = ((one.new, one.unit), (one.changed, one.unit), (one.inside, "项"))
    return one.title, *(f"{count} {unit}" if count else "" for count, unit in counts)


def write_package(
    desk: Desk, folder: Path, progress: Progress = silent, *, again: bool = False
) -> Any:
    """In a thread: the next package, or the last one again."""
    from reports.commands import package

    return package.build(desk.station, folder, progress, again=again)
