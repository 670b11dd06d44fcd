"""附件 beside a case: added by button, drop, paste and folder; seen, noted, taken away, kept."""

import os
import stat
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea

from core import places
from core.intake.incoming import Source
from core.services import attachments, looks, taking_in
from core.services.attachments import Place
from gui.widgets.attachment_viewer import AttachmentViewer
from gui.widgets.case_pane import FILES
from gui.widgets.folder_intake import FolderIntake
from tests.gui.mediating import Clerk, a_case
from tests.gui.shell import nameless, scrolls_sideways
from tests.picturing import blank, pdf, photo, seen, zipped

DOCX = zipped("[Content_Types].xml", "word/document.xml")


@pytest.fixture
def case(somebody):
    """A case that a colleague registered."""
    return a_case(somebody("clerk", "赵内勤"))


@pytest.fixture
def place(case):
    return Place("mediation_case", case)


@pytest.fixture
def clerk(qtbot, desk, tmp_path, shell):
    return Clerk(desk, tmp_path, qtbot)


@pytest.fixture
def pane(clerk, case):
    clerk.open(case).turn_to(FILES)
    clerk.settle()
    return clerk.pane.attachments.pane


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "U盘"
    folder.mkdir()

    def put(name, content):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        return folder / name

    return put


@pytest.fixture(autouse=True)
def passing(tmp_path, monkeypatch):
    """Where copies for other programs lie in a test."""
    monkeypatch.setattr(places, "copies", lambda _folder: tmp_path / "passing")
    return tmp_path / "passing"


def attach(station, place, *paths):
    gathered = taking_in.gather(station, [Source.of(path) for path in paths])
    station.perform(attachments.add, place, station.folder, gathered.taken)


def names(pane):
    return [pane.list.entries.one(row).name for row in range(pane.list.entries.rowCount())]


def button(owner, words):
    [found] = [one for one in owner.findChildren(QPushButton) if one.text().startswith(words)]
    return found


def press(owner, words):
    found = button(owner, words)
    assert found.isVisible()
    found.click()


def files_of(*paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(widget, mime):
    """Drag files over a widget and let them go."""
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier
    over = QDragEnterEvent(QPoint(40, 40), copy, mime, left, none.NoModifier)
    QApplication.sendEvent(widget, over)
    if over.isAccepted():
        falling = QDropEvent(QPointF(40, 40), copy, mime, left, none.NoModifier)
        QApplication.sendEvent(widget, falling)
    return over.isAccepted()


def viewer_of(pane):
    return next(iter(pane.findChildren(AttachmentViewer)), None)


def test_an_empty_pane_says_what_to_do(clerk, pane):
    assert "Ctrl+V" in pane._none._words.text()
    assert button(pane, "添加").isVisible()
    assert nameless(clerk.screen) == []
    assert scrolls_sideways(clerk.screen) == []


def test_the_tab_counts_before_it_is_looked_at(clerk, station, place, case, stick):
    attach(station, place, stick("一.jpg", photo()))
    clerk.open(case)
    clerk.settle()
    assert clerk.pane._tabs.button(FILES).text() == "附件 1"
    [one] = station.ask(attachments.of_record, place)
    station.perform(attachments.remove, [one.id])
    clerk.desk.changed.emit(frozenset({"attachment"}))
    clerk.settle()
    assert clerk.pane._tabs.button(FILES).text() == "附件"
    assert clerk.pane.attachments.widget() is None


def test_several_files_are_added_at_once_and_the_refused_are_listed(
    clerk, pane, stick, asked, station, place
):
    paths = [stick("东墙裂缝.jpg", photo()), stick("协议书.pdf", pdf(2)), stick("a.rar", b"Rar!12")]
    asked.will("open_files", paths)
    press(pane, "添加")
    clerk.settle()
    assert names(pane) == ["东墙裂缝.jpg", "协议书.pdf"]
    assert clerk.pane._tabs.button(FILES).text() == "附件 2"
    [refused] = pane.refusals.refused
    assert "压缩包" in refused.text
    assert pane.refusals.isVisible()
    assert pane.refusals.findChild(QScrollArea).accessibleName() == "没有收入的文件"
    today = station.today()
    assert pane.list.entries.caption(0, today).startswith("03-20 09:15 拍摄 · 图片 · ")
    assert "2 页" in pane.list.entries.caption(1, today)
    assert pane.strip.isHidden()
    pane.refusals.findChildren(type(clerk.pane._more))[0].click()
    assert pane.refusals.isHidden()


def test_the_same_file_again_is_said_to_be_there(clerk, pane, stick, asked):
    path = stick("东墙裂缝.jpg", photo())
    for _ in range(2):
        asked.will("open_files", [path])
        press(pane, "添加")
        clerk.settle()
    assert names(pane) == ["东墙裂缝.jpg"]
    assert "已经有了" in pane.refusals.refused[0].text


def test_files_are_dropped_on_the_pane(clerk, pane, stick):
    assert drop(pane, files_of(stick("现场.jpg", photo()), stick("笔录.docx", DOCX)))
    clerk.settle()
    assert names(pane) == ["现场.jpg", "笔录.docx"]
    words = QMimeData()
    words.setText("墙裂了")
    assert not drop(pane, words)


def test_a_copied_picture_and_copied_files_are_pasted(clerk, pane, stick):
    picture = QImage(320, 200, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    QApplication.clipboard().setImage(picture)
    pane.list.setFocus() if pane.list.isVisible() else pane.setFocus()
    clerk.press("Ctrl+V")
    clerk.settle()
    assert names(pane) == ["粘贴 2026-03-25.png"]
    QApplication.clipboard().setMimeData(files_of(stick("现场.jpg", photo())))
    clerk.press("Ctrl+V")
    clerk.settle()
    assert names(pane) == ["粘贴 2026-03-25.png", "现场.jpg"]
    QApplication.clipboard().setText("只有文字")
    clerk.press("Ctrl+V")
    assert "剪贴板里没有图片" in clerk.shell.failed[-1]


def test_cancelled_nothing_is_attached_and_nothing_stays(clerk, pane, stick, asked, station):
    asked.will("open_files", [stick(f"{n}.jpg", photo((800 + n, 600))) for n in range(6)])
    press(pane, "添加")
    pane.strip._cancel()
    clerk.settle()
    assert names(pane) == []
    assert [p for p in places.attachments(station.folder).rglob("*") if p.is_file()] == []
    assert clerk.shell.failed == []


def test_enter_opens_and_arrows_turn_and_each_look_is_written_down(
    clerk, pane, stick, station, place, qtbot
):
    paths = (stick("一.jpg", photo((1600, 1200))), stick("二.pdf", pdf(2)), stick("三.docx", DOCX))
    attach(station, place, *paths)
    pane.read()
    clerk.settle()
    pane.list.setFocus()
    clerk.press("Home", "Return")
    qtbot.waitUntil(lambda: viewer_of(pane) is not None)
    viewer = viewer_of(pane)
    clerk.settle()
    assert viewer.picture.isVisible()
    assert viewer.shown.name == "一.jpg"
    whole = viewer.picture.scale_now
    assert whole < 1
    clerk.press("+")
    assert viewer.picture.scale_now > whole
    clerk.press("-", "-", "-", "+", "0")
    assert viewer.picture.scale_now == pytest.approx(whole)
    clerk.press("Right")
    clerk.settle()
    assert viewer.pages.isVisible()
    assert viewer.pages.count == 2
    clerk.press("+", "0", "Right")
    assert "副本" in viewer._words._words.text()
    assert viewer._alien.isVisible()
    clerk.press("Left", "Left", "Escape")
    clerk.settle()
    qtbot.waitUntil(lambda: viewer_of(pane) is None)
    seen_by = station.ask(looks.of_record, place.table, place.owner)
    assert {one.label for one in seen_by} >= {
        "打开附件：矛盾纠纷台账 图片",
        "打开附件：矛盾纠纷台账 PDF",
    }


def test_looking_leaves_nothing_readable_on_the_disk(
    clerk, pane, stick, station, place, passing, tmp_path
):
    attach(station, place, stick("一.jpg", photo()), stick("二.pdf", pdf()))
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    pane.read()
    clerk.settle()
    pane.open(1)
    clerk.settle()
    viewer_of(pane).turn_to(0)
    clerk.settle()
    after = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert {path for path in after if station.folder not in path.parents} == set()
    viewer_of(pane).close()


def test_small_pictures_come_into_the_list(clerk, pane, stick, station, place, qtbot):
    attach(station, place, stick("一.jpg", photo((800, 400))), stick("二.pdf", pdf()))
    pane.read()
    clerk.settle()
    pane.list.viewport().repaint()
    clerk.settle()
    first, second = (pane.list.entries.image(row) for row in (0, 1))
    assert (first.width(), first.height()) == (96, 48)
    assert 90 <= second.height() <= 100
    assert pane.list.entries.data(pane.list.entries.index(0)) == "一.jpg"


def test_a_damaged_content_is_told_and_harms_nothing(clerk, pane, stick, station, place):
    attach(station, place, stick("一.jpg", photo()))
    [one] = station.ask(attachments.of_record, place)
    station.ask(attachments.files, station.folder).path(one.digest).write_bytes(b"scribble")
    pane.read()
    clerk.settle()
    pane.list.viewport().repaint()
    clerk.settle()
    assert "备份" in pane.list.entries.caption(0, station.today())
    pane.open(0)
    clerk.settle()
    assert viewer_of(pane)._words._words.text().startswith("加密内容不完整")
    viewer_of(pane).close()


def test_no_key_removes_but_the_word_does_and_it_is_found_again(clerk, pane, stick, station, place):
    attach(station, place, stick("一.jpg", photo()), stick("二.pdf", pdf()))
    pane.read()
    clerk.settle()
    pane.list.setFocus()
    clerk.press("Home", "Delete", "Backspace")
    clerk.settle()
    assert names(pane) == ["一.jpg", "二.pdf"]
    press(pane, "删除")
    clerk.settle()
    assert names(pane) == ["二.pdf"]
    press(pane, "已删除 1 个")
    assert names(pane) == ["一.jpg"]
    assert not button(pane, "添加").isVisible()
    press(pane, "找回")
    clerk.settle()
    assert names(pane) == ["一.jpg", "二.pdf"]


def test_a_note_says_what_a_picture_shows(clerk, pane, stick, station, place):
    attach(station, place, stick("IMG_1.jpg", photo()))
    pane.read()
    clerk.settle()
    press(pane, "说明")
    assert pane.note.note.hasFocus()
    clerk.say("东墙裂缝，申请人提供")
    clerk.press("Return")
    clerk.settle()
    assert pane.note.isHidden()
    assert pane.list.hasFocus()
    assert pane.list.entries.caption(0, station.today()).endswith("东墙裂缝，申请人提供")
    press(pane, "说明")
    pane.note.name.setFocus()
    pane.note.name.selectAll()
    clerk.press("Backspace", "Return")
    clerk.settle()
    assert "名称" in pane.note._problem.text()
    clerk.press("Escape")
    assert pane.note.isHidden()
    assert names(pane) == ["IMG_1.jpg"]


def test_attachments_are_kept_outside_and_nothing_is_written_over(
    clerk, pane, stick, station, place, asked, tmp_path
):
    attach(station, place, stick("一.jpg", photo()), stick("二.pdf", pdf()))
    pane.read()
    clerk.settle()
    pane.list.choose(1)
    asked.will("save_file", tmp_path / "带走.pdf")
    press(pane, "另存为")
    clerk.settle()
    assert (tmp_path / "带走.pdf").read_bytes()[:5] == b"%PDF-"
    target = tmp_path / "收件"
    target.mkdir()
    (target / "一.jpg").write_text("原来的", encoding="utf-8")
    pane.list.selectAll()
    asked.will("open_folder", target)
    press(pane, "另存为")
    clerk.settle()
    assert sorted(path.name for path in target.iterdir()) == ["一.jpg", "一（2）.jpg", "二.pdf"]
    assert (target / "一.jpg").read_text(encoding="utf-8") == "原来的"
    asked.will("open_folder", None)
    press(pane, "另存为")


def test_other_files_are_opened_as_a_private_copy_that_tells_nothing(
    clerk, pane, stick, station, place, passing, monkeypatch, qtbot
):
    opened = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())) or True
    )
    attach(station, place, stick("王秀英询问提纲.docx", DOCX))
    pane.read()
    clerk.settle()
    pane.list.setFocus()
    clerk.press("Return")
    qtbot.waitUntil(lambda: bool(opened))
    [copy] = opened
    assert copy.read_bytes() == DOCX
    assert copy.parent == passing
    assert "王秀英" not in copy.name
    assert copy.suffix == ".docx"
    if os.name == "posix":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert stat.S_IMODE(passing.stat().st_mode) == 0o700
    clerk.settle()
    seen_by = station.ask(looks.of_record, place.table, place.owner)
    assert "打开附件：矛盾纠纷台账 Word 文档" in {one.label for one in seen_by}
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    clerk.press("Return")
    clerk.settle()
    assert "没有能打开" in clerk.shell.failed[-1]


def test_a_copy_that_is_ready_only_after_locking_is_not_opened(
    clerk, pane, stick, station, place, passing, monkeypatch
):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: pytest.fail("opened"))
    attach(station, place, stick("a.docx", DOCX))
    pane.read()
    clerk.settle()
    pane.open(0)
    clerk.screen.hide()
    clerk.settle()
    assert not passing.exists()


def test_a_folder_shows_what_is_new_and_the_ticked_go_in(
    clerk, pane, stick, station, place, asked, qtbot
):
    old = stick("DCIM/旧.jpg", photo((300, 200)))
    attach(station, place, old)
    new = [stick(f"DCIM/新{n}.jpg", photo((400 + n, 300))) for n in range(3)]
    stick("DCIM/.隐藏.jpg", photo((500, 300)))
    stick("DCIM/说明.exe", b"MZ")
    stick("家里的照片.jpg", photo((600, 300)))
    for n, path in enumerate(new):
        os.utime(path, (1_774_000_000 + n * 86_400,) * 2)
    asked.will("open_folder", old.parent.parent)
    press(pane, "从文件夹收入")
    dialog = pane.findChild(FolderIntake)
    clerk.settle()
    assert [dialog.list.item(n).text().split("\n")[1] for n in range(dialog.list.count())] == [
        "新2.jpg",
        "新1.jpg",
        "新0.jpg",
    ]
    assert "另有 1 个以前收入过" in dialog._count.text()
    assert dialog.list.item(0).icon().actualSize(dialog.list.iconSize()).height() < 96
    assert dialog.list.hasFocus()
    clerk.press("Space", "Down")
    assert button(dialog, "收入").text() == "收入 1 个"
    dialog.take()
    clerk.settle()
    assert names(pane) == ["旧.jpg", "新2.jpg"]


def test_all_of_one_day_are_ticked_together(clerk, pane, stick, qtbot):
    for n in range(4):
        path = stick(f"{n}.jpg", photo((300 + n, 200)))
        os.utime(path, (1_774_000_000 + (n // 2) * 86_400,) * 2)
    assert drop(pane, files_of(path.parent))
    dialog = pane.findChild(FolderIntake)
    clerk.settle()
    press(dialog, "勾选同一天的")
    assert button(dialog, "收入").text() == "收入 2 个"
    clerk.press("Ctrl+Return")
    clerk.settle()
    assert sorted(names(pane)) == ["2.jpg", "3.jpg"]


def test_a_folder_with_nothing_new_or_that_is_gone_says_so(clerk, pane, tmp_path, asked):
    (tmp_path / "空").mkdir()
    for folder, said in ((tmp_path / "空", "没有新的"), (tmp_path / "拔了", "U 盘已拔下")):
        pane.add_folder(folder)
        dialog = pane.findChildren(FolderIntake)[-1]
        clerk.settle()
        assert said in dialog._none._words.text()
        dialog.take()
        dialog.reject()


def test_a_file_that_is_no_picture_does_not_spoil_the_folder(clerk, pane, stick):
    stick("坏.jpg", photo()[:300])
    stick("好.jpg", photo())
    pane.add_folder(stick("空白.png", blank((50, 50))).parent)
    dialog = pane.findChildren(FolderIntake)[-1]
    clerk.settle()
    assert dialog.list.count() == 3
    dialog.reject()


def test_a_visitor_sees_and_opens_but_changes_nothing(
    qtbot, desk_of, somebody, station, place, stick, tmp_path, case, shell
):
    attach(station, place, stick("一.jpg", photo()))
    clerk = Clerk(desk_of(somebody("reader", "迎检组")), tmp_path, qtbot)
    clerk.open(case).turn_to(FILES)
    clerk.settle()
    pane = clerk.pane.attachments.pane
    assert names(pane) == ["一.jpg"]
    offered = {one.text() for one in pane.findChildren(QPushButton) if one.isVisible()}
    assert offered == {"打开", "另存为…"}
    assert not drop(pane, files_of(stick("二.jpg", photo((300, 300)))))
    pane.paste()
    pane.add()
    clerk.settle()
    assert names(pane) == ["一.jpg"]


def test_an_act_of_somebody_else_is_seen(clerk, pane, stick, station, place, desk):
    attach(station, place, stick("一.jpg", photo()))
    desk.changed.emit(frozenset({"attachment"}))
    clerk.settle()
    assert names(pane) == ["一.jpg"]
    pane.show_record(Place("mediation_case", place.table and station.ids.new()), may=True)
    clerk.settle()
    assert "找不到" in pane._none._words.text()


def test_walking_the_list_of_cases_keeps_the_keyboard_there(
    clerk, pane, case, station, place, stick
):
    attach(station, place, stick("一.jpg", photo()))
    clerk.screen.table.setFocus()
    clerk.press("Escape")
    assert clerk.pane.isHidden()
    clerk.open(case)
    assert pane.isVisible()
    assert names(pane) == ["一.jpg"]
    assert clerk.screen.table.hasFocus()


def test_the_menu_offers_what_the_row_of_words_offers(clerk, pane, stick, station, place):
    attach(station, place, stick("一.jpg", photo()))
    pane.read()
    clerk.settle()
    pane.list.customContextMenuRequested.emit(QPoint(5, 5))
    menu = QApplication.activePopupWidget()
    assert [act.text() for act in menu.actions()] == ["打开", "说明", "另存为…", "删除"]
    menu.close()


def test_a_picture_that_came_small_is_shown_dot_for_dot(clerk, pane, stick, station, place):
    attach(station, place, stick("一.jpg", photo((200, 100))))
    pane.read()
    clerk.settle()
    pane.open(0)
    clerk.settle()
    assert viewer_of(pane).picture.scale_now == 1
    assert seen(photo((200, 100))).size == (200, 100)
    viewer_of(pane).close()
