"""Questions: buttons name the act, and leaving a question is always the safe answer."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
)

from gui import ask


@pytest.fixture
def meanwhile(qapp):
    """Do something with the question once it is on screen."""

    def later(act):
        def when_shown():
            dialog = QApplication.activeModalWidget()
            if dialog is None:
                QTimer.singleShot(5, when_shown)
            else:
                act(dialog)

        QTimer.singleShot(0, when_shown)

    return later


def _press(words):
    def press(dialog):
        next(b for b in dialog.findChildren(QPushButton) if b.text() == words).click()

    return press


def _key(key):
    return lambda dialog: QTest.keyClick(dialog.focusWidget() or dialog, key)


def _bin():
    return ask.yes(None, "移入回收站", "移入回收站后 30 天内可以找回。", "移入回收站", "保留")


def test_the_act_happens_only_when_its_own_button_is_pressed(meanwhile):
    meanwhile(_press("移入回收站"))
    assert _bin()


@pytest.mark.parametrize(
    "leave", [_press("保留"), _key(Qt.Key.Key_Escape), _key(Qt.Key.Key_Return)]
)
def test_enter_escape_and_the_other_button_keep_everything(meanwhile, leave):
    meanwhile(leave)
    assert not _bin()


def test_a_message_is_read_and_put_away(meanwhile):
    seen = []
    meanwhile(lambda box: (seen.append(box.text()), _press("知道了")(box)))
    ask.tell(None, "请先选择一位调解员。")
    assert seen == ["请先选择一位调解员。"]


def test_one_of_several_is_chosen(meanwhile):
    def choose(dialog):
        dialog.findChild(QComboBox).setCurrentText("口头申请")
        _press("选定")(dialog)

    meanwhile(choose)
    assert ask.choose(None, "来源", "怎样提出的", ["书面申请", "口头申请"]) == "口头申请"


def test_a_line_is_typed_hidden_when_it_is_secret(meanwhile):
    def type_in(dialog):
        edit = dialog.findChild(QLineEdit)
        assert edit.echoMode() == QLineEdit.EchoMode.Password
        edit.setText("晨会开始")
        _press("解锁")(dialog)

    meanwhile(type_in)
    assert ask.line(None, "解锁", "密码", "解锁", secret=True) == "晨会开始"


def test_a_reason_may_take_several_lines(meanwhile):
    def type_in(dialog):
        dialog.findChild(QPlainTextEdit).setPlainText("重复登记\n已并入前案")
        _press("作废")(dialog)

    meanwhile(type_in)
    assert ask.paragraph(None, "作废", "原因", "作废") == "重复登记\n已并入前案"


@pytest.mark.parametrize(
    "question",
    [
        lambda: ask.choose(None, "来源", "怎样提出的", ["书面申请"]),
        lambda: ask.line(None, "解锁", "密码"),
        lambda: ask.paragraph(None, "作废", "原因"),
    ],
)
def test_leaving_a_question_answers_nothing(meanwhile, question):
    meanwhile(_press("取消"))
    assert question() is None


def test_a_file_to_write_gets_its_suffix(monkeypatch):
    names = iter(["/tmp/台账", "/tmp/台账.csv", ""])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (next(names), ""))
    suggested = Path("矛盾纠纷台账.xlsx")
    assert ask.save_file(None, "导出", suggested) == Path("/tmp/台账.xlsx")
    assert ask.save_file(None, "导出", suggested) == Path("/tmp/台账.csv")
    assert ask.save_file(None, "导出", suggested) is None


def test_files_and_folders_are_picked_or_not(monkeypatch):
    files, folders = iter([("/tmp/名册.xlsx", ""), ("", "")]), iter(["/tmp", ""])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: next(files))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(folders))
    assert ask.open_file(None, "导入") == Path("/tmp/名册.xlsx")
    assert ask.open_file(None, "导入") is None
    assert ask.open_folder(None, "选择文件夹") == Path("/tmp")
    assert ask.open_folder(None, "选择文件夹") is None
