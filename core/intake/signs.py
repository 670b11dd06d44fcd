"""What lines that are no records look like: sums, notes, signatures, numbered columns."""

import re
from collections.abc import Callable

_NOTE = re.compile(
    r"([*※]?[注备][:释]|(备注|说明|填[表写报]说明|填[表写报]要求|示例|样例|例如?)\s*:|如:)"
    r"|(示例|样例|例|填[表写报]说明)$"
)
_WHO = "(填报|填表|制表|审核|审批|负责|单位负责|联系|经办|报送|盖章|编制)"
_FOOT = re.compile(
    f"{_WHO}(人|单位|日期|时间|部门)?(签[字名章])?\\s*[:(]"
    "|(填报|填表|制表|审核|审批|单位负责|报送|编制)(人|日期|时间)$"
)
_LONE = re.compile(
    r"第\d+页.*|共\d+页.*|\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日?|年月日"
    r"|\(?(单位|加盖)?(盖章|公章|签字|签章)\)?|\(?(以下空白|此页无正文|续表|续上表|转下页|接上页)\)?"
    r"|(以上|共计?)\d+[人户件条个名].*|(截至|截止|数据来源|制表时间|打印时间|导出时间|单位:).*"
)
_SUM = re.compile(r".{0,8}(合计|总计|小计|累计|共计):?(\d.*)?")
_HINT = re.compile(
    r"[(\[【<].*[)\]】>]|必填|选填|非必填|可不填|文本|文本格式|数字|日期|单位:.*|元|万元|人|户|件|亩"
)
_COUNTING = "123456789甲乙丙丁戊己庚辛壬癸①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_COLUMN = re.compile(rf"栏次|\(?(\d{{1,2}}|[a-z]|[{_COUNTING}])\)?")
BEGINNINGS = frozenset(
    "注备说填示样例制审负单联经报盖编本合总小累共如*※(（[【<①甲Aa栏必选非可文数日元万"
)
"""What a line that is no record may begin with."""

_COUNTED = 4
_COUNTED_FIRST = 3


def reason(texts: list[str], *, is_first: bool) -> str:
    """Why the folded texts of a line make no record; empty if they may make one."""
    if is_first and _is_count(texts, _COUNTED_FIRST):
        return _NUMBERED
    return next((told for told, found in _SIGNS if found(texts)), "")


def _is_sum(texts: list[str]) -> bool:
    return _SUM.fullmatch(texts[0]) is not None


def _is_note(texts: list[str]) -> bool:
    alone = len(texts) == 1 and _LONE.fullmatch(texts[0]) is not None
    return alone or bool(_NOTE.match(texts[0]) or _FOOT.match(texts[0]))


def _is_hint(texts: list[str]) -> bool:
    return all(map(_HINT.fullmatch, texts))


def _is_count(texts: list[str], fewest: int = _COUNTED) -> bool:
    """A line that numbers the columns: 1 2 3, 甲 乙 1 2."""
    if len(texts) < fewest or not all(map(_COLUMN.fullmatch, texts)):
        return False
    digits = [int(one.strip("()")) for one in texts if one.strip("()").isdecimal()]
    return len(set(texts)) == len(texts) and digits == sorted(digits)


_NUMBERED = "栏目序号"
_SIGNS: tuple[tuple[str, Callable[[list[str]], bool]], ...] = (
    ("合计行", _is_sum),
    ("说明或落款", _is_note),
    (_NUMBERED, _is_count),
    ("填写要求", _is_hint),
)
