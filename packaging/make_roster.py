"""Makes resources/demo/roster.xlsx: an invented roster with every oddity real ones have.

Title row, two-row merged head, villages merged over their people, identity numbers as text (area
999999 does not exist), telephones nobody has, full-width digits, dates in four spellings, 𠮷 and
㛃, one person twice, one wrong check digit, notes below.

    python packaging/make_roster.py
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

TARGET = Path(__file__).parent.parent / "resources" / "demo" / "roster.xlsx"

PEOPLE = """
东风村 王秀英 女 19790314 网格长 党员 大专
东风村 赵建军 男 19850622 专职网格员 群众 高中
东风村 李㛃 女 19931108 专职网格员 团员 本科
东风村 周福田 男 19680203 网格协管员 群众 初中
柳林村 刘德柱 男 19740519 网格长 党员 高中
柳林村 孙桂芳 女 19820730 专职网格员 群众 大专
柳林村 柳志强 男 19900112 专职网格员 党员 大专
高家庄村 高玉宝 男 19711226 网格长 党员 高中
高家庄村 高春梅 女 19880417 专职网格员 群众 大专
高家庄村 马小军 男 19950809 专职网格员 团员 本科
高家庄村 高长顺 男 19660521 网格协管员 党员 初中
石桥村 陈𠮷祥 男 19830903 网格长 党员 大专
石桥村 王秀英 女 19860611 专职网格员 群众 高中
石桥村 石磊 男 19920228 专职网格员 群众 大专
红旗社区 张丽华 女 19800125 网格长 党员 本科
红旗社区 吴晓东 男 19870714 专职网格员 群众 大专
红旗社区 郑海燕 女 19941002 专职网格员 党员 本科
红旗社区 何秀兰 女 19700816 网格协管员 群众 高中
新华社区 杨国庆 男 19771001 网格长 党员 大专
新华社区 徐静 女 19910520 专职网格员 群众 本科
新华社区 朱玲玲 女 19960303 专职网格员 团员 本科
白杨村 胡满仓 男 19720708 网格长 党员 初中
白杨村 郭彩霞 女 19840929 专职网格员 群众 高中
白杨村 林大勇 男 19890615 专职网格员 群众 大专
南河村 梁守信 男 19690411 网格长 党员 高中
南河村 宋金凤 女 19811218 专职网格员 群众 高中
南河村 谢文斌 男 19930927 专职网格员 党员 本科
南河村 韩老虎 男 19650105 网格协管员 群众 小学
上湾村 唐根生 男 19760224 网格长 党员 高中
上湾村 冯翠萍 女 19850813 专职网格员 群众 大专
上湾村 董立新 男 19901130 专职网格员 群众 大专
下湾村 萧永年 男 19731017 网格长 党员 高中
下湾村 程雪梅 女 19880202 专职网格员 群众 大专
下湾村 曹海涛 男 19920706 专职网格员 党员 本科
青石村 欧阳秀珍 女 19780509 网格长 党员 大专
青石村 袁家旺 男 19860318 专职网格员 群众 高中
青石村 邓小兰 女 19950421 专职网格员 团员 本科
青石村 许有财 男 19671113 网格协管员 群众 初中
双井村 傅春生 男 19750830 网格长 党员 高中
双井村 沈月红 女 19830126 专职网格员 群众 大专
双井村 曾庆喜 男 19910904 专职网格员 群众 大专
双井村 彭桂花 女 19641222 网格协管员 群众 小学
"""
WRONG_CHECK = "林大勇"
TWICE = "徐静"
WIDE_PHONE = ("刘德柱", "何秀兰", "曹海涛")
WIDE_ID = ("杨国庆",)

HEAD = (
    ("序号", ""),
    ("姓 名", ""),
    ("性别", ""),
    ("公民身份号码", ""),
    ("政治面貌", ""),
    ("文化程度", ""),
    ("岗位情况", "所属网格"),
    ("岗位情况", "职务"),
    ("岗位情况", "专职/兼职"),
    ("岗位情况", "上岗日期"),
    ("联系方式", "电话"),
    ("备注", ""),
)
WIDTHS = (6, 11, 6, 22, 11, 11, 13, 14, 11, 14, 16, 18)
FIRST = 4
VILLAGE, TEXTS = 7, (4, 11)
_THIN = Side(style="thin")
_BOX = Border(_THIN, _THIN, _THIN, _THIN)


@dataclass(frozen=True)
class Person:
    """One line of the roster."""

    village: str
    name: str
    sex: str
    birth: str
    post: str
    political: str
    education: str
    number: int

    @property
    def id_no(self) -> str:
        """Right but for the one that is wrong on purpose."""
        order = 10 * (self.number % 90) + (1 if self.sex == "男" else 2)
        body = f"999999{self.birth}{order:03d}"
        weighted = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
        right = "10X98765432"[weighted % 11]
        tail = str((int(right.replace("X", "0")) + 1) % 10) if self.name == WRONG_CHECK else right
        return wide(body + tail) if self.name in WIDE_ID else body + tail

    @property
    def phone(self) -> str:
        """A landline in an area that does not exist."""
        phone = f"0000-8800{self.number:03d}"
        return wide(phone) if self.name in WIDE_PHONE else phone

    @property
    def joined(self) -> str | date:
        """The same kind of day in four spellings."""
        day = date(2019 + self.number % 6, self.number % 12 + 1, self.number % 28 + 1)
        spelled = (day, f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}")
        return (*spelled, f"{day.year}年{day.month}月{day.day}日")[self.number % 4]

    def cells(self) -> tuple[str | int | date, ...]:
        """The line as it stands in the workbook."""
        kind = "兼职" if self.post == "网格协管员" else "专职"
        note = (
            "与石桥村王秀英不是同一人" if (self.village, self.name) == ("东风村", "王秀英") else ""
        )
        name = f"{self.name[0]} {self.name[1]}" if len(self.name) == len("石磊") else self.name
        told = (self.political, self.education, self.village, self.post, kind)
        return (self.number, name, self.sex, self.id_no, *told, self.joined, self.phone, note)


def wide(text: str) -> str:
    """The same with full-width digits, as some input methods write them."""
    return "".join(chr(ord(char) + 0xFEE0) if char.isdigit() else char for char in text)


def people() -> Iterator[Person]:
    """Everybody, village by village."""
    for number, line in enumerate(PEOPLE.split("\n")[1:-1], 1):
        yield Person(*line.split(), number)


def make(path: Path) -> None:
    """Write the workbook."""
    book = Workbook()
    book.properties.creator = "石桥镇综治中心"
    sheet = book.active
    sheet.title = "花名册"
    _head(sheet)
    rows = [one.cells() for one in people()]
    again = next(one.cells() for one in people() if one.name == TWICE)
    rows.append((len(rows) + 1, *again[1:]))
    for line, row in enumerate(rows, FIRST):
        for place, value in enumerate(row, 1):
            _put(sheet, line, place, value)
    _merge_villages(sheet, [str(row[VILLAGE - 1]) for row in rows])
    below = FIRST + len(rows) + 1
    sheet.cell(below, 1, "注：专职网格员由镇综治中心统一招聘，兼职人员由村(社区)推荐。")
    sheet.cell(below + 1, 1, "填表人：")
    sheet.cell(below + 1, 5, "审核人：")
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def _head(sheet: Worksheet) -> None:
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEAD))
    sheet["A1"] = "石桥镇网格员花名册"
    sheet["A1"].font, sheet["A1"].alignment = Font(size=16, b=True), Alignment("center")
    for place, (upper, lower) in enumerate(HEAD, 1):
        _put(sheet, 2, place, upper)
        _put(sheet, 3, place, lower)
        sheet.column_dimensions[sheet.cell(3, place).column_letter].width = WIDTHS[place - 1]
        if not lower:
            sheet.merge_cells(start_row=2, start_column=place, end_row=3, end_column=place)
    group = [place for place, (upper, _) in enumerate(HEAD, 1) if upper == "岗位情况"]
    sheet.merge_cells(start_row=2, start_column=group[0], end_row=2, end_column=group[-1])


def _put(sheet: Worksheet, line: int, place: int, value: str | int | date) -> None:
    cell = sheet.cell(line, place, value if value != "" else None)
    cell.border, cell.alignment = _BOX, Alignment("center", "center", wrap_text=True)
    if isinstance(value, date):
        cell.number_format = 'yyyy"年"m"月"d"日"'
    elif place in TEXTS:
        cell.number_format = "@"


def _merge_villages(sheet: Worksheet, villages: list[str]) -> None:
    """One cell for the people of one village, as every office draws it."""
    start = 0
    for place in range(1, len(villages) + 1):
        if place == len(villages) or villages[place] != villages[start]:
            if place - start > 1:
                lines = {"start_row": FIRST + start, "end_row": FIRST + place - 1}
                sheet.merge_cells(start_column=VILLAGE, end_column=VILLAGE, **lines)
            start = place


if __name__ == "__main__":
    make(TARGET)
    print(f"已生成 {TARGET}")
