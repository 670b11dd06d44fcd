"""Texts and web pages under the name of a workbook: their letters are found, never asked for."""

import base64

import pytest

from core.errors import Invalid
from core.intake import bookread


def read(path, content):
    path.write_bytes(content)
    return bookread.book(path).sheets


WEB = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset={charset}">
<x:Name>花名册</x:Name><style>td {{color: red}}</style></head><body><p>说明</p>
<table><tr><th colspan=2>石桥镇<br>花名册</th></tr>
<tr><td rowspan="2">东风&#26449;</td><td>王秀英&nbsp;<script>alert(1)</script></td></tr>
<tr><td>{number}</td></tr></table>
<table><tr><td>外<table><tr><td>内</td></tr></table>
</body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk"])
def test_a_web_page_under_the_name_of_a_workbook_is_read(tmp_path, charset):
    page = WEB.format(charset=charset, number="3.2E+17").encode(charset)
    first, outer, inner = read(tmp_path / "台账.xls", page)
    assert first.name == "花名册"
    assert first.rows == (("石桥镇\n花名册",), ("东风村", "王秀英"), (None, "3.2E+17"))
    assert first.merged == ((0, 0, 0, 1), (1, 0, 2, 0))
    assert (outer.rows, inner.rows) == ((("外",),), (("内",),))


def test_a_name_with_a_dot_keeps_its_dot_in_a_page_of_gb2312(tmp_path):
    page = "<meta charset=gb2312><table><tr><td>买买提·吐尔逊—甲</table>".encode("gbk")
    assert read(tmp_path / "a.xls", page)[0].rows == (("买买提·吐尔逊—甲",),)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_web_page_without_a_name_for_its_letters_is_read(tmp_path, encoding):
    page = "<table><td>姓名<td>手机<tr><td>王秀英</table>".encode(encoding)
    assert read(tmp_path / "a.xls", page)[0].rows == (("姓名", "手机"), ("王秀英",))


def test_a_web_archive_is_read(tmp_path):
    body = base64.encodebytes("<table><tr><td>姓名</td></tr></table>".encode("gbk"))
    archive = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="--b"\r\n\r\n----b\r\n'
        b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + body
        + b"\r\n----b--\r\n"
    )
    assert read(tmp_path / "a.xls", archive)[0].rows == (("姓名",),)


def test_a_web_page_that_crosses_its_cells_or_never_ends_does_no_harm(tmp_path):
    page = "<table><tr><td colspan=99999999999 rowspan=x>甲<td rowspan=3>乙<tr><td>丙<tr><td>丁"
    (sheet,) = read(tmp_path / "a.html", page.encode())
    assert sheet.rows[0][0] == "甲"
    many = "<table><tr><td>x</table>" * 300
    with pytest.raises(Invalid, match="超过 200 个"):
        read(tmp_path / "a.html", many.encode())


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030"],
)
def test_the_encoding_of_a_text_is_found(tmp_path, encoding):
    text = "姓名,住址\n王秀英,石桥镇东风村一组\n李海燕,石桥镇柳林村二组\n"
    (sheet,) = read(tmp_path / "a.csv", text.encode(encoding))
    assert sheet.rows[1] == ("王秀英", "石桥镇东风村一组")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_latin_letters_of_two_bytes_are_no_chinese_ones(tmp_path, encoding):
    (sheet,) = read(tmp_path / "a.csv", "id,phone\n1,13800138000\n".encode(encoding))
    assert sheet.rows == (("id", "phone"), ("1", "13800138000"))


def test_big5_and_glued_files_are_read_too(tmp_path):
    text = "姓名,住址\n王秀英,臺北市中正區忠孝東路一段\n李海燕,高雄市鹽埕區大勇路\n"
    (sheet,) = read(tmp_path / "a.csv", text.encode("big5"))
    assert sheet.rows[1][1] == "臺北市中正區忠孝東路一段"
    glued = "姓名\n王秀英\n".encode() + "李海燕\n".encode("gbk")
    assert read(tmp_path / "b.csv", glued)[0].rows == (("姓名",), ("王秀英",), ("李海燕",))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sep=;\n姓名;住址\n王;a,b\n", ((), ("姓名", "住址"), ("王", "a,b"))),
        ("姓名|手机\n王|1\n", (("姓名", "手机"), ("王", "1"))),
        ("姓名\t地址\n王\ta,b,c\n李\td,e\n", (("姓名", "地址"), ("王", "a,b,c"), ("李", "d,e"))),
        ('姓名,备注\r王,"一\r\n二"\n\r\n李,"说""好"""\r\n', (
            ("姓名", "备注"), ("王", "一\r\n二"), (), ("李", '说"好"'))),
        ("姓名\n王\0秀英\n\n\n\x1a", (("姓名",), ("王秀英",))),
        ("王秀英", (("王秀英",),)),
    ],
)  # fmt: skip
def test_separators_line_ends_and_quotes(tmp_path, text, rows):
    assert read(tmp_path / "a.csv", text.encode())[0].rows == rows
