"""How wide the columns of a printed list become: short words whole, room where most is said."""

from reports import fitting
from reports.fitting import Texts


def column(*texts, breaks=True, head="栏目"):
    return Texts(head, fitting.breadths(texts), breaks=breaks)


def test_days_are_never_broken_however_many_columns_there_are():
    day = column("2025-11-20", breaks=False)
    widths = fitting.widths([*[day] * 8, *[column("一段很长很长的纠纷简要情况")] * 9], 138, 1.4)
    assert min(widths[:8]) >= fitting.breadth("2025-11-20") + 1.4


def test_a_long_story_gets_what_short_texts_leave():
    story = column(*["双方因排水发生争吵，经调解各退一步，约定三日内修好水沟" * 2] * 5)
    names = column("赵建业", "欧阳秀珍")
    villages = column("红旗社区第一网格", "东风村")
    narrow, place, wide = fitting.widths([names, villages, story], 60, 1.4)
    assert narrow == 8 + 1.4
    assert place == 16 + 1.4
    assert wide > 30


def test_columns_that_fit_take_no_more_than_they_hold():
    widths = fitting.widths([column("石桥村"), column(head="备注")], 138, 1.4)
    assert widths == [6 + 1.4, 4 + 1.4]
