"""A calendar file (.ics, RFC 5545): one event a shift, for telephones and office calendars."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from core import places

_WIDTH = 75
_END = "\r\n"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that begins and ends; `key` tells it from every other one, and stays."""

    key: str
    starts: datetime
    ends: datetime
    title: str
    note: str = ""


def write(events: Iterable[Event], path: Path, made: datetime) -> int:
    """Write the events and return how many they are."""
    listed = list(events)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Grid Station//Duty//ZH"]
    for one in listed:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.key}@grid-station",
            f"DTSTAMP:{_moment(made)}",
            f"DTSTART:{_moment(one.starts)}",
            f"DTEND:{_moment(one.ends)}",
            f"SUMMARY:{_text(one.title)}",
            *([f"DESCRIPTION:{_text(one.note)}"] if one.note else []),
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    with places.writing(path) as part:
        part.write_bytes("".join(_folded(line) + _END for line in lines).encode())
    return len(listed)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """A line in pieces of at most 75 octets, none of which cuts a character."""
    pieces: list[str] = []
    piece = ""
    for letter in line:
        room = _WIDTH - bool(pieces)
        if len((piece + letter).encode()) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return f"{_END} ".join([*pieces, piece])
