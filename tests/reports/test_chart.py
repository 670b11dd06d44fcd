"""Charts: the figures a clerk gave, and nothing that was not there."""

from decimal import Decimal
from itertools import pairwise

import pytest

from reports import chart
from reports.chart import Arc, Area, Dot, Polyline, Rect, Series

KINDS = [
    ("邻里", 412),
    ("劳资", 236),
    ("土地", 198),
    ("婚姻", 171),
    ("隐患", 143),
    ("损害", 80),
    ("其它", 46),
]


def texts(shapes: chart.Shapes) -> list[str]:
    return list(shapes.texts())


def test_more_than_six_kinds_are_gathered_into_the_rest():
    gathered = chart.gathered(KINDS)
    assert gathered[:5] == KINDS[:5]
    assert gathered[5] == ("其他", 126)
    assert chart.gathered(KINDS, limit=12) == KINDS


def test_bars_are_as_long_as_their_figures_and_named_directly():
    shapes = chart.bars([("东风村", 40), ("柳林村", 10), ("石桥村", 0)])
    long, short, none = (item.width for item in shapes.items if isinstance(item, Rect))
    assert long == pytest.approx(4 * short)
    assert none == 0
    assert texts(shapes) == ["东风村", "40 件", "柳林村", "10 件", "石桥村", "0 件"]


def test_a_ring_is_closed_largest_first_and_leaves_out_what_did_not_happen():
    shapes = chart.ring([("劳资", 25), ("邻里", 75), ("土地", 0)], unit="起")
    arcs = [item for item in shapes.items if isinstance(item, Arc)]
    assert [(arc.start, arc.sweep) for arc in arcs] == [(0, 270), (270, 90)]
    assert texts(shapes) == ["100", "起", "邻里", "75 起", "75.00%", "劳资", "25 起", "25.00%"]


def test_the_description_says_the_figures():
    assert chart.ring(KINDS[:2]).description == "邻里412件，劳资236件"
    told = chart.lines(["1月", "2月"], [Series("受理", (3, 4)), Series("办结", (2, 4))]).description
    assert told == "受理：1月3件，2月4件；办结：1月2件，2月4件"


def test_a_curve_goes_through_its_points_and_never_beyond_two_neighbours():
    values = (88, 97, 0, 0, 142, 142, 3)
    shapes = chart.lines([f"{n}月" for n in range(1, 8)], [Series("受理", values)])
    places = [item.centre for item in shapes.items if isinstance(item, Dot)][:7]
    (curve,) = (item.points for item in shapes.items if isinstance(item, Polyline))
    for index, (start, end) in enumerate(pairwise(places)):
        piece = curve[8 * index : 8 * index + 9]
        assert piece[0] == pytest.approx(start)
        assert piece[-1] == pytest.approx(end)
        low, high = sorted((start[1], end[1]))
        assert all(low - 1e-6 <= y <= high + 1e-6 for _x, y in piece)


def test_only_the_first_line_is_tinted_below():
    shapes = chart.lines(["1月", "2月"], [Series("受理", (3, 4)), Series("办结", (2, 4))])
    assert [item.colour for item in shapes.items if isinstance(item, Area)] == ["c1"]


def test_more_than_six_lines_are_summed_into_the_rest():
    series = [Series(f"{n}村", (n, 1)) for n in range(8)]
    shapes = chart.lines(["1月", "2月"], series)
    assert "其他：1月18件，2月3件" in shapes.description
    assert len({item.colour for item in shapes.items if isinstance(item, Polyline)}) == 6


def test_one_month_alone_is_drawn_as_a_point():
    shapes = chart.lines(["1月"], [Series("受理", (3,))])
    assert next(item.tip for item in shapes.items if isinstance(item, Dot)) == "1月 受理 3 件"


@pytest.mark.parametrize(
    "shapes",
    [
        chart.bars([]),
        chart.bars([("东风村", 0)]),
        chart.ring([("邻里", 0)]),
        chart.lines(["1月"], [Series("受理", (0,))]),
        chart.lines([], []),
    ],
)
def test_without_figures_a_chart_says_so(shapes: chart.Shapes):
    assert texts(shapes) == ["没有数据"]
    assert shapes.description == "没有数据"


@pytest.mark.parametrize(
    ("value", "written"), [(1286, "1,286"), (93.5, "93.50"), (Decimal(2), "2.00")]
)
def test_figures_are_written_whole_or_with_two_decimals(value, written: str):
    assert chart.number(value) == written


def test_the_scale_ends_on_a_round_figure_above_the_highest():
    shapes = chart.lines(["1月", "2月"], [Series("受理", (142, 3))])
    assert texts(shapes)[:4] == ["0", "50", "100", "150"]


def test_six_kinds_can_be_told_apart_without_colour():
    inks = [chart.PRINT_INK[f"c{n}"] for n in range(1, 7)]
    assert len({(ink.grey, ink.hatch) for ink in inks}) == 6
    assert len({ink.dash for ink in inks}) == 6


@pytest.mark.parametrize("hatch", ["/", "\\", "-", "x", "."])
def test_every_texture_covers_its_shape(hatch: chart.Hatch):
    square = ((0.0, 0.0), (30.0, 0.0), (30.0, 30.0), (0.0, 30.0))
    assert len(list(chart.hatching(square, hatch))) >= 11


def test_every_colour_of_a_chart_prints():
    charts = (
        chart.bars(KINDS),
        chart.ring(KINDS),
        chart.lines(["1月", "2月"], [Series("受理", (3, 4))]),
    )
    colours = {item.colour for shapes in charts for item in shapes.items}
    assert colours <= chart.PRINT_INK.keys()
