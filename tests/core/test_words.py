"""What a search finds: pieces of text, beginnings of names, pinyin, last digits."""

import random
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import words
from core.store import grams

RARE = [
    line.split("\t")[0]
    for line in (Path(__file__).parent / "vectors" / "rare_chars.tsv")
    .read_text(encoding="utf-8")
    .splitlines()
]
TEXTS = st.lists(st.text("水管漏王𠮷a4 ,。〔", max_size=12), min_size=1, max_size=6)


def index(texts):
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE gram USING fts5(t, content='', detail=none,"
        " tokenize='unicode61 remove_diacritics 0')"
    )
    made = [words.document([], [text]).tokens for text in texts]
    rows = [(row, " ".join(tokens)) for row, tokens in enumerate(made)]
    database.executemany("INSERT INTO gram(rowid, t) VALUES (?, ?)", rows)
    return database


def expression(term):
    return grams.expression([term.ways], "sqlite")


def found(texts, typed):
    """The rows that hold all the words, by the index alone and then confirmed."""
    database = index(texts)
    rows = set(range(len(texts)))
    for term in words.query(typed):
        hits = database.execute("SELECT rowid FROM gram WHERE gram MATCH ?", (expression(term),))
        rows &= {row for (row,) in hits if term.proof in words.document([], [texts[row]]).content}
    database.close()
    return rows


def begins(name, typed):
    """Whether the tokens of a name meet one word, and its content proves it."""
    (term,) = words.query(typed)
    made = words.document([name], [])
    start = term.ways[0][0]
    return start in made.tokens and term.proof in made.content


@given(TEXTS, st.text("水管漏王𠮷a4", min_size=1, max_size=6))
def test_the_index_finds_exactly_the_texts_that_contain_a_word(texts, word):
    holding = {
        row
        for row, text in enumerate(texts)
        if any(word in run for run in re.split("[,。〔]", words.fold(text)))
    }
    assert found(texts, word) == holding


def test_several_words_must_all_be_met():
    texts = ["东风村三组水管漏水", "东风村五组噪音", "和平村三组水管漏水"]
    assert found(texts, "东风村 漏水") == {0}
    assert found(texts, "东风村三组　漏") == {0}
    assert found(texts, "水") == {0, 2}


def test_four_characters_that_never_stand_together_find_nothing():
    assert found(["水管漏水管道，管漏水了"], "水管漏水了") == set()


@pytest.mark.parametrize("char", [*RARE, "𠮷", "㛃"])
def test_rare_characters_are_found(char):
    name = f"王{char}"
    assert found(["李四", name + "之子", char], char) == {1, 2}
    assert found(["李四", name + "之子", char], name) == {1}
    assert name in words.keys(name)
    assert char in words.keys(name)
    assert any(key.isascii() and key.startswith("w") for key in words.keys(name))


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert words.fold(words.fold(text)) == words.fold(text)


@given(st.text(max_size=60))
def test_any_text_can_be_indexed_and_any_text_typed(text):
    made = words.document([text], [text])
    assert all(0 < len(token) <= 13 for token in made.tokens)
    assert not any(character.isspace() for token in made.tokens for character in token)
    assert all(0 < len(key) <= 80 for key in words.keys(text))
    for term in words.query(text):
        index(["水管"]).execute("SELECT rowid FROM gram WHERE gram MATCH ?", (expression(term),))


def test_width_case_and_spaces_do_not_count():
    assert words.fold("ＡＢ ｃ１２") == "abc12"
    assert words.fold("王　小 燕") == "王小燕"
    assert found(["４Ｓ店"], "4s店") == {0}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单雄信", "shanxiong"),
        ("仇英", "qiuying"),
        ("曾国藩", "zgf"),
        ("曾国藩", "zeng"),
        ("万长春", "wcc"),
        ("万长春", "wzc"),
        ("张朝阳", "zhangzhao"),
        ("王小燕", "wangxy"),
        ("欧阳秀英", "ouyangxy"),
        ("吕布", "lüb"),
        ("解珍", "xiezhen"),
        ("查良镛", "zhal"),
        ("盖叫天", "gejiao"),
        ("区寄", "ouji"),
        ("朴正", "piaozheng"),
        ("任我行", "ren"),
        ("翟让", "zhai"),
        ("费孝通", "bi"),
        ("黑豹", "hebao"),
        ("谌龙", "shenlong"),
        ("尉迟恭", "yuchigong"),
        ("万俟卨", "moqi"),
        ("长孙无忌", "zhangsun"),
        ("长孙无忌", "无忌"),
        ("澹台灭明", "tantai"),
        ("欧阳秀英", "秀英"),
        ("欧阳秀英", "oyxy"),
        ("王小燕", "wxy"),
        ("王小燕", "WX"),
        ("王小燕", "小燕"),
        ("王 小燕", "王小"),
        ("吕布", "lvbu"),
        ("𠮷野", "jiye"),
        ("买买提·吐尔逊", "买买提吐"),
        ("买买提·吐尔逊", "吐尔逊"),
        ("东风村", "dfc"),
        ("东风村3组", "dfc3z"),
        ("13812346021", "6021"),
        ("13812346021", "346021"),
        ("13812346021", "138 1234 6021"),
        ("13812346021", "138-1234"[:3]),
        ("0512-65221234", "65221234"),
        ("0512-65221234", "0512-65221234"),
        ("11010519491231002X", "002x"),
        ("11010519491231002X", "110105 19491231 002X"),
        ("石桥人调字〔2026〕第001号", "001"),
        ("石桥人调字〔2026〕第001号", "1"),
        ("石桥人调字〔2026〕第001号", "2026001"),
        ("石桥人调字〔2026〕第001号", "石桥人调字2026第001号"),
        ("石桥人调字〔2026〕第001号", "2026"),
        ("石桥人调字〔2026〕第001号", "石桥人调字"),
        ("晋医人调字[2019]011号", "11"),
        ("2026-石桥-0123", "123"),
    ],
)
def test_names_and_numbers_are_found_by_what_people_remember(name, typed):
    assert begins(name, typed)


def test_a_name_is_not_found_by_another_ones_letters():
    assert not begins("王秀英", "lxy")
    assert not begins("张三", "王")


def test_long_titles_keep_short_keys():
    title = "张某甲与李某乙相邻排水纠纷" * 12
    assert max(map(len, words.keys(title))) == 80
    assert begins(title, "zmjy")


def test_nothing_typed_asks_nothing():
    assert words.query(" ,。 ") == ()
    assert words.keys("") == set()
    assert words.document(["——"], ["——"]) == words.Document((), "")


def test_a_word_typed_twice_is_asked_once():
    assert [term.word for term in words.query("王 王")] == ["王"]


def test_how_typed_words_are_read():
    assert words.query("漏水") == (words.Term("漏水", (("^漏水",), ("漏水",))),)
    assert words.query("水管漏水") == (
        words.Term("水管漏水", (("^水管漏水",), ("水管漏", "管漏水")), "水管漏水"),
    )
    assert [term.word for term in words.query("石桥人调字〔2026〕第001号")] == [
        "石桥人调字",
        "2026",
        "第001号",
    ]


@pytest.mark.parametrize(
    ("name", "family"),
    [("王小燕", "王"), ("欧阳秀英", "欧阳"), ("欧阳", "欧"), ("司马光", "司马"), ("", "")],
)
def test_surnames_of_one_and_two_characters(name, family):
    assert words.surname(name) == family


STORY = "张某甲与李某乙前后相邻，雨天积水倒灌张某甲杂物间。\n李某乙认为巷子是公用的，自己没有责任。"


@pytest.mark.parametrize(
    ("typed", "before", "hit", "after"),
    [
        ("积水倒灌", "…相邻，雨天", "积水倒灌", "张某甲杂物间…"),
        ("张某甲", "", "张某甲", "与李某乙前后相邻，雨天积…"),
        ("责任", "…为巷子是公用的，自己没有", "责任", "。"),
        ("巷子 责任", "…李某乙认为", "巷子", "是公用的，自己…"),
        ("没有的词", "", "", "张某甲与李某乙前后相邻，雨天积…"),
        ("", "", "", "张某甲与李某乙前后相邻，雨天积…"),
    ],
)
def test_an_excerpt_shows_why_a_text_was_found(typed, before, hit, after):
    seen = words.excerpt(STORY, words.query(typed), width=15)
    assert (seen.before, seen.hit, seen.after) == (before, hit, after)
    assert str(seen) == before + hit + after


def test_an_excerpt_shows_the_text_as_it_was_written():
    assert words.excerpt("买了ＡＢＣ 牌水管", words.query("abc牌")).hit == "ＡＢＣ 牌"
    assert str(words.excerpt("水管漏水", words.query("漏水"))) == "水管漏水"
    assert str(words.excerpt("", words.query("漏水"))) == ""


@given(st.text("水管漏 a王，", max_size=80), st.text("水管漏a王", max_size=8), st.integers(1, 40))
def test_an_excerpt_is_always_part_of_the_text(text, typed, width):
    seen = words.excerpt(text, words.query(typed), width)
    shown = seen.before.removeprefix("…") + seen.hit + seen.after.removesuffix("…")
    assert shown in " ".join(text.split())
    assert len(shown) <= max(width, len(seen.hit))


def test_names_are_ordered_by_syllable_then_tone_then_character():
    first = ["阿宝", "白洁", "𠮷野", "吉祥", "黎明", "李娜", "厉声", "欧阳锋", "单田", "王二"]
    spoken = [*first, "王芳", "闫妮", "颜真", "燕青", "曾一", "张伟", "赵一", "周杰"]
    assert sorted({*spoken}, key=words.by_sound) == spoken
    assert sorted(["张2", "B", "白", "", "2", "张10"], key=words.by_sound) == [
        "", "2", "B", "白", "张10", "张2"
    ]  # fmt: skip


def test_a_text_as_long_as_a_book_gives_no_more_tokens_than_a_server_takes():
    book = "".join(map(chr, random.Random(1).choices(range(0x4E00, 0x9FA5), k=80_000)))
    known = words.document(["王秀英"], [book], ["staff"]).tokens
    assert 900_000 < len("".join(known).encode()) < 2**20
    assert {"=staff", "^wxy", "王秀英"} <= {*known}


def test_pinyin_is_loaded_only_when_a_name_is_spoken():
    code = (
        "import sys, core.words as w; w.document([], ['水管']); sys.exit('pypinyin' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])
