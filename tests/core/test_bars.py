"""The bars at the foot of a paper, read back from dots as a copier makes them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import bars, codes

NUMBER = "石桥镇人调字〔2026〕第017号"


def line(text, scale=2, margin=20):
    """A line of dots: dark bars on light paper."""
    dots = bytearray(b"\xf0" * margin)
    for number, width in enumerate(bars.runs(text)):
        dots += (b"\x20" if number % 2 == 0 else b"\xf0") * (width * scale)
    return bytes(dots + b"\xf0" * margin)


@pytest.mark.parametrize("kind", bars.KINDS)
def test_every_paper_is_known_again(kind):
    mark = bars.read(line(bars.digits(NUMBER, kind)))
    assert mark.kind == kind
    assert mark.fits(NUMBER)


def test_a_sheet_put_in_upside_down_is_read():
    assert bars.read(line(bars.digits(NUMBER, "application"))[::-1]).fits(NUMBER)


def test_the_file_of_another_committee_or_year_does_not_fit():
    mark = bars.read(line(bars.digits(NUMBER, "application")))
    for other in ("柳河镇人调字〔2026〕第017号", "石桥镇人调字〔2025〕第017号", "", "没有编号"):
        assert not mark.fits(other)


def test_a_paper_without_a_number_bears_no_bars():
    assert bars.digits("", "application") == ""
    assert bars.digits("手写17号", "application") == ""
    assert bars.digits(NUMBER, "receipt") == ""


@pytest.mark.parametrize("dots", [b"", b"\xff" * 900, bytes(range(256)) * 4, b"\x00\xff" * 500])
def test_what_is_no_bars_is_nothing(dots):
    assert bars.read(dots) is None


@given(st.integers(0, 13), st.integers(0, 9))
@settings(max_examples=25)
def test_one_wrong_digit_is_never_another_paper(place, digit):
    text = bars.digits(NUMBER, "mediation_record")
    wrong = text[:place] + str(digit) + text[place + 1 :]
    assert (bars.read(line(wrong)) is None) == (wrong != text)


def test_every_kind_of_paper_has_its_digits():
    forms = {one.code for one in codes.table("paper_kind").items} - {"identity", "other"}
    assert forms <= set(bars.KINDS)
