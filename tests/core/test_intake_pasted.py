"""The clipboard read as a sheet: tabs of a spreadsheet, the table of a page, or neither."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Invalid
from core.intake import pasted


def test_rows_between_tabs_are_a_sheet():
    text = '姓名\t手机\r\n王秀英\t13800138000\r\n"两行\n文字"\t"有""引号"""\r\n\r\n'
    assert pasted.sheet(text).rows == (
        ("姓名", "手机"),
        ("王秀英", "13800138000"),
        ("两行\n文字", '有"引号"'),
    )


def test_the_table_of_a_page_is_a_sheet_with_what_is_merged():
    html = (
        "<html><body><p>名单</p><TABLE><tr><th rowspan=2>姓名</th><th colspan='2'>联系</th></tr>"
        "<tr><td>手机</td><td>住址</td></tr>"
        "<tr><td>王 秀英</td><td>138&amp;</td><td>东风村<br>三组 </td></tr></TABLE>"
        "<table><tr><td>别的</td></tr></table></body></html>"
    )
    sheet = pasted.sheet("姓名 联系", html)
    assert sheet.rows == (
        ("姓名", "联系"),
        (None, "手机", "住址"),
        ("王 秀英", "138&", "东风村\n三组"),
    )
    assert sheet.merged == ((0, 0, 1, 0), (0, 1, 0, 2))


def test_a_mark_against_formulas_is_taken_away():
    assert pasted.sheet("编号\t内容\n1\t'=1+1").rows[1] == ("1", "=1+1")


@pytest.mark.parametrize("text", ["", "只是一句话", "一行\n又一行"])
def test_what_is_no_table_is_refused_with_what_to_do(text):
    with pytest.raises(Invalid, match="剪贴板里没有表格"):
        pasted.sheet(text)


def test_broken_quotes_are_told():
    with pytest.raises(Invalid, match="没配对的引号"):
        pasted.sheet('姓名\t"手机\n王')


def test_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(pasted, "MOST_ROWS", 2)
    with pytest.raises(Invalid, match="超过"):
        pasted.sheet("甲\t乙\n" * 3)
    with pytest.raises(Invalid, match="超过"):
        pasted.sheet("甲", "<table>" + "<tr><td>甲<td>乙</td></tr>" * 3)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(alphabet="<>/tabledrhspanowc='\" 甲1-&;", max_size=200))
def test_whatever_is_on_the_clipboard_is_rows_or_a_sentence(text, html):
    with suppress(Invalid):
        assert pasted.sheet(text, f"<table>{html}").rows
