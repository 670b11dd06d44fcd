"""The same words find the same records, wherever the index is kept."""

from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core import words
from core.store import migrate, search
from core.store.engine import open_engine
from core.store.server import open_server

LETTERS = "王张单解漏水管理𠮷㛃𬱖〇aB4７0139 ,。·〔-"
TEXTS = st.lists(st.text(LETTERS, max_size=14), min_size=1, max_size=5)
TYPED = st.text(LETTERS, min_size=1, max_size=6)


@pytest.fixture(scope="module")
def both(server, tmp_path_factory):
    """An index in a file and one on a server, empty."""
    place = server.database()
    path = tmp_path_factory.mktemp("index") / "station.db"
    engines = (open_engine(path, bytes(32)), open_server(place, server.password))
    for engine in engines:
        migrate.upgrade(engine)
    yield tuple(engine.execution_options(writing=True) for engine in engines)
    for engine in engines:
        engine.dispose()
    server.drop(place)


def entries(texts, names):
    return [
        search.Entry("staff", UUID(int=n), words.document([name], [text], ["staff"]))
        for n, (text, name) in enumerate(zip(texts, names, strict=True))
    ]


def found(engine, listed, typed, gone=()):
    """What the words find among these records, in a transaction that leaves nothing."""
    with engine.connect() as connection:
        search.put(connection, listed)
        search.drop(connection, [one.owner for one in gone])
        query = search.match(typed, "staff")
        hits = set() if query is None else {tuple(hit) for hit in connection.execute(query)}
        connection.rollback()
    return hits


@given(texts=TEXTS, typed=TYPED)
@example(texts=["水管漏水。", "漏水管"], typed="水管漏水")
@example(texts=["张𠮷㛃", "𠮷"], typed="𠮷")
@example(texts=["电话13800136021", "138001360"], typed="6021")
@example(texts=["东风村第1网格的李四反映水管漏水三天没有人管"], typed="反映水管漏水三天")
@settings(max_examples=60, deadline=None)
def test_both_indexes_find_the_same(both, texts, typed):
    listed = entries(texts, texts)
    local, away = (found(engine, listed, typed) for engine in both)
    assert local == away


@given(texts=TEXTS, data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_piece_of_any_text_finds_it_in_both(both, texts, data):
    runs = [piece for one in texts for piece in words.document([], [one]).tokens]
    if runs:
        typed = data.draw(st.sampled_from(runs))
        listed = entries(texts, ["" for _ in texts])
        local, away = (found(engine, listed, typed) for engine in both)
        assert local == away != set()


def test_what_was_dropped_is_found_in_neither(both):
    listed = entries(["王秀英", "王秀兰"], ["王秀英", "王秀兰"])
    for engine in both:
        assert found(engine, listed, "王秀")
        assert found(engine, listed, "王秀", listed) == set()


def test_initials_and_last_digits_are_found_in_both(both):
    listed = entries(["", ""], ["王秀英", "石桥人调字〔2026〕第001号"])
    for engine in both:
        for typed in ("wxy", "wangxiu", "秀英", "001", "2026001", "1"):
            assert found(engine, listed, typed), typed


def test_a_record_indexed_again_is_found_by_its_new_words_only_in_both(both):
    before, after = entries(["王秀英"], [""]), entries(["李新名"], [""])
    for engine in both:
        with engine.connect() as connection:
            for listed in (before, after):
                search.put(connection, listed)
            hits = [
                connection.execute(search.match(typed, "staff")).all() for typed in ("李新", "王秀")
            ]
            connection.rollback()
        assert hits == [[(after[0].owner,)], []]
