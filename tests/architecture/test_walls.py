"""What no linter knows: sizes, seams and registries of the house."""

import ast
import re
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("core", "reports", "gui")
FOUND = sorted(path for top in FOLDERS for path in (ROOT / top).rglob("*.py"))
SOURCES = [*(path for path in FOUND if "versions" not in path.parts), ROOT / "main.py"]

FILE_LINES, FUNCTION_LINES, CLASS_LINES = 400, 40, 200

BROAD_ALLOWED = {"gui/tasks.py", "reports/commands/line.py", "gui/window.py"}
CLOCK_ALLOWED = {"main.py"}
CONNECTION_ALLOWED = (
    "core/journal/",
    "core/store/",
    "core/indexing.py",
    "core/secrecy.py",
    "core/station.py",
)
HEAVY = (
    "openpyxl",
    "reportlab",
    "folium",
    "docx",
    "numpy",
    "pypinyin",
    "python_calamine",
    "cn2an",
    "rapidfuzz",
    "PIL",
)


@cache
def trees():
    return {path: ast.parse(path.read_text("utf-8")) for path in SOURCES}


@pytest.fixture(autouse=True, scope="module")
def forgotten():
    """A million objects less for every later search for garbage."""
    yield
    trees.cache_clear()


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines_of(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def nodes(kind):
    return [
        (path, node)
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, kind)
    ]


def test_files_functions_and_classes_can_be_read_in_one_sitting():
    long = [name(p) for p in SOURCES if len(p.read_text("utf-8").splitlines()) > FILE_LINES]
    long += [
        f"{name(path)} {node.name}"
        for kind, most in (
            ((ast.FunctionDef, ast.AsyncFunctionDef), FUNCTION_LINES),
            (ast.ClassDef, CLASS_LINES),
        )
        for path, node in nodes(kind)
        if lines_of(node) > most
    ]
    assert long == []


def test_most_files_are_short():
    sizes = sorted(len(path.read_text("utf-8").splitlines()) for path in SOURCES)
    assert sizes[len(sizes) // 2] <= 140


def test_no_ring_of_imports_waits_for_another_beginning():
    """One that begins elsewhere in a ring finds half-made modules: the window, a verb, a test."""
    modules = {name(path).removesuffix(".py").replace("/", "."): path for path in SOURCES}
    modules = {one.removesuffix(".__init__"): path for one, path in modules.items()}
    graph = {}
    for one, path in modules.items():
        asked = [node for node in trees()[path].body if isinstance(node, ast.ImportFrom)]
        named = [
            (node.module, f"{node.module}.{each.name}") for node in asked for each in node.names
        ]
        graph[one] = {whole if whole in modules else module for module, whole in named} - {one}
    assert list(TopologicalSorter(graph).static_order())


def test_colours_are_named_in_one_place():
    literal = re.compile(r"#[0-9A-Fa-f]{6}\b|QColor\(\s*[\"'\d]|Qt\.GlobalColor\.(?!transparent)")
    found = [
        name(path)
        for path in SOURCES
        if name(path).startswith("gui/")
        and name(path) != "gui/theme.py"
        and literal.search(path.read_text("utf-8"))
    ]
    assert found == []


def test_the_clock_is_asked_in_one_place():
    found = [
        f"{name(path)}:{node.lineno}"
        for path, node in nodes(ast.Attribute)
        if node.attr in ("now", "today", "utcnow")
        and isinstance(node.value, ast.Name)
        and node.value.id in ("datetime", "date")
        and name(path) not in CLOCK_ALLOWED
    ]
    assert found == []


def test_only_three_boundaries_catch_everything():
    found = [
        f"{name(path)}:{node.lineno}"
        for path, node in nodes(ast.ExceptHandler)
        if (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and name(path) not in BROAD_ALLOWED
    ]
    assert found == []


def test_only_journal_and_store_touch_connections():
    found = [
        f"{name(path)}:{node.lineno}"
        for path, node in nodes(ast.Attribute)
        if node.attr == "connection" and not name(path).startswith(CONNECTION_ALLOWED)
    ]
    assert found == []


def test_rows_are_read_through_the_records_not_their_tables():
    allowed = ("core/record.py", "core/secrecy.py", "core/journal/", "core/store/")
    found = [
        f"{name(path)}:{node.lineno}"
        for path, node in nodes(ast.Attribute)
        if node.attr == "__table__" and not name(path).startswith(allowed)
    ]
    assert found == []


def test_secrecy_is_lifted_only_where_nothing_is_told():
    allowed = {
        "counting": {
            "case_counts",
            "caseload",
            "grid_past",
            "grid_tree",
            "grid_work",
            "importing",
            "mediation",
            "neighbours",
            "outbox",
            "packages",
            "retention",
        },
        "every": {
            "attachments",
            "destroying",
            "grid_acts",
            "history",
            "indexing",
            "projection",
            "sent_holding",
        },
        "whole": {"history", "indexing", "packages"},
    }
    found = {
        f"{node.func.attr} {name(path)}"
        for path, node in nodes(ast.Call)
        if isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "secrecy"
        and path.stem not in allowed.get(node.func.attr, {path.stem})
    }
    assert found == set()
    direct = re.compile(r"from core\.secrecy import|import core\.secrecy")
    assert [name(p) for p in SOURCES if direct.search(p.read_text("utf-8"))] == []


def test_heavy_libraries_are_loaded_by_the_act_that_needs_them():
    found = [
        f"{name(path)}:{node.lineno} {module}"
        for path, tree in trees().items()
        if not name(path).startswith("reports/")
        for node in tree.body
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for module in [getattr(node, "module", None) or node.names[0].name]
        if module.split(".")[0] in HEAVY
    ]
    assert found == []


@pytest.mark.parametrize(
    ("folder", "register", "mark"),
    [
        ("core/records", "core/records/__init__.py", "__tablename__"),
        ("core/commands", "core/commands/__init__.py", "VERBS ="),
        ("reports/commands", "reports/commands/__init__.py", "VERBS ="),
        ("reports/documents", "reports/documents/__init__.py", "FORM ="),
        ("gui/screens", "gui/menu.py", "(Screen)"),
    ],
)
def test_nothing_lies_around_unlisted(folder, register, mark):
    known = (ROOT / register).read_text("utf-8")
    missing = [
        path.stem
        for path in (ROOT / folder).glob("*.py")
        if mark in path.read_text("utf-8") and not re.search(rf"\b{path.stem}\b", known)
    ]
    assert missing == []


def test_no_file_names_a_machine_or_an_address():
    place = re.compile(r"(^|[^a-zA-Z0-9_.])/(work|farm|root)/")
    address = re.compile(r"[a-z]+://")
    files = [p for p in ROOT.glob("packaging/*") if p.suffix in (".lock", ".py", ".sh", ".txt")]
    assert [name(p) for p in files if address.search(p.read_text("utf-8"))] == []
    assert [name(p) for p in SOURCES if place.search(p.read_text("utf-8"))] == []


def test_the_top_level_is_what_was_agreed():
    agreed = {
        "gui",
        "core",
        "reports",
        "resources",
        "tests",
        "main.py",
        "pyproject.toml",
        "README.md",
        "packaging",
    }
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert there <= agreed
