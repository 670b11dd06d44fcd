"""The manifest takes shape while the members stream by."""

from core.envelope import VerifyKey
from core.intake.wire import members
from core.intake.wire.line import RecordLine
from core.intake.wire.manifest import File, Header, Manifest
from core.intake.wire.members import Tally


class Draft:
    """What has gone into the package so far."""

    def __init__(self) -> None:
        self.files: list[File] = []
        self.tally = Tally()

    @property
    def lines(self) -> int:
        """How many changes are entered."""
        return self.tally.total()

    def count(self, line: RecordLine) -> None:
        """Enter a change."""
        self.tally[line.table, line.op] += 1

    def add(self, path: str, size: int, digest: str) -> None:
        """Enter a member: its unpacked length, and the digest of its stored bytes."""
        self.files.append(File(path, size, digest))

    def finished(self, header: Header, person: VerifyKey) -> Manifest:
        """The manifest over everything entered."""
        counts = members.counts(self.tally)
        return Manifest(header, person.text, counts, tuple(self.files))
