"""Verbs on who gets in: `users` lists logins and resets a password, `rekey` changes the lock."""

import argparse
import getpass
import sys
from pathlib import Path

from core.commands.verb import Answer, Call, Verb, password_in
from core.errors import Invalid
from core.services import access, founding
from core.store import lock


def _password_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="姓名", help="给谁重设口令")
    parser.add_argument("--new-password-file", metavar="FILE", help="新口令文件；不写就在终端里问")


def listed(call: Call) -> Answer:
    """Who can log in, and who has no password yet."""
    people = call.station().ask(access.people, call.folder)
    lines = [f"{one.name}　{one.state}" for one in people]
    facts = [{"name": one.name, "closed": one.closed, "password": one.able} for one in people]
    return Answer({"users": facts}, lines)


def password(call: Call) -> Answer:
    """Give somebody a new password; the one before opens nothing any more."""
    station, name = call.station(), call.args.name
    station.perform(access.reset, call.folder, station.secret.key, name, _new(call))
    return Answer({"user": name}, (f"“{name}”的口令已重设，请当面告诉本人，并请他登录后改掉。",))


def _new(call: Call) -> str:
    """The new password, typed twice where nobody wrote it down in a file."""
    file = call.args.new_password_file
    if file:
        return password_in(Path(file))
    if not sys.stdin.isatty():
        raise Invalid("没有新口令：请用 --new-password-file 指明文件，或在终端里办理。")
    typed = getpass.getpass("新口令（至少 8 个字符）：")
    if typed != getpass.getpass("再输一次新口令："):
        raise Invalid("两次输入的口令不一样，没有改动，请再办一次。")
    return typed


def rekey(call: Call) -> Answer:
    """Give the data another lock, alone on the station."""
    station = call.station()
    with lock.alone(call.folder, station.actor.name, station.now()):
        founding.rekeyed(station, call.progress).close()
    return Answer(
        {"station": str(call.folder), "rekeyed": True},
        ("数据已换锁。各人的口令和应急恢复码不变；以前拷走的数据和备份仍用旧锁。",),
    )


VERBS = (
    Verb(
        "users",
        "用户：名单、重设口令",
        acts=(
            Verb("list", "有哪些用户、谁还没有口令", listed),
            Verb("password", "给某人重设口令", password, _password_words),
        ),
    ),
    Verb("rekey", "给数据换锁（有人离岗后）", rekey),
)
