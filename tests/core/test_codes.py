"""Code tables: every way a clerk writes a choice leads to its code."""

from collections import Counter

import pytest

from core import codes, places
from core.rights import RIGHTS
from core.words import fold

FOLDER = places.resources() / "codes"
TABLES = sorted(
    path.stem
    for path in FOLDER.glob("*.csv")
    if path.read_text(encoding="utf-8").startswith("code,name")
)


@pytest.mark.parametrize("name", TABLES)
def test_every_code_name_and_synonym_leads_to_one_choice(name):
    items = codes.table(name).items
    labels = [
        (fold(label), item.code)
        for item in items
        for label in {item.code, item.name, *item.synonyms}
    ]
    assert len({item.code for item in items}) == len(items)
    assert [
        label for label, count in Counter(label for label, _ in labels).items() if count > 1
    ] == []
    assert [code for label, code in labels if codes.code_of(name, label) != code] == []


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_whole(name):
    items = codes.table(name).items
    known = {item.code for item in items}
    assert all(item.name and 0 < len(item.code) <= 20 for item in items)
    assert {item.parent for item in items} - {""} <= known
    assert codes.table(name).children()


@pytest.mark.parametrize("name", TABLES)
def test_a_table_says_where_it_comes_from(name):
    rows = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    named = {
        one.strip() for row in rows if row.startswith("|") for one in row.split("|")[1].split(",")
    }
    assert name in named


def test_eighteen_kinds_of_dispute_suggest_their_kind_in_the_other_scheme():
    kinds = codes.table("dispute_kind").items
    assert len(kinds) == 18
    for kind in kinds:
        assert kind.maps
        assert all(codes.item("dispute_kind_gov", code) for code in kind.maps)
    assert codes.item("dispute_kind", "02").maps[0] == "0201"
    assert len(codes.table("dispute_kind_gov").children()) == 17
    assert [item.code for item in codes.table("dispute_kind_gov").children("14")] == [
        "1401",
        "1402",
        "1403",
        "1404",
    ]


def test_all_nationalities_are_there():
    numbered = [item for item in codes.table("nationality").items if item.code <= "56"]
    assert [item.code for item in numbered] == [f"{number:02}" for number in range(1, 57)]


def test_roles_are_those_the_rights_know():
    assert {item.code for item in codes.table("role").items} == set(RIGHTS)


@pytest.mark.parametrize(
    ("table", "written", "code"),
    [
        ("nationality", "01", "01"),
        ("nationality", "1", "01"),
        ("nationality", "０１", "01"),
        ("nationality", "汉", "01"),
        ("nationality", " 汉 族 ", "01"),
        ("nationality", "57", "97"),
        ("sex", "男", "1"),
        ("sex", "0", "0"),
        ("education", "本科", "20"),
        ("education", "大专", "30"),
        ("political_status", "党员", "01"),
        ("political_status", "中国共产党党员", "01"),
        ("org_kind", "村（社区）", "village"),
        ("mediation_state", "z10", "Z10"),
        ("attendance_state", "√", "present"),
        ("post_kind", "网格员", "05"),
        ("sex", "不男不女", None),
        ("sex", "", None),
    ],
)
def test_choices_are_recognised_however_they_are_written(table, written, code):
    assert codes.code_of(table, written) == code


def test_names_are_shown_for_codes():
    assert codes.name_of("sex", "2") == "女"
    assert codes.name_of("sex", "7") == "7"
    assert codes.item("sex", "7") is None


def test_a_wrong_choice_is_told_what_there_is():
    assert codes.problem("party_kind", "甲") == "没有“甲”这一项，可填：自然人、法人或其他组织"
    assert (codes.problem("dispute_kind", "打架") or "").endswith("征地拆迁纠纷等")
    assert codes.problem("sex", "女") is None
    assert codes.problem("sex", " ") is None


def test_an_unknown_table_is_a_defect():
    with pytest.raises(FileNotFoundError):
        codes.table("no_such_table")
