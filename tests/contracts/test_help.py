"""What help says is so: pages are there and linked, keys are heard, buttons are on the screens."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from core import handbook, places
from gui import indoors
from reports import help_paper
from reports.page import Heading, characters, plain

ROOT = Path(__file__).resolve().parents[2]
PAGES = handbook.pages()
EACH = pytest.mark.parametrize("page", PAGES.values(), ids=lambda one: one.key)
BEFORE_THE_FRAME = {"unlock", "first_run", "restore"}

MODIFIERS = {"Ctrl": "ControlModifier", "Alt": "AltModifier", "Shift": "ShiftModifier"}
KEY = re.compile(
    r"(?:(?:Ctrl|Alt|Shift)\+)*"
    r"(?:F\d{1,2}|[A-Z]|\d|Enter|Esc|Tab|Home|End|Page(?:Up|Down)|Left|Right|Up|Down|Space|[-+])"
)
PRINTED = {
    "←": "Left",
    "→": "Right",
    "↑": "Up",
    "↓": "Down",
    "PgUp": "PageUp",
    "PgDn": "PageDown",
    "−": "-",
}
NAMED = {"Return": "Enter", "Escape": "Esc", "Plus": "+", "Minus": "-"}
NAMED |= {"PgUp": "PageUp", "PgDown": "PageDown"}
OF_QT = {"Tab", "Shift+Tab", "Home", "End", "PageUp", "PageDown", "Up", "Down", "Left", "Right"}
OF_QT |= {"Shift+F10", "Ctrl+Z", "Shift", "Ctrl"}
STANDARD = {"Copy": "Ctrl+C", "Paste": "Ctrl+V"}


def trees():
    """The sources one after another: all at once are a million objects for every collection."""
    for folder in ("core", "reports", "gui"):
        for path in (ROOT / folder).rglob("*.py"):
            yield ast.parse(path.read_text("utf-8"))


def constants(tree):
    """The texts of a file, docstrings left out."""
    docs = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    return [
        one.value
        for one in ast.walk(tree)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in docs
    ]


def canonical(key):
    """One name for each key, however the sources or the page call it."""
    parts = re.split(r"(?<=.)\+(?=.)", key)
    return "+".join(PRINTED.get(part, NAMED.get(part, part)) for part in parts)


@cache
def heard():
    """The keys the window hears: shortcuts by name, and those widgets look for."""
    texts = {text for tree in trees() for text in constants(tree)}
    found = {key for key in map(canonical, texts) if KEY.fullmatch(key)}
    for tree in trees():
        named = [one.attr for one in ast.walk(tree) if isinstance(one, ast.Attribute)]
        bases = [one.removeprefix("Key_") for one in named if one.startswith("Key_")]
        bare = {NAMED.get(base, base) for base in bases}
        found |= bare | {key for name, key in STANDARD.items() if name in named}
        for short, long in MODIFIERS.items():
            if long in named:
                found |= {f"{short}+{base}" for base in bare}
    return found | OF_QT | {f"Alt+{n}" for n in range(1, 10)}


def said_of_keys(page):
    """The keys in bold on a page, as Qt calls them."""
    for told in re.findall(r"\*\*([^*]+)\*\*", page.markdown):
        for one in re.split(r"(?<=\S) (?=\S)", told):
            if KEY.fullmatch(canonical(one)):
                yield canonical(one)


@cache
def on_screen():
    """Every text the program can show whole, without the room around it."""
    texts = {text for tree in trees() for text in constants(tree)}
    for path in (places.resources() / "codes").glob("*.csv"):
        texts |= set(re.split("[,|\n]", path.read_text("utf-8-sig")))
    return {"".join(text.split()) for text in texts}


def test_every_screen_has_its_page():
    places_of_the_menu = {one.key for one in indoors.PLACES}
    assert places_of_the_menu | BEFORE_THE_FRAME <= set(PAGES)


def test_every_page_is_reached_from_the_first_and_none_leads_nowhere():
    reached, ahead = set(), [handbook.START]
    while ahead:
        key = ahead.pop()
        if key not in reached:
            reached.add(key)
            ahead += [target.partition("#")[0] for target in PAGES[key].links]
    assert reached == set(PAGES)


@EACH
def test_links_lead_to_sections_there_are(page):
    for target in page.links:
        key, _, section = target.partition("#")
        assert not section or section in [one.title for one in PAGES[key].sections]


@EACH
def test_a_page_is_short_and_well_made(page):
    assert page.markdown.startswith("# ")
    assert 2 <= len("".join(line for one in page.sections for line in one.lines)) <= 1200
    assert not re.search(r"<|JSON|UUID|hash|epoch|\bslot\b", page.markdown)
    assert len({one.title for one in page.sections}) == len(page.sections)


@EACH
def test_every_key_on_a_page_is_heard(page):
    assert [key for key in said_of_keys(page) if key not in heard()] == []


@EACH
def test_every_button_on_a_page_is_on_a_screen(page):
    named = re.findall("「([^」]+)」", page.markdown)
    assert [one for one in named if "".join(one.split()) not in on_screen()] == []


@EACH
def test_a_page_is_printed_whole(page):
    document = help_paper.compose(page)
    told = "".join(plain(document))
    assert all("".join(line) in told for one in page.sections for line in one.lines)
    heads = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert heads == [one.title for one in page.sections[1:]]
    assert "*" not in characters(document)


def test_a_key_nobody_hears_and_a_button_nobody_drew_would_be_noticed():
    page = handbook.Page("x", "# 页\n按 **Ctrl+Q** 或点「点我试试」，再按 **Ctrl+K**\n")
    assert [key for key in said_of_keys(page) if key not in heard()] == ["Ctrl+Q"]
    assert "点我试试" not in on_screen()
