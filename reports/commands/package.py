"""The verbs `package` and `receive`: the station's side and the county's side of an upload."""

import argparse
from collections.abc import Iterable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from core import places
from core.commands.verb import Answer, Call, Verb
from core.envelope import Identity, SigningKey
from core.errors import StoreFault
from core.intake import package as intake
from core.intake.wire.manifest import Header
from core.progress import Progress, silent
from core.services import backups, looks, packages, partners
from core.services.packages import Received
from core.station import Station
from reports.outbound import package as outbound
from reports.outbound.package import Contents, Keys, Medium, Written

BEFORE_RECEIVING = "接收前"


def build(
    station: Station, folder: Path, progress: Progress = silent, *, again: bool = False
) -> Written:
    """Write the next package into `folder` from one snapshot, then remember it as sent.

    A stopped or failed build leaves nothing, neither on the medium nor in the station.
    """
    if station.readonly:
        raise StoreFault(station.readonly)
    person = SigningKey(station.secret.signing)

    def write(session: Session) -> Written:
        plan = packages.outgoing(session, station.actor.name, station.now(), again=again)
        with places.telling(folder):
            folder.mkdir(parents=True, exist_ok=True)
        contents = Contents(packages.lines(session, plan.header))
        keys = Keys(person, plan.station, plan.recipients)
        return outbound.write(Medium(folder), plan.header, contents, keys, progress)

    written = station.ask(write)
    with ExitStack() as undo:
        undo.callback(_discard, written.files)
        station.perform(packages.mark_sent, written.manifest, written.digest)
        undo.pop_all()
    looks.note(station, f"导出：报送数据包第 {written.manifest.header.seq} 号")
    return written


def _discard(files: Iterable[Path]) -> None:
    """A package the station does not remember must not reach the county."""
    for path in files:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _build_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", required=True, metavar="DIR", help="放数据包的文件夹")
    parser.add_argument("--again", action="store_true", help="重新生成上一个包（内容相同）")


def _verify_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="数据包的任一个文件")
    parser.add_argument("--key", metavar="FILE", help="县级密钥；不写就用本站点自己的")


def _build(call: Call) -> Answer:
    args = call.args
    written = build(call.station(), Path(args.output), call.progress, again=args.again)
    header = written.manifest.header
    facts = {
        "package_id": header.package_id,
        "seq": header.seq,
        "counts": {table: dict(ops) for table, ops in written.manifest.counts.items()},
        "digest": written.digest,
        "files": [str(path) for path in written.files],
    }
    lines = [f"第 {header.seq} 号数据包已生成并核对：", *(f"  {path}" for path in written.files)]
    return Answer(facts, lines)


def _verify(call: Call) -> Answer:
    station = call.station()
    verified = _checked(station, Path(call.args.file), call)
    header = verified.manifest.header
    facts = {
        "ok": True,
        "package_id": header.package_id,
        "seq": header.seq,
        "counts": {table: dict(ops) for table, ops in verified.manifest.counts.items()},
        "digest": verified.digest,
    }
    return Answer(facts, (f"数据包完好：{header.sender.name}第 {header.seq} 号。",))


def _checked(station: Station, path: Path, call: Call) -> intake.Verified:
    own = station.ask(partners.own_card)
    enrolled = station.ask(packages.enrolled) | partners.keys_of(own)
    identity = (
        partners.read_key(Path(call.args.key))
        if call.args.key
        else station.ask(packages.own_identity)
    )
    return intake.verify(path, enrolled, identity, call.progress)


def _receive_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help=".zzpkg.idx 文件，按号接收")
    parser.add_argument("--into", required=True, metavar="DIR", help="接收方的站点文件夹")
    parser.add_argument("--key", required=True, metavar="FILE", help="县级密钥文件")


def receive(call: Call) -> Answer:
    """Apply packages to the county's database, each wholly or not at all."""
    args = call.args
    args.station = args.into
    station = call.station()
    identity = partners.read_key(Path(args.key))
    facts, lines = [], []
    backups.before(station, BEFORE_RECEIVING, call.progress)
    for name in args.files:
        taken = receive_one(station, Path(name), identity, call.progress)
        header, done = taken.package.manifest.header, taken.done
        facts.append(
            {
                "status": done.status,
                "seq": header.seq,
                "digest": taken.package.digest,
                "applied": done.applied,
                "unchanged": done.unchanged,
                "anew": done.anew,
                "only_here": done.only_here,
            }
        )
        lines += _told(header, done)
    return Answer({"packages": facts, "counts": station.ask(packages.counts)}, lines)


@dataclass(frozen=True, slots=True)
class Taken:
    """A package and what became of it."""

    package: intake.Verified
    done: Received


def receive_one(
    station: Station, path: Path, identity: Identity, progress: Progress = silent
) -> Taken:
    """Check a package wholly, then apply it in one act."""
    verified = intake.verify(path, station.ask(packages.enrolled), identity, progress)
    with closing(intake.lines(verified, identity)) as steps:
        return Taken(verified, packages.take_in(station, verified, steps))


def _told(header: Header, done: Received) -> list[str]:
    said = "已入库" if done.status == "applied" else "以前收过，没有改动"
    lines = [f"{header.sender.name}第 {header.seq} 号：{said}。"]
    if done.anew:
        lines.append("  对方从备份恢复过，已按恢复后的内容从第 1 号重新接收。")
    if done.only_here:
        lines.append(f"  有 {done.only_here} 条以前收到的内容，对方恢复后没有了，请与对方核对。")
    return lines


VERBS = (
    Verb(
        "package",
        "报送数据包：生成、核验",
        acts=(
            Verb("build", "生成下一个报送数据包", _build, _build_words),
            Verb("verify", "核验一个数据包", _verify, _verify_words),
        ),
    ),
    Verb("receive", "接收报送数据包（县级）", receive, _receive_words),
)
