"""The rows below the search box: commands, then the hits of each ledger under its count."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core import words
from core.progress import Progress, silent
from core.services import finding
from core.services.finding import Group, Hit
from gui.widgets import commands
from gui.widgets.commands import Command
from gui.widgets.lines import Line

_EACH, _ALONE = 5, 50
_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: commands and records; `opened` ones where nothing was typed."""

    commands: Sequence[Command] = ()
    groups: Sequence[Group] = ()
    opened: Sequence[Hit] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the list and what it stands for; a heading stands for nothing to open."""

    line: Line
    meant: Hit | Command | None = None
    ledger: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the words, in `only` one ledger or all, and what is offered without words."""

    typed: str = ""
    only: str = ""
    commands: Sequence[Command] = ()
    opened: tuple[tuple[str, UUID], ...] = ()


def looked(session: Any, asked: Asked, progress: Progress = silent) -> Found:
    """Search away from the window: the commands first, then the records."""
    only, offered = asked.only, () if asked.only else asked.commands
    if not asked.typed:
        opened = [one for one in asked.opened if only in {"", one[0]}]
        return Found(offered[:_OFFERED], (), finding.opened(session, opened))
    meant = commands.found(offered, asked.typed)
    each = _ALONE if only else _EACH
    return Found(meant, finding.grouped(session, asked.typed, only or None, each, progress))


def rows(found: Found, asked: Asked) -> list[Row]:
    """What was found, line by line."""
    typed, only = asked.typed, asked.only
    listed: list[Row] = []
    if found.opened:
        listed.append(Row(Line("最近打开", heading=True)))
        listed += [_hit(one, one.title) for one in found.opened]
    if found.commands:
        listed += [] if typed else [Row(Line("常用", heading=True))]
        listed += [_command(one, typed) for one in found.commands]
    for group in found.groups:
        count = f"{group.told} {group.ledger.unit}"
        alone = f"只看：{group.ledger.title}" if only else group.ledger.title
        listed.append(Row(Line(alone, right=count, heading=True), None, group.ledger.name))
        listed += [_hit(one) for one in group.hits]
    return listed


def _hit(hit: Hit, right: str = "") -> Row:
    why = hit.why if hit.why != hit.name else " "
    lit = (hit.called.hit, hit.said.hit)
    return Row(Line(hit.name, why, right, lit=lit), hit, hit.ledger)


def _command(command: Command, typed: str) -> Row:
    met = next(iter(words.query(typed)), None)
    lit = words.excerpt(command.title, [met], len(command.title)).hit if met else ""
    return Row(Line(command.title, right=command.kind, lit=(lit, "")), command)
