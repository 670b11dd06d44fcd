"""The few characters under `tests/fonts` that stand in for the shipped fonts."""

from pathlib import Path

from reports import sfnt

FONTS = Path(__file__).parents[1] / "fonts"
LARGEST = 300_000


def test_small_fonts_stay_small_and_carry_their_licence():
    assert sum(path.stat().st_size for path in FONTS.glob("*.ttf")) <= LARGEST
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


def test_small_fonts_may_be_embedded_and_bear_no_reserved_name():
    for path in FONTS.glob("*.ttf"):
        (fact,) = sfnt.facts(path)
        assert fact.usable
        assert all(name.replace(" ", "").startswith("GridTest") for name in fact.names)


def test_rare_characters_of_the_tests_are_drawn():
    assert {"𠮷", "㛃"} <= {
        letter for path in FONTS.glob("*.ttf") for letter in sfnt.widths(path, 0)
    }
