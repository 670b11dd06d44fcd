"""Outlines of grids from a GeoJSON file: checked wholly, then handed out as frozen values."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from core import words
from core.errors import Invalid

Point = tuple[float, float]
Ring = tuple[Point, ...]
Shape = tuple[tuple[Ring, ...], ...]
"""Polygons, each of an outer ring and its holes; points are (longitude, latitude)."""

LARGEST = 20_000_000
_CORNERS = 4
_EAST, _NORTH = 180, 90
_DECIMALS = 6
_NAMES = ("name", "名称", "网格名称", "网格", "村（社区）", "村名")
_CODES = ("code", "编码", "网格编码", "代码", "网格代码", "区划代码")


@dataclass(frozen=True, slots=True)
class Outline:
    """One outline: the name and code its file gives it, and its shape."""

    name: str
    code: str
    shape: Shape

    @property
    def title(self) -> str:
        """What the outline is called towards people."""
        return self.name or self.code


def read(path: Path) -> tuple[Outline, ...]:
    """Every outline of the file; `Invalid` says what is wrong with it, and with which one."""
    features = _features(_parsed(path), path.name)
    found = tuple(_outline(feature, number) for number, feature in enumerate(features, 1))
    _each_once(one.code or one.name for one in found)
    return found


def text_of(shape: Shape) -> str:
    """A shape as a GeoJSON geometry, as a grid keeps it."""
    geometry = {"type": "MultiPolygon", "coordinates": shape}
    return json.dumps(geometry, separators=(",", ":"))


def shape_of(text: str) -> Shape:
    """The shape of a GeoJSON geometry."""
    return _shape(_loaded(text, "网格里存的边界"), "网格里存的边界")


def _parsed(path: Path) -> Any:
    try:
        raw = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except OSError as error:
        raise Invalid(f"读不到“{path.name}”，请核对文件是否还在、U 盘是否插好。") from error
    if raw is None:
        raise Invalid(f"“{path.name}”超过 20 MB，请只导出本站的网格边界后再试。")
    try:
        return _loaded(raw.decode("utf-8-sig"), f"“{path.name}”")
    except UnicodeDecodeError as error:
        raise _not_geojson(f"“{path.name}”") from error


def _loaded(text: str, what: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _not_geojson(what) from error


def _no_number(_name: str) -> NoReturn:
    raise ValueError


def _not_geojson(what: str) -> Invalid:
    return Invalid(f"{what}不是 GeoJSON 边界文件，请让提供的人导出 .geojson（UTF-8）后再试。")


def _features(body: Any, name: str) -> list[Any]:
    if not isinstance(body, dict) or not isinstance(body.get("features"), list):
        raise _not_geojson(f"“{name}”")
    features: list[Any] = body["features"]
    if not features:
        raise Invalid(f"“{name}”里一个边界也没有，请核对导出的范围。")
    return features


def _outline(feature: Any, number: int) -> Outline:
    what = f"第 {number} 个边界"
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        raise Invalid(f"{what}没有名称和编码，请在导出时带上 name 或 code。")
    told = {words.fold(key): _text(value) for key, value in feature["properties"].items()}
    name, code = _first(told, _NAMES), _first(told, _CODES)
    if not name and not code:
        raise Invalid(f"{what}没有名称和编码，请在导出时带上 name 或 code。")
    return Outline(name, code, _shape(feature.get("geometry"), f"{what}（{name or code}）"))


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int) else ""


def _first(told: dict[str, str], keys: tuple[str, ...]) -> str:
    return next((told[key] for key in keys if told.get(key)), "")


def _shape(geometry: Any, what: str) -> Shape:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise Invalid(f"{what}不是面，请导出网格的面（Polygon），不要导出点或线。")
    listed = geometry.get("coordinates")
    polygons = [listed] if kind == "Polygon" else listed
    try:
        shape = tuple(tuple(_rings(polygon)) for polygon in polygons)
    except (TypeError, ValueError, LookupError, OverflowError) as error:
        raise Invalid(f"{what}的坐标不完整，请重新导出。") from error
    if not shape or not all(shape):
        raise Invalid(f"{what}的坐标不完整，请重新导出。")
    points = [point for polygon in shape for ring in polygon for point in ring]
    if any(abs(x) > _EAST or abs(y) > _NORTH for x, y in points):
        raise Invalid(f"{what}的坐标不是经纬度，请换成经纬度（CGCS2000 或 WGS84）再导出。")
    return shape


def _rings(polygon: Any) -> Iterator[Ring]:
    for listed in polygon:
        ring = tuple(_point(point) for point in listed)
        closed = ring if ring[:1] == ring[-1:] else (*ring, ring[0])
        if len(closed) < _CORNERS:
            raise ValueError
        yield closed


def _point(point: Any) -> Point:
    x, y = point[0], point[1]
    if not all(type(one) in (int, float) for one in (x, y)):
        raise TypeError
    return round(float(x), _DECIMALS), round(float(y), _DECIMALS)


def _each_once(titles: Iterable[str]) -> None:
    for title, times in Counter(titles).items():
        if times > 1:
            raise Invalid(f"文件里“{title}”有 {times} 个边界，请合成一个后再导入。")
