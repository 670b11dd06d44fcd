"""Files nobody thought of: broken at random, or laid out at random.

`FUZZ=2000 pytest tests/core/test_intake_fuzz.py` tries more of them.
"""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from core import records
from core.errors import UserError
from core.intake import bookread, table
from core.intake.apart import Apart
from tests import fuzzing

SAMPLES = Path(__file__).parent.parent / "samples"
SEEDS = sorted(
    one
    for one in (*SAMPLES.iterdir(), *(SAMPLES / "books").iterdir())
    if one.is_file() and one.stat().st_size < 20_000
)
TEXTS = (
    "姓名,手机\n王秀英,13800138000\n".encode("gbk"),
    "姓名\t手机\n王秀英\t13800138000\n".encode("utf-16"),
    "<table><tr><td rowspan=2>姓名<td>手机<tr><td>王秀英</table>".encode(),
)
MAGICS = (
    b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"), b"<?xml version='1.0'?>", b"<html><table>",
    b"\xff\xfe", b"\xef\xbb\xbf", b"%PDF", b"\x09\x08\x08\0", b"MIME-Version: 1.0\r\n", b"",
)  # fmt: skip
EXAMPLES = int(os.environ.get("FUZZ", "30"))
SLOWLY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FUZZ" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
STAFF = records.ledger("staff")
SECONDS = 10.0


class Reader:
    """Asks the other process, and starts it again where a file ended it."""

    def __init__(self, folder):
        self.path = folder / "a"
        self.apart = None

    def told(self, content):
        self.path.write_bytes(content)
        if self.apart is None:
            self.apart = Apart(fuzzing.serve)
        self.apart.tell(self.path)
        try:
            return self.apart.hear(SECONDS, lambda: None)
        except EOFError:
            self.close()
            return None

    def close(self):
        if self.apart is not None:
            self.apart.__exit__(None, None, None)
            self.apart = None


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    made = Reader(tmp_path_factory.mktemp("fuzz"))
    yield made
    made.close()


@st.composite
def broken(draw):
    """A good file with a few bytes changed, taken out or put in, or cut off."""
    seed = draw(st.sampled_from([*SEEDS, *TEXTS]))
    content = bytearray(seed if isinstance(seed, bytes) else seed.read_bytes())
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(content)))
        length = draw(st.integers(0, 40))
        content[at : at + length] = draw(st.binary(max_size=24))
    return bytes(content[: draw(st.integers(len(content) // 2, len(content)))])


def ends_well(reader, content):
    """Rows or a sentence within ten seconds; and rows are understood, or refused in words."""
    told = reader.told(content)
    if told is None:
        return
    if isinstance(told, str):
        assert "请" in told or "可以" in told
        return
    with suppress(UserError):
        assert table.understand(table.choose(told, STAFF), STAFF).lines


@SLOWLY
@given(broken())
def test_a_broken_file_ends_in_rows_or_a_sentence(reader, content):
    ends_well(reader, content)


@SLOWLY
@given(st.sampled_from(MAGICS), st.binary(max_size=3000))
def test_noise_under_any_beginning_ends_in_rows_or_a_sentence(reader, magic, noise):
    ends_well(reader, magic + noise)


LABELS = {"name": "姓名", "phone": "手机", "grid": "网格", "note": "备注", "nation": "民族"}
NOTES = ("合计：3", "注：每月报送", "填报人：李海燕", "2026年3月25日", "（盖章）")


@st.composite
def laid_out(draw):
    """People, and a sheet that says them the way people lay sheets out."""
    keys = draw(
        st.permutations(["name", "phone", *draw(st.sets(st.sampled_from(["grid", "note"])))])
    )
    people = [
        {"name": f"{surname}{draw(st.sampled_from('一二三'))}", "phone": f"138{n:08d}"}
        | {
            key: draw(st.sampled_from(("东风村", "石桥村")))
            for key in keys
            if key in ("grid", "note")
        }
        for n, surname in enumerate(
            draw(st.lists(st.sampled_from("王李张周"), min_size=1, max_size=8))
        )
    ]
    numbered = draw(st.booleans())
    left = draw(st.integers(0, 2))
    head = [None] * left + ["序号"] * numbered + [LABELS[key] for key in keys]
    pad = [None] * left
    rows = [
        [one]
        for one in draw(st.lists(st.sampled_from(("花名册", "填报单位：石桥镇", None)), max_size=3))
    ]
    rows.append(head)
    if draw(st.booleans()):
        rows.append(pad + list(range(1, len(head) - left + 1)) if len(head) - left > 2 else [])
    for n, one in enumerate(people, 1):
        if draw(st.integers(0, 4)) == 0:
            rows.append(draw(st.sampled_from(([], head))))
        rows.append(pad + [n] * numbered + [one[key] for key in keys])
    rows += [[*pad, one] for one in draw(st.lists(st.sampled_from(NOTES), max_size=3))]
    return keys, people, rows


def written(path, kind, rows):
    if kind == "xlsx":
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
        return
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if kind == "html":
        lines = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in cells)
        path.write_bytes(f"<table>{lines}</table>".encode())
    else:
        path.write_bytes("\r\n".join("\t".join(row) for row in cells).encode(kind))


@SLOWLY
@given(laid_out(), st.sampled_from(["xlsx", "html", "gbk", "utf-16"]))
def test_whatever_stands_around_them_the_people_come_out_as_they_went_in(tmp_path, layout, kind):
    keys, people, rows = layout
    path = tmp_path / "a"
    written(path, kind, rows)
    found = table.understand(bookread.book(path).sheets[0], STAFF)
    assert [{key: found.text(line, key) for key in keys} for line in found.lines] == people
