"""The command line: reads the words, runs one verb, prints one answer, names one exit status."""

import argparse
import json
import re
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from typing_extensions import override

from core import places
from core.commands import VERBS as CORE_VERBS
from core.commands.verb import Answer, Call, Verb
from core.errors import Cancelled, UserError
from core.ids import Clock
from reports.commands import VERBS as REPORT_VERBS

DONE, REFUSED, USAGE, DEFECT = 0, 1, 2, 3
_BAR = 30
_COMPLAINTS = (
    (r"^argument ([^:]+): ", r"\1 "),
    (r"unrecognized arguments: ", "不认识 "),
    (r"the following arguments are required: ", "缺少 "),
    (r"invalid choice: '([^']*)'.*", r"没有“\1”"),
    (r"expected (one|at least one) argument", "后面要写内容"),
    (r"invalid \w+ value: '([^']*)'", r"“\1”写得不对"),
)


def run(words: Sequence[str], clock: Clock) -> int:
    """Run one verb; never a traceback but on a defect, which goes into a report file."""
    try:
        "".join(words).encode()
        args = parser((*CORE_VERBS, *REPORT_VERBS)).parse_args(words)
    except UnicodeEncodeError:
        sys.stderr.write("命令写得不对：里面有认不出的字，请用 UTF-8 的终端重新输入。\n")
        return USAGE
    except SystemExit as stop:
        return USAGE if stop.code else DONE
    call = Call(args, clock, _progress)
    try:
        status = _tell(args.verb.run(call), as_json=args.json)
    except KeyboardInterrupt:
        status = _refused(Cancelled())
    except UserError as refused:
        status = _refused(refused)
    except Exception as defect:  # noqa: BLE001 the outermost boundary
        status = _report(defect)
    finally:
        call.close()
    return status


class Parser(argparse.ArgumentParser):
    """Tells in Chinese which words there are, what is wrong with those given, and where to look."""

    def __init__(self, *, add_help: bool = True, **given: Any) -> None:
        super().__init__(**given, add_help=False)
        self._positionals.title, self._optionals.title = "要写的", "可以写的"
        if add_help:
            self.add_argument("-h", "--help", action="help", help="显示这段说明")

    @override
    def format_help(self) -> str:
        return super().format_help().replace("usage:", "用法：", 1)

    @override
    def error(self, message: str) -> NoReturn:
        for pattern, said in _COMPLAINTS:
            message = re.sub(pattern, said, message)
        self.exit(USAGE, f"命令写得不对：{message}。用“{self.prog} --help”看写法。\n")


def parser(verbs: Sequence[Verb]) -> argparse.ArgumentParser:
    """The words every verb understands, and each verb's own."""
    shared = Parser(add_help=False)
    common = shared.add_argument_group("每个命令都可以写的")
    common.add_argument("--station", help="站点文件夹；不写就用本人的默认站点")
    common.add_argument("--user", help="以谁的身份办理")
    common.add_argument("--password-file", help="口令文件；不写就读环境变量或在终端里问")
    common.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    top = Parser(prog="main.py", description="网格工作站（不带命令就打开窗口）")
    _add(top, verbs, shared)
    return top


def _add(
    above: argparse.ArgumentParser, verbs: Sequence[Verb], common: argparse.ArgumentParser
) -> None:
    chosen = above.add_subparsers(required=True, metavar="命令")
    for verb in verbs:
        one = chosen.add_parser(verb.name, help=verb.help, parents=[] if verb.acts else [common])
        verb.words(one)
        one.set_defaults(verb=verb)
        if verb.acts:
            _add(one, verb.acts, common)


def _tell(answer: Answer, *, as_json: bool) -> int:
    if as_json:
        sys.stdout.write(json.dumps(answer.facts, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("".join(f"{one}\n" for one in answer.lines))
    return DONE if answer.ok else REFUSED


def _refused(error: UserError) -> int:
    sys.stderr.write(f"{error.text}\n")
    return REFUSED


def _progress(step: str, done: int = 0, total: int = 0) -> None:
    if not sys.stderr.isatty():
        return
    bar = "█" * (_BAR * done // total) if total else ""
    count = f"{done} / {total}" if total else ""
    sys.stderr.write(f"\r{step} {bar:<{_BAR}} {count}" + ("\n" if total and done >= total else ""))


def _report(defect: Exception) -> int:
    """Keep where it went wrong, without any value that could be somebody's data."""
    places_in_code = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(defect.__traceback__)
    ]
    told = "\n".join([type(defect).__name__, *places_in_code])
    try:
        report = places.home() / "defect.txt"
        report.write_text(told, encoding="utf-8")
        sys.stderr.write(f"程序出错，已记下情况（不含个人信息）：{report}\n")
    except OSError:
        sys.stderr.write("程序出错，情况也没能存成文件。请检查磁盘是否已满或写保护，再试一次。\n")
    return DEFECT
