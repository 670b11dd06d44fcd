"""Opens the window, or runs one headless verb: the one place where everything is wired."""

import sys
from datetime import UTC, datetime

from core.ids import Clock


def clock() -> datetime:
    """The present moment: the one call that asks the machine for it."""
    return datetime.now(UTC)


def main(words: list[str], now: Clock = clock) -> int:
    """Run the verb that `words` begin with, or open the window; return the exit status."""
    if not words or words[0] == "window":
        from gui import window

        return window.run(words[1:], now)
    if words[0] == "bench":
        from tests.bench import run as bench

        status: int = bench.run(words[1:])
        return status
    from reports.commands import line

    return line.run(words, now)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
