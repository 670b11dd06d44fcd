"""Grid outlines come in from a GeoJSON file, and only a whole one; figures follow the tree."""

import json
from datetime import date
from uuid import UUID

import pytest

from core import places
from core.errors import Invalid, NotAllowed
from core.intake import outlines
from core.records.grid import Grid
from core.rights import Right
from core.services import grids, history, records
from core.station import Tx, operation

DEMO = places.resources() / "demo" / "villages.geojson"
DAY = date(2026, 3, 25)
SQUARE = [[[115.1, 35.1], [115.2, 35.1], [115.2, 35.2], [115.1, 35.1]]]


def feature(name="东风村", code="", coordinates=SQUARE, kind="Polygon"):
    properties = {"name": name} | ({"code": code} if code else {})
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


@pytest.fixture
def written(tmp_path):
    def write(*features, body=None):
        path = tmp_path / "网格边界.geojson"
        whole = {"type": "FeatureCollection", "features": list(features)}
        path.write_text(json.dumps(whole if body is None else body), "utf-8")
        return path

    return write


@pytest.fixture
def drawn(station, written):
    def draw(*features):
        return station.perform(grids.draw_outlines, outlines.read(written(*features))).value

    return draw


@operation("改上级网格", needs=Right.KEEP)
def _put_under(tx: Tx, grid: UUID, parent: UUID) -> None:
    tx.session.get_one(Grid, grid).parent = parent


def outline_of(station, grid):
    survey = station.ask(grids.survey, DAY)
    return next(place.shape for place in survey.places if place.id == grid.id)


def test_the_demonstration_has_twelve_villages():
    found = outlines.read(DEMO)
    assert len(found) == 12
    assert (found[0].name, found[0].code) == ("东风村", "999999101201")
    assert (found[-1].name, found[-1].code) == ("双井村", "999999101212")
    assert all(len(one.shape[0][0]) > 15 for one in found)


def test_a_shape_kept_as_text_comes_back_equal():
    shape = outlines.read(DEMO)[3].shape
    assert outlines.shape_of(outlines.text_of(shape)) == shape


def test_a_village_in_two_pieces_with_a_hole_is_read(written):
    hole = [[115.12, 35.12], [115.13, 35.12], [115.13, 35.13]]
    found = outlines.read(
        written(feature(coordinates=[[SQUARE[0], hole], SQUARE], kind="MultiPolygon"))
    )
    assert [len(polygon) for polygon in found[0].shape] == [2, 1]
    assert found[0].shape[0][1][0] == found[0].shape[0][1][-1]


def test_names_and_codes_are_read_under_the_heads_offices_use(written):
    one = feature()
    one["properties"] = {"网格名称": " 东风村 ", "区划代码": 999999101201, "面积": 1.5}
    found = outlines.read(written(one))
    assert (found[0].name, found[0].code) == ("东风村", "999999101201")


@pytest.mark.parametrize(
    ("features", "told"),
    [
        ([], "一个边界也没有"),
        ([feature(name="")], "没有名称和编码"),
        (["东风村"], "没有名称和编码"),
        ([{"type": "Feature", "properties": None}], "没有名称和编码"),
        ([feature(kind="Point", coordinates=[115.1, 35.1])], "第 1 个边界（东风村）不是面"),
        ([feature() | {"geometry": None}], "不是面"),
        ([feature(coordinates=[])], "坐标不完整"),
        ([feature(coordinates=[[[1, 2], [3, 4]]])], "坐标不完整"),
        ([feature(coordinates=[[[1], [2], [3], [4]]])], "坐标不完整"),
        ([feature(coordinates=[[{}, {}, {}, {}]])], "坐标不完整"),
        ([feature(coordinates=[[["一", "二"]] * 4])], "坐标不完整"),
        ([feature(coordinates=[[[10**400, 1]] * 4])], "坐标不完整"),
        ([feature(coordinates=7)], "坐标不完整"),
        ([feature(coordinates=[], kind="MultiPolygon")], "坐标不完整"),
        ([feature(coordinates=[[[545123.1, 3912345.2]] * 4])], "不是经纬度"),
        ([feature(), feature()], "“东风村”有 2 个边界"),
        ([feature(code="1"), feature(name="柳林村", code="1")], "“1”有 2 个边界"),
    ],
)
def test_a_faulty_outline_is_named_with_what_to_do(written, features, told):
    with pytest.raises(Invalid, match=told):
        outlines.read(written(*features))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"PK\x03\x04",
        '{"名称": "东风村"'.encode("gbk"),
        b"[1, 2]",
        b'{"features": {}}',
        b'{"features": [NaN]}',
        b"[" * 200_000,
    ],
)
def test_a_file_that_is_no_geojson_is_refused_in_a_sentence(tmp_path, raw):
    path = tmp_path / "边界.geojson"
    path.write_bytes(raw)
    with pytest.raises(Invalid, match=r"“边界.geojson”不是 GeoJSON"):
        outlines.read(path)


def test_a_missing_file_and_a_folder_are_refused_in_a_sentence(tmp_path):
    for path in (tmp_path / "没有.geojson", tmp_path):
        with pytest.raises(Invalid, match="读不到"):
            outlines.read(path)


def test_a_far_too_large_file_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(outlines, "LARGEST", 10)
    with pytest.raises(Invalid, match="超过 20 MB"):
        outlines.read(DEMO)


def test_an_outline_finds_its_grid_by_code_whatever_it_is_called(station, make, drawn):
    grid = make.grid(name="东风", code="999999101201")
    result = drawn(feature(code="９９９９９９１０１２０１"))
    assert result == grids.Drawn(("东风",), ())
    assert outline_of(station, grid)[0][0][0] == (115.1, 35.1)


def test_a_grid_without_a_code_is_found_by_its_name(station, make, drawn):
    grid = make.grid(name="东 风 村", code=None)
    assert drawn(feature(code="999999101201")).grids == ("东 风 村",)
    assert outline_of(station, grid)


def test_a_name_held_twice_or_another_code_meets_no_grid(make, drawn):
    make.grid(name="第1网格", code=None)
    make.grid(name="第1网格", code=None)
    make.grid(name="柳林村", code="999999101202")
    make.grid(name="东风村", code="999999101201")
    result = drawn(feature("第1网格"), feature("柳林村", "999999101299"), feature("东风村"))
    assert result == grids.Drawn(("东风村",), ("柳林村", "第1网格"))


def test_two_outlines_never_share_a_grid(make, drawn):
    make.grid(name="东风村", code="999999101201")
    result = drawn(feature("东风村"), feature("东风", "999999101201"))
    assert result == grids.Drawn(("东风村",), ("东风村",))


def test_a_file_that_meets_no_grid_changes_nothing(make, drawn):
    make.grid(name="柳林村")
    with pytest.raises(Invalid, match="一个也没有对上"):
        drawn(feature("东风村"))


def test_a_reader_may_not_draw(somebody, written):
    with pytest.raises(NotAllowed):
        somebody("reader").perform(grids.draw_outlines, outlines.read(written(feature())))


def test_drawing_is_undone_as_one_act(station, make, written):
    grid = make.grid(name="东风村")
    seq = station.perform(grids.draw_outlines, outlines.read(written(feature()))).seq
    assert outline_of(station, grid)
    station.perform(history.undo, seq)
    assert outline_of(station, grid) == ()


def open_case(make, grid: UUID | None, **given):
    common = {"state": "Z20", "accepted_on": date(2026, 3, 20), "grid": grid}
    return make.case(**common | given)


def test_a_village_counts_what_is_open_in_it_and_below(station, make):
    village = make.grid(name="东风村", level="village")
    below = make.grid(name="第1网格", parent=village.id)
    first, second = open_case(make, village.id), open_case(make, below.id)
    open_case(make, below.id, closed_on=date(2026, 3, 24))
    open_case(make, below.id, voided_on=date(2026, 3, 24))
    stray = open_case(make, None)
    found = station.ask(grids.figures, DAY)
    assert set(found[village.id].ids) == {first.id, second.id}
    assert found[below.id].ids == (second.id,)
    assert found[None].ids == (stray.id,)
    survey = station.ask(grids.survey, DAY)
    assert (survey.total.value, survey.elsewhere.ids) == (3, survey.total.ids)


def test_the_map_shows_the_finest_outlines_and_counts_the_rest_elsewhere(station, make, drawn):
    town = make.grid(name="石桥镇", code="1")
    village = make.grid(name="东风村", code="2", parent=town.id)
    below = make.grid(name="第1网格", code="3", parent=village.id)
    drawn(feature("石桥镇"), feature("东风村"))
    stray, inside = open_case(make, town.id), open_case(make, below.id)
    survey = station.ask(grids.survey, DAY)
    assert [place.name for place in survey.drawn] == ["东风村"]
    assert survey.drawn[0].open.ids == (inside.id,)
    assert survey.elsewhere.ids == (stray.id,)
    assert survey.drawn_for(below.id) == survey.drawn_for(village.id) == village.id
    assert survey.drawn_for(town.id) is None


@pytest.mark.parametrize(("figure", "number"), [(0, 0), (6, 0), (7, 1), (14, 2), (20, 2), (99, 3)])
def test_a_figure_has_one_of_four_classes(figure, number):
    assert grids.class_of(figure) == number


def test_grids_typed_as_a_ring_are_counted_once(station, make):
    one, other = make.grid(), make.grid()
    for grid, parent in ((one, other), (other, one)):
        station.perform(_put_under, grid.id, parent.id)
    open_case(make, one.id)
    found = station.ask(grids.figures, DAY)
    assert (found[one.id].value, found[other.id].value) == (1, 1)


def test_a_closed_grid_stays_only_while_something_is_open_in_it(station, make):
    make.grid(name="旧网格", closed=date(2026, 1, 1))
    busy = make.grid(name="并走的网格", closed=date(2026, 1, 1))
    make.grid(name="月底停用", closed=date(2026, 3, 31))
    open_case(make, busy.id)
    names = [place.name for place in station.ask(grids.survey, DAY).places]
    assert names == ["并走的网格", "月底停用"]


def test_who_answers_for_a_grid_is_told_with_post_and_phone(station, make):
    grid = make.grid()
    values = {"name": "王建国", "grid": grid.id, "post": "04", "phone": "0000-8800123"}
    kept = values | {"joined": date(2025, 1, 1)}
    identity = station.perform(records.save, "staff", kept).value
    people = station.ask(grids.in_post, grid.id, DAY)
    assert people == (grids.Person(identity, "王建国", "网格长", "0000-8800123"),)
    assert station.ask(grids.in_post, grid.id, date(2024, 1, 1)) == ()
