"""The map as one HTML file: totals by grid, nobody's name, and not one request."""

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from uuid import uuid4

import pytest

from core import places
from core.errors import Cancelled, Invalid
from core.intake import outlines
from core.records.mediation_case import Party
from core.services import grids
from core.services.figures import counted
from core.services.grids import Place, Survey
from reports import map as mapping
from reports.form import Issue

DAY = date(2026, 3, 25)
ISSUE = Issue(DAY, "李海燕")
VILLAGES = outlines.read(places.resources() / "demo" / "villages.geojson")
NAMING = {"src", "srcset", "href", "xlink:href", "action", "data", "poster", "background", "ping"}
ALLOWED_ADDRESSES = {"http://www.w3.org/2000/svg"}
REQUESTS = (
    r"\bfetch\s*\(",
    r"\bimport\b\s*[\w({*\"']",
    r"XMLHttpRequest",
    r"WebSocket",
    r"EventSource",
    r"sendBeacon",
    r"importScripts",
    r"new\s+Worker",
    r"sourceMappingURL",
)


class Page(HTMLParser):
    """What a browser would read of a page: tags, style sheets, scripts, words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"style": [], "script": []}
        self.words: list[str] = []
        self._now = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._now = tag

    def handle_endtag(self, tag):
        self._now = ""

    def handle_data(self, data):
        self.inside.get(self._now, self.words).append(data)

    @property
    def script(self) -> str:
        return "".join(self.inside["script"])

    @property
    def features(self) -> list[dict]:
        (found,) = re.findall(r"_add\((\{.*\})\);", self.script)
        return json.loads(found)["features"]


def survey(shown=VILLAGES, most=24):
    found = [
        Place(uuid4(), one.name, None, "", one.code, one.shape, counted([uuid4()] * (5 * n % most)))
        for n, one in enumerate(shown)
    ]
    cases = [case for place in found for case in place.open.ids]
    return Survey(DAY, tuple(found), counted([*cases, uuid4(), uuid4()]))


@pytest.fixture(scope="module")
def html():
    return mapping.page(survey(), "石桥镇综治中心")


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


@pytest.fixture
def villages(station, make):
    """Twelve villages with outlines; three open cases in the first, one nowhere."""
    made = [make.grid(name=one.name, code=one.code, level="village") for one in VILLAGES]
    station.perform(grids.draw_outlines, VILLAGES)
    for grid in (made[0].id, made[0].id, made[0].id, None):
        make.case(state="Z20", accepted_on=DAY, grid=grid, title="王秀英与赵铁柱的水管纠纷")
    return made


def write(station, path, **given):
    return station.ask(mapping.write_map, path, ISSUE, **given)


def test_no_tag_names_another_file(page):
    named = [(tag, key) for tag, known in page.tags for key in known if key in NAMING]
    assert named == []
    tags = {tag for tag, _ in page.tags}
    assert tags.isdisjoint({"link", "base", "img", "iframe", "object", "embed", "form"})


def test_no_style_names_another_file(page):
    styles = "".join(page.inside["style"]) + "".join(
        known.get("style") or "" for _, known in page.tags
    )
    assert not re.findall(r"url\((?!data:)", styles)
    assert "@import" not in styles
    assert "leaflet-pane" in styles


def test_no_script_asks_for_anything(page):
    assert not [one for one in REQUESTS if re.search(one, page.script)]
    assert set(re.findall(r"https?://[^\"'\s]*", page.script)) <= ALLOWED_ADDRESSES
    assert "url(" not in page.script


def test_the_browser_itself_is_told_to_refuse_every_request(page):
    first = next(n for n, (tag, _) in enumerate(page.tags) if tag in ("script", "style"))
    policies = [
        known["content"]
        for tag, known in page.tags[:first]
        if tag == "meta" and known.get("http-equiv") == "Content-Security-Policy"
    ]
    assert len(policies) == 1
    assert policies[0].startswith("default-src 'none';")
    assert "http" not in policies[0]


def test_twelve_villages_carry_name_and_figure(page):
    labels = [one["properties"]["label"] for one in page.features]
    assert len(labels) == 12
    assert labels[:2] == ["东风村<b>0</b>", "柳林村<b>5</b>"]
    assert '"permanent": true' in page.script


def test_the_list_adds_up(page):
    words = [one.strip() for one in page.words if one.strip()]
    table = words[words.index("网格") + 2 :][:28]
    rows = dict(zip(table[::2], map(int, table[1::2]), strict=True))
    total = rows.pop("合计")
    assert rows["未上图或未填网格"] == 2
    assert sum(rows.values()) == total == 116


def test_fills_follow_the_four_classes(page):
    assert [mapping.FILLS[grids.class_of(n)] for n in (6, 7, 14, 21)] == list(mapping.FILLS)
    assert all(fill in page.script for fill in mapping.FILLS)


def test_the_day_and_the_station_stand_above(page):
    text = "".join(page.words)
    assert "石桥镇综治中心" in text
    assert "截至2026年3月25日，共 116 件" in text
    assert "演示数据" not in text


def test_a_demonstration_says_so():
    assert "演示数据" in mapping.page(survey(), "石桥镇综治中心", demo=True)


def test_many_grids_show_their_label_under_the_pointer_only(monkeypatch):
    monkeypatch.setattr(mapping, "MOST_LABELS", 11)
    assert '"permanent": false' in mapping.page(survey(), "石桥镇综治中心")


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=alert(1)>", "{{ 7*7 }}{% raw %}", "</script>"]
)
def test_a_name_stays_text_whatever_was_typed(name):
    page = Page(mapping.page(survey([replace(VILLAGES[0], name=name)]), name))
    assert not [tag for tag, _ in page.tags if tag == "img"]
    assert name in "".join(page.words)
    label = page.features[0]["properties"]["label"]
    told = Page(label)
    assert [tag for tag, _ in told.tags] == ["b"]
    assert "".join(told.words).startswith(name)


def test_the_file_is_written_whole_with_figures_of_the_day(station, villages, tmp_path):
    path = tmp_path / "网格地图.html"
    assert write(station, path) == 12
    page = Page(path.read_text("utf-8"))
    assert page.features[0]["properties"]["label"] == "东风村<b>3</b>"
    assert [one.name for one in tmp_path.glob("网格地图*")] == ["网格地图.html"]


def test_no_case_and_no_person_is_in_the_file(station, villages, make, tmp_path):
    make.staff(name="欧阳网格", grid=villages[0].id, phone="0000-8800123")
    case = make.case(state="Z20", accepted_on=DAY, grid=villages[0].id, title="噪声纠纷")
    make.record(Party(case=case.id, side="01", kind="01", name="诸葛村民", position=1))
    path = tmp_path / "网格地图.html"
    write(station, path)
    escaped = path.read_text("utf-8")
    told = re.sub(r"\\u([0-9a-f]{4})", lambda one: chr(int(one[1], 16)), escaped)
    assert "柳林村" in told
    for word in ("王秀英", "赵铁柱", "噪声", "诸葛", "欧阳", "8800123", str(case.id)):
        assert word not in told


def test_a_stopped_export_leaves_no_file(station, villages, tmp_path):
    def stop(step, done=0, total=0):
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        write(station, tmp_path / "网格地图.html", progress=stop)
    assert not list(tmp_path.glob("网格地图*"))


def test_without_outlines_the_way_to_them_is_told(station, make, tmp_path):
    make.grid()
    with pytest.raises(Invalid, match="导入边界"):
        write(station, tmp_path / "网格地图.html")


def test_a_missing_map_component_is_named_with_the_set_up(monkeypatch, tmp_path):
    monkeypatch.setattr(places, "resources", lambda: tmp_path)
    with pytest.raises(Invalid, match=r"leaflet.css.*安装程序"):
        mapping.page(survey(), "石桥镇综治中心")
