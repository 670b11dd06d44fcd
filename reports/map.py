"""The grids of a station as one HTML file that needs nothing from outside: totals, no persons.

Leaflet is written into the file, and the file's own policy bars every request a page can make.
"""

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template
from sqlalchemy.orm import Session

from core import places
from core.errors import Invalid
from core.progress import Progress, silent
from core.services import founding, grids
from core.services.grids import Place, Survey
from reports.form import Issue

FILLS = ("#E8F1E4", "#F6E3B4", "#F3B58A", "#DD6B55")
OUTLINE = "#5B7AA8"
OPACITY = 0.55
TITLE = "各网格办理中纠纷"
MOST_LABELS = 60
"""Beyond this many grids the labels would cover each other: they show under the pointer."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"


def write_map(session: Session, path: Path, issue: Issue, progress: Progress = silent) -> int:
    """Write the map of the day as HTML; return how many grids are drawn on it."""
    progress("正在汇总各网格", 0, 2)
    survey = grids.survey(session, issue.day)
    if not survey.drawn:
        raise Invalid("还没有网格边界，画不出地图。请先在“网格与人员”里导入边界。")
    progress("正在画地图", 1, 2)
    html = page(survey, founding.own(session).name, demo=issue.demo)
    with places.writing(path) as part:
        part.write_text(html, "utf-8")
    progress("正在画地图", 2, 2)
    return len(survey.drawn)


def page(survey: Survey, station: str, *, demo: bool = False) -> str:
    """The whole file."""
    sheet = _Sheet(tiles=None, attribution_control=False, zoom_control=False, zoom_snap=0.25)
    root = sheet.get_root()
    assert isinstance(root, Figure)
    root.title = escape(f"{station} {TITLE}")
    root.header.add_child(_Text(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'))
    root.header.add_child(_Text(f"<style>{_asset('leaflet/leaflet.css')}</style>"))
    root.header.add_child(_Text(f"<style>{_asset('page.css')}</style>"))
    root.header.add_child(_Text(f"<script>{_asset('leaflet/leaflet.js')}</script>"))
    _Zoom().add_to(sheet)  # type: ignore[no-untyped-call]  # the library leaves it untyped
    _outlines(survey).add_to(sheet)
    sheet.fit_bounds(_bounds(survey), padding_top_left=(24, 72), padding_bottom_right=(200, 40))
    root.html.add_child(_Text("".join(_beside(survey, station, demo=demo))))
    return root.render()


class _Sheet(folium.Map):
    """A map that loads no library from anywhere."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 as the library declares it
    default_css: list[tuple[str, str]] = []  # noqa: RUF012


class _Zoom(MacroElement):
    """The two buttons, with Chinese words."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        'L.control.zoom({zoomInTitle: "放大", zoomOutTitle: "缩小"})'
        ".addTo({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )


class _Text(Element):
    """Something written as it is; other texts the libraries read as templates once more."""

    def __init__(self, written: str) -> None:
        super().__init__("{{ this.written }}")
        self.written = written


def _asset(name: str) -> str:
    """A file of the page, without what would name another file."""
    path = places.resources() / "map" / name
    try:
        written = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise Invalid(
            f"缺少地图组件“{path.name}”，请先运行安装程序（packaging/run）补齐，再导出。"
        ) from error
    for pattern, instead in _CUTS:
        written = re.sub(pattern, instead, written, flags=re.DOTALL)
    return written


_CUTS = (
    (r"/\*.*?\*/", ""),
    (r"//# sourceMappingURL=\S*", ""),
    (r"url\([^)]*\)", "none"),
    (r'<a href="https?://[^"]*"[^>]*>', "<a>"),
)


def _outlines(survey: Survey) -> Any:
    """The grids; a label stands on each, or shows under the pointer where they are many."""
    few = len(survey.drawn) <= MOST_LABELS
    how = {"permanent": few, "direction": "center" if few else "auto", "className": "figures"}
    label = f"(feature, layer) => layer.bindTooltip(feature.properties.label, {json.dumps(how)})"
    body = {
        "type": "FeatureCollection",
        "features": [_feature(number, one) for number, one in enumerate(survey.drawn)],
    }
    return folium.GeoJson(body, style_function=_look, on_each_feature=folium.JsCode(label))


def _feature(number: int, place: Place) -> dict[str, Any]:
    label = f"{_safe(place.name)}<b>{place.open.value}</b>"
    return {
        "type": "Feature",
        "id": number,
        "properties": {"label": label, "open": place.open.value},
        "geometry": {"type": "MultiPolygon", "coordinates": place.shape},
    }


def _look(feature: dict[str, Any]) -> dict[str, Any]:
    fill = FILLS[grids.class_of(feature["properties"]["open"])]
    return {"fillColor": fill, "fillOpacity": OPACITY, "color": OUTLINE, "weight": 1.2}


def _safe(name: str) -> str:
    """A name as text of the page: neither a tag, nor a mark of the library's templates."""
    return escape(name).replace("{", "&#123;").replace("}", "&#125;")


def _bounds(survey: Survey) -> list[tuple[float, float]]:
    points = [
        point for one in survey.drawn for polygon in one.shape for ring in polygon for point in ring
    ]
    across, up = [x for x, _ in points], [y for _, y in points]
    return [(min(up), min(across)), (max(up), max(across))]


def _beside(survey: Survey, station: str, *, demo: bool) -> Iterator[str]:
    day = survey.day
    yield f'<div class="head"><h1>{escape(station)}</h1><p>{TITLE}（件）'
    yield f"截至{day.year}年{day.month}月{day.day}日，共 {survey.total.value} 件</p>"
    yield '<p class="demo">演示数据</p></div>' if demo else "</div>"
    yield '<div class="list"><table><tr><th>网格</th><th>件</th></tr>'
    for one in survey.drawn:
        yield f"<tr><td>{escape(one.name)}</td><td>{one.open.value}</td></tr>"
    if survey.elsewhere.ids:
        yield f"<tr><td>未上图或未填网格</td><td>{survey.elsewhere.value}</td></tr>"
    yield f"<tr><td>合计</td><td>{survey.total.value}</td></tr></table></div>"
    yield '<div class="legend">办理中（件）'
    for (_, words), fill in zip(grids.CLASSES, FILLS, strict=True):
        yield f'<i style="background:{fill}"></i>{words}'
    yield "</div>"
