"""Which font draws a character, and what the clerk reads when none does."""

import struct
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFontFace

from core.errors import Invalid
from reports import chart, fonts, sfnt
from reports.fonts import Face
from reports.page import Column, Document, Figure, Paragraph, Running, Table

SMALL = Path(__file__).parents[1] / "fonts"
SERIF, SANS, RARE = (
    SMALL / name
    for name in ("NotoSerifSC_400Regular.ttf", "NotoSansSC_400Regular.ttf", "HanaMinB.ttf")
)
LEVEL_3 = Path(__file__).parents[1] / "samples" / "rare_chars_level3_not_in_gbk.tsv"


def shelf(**office: Path) -> fonts.Shelf:
    return fonts.shelf(SMALL, {role: (Face(path),) for role, path in office.items()})


def table_at(font: bytes, tag: bytes) -> tuple[int, int]:
    """Where the record of a table stands, and where the table itself."""
    record = font.index(tag, 12)
    return record, struct.unpack(">I", font[record + 8 : record + 12])[0]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose only font folder is this one, with an office font called 仿宋."""
    names = {"fang": sorted(sfnt.facts(SERIF)[0].names), "kai": ("KaiTi",)}
    monkeypatch.setattr(fonts, "_OFFICE", names)
    monkeypatch.setattr(fonts, "_folders", lambda: [tmp_path, tmp_path / "missing"])
    fonts.installed.cache_clear()
    yield tmp_path
    fonts.installed.cache_clear()


def test_an_office_font_comes_first_in_its_role(office: Path):
    (office / "simfang.ttf").write_bytes(SERIF.read_bytes())
    installed = fonts.installed()
    assert installed.first["fang"].path == office / "simfang.ttf"
    assert installed.first["kai"].path.name == "LXGWWenKai-Regular.ttf"


def test_a_font_that_may_not_be_embedded_is_passed_over(office: Path):
    font = bytearray(SERIF.read_bytes())
    start = table_at(font, b"OS/2")[1]
    font[start + 8 : start + 10] = b"\x00\x02"
    (office / "simfang.ttf").write_bytes(font)
    assert fonts.installed().first["fang"].path.parent.name == "fonts"


def test_a_font_without_truetype_outlines_is_passed_over(office: Path):
    font = SERIF.read_bytes().replace(b"glyf", b"CFF ", 1)
    (office / "simfang.ttf").write_bytes(font)
    assert fonts.installed().first["fang"].path.parent.name == "fonts"


def test_a_broken_file_among_the_fonts_does_no_harm(office: Path):
    (office / "broken.ttf").write_bytes(b"not a font")
    (office / "empty.ttc").write_bytes(b"")
    assert fonts.installed().first["fang"].path.parent.name == "fonts"


def test_fonts_of_a_collection_are_found(office: Path):
    font = bytearray(SERIF.read_bytes())
    head = struct.pack(">4sIII", b"ttcf", 0x10000, 1, 16)
    for record in range(12, 12 + 16 * struct.unpack(">H", font[4:6])[0], 16):
        (offset,) = struct.unpack(">I", font[record + 8 : record + 12])
        font[record + 8 : record + 12] = struct.pack(">I", offset + len(head))
    (office / "fang.ttc").write_bytes(head + font)
    face = fonts.installed().first["fang"]
    assert face == Face(office / "fang.ttc", 0)
    assert sfnt.widths(face.path, face.index) == sfnt.widths(SERIF, 0)


def test_widths_are_those_the_pdf_will_use():
    theirs = TTFontFace(str(SANS))
    for letter, width in sfnt.widths(SANS, 0).items():
        assert 1000 * width == pytest.approx(theirs.charWidths[ord(letter)], abs=1)


def test_what_the_office_font_lacks_is_drawn_by_the_next():
    glyphs = shelf(fang=RARE).glyphs("fang")
    assert glyphs["𠮷"].face.path == RARE
    assert glyphs["张"].face.path == SERIF


def test_every_role_draws_the_same_characters():
    letters = {letter for path in (SERIF, SANS, RARE) for letter in sfnt.widths(path, 0)}
    at_hand = shelf()
    assert not at_hand.missing(letters)
    assert all(at_hand.glyphs(role)[letter] for role in at_hand.first for letter in "张𠮷㛃")


def test_rare_characters_of_names_all_have_a_font():
    names = {line.split("\t")[0] for line in LEVEL_3.read_text(encoding="utf-8").splitlines()[1:]}
    assert len(names) > 100
    assert fonts.shipped().missing("".join(names)) == []


def test_a_machine_without_any_font_is_told_what_to_do(tmp_path: Path):
    with pytest.raises(Invalid, match="重新运行安装程序"):
        fonts.shelf(tmp_path, {})


def test_a_character_without_a_font_stops_the_print_and_is_named():
    document = Document("调解协议书", (Paragraph("张𪚥三"),), record="〔2026〕第12号")
    with pytest.raises(Invalid) as refused:
        fonts.proofread(document, shelf())
    assert refused.value.text.startswith(
        "《调解协议书》〔2026〕第12号里的“𪚥”（U+2A6A5）没有任何字体能印出，没有生成文件。"
    )


def test_of_many_missing_characters_five_are_named():
    document = Document("记录", (Paragraph("😀😁😂😃😄😅"),))
    with pytest.raises(Invalid) as refused:
        fonts.proofread(document, shelf())
    assert refused.value.text.count("U+") == 5


@pytest.mark.parametrize(
    "document",
    [
        Document("台账", (), running=Running(header="𪚥")),
        Document("台账", (), running=Running(footer="𪚥")),
        Document("台账", (), watermark="𪚥"),
        Document("台账", (), footer_code="𪚥"),
        Document("台账", (Figure(chart.bars([("𪚥", 1)])),)),
        Document("台账", (Table((Column("𪚥"),), ()),)),
    ],
)
def test_nothing_outside_the_text_escapes_the_check(document: Document):
    with pytest.raises(Invalid, match="U\\+2A6A5"):
        fonts.proofread(document, shelf())


def test_in_a_long_list_the_row_is_named():
    rows = (("张三",) if n != 41 else ("张𪚥",) for n in range(1, 100))
    document = Document("台账", (Table((Column("名"),), rows, empty=""),))
    (table,) = fonts.proofread(document, shelf()).blocks
    with pytest.raises(Invalid, match="《台账》第41行里的“𪚥”"):
        list(table.rows)
