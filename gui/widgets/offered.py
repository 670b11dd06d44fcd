"""The commands the search box offers in this window, to this person."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from core.records import LEDGERS
from core.rights import Right
from core.setting import Scope
from core.settings import SETTINGS
from gui.widgets.backing_up import BackupRun
from gui.widgets.commands import HELP, PLACE, SETTING, Command
from gui.widgets.nav import Place
from gui.widgets.screen import Target
from gui.widgets.undoing import REDO, UNDO
from gui.widgets.where import draft_target

if TYPE_CHECKING:
    from gui.widgets.frame import Frame

_BEGUN = {
    "visit": ("登记来访", "登记来电 来访来电"),
    "mediation_case": ("登记纠纷", "登记案件 矛盾纠纷"),
    "staff": ("登记网格员", "登记人员 花名册"),
}


def commands(frame: "Frame", allowed: Sequence[Place]) -> list[Command]:
    """What can be done or opened by its name: acts, places, ledgers, settings, help."""
    actor = frame.desk.station.actor
    every = (*_beginnings(frame), *_acts(frame), *_places(frame, allowed), *_settings(frame))
    return [one for one in every if actor.may(one.needs)]


def _beginnings(frame: "Frame") -> Iterator[Command]:
    for ledger in LEDGERS:
        if ledger.name in _BEGUN:
            title, words = _BEGUN[ledger.name]
            begin = partial(frame.go, draft_target(ledger.name, None))
            yield Command(title, begin, words=words, needs=ledger.needs)


def _acts(frame: "Frame") -> tuple[Command, ...]:
    sheet = partial(_print_sheet, frame)
    backup = BackupRun(frame, frame, frame.foot.strip)
    return (
        Command("打印晨会单", sheet, needs=Right.MEET),
        Command("立即备份", backup.start, words="现在备份"),
        Command("导出台账", partial(_export_page, frame), words="导出本页", needs=Right.SEND),
        Command("打印本页", partial(_print_page, frame), needs=Right.PRINT),
        Command("锁定", frame.lock_wanted.emit, words="锁屏"),
        Command("换人", frame.leave_wanted.emit, words="退出登录 切换用户"),
        Command(UNDO, frame.undoing.undo, words="撤回"),
        Command(REDO, frame.undoing.redo),
    )


def _places(frame: "Frame", allowed: Sequence[Place]) -> Iterator[Command]:
    for place in allowed:
        yield Command(f"打开{place.title}", partial(frame.go, Target(place.key)), PLACE)
    for ledger in LEDGERS:
        target = Target("ledgers", ledger=ledger.name)
        yield Command(ledger.title, partial(frame.go, target), PLACE)
    for place in allowed:
        help_on = partial(_help_on, frame, place.key)
        yield Command(f"帮助：{place.title}", help_on, HELP)


def _settings(frame: "Frame") -> Iterator[Command]:
    for one in SETTINGS:
        needs = Right.READ if one.scope is Scope.PERSON else Right.MANAGE
        target = Target("settings", ledger=one.key)
        yield Command(one.label, partial(frame.go, target), SETTING, needs=needs)


def _print_sheet(frame: "Frame") -> None:
    """The desk knows today's meeting, and makes it where nobody did."""
    frame.go(Target("desk"))
    frame.pages.front.print_it()


def _help_on(frame: "Frame", place: str) -> None:
    frame.help.show_place(place)
    frame.help.show()


def _export_page(frame: "Frame") -> None:
    frame.pages.front.export()


def _print_page(frame: "Frame") -> None:
    frame.pages.front.print_it()
