"""受理回执: two halves of one sheet, a number and a telephone, nothing of the matter."""

from datetime import date
from uuid import uuid4

import pytest
from pypdfium2 import PdfDocument

from core.errors import Invalid
from core.services import records, visits
from core.services.founding import own
from reports import documents
from reports.form import Issue
from reports.page import plain
from tests.reading import pdf_pages, squeezed

DAY = date(2026, 3, 25)
ISSUE = Issue(DAY, "李海燕")
TOLD = {
    "title": "广场舞噪声扰民",
    "source": "visit",
    "name": "李德厚",
    "phone": "13800136021",
    "address": "东风村三组",
    "summary": "晚上十点还在放",
    "id_no": "110101199003074514",
}


@pytest.fixture
def visit(station):
    reached = {"phone": "0512-65221234", "address": "石桥路1号"}
    station.perform(records.save, "organisation", reached, station.ask(own).id)
    return station.perform(visits.register, TOLD).value


def test_a_receipt_says_number_and_telephone_and_nothing_of_the_matter(station, visit):
    form = documents.form("受理回执")
    said = squeezed("".join(plain(station.ask(form.document, visit, ISSUE))))
    assert said.count("2026-石桥-0001") == 2
    assert "0512-65221234" in said
    assert "石桥路1号" in said
    assert [text for text in map(str, TOLD.values()) if text in said] == []


def test_both_halves_stand_on_one_sheet_cut_in_its_middle(station, visit, tmp_path):
    path = tmp_path / "receipt.pdf"
    assert station.ask(documents.draw, "receipt", visit, path, ISSUE) == 1
    with PdfDocument(path) as file:
        page, text = file[0], file[0].get_textpage()
        found = text.search("沿此线裁开").get_next()
        _, low, _, high = text.get_charbox(found[0])
        assert abs((low + high) / 2 - page.get_height() / 2) < 30


def test_a_note_without_a_number_prints_with_room_for_one(station, make, tmp_path):
    path = tmp_path / "receipt.pdf"
    station.ask(documents.draw, "receipt", make.visit().id, path, ISSUE)
    assert "编号：____" in squeezed("".join(pdf_pages(path)))


def test_a_visit_that_is_gone_prints_nothing(station, tmp_path):
    with pytest.raises(Invalid, match="找不到"):
        station.ask(documents.draw, "receipt", uuid4(), tmp_path / "receipt.pdf", ISSUE)
