"""What a fact is to people: its words and its kind. Forms know fields before any database."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from uuid import UUID

Value = str | int | Decimal | bool | date | time | datetime | UUID | None


class Kind(Enum):
    """What a value is, to the editor, the checks, the workbook and the paper."""

    TEXT = "文字"
    LONG = "长文字"
    WHOLE = "整数"
    DECIMAL = "金额或小数"
    YES = "是否"
    DATE = "日期"
    TIME = "时间"
    MOMENT = "时刻"
    CODE = "选项"
    LINK = "引用"
    PHONE = "电话"
    ID_NO = "身份证号"
    ORG_NO = "统一社会信用代码"


@dataclass(frozen=True, slots=True)
class Field:
    """One fact of a record as people name it. `key` is the column's name."""

    key: str
    label: str
    kind: Kind
    required: bool = False
    code: str = ""
    link: str = ""
    width: int = 12
    aliases: tuple[str, ...] = ()
    sensitive: bool = False
    hint: str = ""
    given: bool = False
