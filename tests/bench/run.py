"""`main.py bench`: every measurement, or the named one, at a chosen size."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests.bench.benches import BENCHES, CLASSED, measured
from tests.bench.killing import ENDURING
from tests.bench.scene import Bench


def run(words: list[str]) -> int:
    """Measure and print; the station is made in a passing folder."""
    parser = argparse.ArgumentParser(prog="main.py bench", description="与下限之比")
    parser.add_argument("name", nargs="?", choices=(*BENCHES, *CLASSED, *ENDURING), help="只测一项")
    parser.add_argument("--rounds", type=int, default=20, help="强行结束几次（只用于 kill）")
    parser.add_argument("--rows", type=int, default=20000, help="台账行数")
    parser.add_argument("--at", type=Path, help="站点放在这个文件夹，下次接着用")
    parser.add_argument("--megabytes", type=int, default=64, help="备份的数据有多大")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(words)
    if args.name in ENDURING:
        return _endure(args.name, args.rounds, as_json=args.json)
    wanted = [args.name] if args.name else [*BENCHES, *CLASSED]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench.made(args.rows, args.at or Path(folder), args.megabytes)
        found = {
            key: ratio.facts for name in wanted for key, ratio in measured(name, bench).items()
        }
        bench.station.close()
    if args.json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        for name, facts in found.items():
            said = f"{facts['ours']:>10.1f} / {facts['floor']:>8.1f} = {facts['ratio']:>6.2f} 倍"
            sys.stdout.write(f"{name:<12}{said}  {facts['unit']}\n")
    return 0


def _endure(name: str, rounds: int, *, as_json: bool) -> int:
    """What is counted instead of timed: it fails when anything was lost."""
    with tempfile.TemporaryDirectory() as folder:
        endured = ENDURING[name](rounds, Path(folder))
    told = json.dumps(endured.facts, ensure_ascii=False) if as_json else endured.line
    sys.stdout.write(f"{told}\n")
    return 1 if endured.wrong else 0
