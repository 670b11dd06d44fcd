"""The verb `migrate`: carries a station's data to a server, or back into its folder."""

import argparse

from core.commands.verb import Answer, Call, Verb, server_words
from core.errors import Invalid
from core.services import moving
from core.store import lock


def _words(parser: argparse.ArgumentParser) -> None:
    server_words(parser)
    parser.add_argument("--local", action="store_true", help="从服务器移回本机的加密文件")


def migrate(call: Call) -> Answer:
    """Move everything, prove that it arrived, and name what was left behind."""
    if bool(call.args.db) == call.args.local:
        raise Invalid("请写明移到哪里：--db 地址（移到服务器），或 --local（移回本机）。")
    away = call.server() if call.args.db else None
    station = call.station()
    with lock.alone(call.folder, station.actor.name, call.clock()):
        moved = (
            moving.to_server(station, away, call.progress)
            if away is not None
            else moving.to_local(station, call.progress)
        )
    facts = {"rows": moved.rows, "seq": moved.seq, "left": moved.left}
    lines = (
        f"已移动 {moved.rows} 行数据，逐表核对数量一致，操作记录 {moved.seq} 条首尾完整。",
        f"原来的数据留在“{moved.left}”，确认无误后再由管理员处理。",
    )
    return Answer(facts, lines)


VERBS = (Verb("migrate", "把数据移到服务器，或移回本机", migrate, _words),)
