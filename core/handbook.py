"""The help inside the program: short pages in `resources/help`, linked, found by words or pinyin.

A page is plain Markdown: one `# title`, `## sections`, paragraphs, `- ` and `1. ` lines, `**bold**`
keys, 「buttons」 as they stand on screen, and links to `page` or `page#section`.
"""

import re
from dataclasses import dataclass
from functools import cache

from core import places, words
from core.words import fold

START = "start"

_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_SPOKEN = re.compile(r"[a-z]{2,}")
_TAUGHT = re.compile(r"\*\*([^*]+)\*\*|「([^」]+)」")
_IN_TITLE, _BY_SOUND, _IN_TEXT, _TAUGHT_BY_SOUND = range(4)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page under its own title; the first has the page's."""

    title: str
    markdown: str

    @property
    def lines(self) -> list[str]:
        """What it says, without marks, a line for each paragraph or step."""
        return [plain(one) for one in self.markdown.splitlines() if one.strip()]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its key is the file's name, and that of the screen it is about."""

    key: str
    markdown: str

    @property
    def sections(self) -> tuple[Section, ...]:
        """Its parts in order."""
        heads = re.split(r"^##? +(.+)$", self.markdown, flags=re.MULTILINE)[1:]
        pairs = zip(heads[::2], heads[1::2], strict=True)
        return tuple(Section(title.strip(), text) for title, text in pairs)

    @property
    def title(self) -> str:
        """What the page is called."""
        return self.sections[0].title

    @property
    def links(self) -> tuple[str, ...]:
        """The pages and sections it leads to."""
        return tuple(target for _, target in _LINK.findall(self.markdown))


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that was found, and the line that shows why."""

    page: str
    section: str
    title: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a section is found by."""

    page: Page
    section: Section
    text: str
    sounds: frozenset[str]
    taught: frozenset[str]


@cache
def pages() -> dict[str, Page]:
    """Every page by its key."""
    folder = places.resources() / "help"
    return {one.stem: Page(one.stem, one.read_text("utf-8")) for one in sorted(folder.glob("*.md"))}


def page(key: str) -> Page:
    """The page of a screen; the first page where the screen has none."""
    known = pages()
    return known.get(key, known[START])


def plain(text: str) -> str:
    """A line without its marks."""
    bare = re.sub(r"^(#+|-|\d+\.) +", "", text.strip())
    return re.sub(r"\*\*|`", "", _LINK.sub(r"\1", bare))


def find(typed: str) -> list[Hit]:
    """The sections that hold every typed word, those with the word in their title first."""
    terms = [fold(one) for one in typed.split()]
    ranked = [(_rank(entry, terms), n, entry) for n, entry in enumerate(_index())] if terms else []
    found = sorted((rank, n, entry) for rank, n, entry in ranked if rank is not None)
    return [_hit(entry, typed) for _, _, entry in found]


def _hit(entry: _Entry, typed: str) -> Hit:
    shown = words.excerpt("　".join(entry.section.lines), words.query(typed))
    title = entry.page.title
    named = title if entry.section.title == title else f"{entry.section.title} · {title}"
    return Hit(entry.page.key, entry.section.title, named, str(shown))


def _rank(entry: _Entry, terms: list[str]) -> int | None:
    """How far from the title the worst of the words is met; none where one is not met."""
    found = [_met(entry, term) for term in terms]
    return max(one for one in found if one is not None) if None not in found else None


def _met(entry: _Entry, term: str) -> int | None:
    if term in fold(entry.section.title):
        return _IN_TITLE
    spoken = bool(_SPOKEN.fullmatch(term))
    if spoken and any(sound.startswith(term) for sound in entry.sounds):
        return _BY_SOUND
    if term in entry.text:
        return _IN_TEXT
    by_sound = spoken and any(sound.startswith(term) for sound in entry.taught)
    return _TAUGHT_BY_SOUND if by_sound else None


@cache
def _index() -> tuple[_Entry, ...]:
    return tuple(_entry(one, section) for one in pages().values() for section in one.sections)


def _entry(one: Page, section: Section) -> _Entry:
    taught = [first or second for first, second in _TAUGHT.findall(section.markdown)]
    return _Entry(
        one,
        section,
        fold("".join(section.lines)),
        _sounds(section.title),
        frozenset(sound for name in taught for sound in _sounds(name)),
    )


def _sounds(text: str) -> frozenset[str]:
    """What it is called in pinyin, begun at any of its letters."""
    return frozenset(key for n in range(len(text)) for key in words.keys(text[n:]))
