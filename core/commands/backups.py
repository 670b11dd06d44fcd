"""The verbs `backup` and `restore`: a proved copy of a station, and a new station from one."""

import argparse
from pathlib import Path

from core.commands.verb import Answer, Call, Verb
from core.errors import Invalid
from core.services import backups, restoring
from core.services.backups import Made
from core.services.restoring import Wanted


def _backup_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="备份到这一个文件；不写就备到设定的位置"
    )


def backup(call: Call) -> Answer:
    """A proved backup: whole in one file, or here and in the second place."""
    station, progress = call.station(), call.progress
    if call.args.output:
        outcome = backups.Outcome((backups.to_file(station, Path(call.args.output), progress),))
    else:
        outcome = backups.now(station, progress)
    facts = {
        "file": str(outcome.made[-1].file),
        "records": outcome.made[-1].records,
        "files": [str(one.file) for one in outcome.made],
        "notice": outcome.notice,
    }
    said = [outcome.notice] if outcome.notice else []
    return Answer(facts, [*map(_line, outcome.made), *said])


def _line(made: Made) -> str:
    return f"备份已做好并核对：{made.file}（{made.records} 条记录）"


def _restore_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="备份文件（.zzbak）")
    parser.add_argument("folder", metavar="DIR", help="恢复到这个新文件夹")
    parser.add_argument(
        "--without-missing", action="store_true", help="附件找不全也恢复，缺的以后再补"
    )


def restore(call: Call) -> Answer:
    """A new station from a backup; the password is one of that backup, or its recovery code."""
    args = call.args
    path = Path(args.file)
    found = restoring.look(path)
    if args.user is None and len(found.names) != 1:
        names = "、".join(found.names)
        raise Invalid(f"请用 --user 写明以谁的身份恢复：{names}。")
    wanted = Wanted(
        path,
        Path(args.folder),
        args.user or found.names[0],
        call.password("备份里的口令，或应急恢复码："),
        args.without_missing,
    )
    done = restoring.restore(wanted, call.clock, call.progress)
    facts = {
        "file": str(path),
        "records": done.records,
        "station": str(done.folder),
        "missing": done.missing,
    }
    return Answer(facts, restoring.summary(done))


VERBS = (
    Verb("backup", "备份站点，并打开核对", backup, _backup_words),
    Verb("restore", "从备份恢复到一个新文件夹", restore, _restore_words),
)
