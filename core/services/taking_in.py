"""Files taken in for a record: into the store one by one, the refused ones with their sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import Cancelled, Invalid
from core.intake.incoming import Intake, Source, Wish
from core.progress import Progress, silent
from core.services import attachments, settings
from core.services.attachments import Taken
from core.settings import LARGEST, SHRINK
from core.station import Station
from core.store.files import Files


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken in, and why."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """What may be attached now, and what may not."""

    taken: tuple[Taken, ...]
    refused: tuple[Refused, ...]


def wish(station: Station) -> Wish:
    """How this station keeps pictures, and how large a file may be."""
    known = station.ask(settings.values, (SHRINK, LARGEST), None)
    return Wish(known[SHRINK.key] == "yes", int(known[LARGEST.key]) << 20)


def gather(station: Station, sources: Sequence[Source], progress: Progress = silent) -> Gathered:
    """Put files into the store, ready for `attachments.add`; cancelled, none of them stays."""
    store = station.ask(attachments.files, station.folder)
    taken: list[Taken] = []
    refused: list[Refused] = []
    try:
        with Intake(wish(station), progress) as intake:
            for done, source in enumerate(sources):
                progress("正在收入附件", done, len(sources))
                try:
                    taken.append(_put(store, intake, source))
                except Invalid as error:
                    refused.append(Refused(source.name, error.text))
    except Cancelled:
        release(station, taken)
        raise
    return Gathered(tuple(taken), tuple(refused))


def release(station: Station, taken: Sequence[Taken]) -> None:
    """Let go of contents that were put into the store and attached to nothing after all."""
    station.jot(attachments.let_go, station.folder, [one.digest for one in taken])


def _put(store: Files, intake: Intake, source: Source) -> Taken:
    one = intake.take(source)
    kept = store.put(one.chunks)
    return Taken(one.name, one.media, kept.size, kept.digest, one.origin, one.taken, one.pages)
