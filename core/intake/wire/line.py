"""One change of one record, as a line of a package."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.envelope import canonical, parsed
from core.intake.wire.fields import take, whole

OPERATIONS = ("create", "patch", "delete", "erase")

_TABLE = re.compile(r"[a-z][a-z_]*")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_KNOWN = frozenset({"table", "uuid", "rev", "op", "new", "old", "by", "at", "label"})

Columns = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RecordLine:
    """`new` and `old` hold encoded columns; `more` keeps the fields a later version wrote."""

    table: str
    id: str
    version: int
    op: str
    new: Columns
    by: str
    at: str
    old: Columns = field(default_factory=dict)
    label: str = ""
    more: Columns = field(default_factory=dict)

    @property
    def raw(self) -> bytes:
        """The canonical form; what is empty is left out."""
        body = {
            **self.more,
            "table": self.table,
            "uuid": self.id,
            "rev": self.version,
            "op": self.op,
            "new": self.new,
            "by": self.by,
            "at": self.at,
        }
        optional = {"old": self.old, "label": self.label}
        return canonical(body | {key: value for key, value in optional.items() if value})


def parse_line(raw: bytes) -> RecordLine:
    """The change in `raw`; KeyError, TypeError or ValueError if it is none."""
    body = parsed(raw)
    line = RecordLine(
        table=take(body, "table", str),
        id=take(body, "uuid", str),
        version=whole(body, "rev"),
        op=take(body, "op", str),
        new=take(body, "new", dict),
        by=take(body, "by", str),
        at=take(body, "at", str),
        old=take(body, "old", dict) if "old" in body else {},
        label=take(body, "label", str) if "label" in body else "",
        more={key: value for key, value in body.items() if key not in _KNOWN},
    )
    if not (_TABLE.fullmatch(line.table) and _UUID.fullmatch(line.id) and line.op in OPERATIONS):
        raise ValueError("not a change of a record")
    return line
