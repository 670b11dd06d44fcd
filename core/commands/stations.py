"""Verbs on a whole station: `init` makes one, `check` tells whether it is sound."""

import argparse
from pathlib import Path

from core.commands.verb import Answer, Call, Verb, server_words
from core.services import founding, moving, soundness
from core.services.packages import station_key
from core.store import address, lock, server


def _init_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="站点文件夹")
    parser.add_argument("--name", default="", help="单位全称，与公章一致")
    parser.add_argument("--short-name", default="", help="编号用的简称")
    parser.add_argument("--code", default="", help="区划或机构代码，可以以后再填")
    parser.add_argument(
        "--join", metavar="FOLDER", help="加入已在服务器上的站点：第一台电脑的文件夹"
    )
    server_words(parser)


def init(call: Call) -> Answer:
    """Make an empty station; the recovery code is told once."""
    args = call.args
    folder = Path(args.folder)
    if args.join:
        return _join(call, folder)
    away = call.server() if args.db else None
    facts = founding.Facts(args.name, args.user or "", args.short_name, code=args.code, server=away)
    station, code = founding.create(
        folder, facts, call.password("新口令（至少 8 个字符）："), call.clock
    )
    epoch = station.ask(station_key).epoch
    station.close()
    return Answer(
        {"station": str(folder), "epoch": epoch, "recovery_key": code},
        (
            f"站点已建立：{folder}",
            f"应急恢复码（只显示这一次，请抄下密封保管）：{code}",
        ),
    )


def _join(call: Call, folder: Path) -> Answer:
    """Make the folder of a second computer, and try it."""
    moving.join(folder, Path(call.args.join))
    name = call.args.user or founding.only_user(folder)
    founding.open_station(folder, name, call.password(), call.clock).close()
    told = server.told(address.place(folder))
    return Answer({"station": str(folder), "server": told}, (f"已加入站点，数据在 {told}。",))


def _check_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--repair", action="store_true", help="能重建的（查找索引等）就地修好")


def check(call: Call) -> Answer:
    """Name everything that is wrong; with `--repair` mend what can be made anew."""
    station = call.station()
    found, mended = soundness.check(station, call.progress), [*filter(None, [call.healed])]
    if call.args.repair:
        with lock.alone(station.folder, station.actor.name, call.clock()):
            done, found = soundness.mend(station, found, call.progress)
            mended += done
    lines = [*mended, *(f"[{one.code}] {one.text}" for one in found)]
    facts = [{"code": one.code, "text": one.text, "mendable": one.mendable} for one in found]
    answer = {"ok": not found, "problems": facts, "mended": mended}
    return Answer(answer, lines or ["检查完毕，没有发现问题。"], ok=not found)


VERBS = (
    Verb("init", "建立一个空站点", init, _init_words),
    Verb("check", "检查站点是否完好，--repair 修复能重建的部分", check, _check_words),
)
