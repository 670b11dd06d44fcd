"""Which font file draws which character in which role, and the check that every character has one.

Office fonts come first where they are installed, then those shipped in `resources/fonts`.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from core import places
from core.errors import Invalid
from reports import sfnt
from reports.page import Block, Document, Table, characters, clean
from reports.paper import Role

_OFFICE: Mapping[Role, tuple[str, ...]] = {
    "title": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
    "song": ("宋体", "SimSun"),
    "fang": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong"),
    "kai": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi"),
    "hei": ("黑体", "SimHei"),
}
_SHIPPED: Mapping[Role, tuple[str, ...]] = {
    "title": ("NotoSerifSC_900Black.ttf",),
    "song": ("NotoSerifSC_400Regular.ttf",),
    "fang": ("NotoSerifSC_400Regular.ttf",),
    "kai": ("LXGWWenKai-Regular.ttf",),
    "hei": ("NotoSansSC_700Bold.ttf", "NotoSansSC_400Regular.ttf"),
}
_EVERYWHERE = (
    "NotoSerifSC_400Regular.ttf",
    "NotoSansSC_400Regular.ttf",
    "HanaMinB.ttf",
    "LXGWWenKai-Regular.ttf",
)
"""Where a role's own font lacks a character; the rare ones come from HanaMinB."""
_NAMED_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Face:
    """One font: a file, and its place in it when the file is a collection."""

    path: Path
    index: int = 0

    @property
    def name(self) -> str:
        """A name that no other font of this machine has."""
        return f"{self.path.stem}-{self.index}" if self.index else self.path.stem


@dataclass(frozen=True, slots=True)
class Glyph:
    """The font that draws a character, and its advance in bodies."""

    face: Face
    width: float


class Glyphs(dict[str, Glyph]):
    """The characters of one role, looked up along its chain when first asked for."""

    def __init__(self, chain: Iterable[Face]) -> None:
        super().__init__()
        self._chain = tuple(chain)

    def __missing__(self, letter: str) -> Glyph:
        for face in self._chain:
            width = _widths(face).get(letter)
            if width is not None:
                self[letter] = Glyph(face, width)
                return self[letter]
        raise KeyError(letter)


class Shelf:
    """The fonts at hand, by role. Every role ends in the same fonts, so all draw the same text."""

    def __init__(self, chains: Mapping[Role, tuple[Face, ...]]) -> None:
        if not all(chains.values()):
            raise Invalid("没有找到任何中文字体，请重新运行安装程序，补齐字体后再打印。")
        self._roles = {role: Glyphs(chain) for role, chain in chains.items()}
        self.first = {role: chain[0] for role, chain in chains.items()}

    def glyphs(self, role: Role) -> Glyphs:
        """Character → glyph in that role."""
        return self._roles[role]

    def missing(self, letters: Iterable[str]) -> list[str]:
        """The characters that no font draws, in order of code points."""
        return [letter for letter in sorted(letters) if not self._draws(letter)]

    def _draws(self, letter: str) -> bool:
        try:
            return bool(self._roles["fang"][letter])
        except KeyError:
            return False


@cache
def installed() -> Shelf:
    """Office fonts of this machine first, then the shipped ones."""
    return shelf(places.resources() / "fonts", _office())


@cache
def shipped() -> Shelf:
    """The shipped fonts only: the same pages on every machine."""
    return shelf(places.resources() / "fonts", {})


def shelf(folder: Path, office: Mapping[Role, tuple[Face, ...]]) -> Shelf:
    """Per role: its office fonts, its shipped font, then what the others have – each once."""
    offices = [face for faces in office.values() for face in faces]

    def chain(role: Role) -> tuple[Face, ...]:
        paths = (folder / name for name in (*_SHIPPED[role], *_EVERYWHERE))
        found = (Face(path) for path in paths if path.is_file())
        return tuple(dict.fromkeys((*office.get(role, ()), *found, *offices)))

    return Shelf({role: chain(role) for role in _SHIPPED})


def proofread(document: Document, shelf: Shelf) -> Document:
    """The document, every character of which some font draws; tables are read on as they flow.

    A character without a font stops the print: never a black box, never a silent gap.
    """
    heads = (
        replace(block, rows=()) if isinstance(block, Table) else block for block in document.blocks
    )
    _refuse(shelf.missing(characters(replace(document, blocks=tuple(heads)))), document)

    def watched(block: Block) -> Block:
        return (
            replace(block, rows=_rows(block, shelf, document))
            if isinstance(block, Table)
            else block
        )

    return replace(document, blocks=tuple(map(watched, document.blocks)))


def _rows(table: Table, shelf: Shelf, document: Document) -> Iterator[tuple[str, ...]]:
    known = {"\n"}
    for number, row in enumerate(table.rows, 1):
        cells = tuple(map(clean, row))
        fresh = set().union(*cells) - known
        if fresh:
            _refuse(shelf.missing(fresh), document, f"第{number}行")
            known |= fresh
        yield cells


def _refuse(letters: list[str], document: Document, where: str = "") -> None:
    if not letters:
        return
    named = "、".join(f"“{letter}”（U+{ord(letter):04X}）" for letter in letters[:_NAMED_AT_MOST])
    raise Invalid(
        f"《{document.title}》{document.record}{where}里的{named}没有任何字体能印出，没有生成文件。"
        "请核对这个字；确实是它，就安装含有这个字的字体后再打印。"
    )


@cache
def _widths(face: Face) -> dict[str, float]:
    return sfnt.widths(face.path, face.index)


def _office() -> dict[Role, tuple[Face, ...]]:
    named: dict[str, Face] = {}
    for path in _font_files():
        for fact in sfnt.facts(path):
            if fact.usable:
                named |= dict.fromkeys(fact.names - named.keys(), Face(path, fact.index))
    return {
        role: tuple(dict.fromkeys(named[name] for name in names if name in named))
        for role, names in _OFFICE.items()
    }


def _font_files() -> Iterator[Path]:
    for folder in _folders():
        yield from sorted(
            path for path in folder.rglob("*") if path.suffix.lower() in {".ttf", ".ttc"}
        )


def _folders() -> list[Path]:
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft" / "Windows" / "Fonts"
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", local]
    home = Path.home()
    system = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
    return [*system, home / ".local" / "share" / "fonts", home / ".fonts"]
