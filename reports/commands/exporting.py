"""The verb `export`: any ledger, filtered, as workbook, csv, PDF or Word by the file's ending."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from sqlalchemy.orm import Session

from core import dates
from core import records as ledgers
from core.checks import Purpose
from core.commands.verb import Answer, Call, Verb
from core.errors import Invalid, NotAllowed
from core.progress import Progress, silent
from core.record import Kind
from core.rights import Right
from core.services import fashions, leaving, listing, looks, sending
from core.services.fashions import Fashion
from core.services.leaving import Leaving
from core.services.listing import Selected, Wish
from core.services.records import Filter
from core.services.sending import Sending
from core.station import Station
from reports import documents
from reports.documents import ledger_list
from reports.form import Issue

if TYPE_CHECKING:
    from reports.excel.listing import Listing

_EVERYTHING = Filter()
_USUAL = Wish()


@dataclass(frozen=True, slots=True)
class Keep:
    """That the file is kept as it goes out: to whom it is sent, and on whose request."""

    recipient: str
    request: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks of an export.

    `selected` is a filter, or the records one by one; with `keep` it becomes a 已报版本.
    """

    ledger: str
    file: Path
    selected: Selected = _EVERYTHING
    wish: Wish = _USUAL
    encoding: str = "utf-8-sig"
    keep: Keep | None = None


@dataclass(slots=True)
class Written:
    """What was written: how many rows, and the identities of the records, sixteen bytes each."""

    rows: int
    packed: bytes = b""


def run(station: Station, wanted: Wanted, progress: Progress = silent) -> dict[str, Any]:
    """Write the file; the same selection serves list, count and export."""
    if not station.actor.may(Right.SEND):
        raise NotAllowed(f"您的岗位不能{Right.SEND.value}，请找有此权限的同事办理。")
    writer = _WRITERS.get(wanted.file.suffix.lower())
    if writer is None:
        known = "、".join(_WRITERS)
        raise Invalid(f"文件名“{wanted.file.name}”请以这些结尾之一：{known}。")
    if wanted.wish.purpose == "superior":
        station.perform(sending.agree, wanted.ledger, wanted.wish.columns)
    issue = Issue(station.today(), station.actor.name, station.demo)
    written = station.ask(writer, wanted, issue, progress)
    looks.note(station, *_seen(wanted, written))
    if wanted.keep is not None:
        _keep(station, wanted, wanted.keep, written.packed)
    return {"rows": written.rows, "file": str(wanted.file)}


def _keep(station: Station, wanted: Wanted, asked: Keep, packed: bytes) -> None:
    """Keep the very file that goes out."""
    kept = station.ask(sending.stored, station.folder, wanted.file)
    purpose, selected = wanted.wish.purpose, wanted.selected
    told = Sending(wanted.ledger, asked.recipient, asked.request, purpose, selected, packed)
    station.perform(sending.keep, wanted.file, told, kept)


def _seen(wanted: Wanted, written: Written) -> tuple[str, looks.Seen]:
    """What the register of looks is told: no word that was searched for, as it may be a name.

    Records are named where they are in somebody's hands.
    """
    ledger = ledgers.ledger(wanted.ledger)
    span = "全部" if wanted.selected == _EVERYTHING else "按条件"
    if not isinstance(wanted.selected, Filter):
        span = "选出"
    reader = fashions.PURPOSES[wanted.wish.purpose]
    what = f"导出：{ledger.title} {written.rows} {ledger.unit}（{span}，{reader}）"
    return what, {ledger.name: written.packed} if ledger.record.handlers else ()


def _workbook(session: Session, wanted: Wanted, issue: Issue, progress: Progress) -> Written:
    from reports import excel

    found, listed = _listing(session, wanted, issue)
    return Written(excel.write(listed, wanted.file, progress), bytes(found.packed))


def _comma(session: Session, wanted: Wanted, issue: Issue, progress: Progress) -> Written:
    from reports.excel import comma

    found, listed = _listing(session, wanted, issue)
    rows = comma.write(listed, wanted.file, wanted.encoding, progress)
    return Written(rows, bytes(found.packed))


def _listing(session: Session, wanted: Wanted, issue: Issue) -> "tuple[Leaving, Listing]":
    """Every column of the ledger, those of the list first, unless some were asked for."""
    from reports.excel.listing import Listing

    ledger, wish = ledgers.ledger(wanted.ledger), wanted.wish
    printed = listing.columns(ledger, wish.columns)
    fields = printed if wish.columns else (*printed, *listing.others(ledger, printed))
    found = leaving.read(session, ledger, wanted.selected, fields, wish)
    said = listing.words(session, ledger, wanted.selected)
    listed = Listing(
        ledger.title,
        f"范围：{said}    {issue.by} {issue.day} 导出" + ("    演示数据" if issue.demo else ""),
        fields,
        found.rows,
        found.count,
        len(printed),
        found.shown,
        wish.fashion,
    )
    return found, listed


def _paper(session: Session, wanted: Wanted, issue: Issue, progress: Progress) -> Written:
    ledger = ledgers.ledger(wanted.ledger)
    fields = listing.on_paper(ledger, wanted.wish.columns)
    found = leaving.read(session, ledger, wanted.selected, fields, wanted.wish)
    said = listing.words(session, ledger, wanted.selected)
    lines = ledger_list.gather(session, found, said, issue, wanted.wish.fashion)
    documents.write(ledger_list.compose(lines), wanted.file, progress)
    return Written(len(lines.rows), bytes(found.packed))


def _map(session: Session, wanted: Wanted, issue: Issue, progress: Progress) -> Written:
    from reports import map as web_map

    if ledgers.ledger(wanted.ledger).name != "grid":
        raise Invalid("只有网格台账能导出网页地图；其他台账请导出 .xlsx、.csv、.pdf 或 .docx。")
    return Written(web_map.write_map(session, wanted.file, issue, progress))


def _is_paper(wanted: Wanted) -> bool:
    return _WRITERS[wanted.file.suffix.lower()] is _paper


_Writer = Callable[[Session, Wanted, Issue, Progress], Written]
_WRITERS: dict[str, _Writer] = {
    ".xlsx": _workbook,
    ".csv": _comma,
    ".pdf": _paper,
    ".docx": _paper,
    ".html": _map,
}


def words(parser: argparse.ArgumentParser) -> None:
    """The words of the verb."""
    parser.add_argument("ledger", help="台账，如 staff 或 网格员花名册")
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE", help=".xlsx .csv .pdf .docx"
    )
    parser.add_argument("--where", action="append", default=[], metavar="栏目=内容")
    parser.add_argument("--words", default="", help="要含的字词")
    parser.add_argument("--from", dest="since", metavar="日期", help="从哪天起")
    parser.add_argument("--to", dest="until", metavar="日期", help="到哪天止")
    parser.add_argument("--columns", default="", metavar="栏目，栏目", help="只要这些栏目")
    parser.add_argument("--purpose", choices=get_args(Purpose), default="internal", help="给谁看")
    parser.add_argument("--id-style", choices=fashions.IDS, default="usual", help="身份证号写法")
    parser.add_argument("--small-x", action="store_true", help="身份证号末位写小写 x")
    parser.add_argument("--dates", choices=fashions.DAYS, default="dashed", help="日期写法")
    parser.add_argument("--money", choices=fashions.MONEY, default="yuan", help="金额单位")
    parser.add_argument("--to-whom", metavar="单位", help="报给谁：把这份文件留存为已报版本")
    parser.add_argument("--request", default="", metavar="要求", help="谁要的、要什么")
    parser.add_argument("--yes", action="store_true", help="确认这样的栏目可以报上级")
    parser.add_argument(
        "--encoding",
        choices=("utf-8-sig", "gb18030", "gbk"),
        default="utf-8-sig",
        help=".csv 的编码",
    )


def act(call: Call) -> Answer:
    """Run the verb."""
    args, station = call.args, call.station()
    columns = tuple(filter(None, args.columns.replace("，", ",").split(",")))
    fashion = Fashion(args.id_style, args.dates, args.money, args.small_x)
    wanted = Wanted(
        args.ledger,
        Path(args.output),
        chosen(station, args),
        Wish(columns, args.purpose, fashion),
        args.encoding,
        Keep(args.to_whom, args.request) if args.to_whom else None,
    )
    if args.yes:
        station = station.confirmed(sending.ASKED)
    facts = run(station, wanted, call.progress)
    told = f"已导出 {facts['rows']} 行：{facts['file']}"
    left = listing.left_off(ledgers.ledger(args.ledger), columns) if _is_paper(wanted) else ""
    return Answer(facts, (told, left) if left else (told,))


def chosen(station: Station, args: argparse.Namespace) -> Filter:
    """The filter that `--where`, `--words`, `--from` and `--to` say."""
    ledger, today = ledgers.ledger(args.ledger), station.today()
    where = tuple(station.ask(listing.condition, ledger, one, today) for one in args.where)
    since, until = _day(args.since, today), _day(args.until, today)
    dated = ledger.order is not None and ledger.field(ledger.order.key).kind is Kind.DATE
    if (since or until) and not dated:
        raise Invalid(f"“{ledger.title}”没有可按起止日期筛选的栏目，请去掉 --from 和 --to。")
    return Filter(args.words, where, since, until)


def _day(text: str | None, today: date) -> date | None:
    if not text:
        return None
    problem = dates.date_problem(text, today)
    if problem:
        raise Invalid(problem)
    return dates.parse_date(text, today)


VERBS = (Verb("export", "导出台账:.xlsx、.csv、.pdf、.docx", act, words),)
