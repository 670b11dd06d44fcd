"""Whatever is kept in a ledger leaves and comes back as it was, in a workbook and in a .csv."""

from datetime import date, time, timedelta
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core import codes, records
from core.intake import workbook
from core.ledger import problems
from core.record import Kind
from core.services import importing
from core.services.importing import Terms
from core.services.listing import Wish
from reports.commands import exporting
from reports.commands.exporting import Wanted

TODAY = date(2026, 3, 25)
PHONES = ("13800136021", "0000-8800123", "12345", "8812-12", "")
SUSPECT = (
    "=1+1", "+86", "-5", "@王", "＝合计", "'=1", "'007", "007", "00123456789012345678",
    "1e5", "3.0", "1,200", "2026-03-05", "3.25", "TRUE", "𠮷㛃", "𬱖〇",
    "_x0041_", "<b>&amp;", "“引”,\"号", "e\u0301", "👍🏽", "合计", "序号", "0",
)  # fmt: skip
LINES = ("一行\n二行", "一行\n\n=三行", '甲,乙\n“丙”;"丁"', "-\n-", "\u3400\n𠮷")
DAYS = (date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(1904, 1, 1), date(2099, 12, 31))
"""Spreadsheets count a 29 February 1900, and some begin to count in 1904."""
ALPHABET = (
    st.characters(min_codepoint=0x21, max_codepoint=0x7E)
    | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
    | st.characters(min_codepoint=0x20000, max_codepoint=0x2A6D6)
    | st.sampled_from("·—、。《》〔〕…")
)
TEXTS = st.sampled_from(SUSPECT) | st.text(ALPHABET, max_size=12)
NAMED = tuple(
    one for one in records.LEDGERS if one.field(one.naming.key).kind in (Kind.TEXT, Kind.LONG)
)
"""Ledgers whose records are called as people like; the others' by a day, a person, a list."""

DRAWN = {
    Kind.TEXT: TEXTS,
    Kind.LONG: TEXTS | st.sampled_from(LINES),
    Kind.WHOLE: st.integers(0, 10**6),
    Kind.DECIMAL: st.integers(0, 10**8).map(lambda cents: Decimal(cents) / 100),
    Kind.YES: st.booleans(),
    Kind.DATE: st.sampled_from(DAYS)
    | st.integers(0, 73_048).map(lambda days: date(1900, 1, 1) + timedelta(days)),
    Kind.TIME: st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    Kind.PHONE: st.sampled_from(PHONES),
    Kind.ORG_NO: st.sampled_from(("91110000101623741K", "91110000", "")),
}


def values_of(ledger, names):
    """What a person may have typed into any of the fields: texts of every kind, much of it none."""

    def drawn(one):
        if one.kind is Kind.CODE:
            return st.sampled_from([each.code for each in codes.table(one.code).items])
        if one.kind is Kind.LINK:
            return st.sampled_from(names.get(one.link, [None]))
        return DRAWN.get(one.kind, st.none())

    def maybe(one):
        full = drawn(one)
        if one.kind is Kind.YES:
            return full
        return full.filter(bool) if one.required else (full | st.none()).map(lambda v: v or None)

    return st.fixed_dictionaries({one.key: maybe(one) for one in ledger.editable()})


def tame(ledger, values):
    """The values without the days and numbers that contradict one another."""
    kinds = {one.key: one.kind for one in ledger.editable()}
    wild = (Kind.DATE, Kind.WHOLE, Kind.DECIMAL, Kind.YES)
    needed = {one.key for one in ledger.editable() if one.required}
    kept = {
        key: value
        for key, value in values.items()
        if key in needed or kinds[key] not in wild or not problems(ledger, values)
    }
    return {**kept, **{key: False for key in values if kinds[key] is Kind.YES and key not in kept}}


@pytest.fixture
def names(make):
    """Records other ledgers may point at, two of them people of one name."""
    grid = make.grid(name="东风村𠮷组")
    unit = make.organisation(name="石桥镇（筹）调委会")
    people = [make.staff(name="王秀英", grid=grid.id), make.staff(name="王秀英"), make.staff()]
    task = make.task(title="=修路", owner=people[0].id)
    found = {"grid": grid, "organisation": unit, "staff": people[2], "task": task}
    return {table: [None, one.id] for table, one in found.items()}


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("ledger", NAMED, ids=lambda one: one.name)
def test_what_is_kept_leaves_and_comes_back_unchanged(
    station, make, names, ledger, ending, tmp_path
):
    path, number = tmp_path / f"台账{ending}", count(1)

    @settings(
        phases=(Phase.generate,),
        max_examples=4,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(
        st.lists(values_of(ledger, names), min_size=1, max_size=8),
    )
    def goes_round(rows):
        kept = []
        for values in rows:
            called = {ledger.naming.key: f"{chr(0x20000 + next(number))}第{next(number)}㛃"}
            kept.append(make.record(ledger.record(**tame(ledger, values | called))).id)
        wanted = Wanted(ledger.name, path, kept, Wish(purpose="document"))
        exporting.run(station, wanted)
        sheet = workbook.read(path).sheets[0]
        for on_duplicate in ("skip", "update"):
            terms = Terms(TODAY, None, on_duplicate)
            plan = station.ask(importing.plan, ledger.name, sheet, terms)
            told = [row for row in plan.rows if row.verdict != "unchanged"]
            assert told == []
            assert plan.counts["rows"] == len(kept)

    goes_round()
