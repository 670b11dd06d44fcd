"""What a table that leaves is to be: kind of file, for whom, how written, whether it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QWidget

from core.ledger import Ledger
from core.record import Field, Kind
from core.services import fashions, listing
from core.services.fashions import Fashion
from core.services.listing import Wish
from gui.widgets import keys, parts
from gui.widgets.field_box import FieldBox, Offer, editor_for

FORMATS = {
    ".xlsx": "Excel 工作簿（.xlsx）",
    ".csv": "文本表格（.csv）",
    ".pdf": "PDF 台账（.pdf）",
    ".docx": "Word 台账（.docx）",
}
ENCODINGS = {
    "utf-8-sig": "UTF-8（WPS、Excel 都认）",
    "gb18030": "GB18030（国标，生僻字齐全）",
    "gbk": "GBK（老系统）",
}
_COLUMNS = {"shown": "列表里显示的栏目", "all": "全部栏目"}
_X = {"large": "大写 X", "small": "小写 x"}
_ON_PAPER = frozenset((".pdf", ".docx"))
_OTHER_PURPOSE = "请把用途改为“报上级”或“不隐去号码”"
_WIDTH = 640


@dataclass(frozen=True, slots=True)
class Order:
    """What the person wants; `recipient` is empty where nothing is kept."""

    ending: str
    wish: Wish
    encoding: str
    recipient: str = ""
    request: str = ""


class ExportForm(QDialog):
    """`ordered` tells the order once it is complete; `versions_wanted` asks what went out."""

    ordered = Signal(object)
    versions_wanted = Signal()

    def __init__(self, ledger: Ledger, shown: tuple[str, ...], span: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._ledger, self._shown = ledger, shown
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(f"导出{ledger.title}")
        self.boxes = _boxes()
        self.left_off = parts.label(listing.left_off(ledger, shown), "caption")
        self.left_off.setWordWrap(True)
        self.keep = QCheckBox("留存为已报版本（原样保存这份文件，以后改台账也不变）")
        self._lay_out(span)
        self.boxes["format"].edited.connect(self._refresh)
        self.boxes["purpose"].edited.connect(self._on_purpose)
        self.keep.toggled.connect(self._refresh)
        keys.give(self, {"Ctrl+Return": self.order})
        self._refresh()
        self.boxes["format"].editor.setFocus()

    def order(self) -> None:
        """Tell the order, or what is missing under its field."""
        recipient = self.boxes["recipient"].text().strip() if self.keep.isChecked() else ""
        missing = self.keep.isChecked() and not recipient
        self.boxes["recipient"].set_problem("请写明报给谁，例如“县委政法委”" if missing else "")
        wish = self._wish()
        refused = not fashions.allowed(wish.fashion, wish.purpose)
        self.boxes["ids"].set_problem(_OTHER_PURPOSE if refused else "")
        if missing or refused:
            self.boxes["ids" if refused else "recipient"].editor.setFocus()
            return
        request = self.boxes["request"].text().strip() if recipient else ""
        encoding = self._chosen("encoding")
        self.ordered.emit(Order(self._chosen("format"), wish, encoding, recipient, request))
        self.accept()

    def _wish(self) -> Wish:
        columns = self._shown if self._chosen("columns") == "shown" else ()
        fashion = Fashion(
            self._chosen("ids"),
            self._chosen("days"),
            self._chosen("money"),
            self._chosen("x") == "small",
        )
        return Wish(columns, self._chosen("purpose"), fashion)

    def _chosen(self, key: str) -> Any:
        return self.boxes[key].chosen

    def _on_purpose(self) -> None:
        """What goes to superiors is kept, unless somebody says otherwise."""
        self.keep.setChecked(self._chosen("purpose") == "superior")

    def _refresh(self) -> None:
        self.boxes["encoding"].setVisible(self._chosen("format") == ".csv")
        paper = self._chosen("format") in _ON_PAPER
        self.boxes["columns"].setVisible(not paper)
        self.left_off.setVisible(paper and bool(self.left_off.text()))
        for key in ("recipient", "request"):
            self.boxes[key].setVisible(self.keep.isChecked())

    def _lay_out(self, span: str) -> None:
        kinds = {one.kind for one in self._ledger.fields()}
        down = parts.rows(self, (16, 12, 16, 12), 8)
        down.addWidget(parts.label(span, "caption"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        rows: list[tuple[str, ...]] = [("format", "purpose"), ("columns", "encoding"), ("days",)]
        if any(fashions.is_money(one) for one in self._ledger.fields()):
            rows[-1] = ("days", "money")
        rows += [("ids", "x")] if Kind.ID_NO in kinds else []
        for line, row in enumerate(rows):
            for place, key in enumerate(row):
                grid.addWidget(self.boxes[key], line, place)
        down.addLayout(grid)
        down.addWidget(self.left_off)
        down.addWidget(self.keep)
        kept = parts.columns(gap=12)
        kept.addWidget(self.boxes["recipient"], 1)
        kept.addWidget(self.boxes["request"], 2)
        down.addLayout(kept)
        down.addStretch()
        foot = parts.columns()
        foot.addWidget(parts.button("已报版本…", self.versions_wanted.emit, kind="link"))
        foot.addStretch()
        foot.addWidget(parts.button("取消", self.reject, tip="Esc"))
        doing = parts.button("导出", self.order, "tray-arrow-up", "primary", "Enter")
        doing.setDefault(True)
        foot.addWidget(doing)
        down.addLayout(foot)
        self.setMinimumWidth(_WIDTH)


def _boxes() -> dict[str, FieldBox]:
    choices: Mapping[str, tuple[str, Mapping[str, str]]] = {
        "format": ("文件格式", FORMATS),
        "purpose": ("用途", fashions.PURPOSES),
        "columns": ("栏目", _COLUMNS),
        "encoding": ("编码", ENCODINGS),
        "days": ("日期写法", fashions.DAYS),
        "money": ("金额单位", fashions.MONEY),
        "ids": ("身份证号写法", fashions.IDS),
        "x": ("身份证号末位", _X),
    }
    made = {}
    for key, (label, offered) in choices.items():
        box = editor_for(Field(key, label, Kind.CODE, required=True), Offer(tuple(offered.items())))
        box.set_text(next(iter(offered)))
        made[key] = box
    made["recipient"] = editor_for(Field("recipient", "报给谁", Kind.TEXT, required=True), Offer())
    made["request"] = editor_for(
        Field("request", "谁要的、要什么", Kind.TEXT, hint="如 王科长电话，17:00 前要"), Offer()
    )
    return made
