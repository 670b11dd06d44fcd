"""The verb `import`: a dry run of any workbook, then its good rows as one batch."""

import argparse
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from core import records as ledgers
from core.commands.verb import Answer, Call, Verb
from core.errors import Invalid
from core.intake import filetype, table, workbook
from core.intake.sheet import Workbook
from core.progress import Progress, silent
from core.services import backups, importing, mappings
from core.services.importing import Plan, Terms
from core.services.verdict import OnDuplicate
from core.station import Station

_TOLD = 20
_WORDS = {
    "rows": "共",
    "new": "新增",
    "updated": "更新",
    "unchanged": "不变",
    "skipped": "跳过",
    "failed": "有错",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks of an import; nothing is written without `commit`."""

    ledger: str
    file: Path
    sheet: str | None = None
    mapping: Mapping[str, str] | None = None
    on_duplicate: OnDuplicate = "skip"
    commit: bool = False
    recall: bool = True
    register: bool = False
    errors: Path | None = None


def run(station: Station, wanted: Wanted, progress: Progress = silent) -> dict[str, Any]:
    """Read, judge, write what is asked for; the figures add up to `rows`."""
    ledger = ledgers.ledger(wanted.ledger)
    read = workbook.read(wanted.file, wanted.sheet, progress)
    book = table.joined(read, ledger, wanted.mapping)
    sheet = table.choose(book, ledger, wanted.mapping)
    terms = Terms(
        station.today(), wanted.mapping, wanted.on_duplicate, wanted.file.stem, wanted.recall
    )
    plan = station.ask(importing.plan, ledger.name, sheet, terms, progress)
    if wanted.commit and wanted.register and plan.unknown:
        station.perform(importing.register_places, plan.unknown)
        plan = station.ask(importing.plan, ledger.name, sheet, terms, progress)
    batch = None
    if wanted.commit and (plan.counts["new"] or plan.counts["updated"]):
        backups.before(station, importing.BEFORE, progress)
        batch = station.perform(importing.commit, ledger.name, plan.rows, progress).seq
        told_heads = (plan.sender, {**plan.recalled, **(wanted.mapping or {})})
        station.jot(mappings.remember, ledger.name, sheet, plan.table.head, told_heads)
    return told(plan) | {"batch": batch, "errors": _errors(book, plan, wanted.errors)}


def told(plan: Plan) -> dict[str, Any]:
    """A plan in plain words and figures."""
    return {
        **plan.counts,
        "ledger": plan.ledger,
        "sheet": plan.table.sheet,
        "header_row": plan.table.header_row,
        "mapping": plan.table.mapping,
        "recalled": dict(plan.recalled),
        "unmapped": list(plan.table.unmapped),
        "notes": [*plan.table.notes, *plan.table.stays],
        "ignored": [{"line": line, "text": text} for line, text in plan.table.ignored],
        "unknown": list(plan.unknown),
        "problems": [
            {"line": row.line, "field": one.field, "text": one.text}
            for row in plan.rows
            for one in row.problems
        ],
    }


def _errors(book: Workbook, plan: Plan, path: Path | None) -> str | None:
    if path is None:
        return None
    from reports.excel import errors

    errors.write(book, plan, path)
    return str(path)


def mapping(path: Path) -> dict[str, str]:
    """A file that says which field single heads mean: {"联系方式": "phone", "签名": ""}."""
    try:
        with filetype.opening(path):
            found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Invalid(f"对应关系文件“{path.name}”不是 JSON 格式，请核对引号和逗号。") from error
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found.values()):
        raise Invalid(f'对应关系文件“{path.name}”要写成 {{"表头": "栏目"}} 的样子。')
    return found


def words(parser: argparse.ArgumentParser) -> None:
    """The words of the verb."""
    parser.add_argument("ledger", help="台账，如 staff 或 网格员花名册")
    parser.add_argument("file", help="表格文件：.xlsx .xls .ods .csv")
    parser.add_argument("--sheet", help="工作表名；不写就取栏目最像的一张")
    parser.add_argument("--map", metavar="FILE", help="对应关系文件（JSON：表头 → 栏目）")
    parser.add_argument("--commit", action="store_true", help="真正写入；不写只试算")
    parser.add_argument(
        "--on-duplicate", choices=get_args(OnDuplicate), default="skip", help="台账里已有时怎么办"
    )
    parser.add_argument("--fresh", action="store_true", help="不按上次这样的表对应栏目")
    parser.add_argument(
        "--register-places", action="store_true", help="表里有、台账里没有的村和网格先登记"
    )
    parser.add_argument("--errors", metavar="FILE", help="另存一份标出错误的表格(.xlsx)")


def act(call: Call) -> Answer:
    """Run the verb."""
    args = call.args
    wanted = Wanted(
        args.ledger,
        Path(args.file),
        args.sheet,
        mapping(Path(args.map)) if args.map else None,
        args.on_duplicate,
        args.commit,
        not args.fresh,
        args.register_places,
        Path(args.errors) if args.errors else None,
    )
    facts = run(call.station(), wanted, call.progress)
    return Answer(facts, list(_lines(facts, wanted)))


def _lines(facts: dict[str, Any], wanted: Wanted) -> list[str]:
    counts = "，".join(f"{word} {facts[key]}" for key, word in _WORDS.items())
    row = facts["header_row"]
    head = f"表头在第 {row} 行" if row else "没有表头，栏目按内容认出"
    lines = [f"工作表“{facts['sheet']}”，{head}：{counts}。"]
    if facts["recalled"]:
        heads = "、".join(facts["recalled"])
        lines.append(f"栏目{heads}按上次这样的表对应；不要这样就加 --fresh。")
    if facts["unmapped"]:
        lines.append(f"没有对应栏目、不会导入的列：{'、'.join(facts['unmapped'])}。")
    lines += [f"{note}。" for note in facts["notes"]]
    lines += [f"第 {one['line']} 行：{one['text']}" for one in facts["problems"][:_TOLD]]
    if facts["unknown"]:
        places = "、".join(facts["unknown"])
        lines.append(f"网格台账里没有：{places}。加 --register-places 先登记，再导入。")
    if len(facts["problems"]) > _TOLD:
        lines.append(
            f"……还有 {len(facts['problems']) - _TOLD} 条，用 --errors 另存标出错误的表格。"
        )
    if not wanted.commit:
        lines.append("这是试算，没有写入。加 --commit 写入。")
    elif facts["batch"]:
        lines.append(f"已写入，批次 {facts['batch']}，可以整批撤销。")
    return lines


VERBS = (Verb("import", "导入表格：先试算，再整批写入", act, words),)
