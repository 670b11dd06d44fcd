"""A record of many turns on paper: each on its own line, over the pages, nothing left out."""

from datetime import date

import pypdfium2
import pytest

from core.services import case_contents, mediation
from core.services.lines import Line
from core.services.mediation import CaseDraft
from reports import fonts, pdf
from reports.documents import investigation, mediation_record
from reports.form import Issue
from tests.reading import squeezed

TODAY = date(2026, 3, 25)
SAID = "双方说的是同一件事，争的是通道该谁修、钱该谁出、账该怎么算。"
TURNS = [f"{'问答'[n % 2]}：第{n}句，张𠮷、李㛃，{SAID}" for n in range(220)]


@pytest.fixture
def case(station):
    parties = (Line({"name": "张𠮷"}), Line({"side": "respondent", "name": "李㛃"}))
    return station.perform(mediation.accept, CaseDraft({"source": "02"}, parties)).value


@pytest.mark.parametrize(
    ("form", "act", "more"),
    [
        (investigation.FORM, case_contents.inquire, {"asked": "李㛃"}),
        (mediation_record.FORM, mediation.hold_meeting, {}),
    ],
)
def test_ten_pages_of_turns_are_printed_whole(station, case, tmp_path, form, act, more):
    station.perform(act, case, {"held_on": TODAY, "talk": "\n".join(TURNS), **more})
    path = tmp_path / "record.pdf"
    document = station.ask(form.document, case, Issue(TODAY, "李海燕", False))
    pages = pdf.write(document, path, shelf=fonts.shipped())
    with pypdfium2.PdfDocument(path) as file:
        texts = [page.get_textpage().get_text_range() for page in file]
    assert pages == len(texts)
    assert pages >= 8
    whole = squeezed("".join(texts))
    assert [one for one in TURNS if one.split("，")[0] not in whole] == []
    assert whole.count(squeezed(SAID)) >= len(TURNS) - pages, "a foot may stand within a turn"
    first = [line for line in texts[0].splitlines() if line.startswith(("问：", "答："))]
    assert len(first) > 3, "every turn begins a line"
