"""How text becomes findable, and how typed words are read: grams, prefix keys, pinyin, excerpts.

Grams are taken from the words of the text, never across punctuation; keys are for names, titles and
numbers, which people remember by their beginning, their pinyin or their last digits.
"""

import re
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

from typing_extensions import override

_RUN = re.compile("(?:[^\\W_]|[\ue000-\uf8ff\U00020000-\U0003ffff])+")
_HAN = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WHOLE_NUMBER = re.compile("1[3-9][0-9]{9}|0[0-9]{9,11}|[0-9]{17}[0-9x]")
_LAST_NUMBER = re.compile("([0-9]+x?)号?$")
_KEY_LENGTH = 80
_SPOKEN_LENGTH = 12
_NAME_LENGTH = 4
_LONGEST_PIECE = 3

_COMPOUND = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶"
    "|太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|闾丘|子车|亓官|司寇|巫马|公西|颛孙|壤驷|公良"
    "|漆雕|乐正|宰父|谷梁|拓跋|夹谷|轩辕|令狐|段干|百里|呼延|东郭|羊舌|微生|梁丘|左丘|达奚|褚师|纳兰|完颜"
)
# Readings of first characters that pypinyin does not list among its own.
_READINGS = {"黑": "he", "谌": "shen", "贠": "yun", "费": "bi", "乐": "lao", "𠮷": "ji"}


@dataclass(frozen=True, slots=True)
class Term:
    """One typed word: met where a key begins with `key`, or where the grams match.

    The grams match where all of `pieces` are among what `grams()` made; a single character, where
    one of those begins with it. Grams alone cannot prove a word of four characters or more: where
    `phrase` is not empty, `holds` must confirm it.
    """

    key: str
    pieces: tuple[str, ...]
    phrase: str = ""

    def holds(self, text: str) -> bool:
        """Whether `text` really contains the word."""
        return self.key in fold(text)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The part of a text that shows why it was found; `hit` is the word, empty if none was met."""

    before: str
    hit: str
    after: str

    @override
    def __str__(self) -> str:
        return self.before + self.hit + self.after


def fold(text: str) -> str:
    """One form for what is typed differently: width, case and spaces do not count."""
    return normalize("NFKC", "".join(normalize("NFKC", text).lower().split()))


def grams(text: str) -> list[str]:
    """The pieces of two and three characters of each word, and the word's last character."""
    return list(dict.fromkeys(piece for run in _runs(text) for piece in _pieces(run)))


def keys(text: str) -> set[str]:
    """What a name, title or number is found by when its beginning is typed."""
    runs = _runs(text)
    whole = "".join(runs)
    found = {whole} | _number_keys(runs)
    if _HAN.search(whole):
        found |= _spoken(whole[:_SPOKEN_LENGTH]) | _given_names(text, runs)
    return {key[:_KEY_LENGTH] for key in found if key}


def query(words: str) -> tuple[Term, ...]:
    """Read typed words; all of them must be met. A phone number may be typed in groups."""
    runs = [run for word in words.split() for run in _runs(word)]
    whole = "".join(runs)
    if _WHOLE_NUMBER.fullmatch(whole):
        runs = [whole]
    return tuple(_term(run) for run in dict.fromkeys(runs))


def surname(name: str) -> str:
    """The surname, of one or two characters."""
    compound = _COMPOUND.match(name)
    return compound[0] if compound and compound[0] != name else name[:1]


def excerpt(text: str, words: str, width: int = 30) -> Excerpt:
    """About `width` characters of `text` around the first typed word it contains."""
    line = " ".join(text.split())
    start, end = _first_hit(line, query(words))
    left = max(0, min(start - (width - (end - start)) // 2, len(line) - width))
    right = max(end, left + width)
    before = ("…" if left else "") + line[left:start].lstrip()
    return Excerpt(before, line[start:end], line[end:right] + ("…" if right < len(line) else ""))


def _first_hit(line: str, terms: tuple[Term, ...]) -> tuple[int, int]:
    places = [place for place, char in enumerate(line) for _ in fold(char)]
    folded = "".join(fold(char) for char in line)
    hits = [(folded.find(term.key), len(term.key)) for term in terms]
    start, length = min((hit for hit in hits if hit[0] >= 0), default=(0, 0))
    return (places[start], places[start + length - 1] + 1) if length else (0, 0)


def _runs(text: str) -> list[str]:
    return _RUN.findall(fold(text))


def _pieces(run: str) -> list[str]:
    return [*_slices(run, 2), run[-1], *_slices(run, _LONGEST_PIECE)]


def _slices(run: str, length: int) -> list[str]:
    return [run[place : place + length] for place in range(len(run) - length + 1)]


def _term(run: str) -> Term:
    pieces = tuple(dict.fromkeys(_slices(run, _LONGEST_PIECE) or [run]))
    return Term(run, pieces, run if len(run) > _LONGEST_PIECE else "")


def _number_keys(runs: list[str]) -> set[str]:
    """The last number of the text: whole, without leading zeros, its last six and four digits."""
    last = _LAST_NUMBER.search(runs[-1]) if runs else None
    if last is None:
        return set()
    digits = last[1]
    everything = "".join(char for run in runs for char in run if char.isascii())
    return {digits, digits.lstrip("0"), digits[-6:], digits[-4:], everything}


def _given_names(text: str, runs: list[str]) -> set[str]:
    """The name without its surname, and each part behind a dot (买买提·吐尔逊)."""
    name = fold(text)
    given = name.removeprefix(surname(name)) if len(runs) == 1 else ""
    return {*runs[1:], *([given] if len(given) < _NAME_LENGTH else ())}


def _spoken(name: str) -> set[str]:
    """Full pinyin and initials, once for every reading of the first character."""
    rest = [_sounds(char)[0] for char in name[1:]]
    spoken = [[first, *rest] for first in _sounds(name[0])]
    return {"".join(s) for s in spoken} | {"".join(one[0] for one in s) for s in spoken}


@cache
def _sounds(char: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    known = [] if char not in _READINGS else [_READINGS[char]]
    listed = pinyin(char, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys([*(one for one in listed if one != char), *known])) or (char,)
