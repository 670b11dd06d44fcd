"""How text becomes findable, and how typed words are read: tokens, keys, pinyin, excerpts.

A long text is found by any piece of its words, never across punctuation. Names, titles and numbers
are found by any piece too, and there punctuation does not count; besides by keys, for people
remember them by their beginning, their pinyin or their last digits.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, chain, islice, product
from operator import add
from unicodedata import normalize

from typing_extensions import override

_RUN = re.compile("(?:[^\\W_]|[\ue000-\uf8ff\U00020000-\U0003ffff])+")
_HAN = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WHOLE_NUMBER = re.compile("1[3-9][0-9]{9}|0[0-9]{9,11}|[0-9]{17}[0-9x]")
_LAST_NUMBER = re.compile("([0-9]+x?)号?$")
_KEY_LENGTH = 80
_SPOKEN_LENGTH = 12
_NAME_LENGTH = 4
_LONGEST_PIECE, _LONGEST_DIGITS = 3, 4
_LONGEST_START, _LONGEST_SPOKEN = 6, 12
_MOST_SPOKEN = 8
_MOST_BYTES, _LONGEST_TOKEN = 1_000_000, 100
BEGINS, MARKS = "^", "="
_ORDERED_LENGTH, _FIRST_PLACE = 12, 0x20000
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}

_COMPOUND = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶"
    "|太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|闾丘|子车|亓官|司寇|巫马|公西|颛孙|壤驷|公良"
    "|漆雕|乐正|宰父|谷梁|拓跋|夹谷|轩辕|令狐|段干|百里|呼延|东郭|羊舌|微生|梁丘|左丘|达奚|褚师|纳兰|完颜"
)
# What people say where pypinyin lists too little, or readings that only dictionaries know.
_READINGS = {
    char: tuple(spoken.split())
    for char, spoken in {
        "王": "wang", "平": "ping", "红": "hong", "明": "ming", "英": "ying", "宁": "ning",
        "台": "tai", "黑": "hei he", "谌": "chen shen", "贠": "yun", "费": "fei bi", "𠮷": "ji",
        "乐": "le yue lao", "覃": "qin tan", "繁": "fan po", "逄": "pang", "隗": "wei kui",
        "员": "yuan yun", "洗": "xi xian", "缪": "miao miu mou", "郗": "xi chi", "晁": "chao",
        "曾": "zeng ceng", "翟": "zhai di", "卜": "bu", "仇": "qiu chou", "单": "shan dan chan",
    }.items()
}  # fmt: skip
# Read in more than one way inside a name or a place too; of other characters the first reading.
_EITHER_WAY = frozenset("长朝重行乐曾单盛解区堡圩六降传藏都厦泊埔大车石尉查相会调兴")


@dataclass(frozen=True, slots=True)
class Term:
    """One typed word. It is met where all tokens of one of its `ways` are.

    Tokens alone cannot prove a word of four characters or more: the content must hold its `proof`.
    """

    word: str
    ways: tuple[tuple[str, ...], ...]
    proof: str = ""

    @property
    def beginning(self) -> "Term":
        """The same word, met only by names and numbers that begin with it, or by marks."""
        ways = tuple(way for way in self.ways if way[0].startswith((BEGINS, MARKS)))
        told = any(way == (BEGINS + self.word,) for way in ways)
        return replace(self, ways=ways, proof="" if told else self.proof)


@dataclass(frozen=True, slots=True)
class Document:
    """What one record is found by: its tokens, and the content that proves long words."""

    tokens: tuple[str, ...]
    content: str


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


def document(names: Iterable[str], texts: Iterable[str], marks: Iterable[str] = ()) -> Document:
    """What makes a record findable; `marks` are tokens that nobody types as words."""
    named = [one for one in names if one]
    wholes = ["".join(_runs(one)) for one in named]
    lines = list(dict.fromkeys([*wholes, *(run for text in texts for run in _runs(text))]))
    known = sorted({key for one in named for key in keys(one)})
    pieces = chain.from_iterable(map(_pieces, lines))
    starts = [BEGINS + key[:length] for key in known for length in range(1, _start(key) + 1)]
    proofs = (key for key in known if len(key) > _LONGEST_PIECE and not _within(key, wholes))
    tokens = dict.fromkeys(chain((MARKS + mark for mark in marks), starts, pieces))
    return Document(_taken(tuple(tokens)), "\n".join([*lines, *proofs]))


def _taken(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """As many as a server's index takes of one record; only text as long as a book has more."""
    if len(tokens) <= _MOST_BYTES // _LONGEST_TOKEN:
        return tokens
    sizes = accumulate(len(one.encode()) for one in tokens)
    return tuple(one for one, size in zip(tokens, sizes, strict=True) if size <= _MOST_BYTES)


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
    return tuple(term(run.replace("ü", "v")) for run in dict.fromkeys(runs))


def surname(name: str) -> str:
    """The surname, of one or two characters."""
    compound = _COMPOUND.match(name)
    return compound[0] if compound and compound[0] != name else name[:1]


def excerpt(text: str, terms: Sequence[Term], width: int = 30) -> Excerpt:
    """About `width` characters of `text` around the first of the words it contains."""
    line = " ".join(text.split())
    start, end = _first_hit(line, terms)
    left = max(0, min(start - (width - (end - start)) // 2, len(line) - width))
    right = max(end, left + width)
    before = ("…" if left else "") + line[left:start].lstrip()
    return Excerpt(before, line[start:end], line[end:right] + ("…" if right < len(line) else ""))


def _first_hit(line: str, terms: Sequence[Term]) -> tuple[int, int]:
    folded = fold(line)
    places: Sequence[int] = range(len(line))
    if " " in line or len(folded) != len(line):
        places = [place for place, char in enumerate(line) for _ in fold(char)]
        folded = "".join(fold(char) for char in line)
    hits = [(folded.find(term.word), len(term.word)) for term in terms]
    start, length = min((hit for hit in hits if hit[0] >= 0), default=(0, 0))
    return (places[start], places[start + length - 1] + 1) if length else (0, 0)


def _runs(text: str) -> list[str]:
    return _RUN.findall(fold(text))


def _pieces(line: str) -> list[str]:
    """Every part of one, two and three characters; of numbers, of four."""
    pieces = longest = [*line]
    for length in range(1, _LONGEST_PIECE):
        longest = [*map(add, longest, line[length:])]
        pieces += longest
    if any(map(str.isdecimal, line)):
        pieces += filter(_numeric, map(add, longest, line[_LONGEST_PIECE:]))
    return pieces


def _slices(line: str, length: int) -> list[str]:
    return [line[place : place + length] for place in range(len(line) - length + 1)]


def _numeric(word: str) -> bool:
    """Whether it is a number, or the end of one that may close with a letter."""
    return len(word) >= _LONGEST_DIGITS and word.isascii() and word[:-1].isdecimal()


def _start(key: str) -> int:
    """How much of a beginning is a token: spelling takes more letters than writing."""
    return min(len(key), _LONGEST_SPOKEN if key.isascii() else _LONGEST_START)


def _within(key: str, lines: Iterable[str]) -> bool:
    return any(key in line for line in lines)


def term(word: str) -> Term:
    """How one folded word is looked for: at the beginning of a key, or anywhere by its pieces."""
    length = _LONGEST_DIGITS if _numeric(word) else _LONGEST_PIECE
    pieces = tuple(dict.fromkeys(_slices(word, length) or [word]))
    start = BEGINS + word[: _start(word)]
    return Term(word, ((start,), pieces), word if len(word) > length else "")


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
    """Full pinyin, initials, and the surname in full before initials, in every likely reading."""
    sounds = [_sounds(name[0]), *map(_inner, name[1:])]
    family = len(surname(name)) if len(name) <= _NAME_LENGTH else 0
    found: set[str] = set()
    for backwards in islice(product(*reversed(sounds)), _MOST_SPOKEN):
        said = backwards[::-1]
        initials = "".join(one[0] for one in said)
        found |= {"".join(said), initials, "".join(said[:family]) + initials[family:]}
    return found


def _inner(char: str) -> tuple[str, ...]:
    return _sounds(char) if char in _EITHER_WAY else _sounds(char)[:1]


def by_sound(text: str) -> str:
    """A text whose order is that of its sounds: 白 before 张, and all 张 together."""
    return text[:_ORDERED_LENGTH].translate(_places()) + text[_ORDERED_LENGTH:]


@cache
def _places() -> dict[int, int]:
    """Each character's place among all: by syllable, then tone; those alike stand together."""
    from pypinyin.constants import PINYIN_DICT

    listed = {**PINYIN_DICT, **{ord(char): PINYIN_DICT.get(ord(char), "") for char in _READINGS}}
    alike: dict[str, list[int]] = {}
    for code, said in listed.items():
        heard, own = _heard(said.partition(",")[0]), _READINGS.get(chr(code))
        alike.setdefault(own[0] + heard[-1:] if own else heard, []).append(code)
    ordered = chain.from_iterable(alike[one] for one in sorted(alike))
    return {code: _FIRST_PLACE + place for place, code in enumerate(ordered)}


@cache
def _heard(syllable: str) -> str:
    """A syllable with its tone behind it, as wang2."""
    parts = normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(filter(str.isalpha, parts)) + "".join(_TONES.get(one, "") for one in parts)


@cache
def _sounds(char: str) -> tuple[str, ...]:
    if char in _READINGS:
        return _READINGS[char]
    from pypinyin import Style, pinyin

    listed = pinyin(char, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(one for one in listed if one != char)) or (char,)
