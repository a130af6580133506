"""What Qt itself puts on the screen: Vietnamese at the counter, Qt's own English in English."""

import re
import subprocess
import sys

import pytest
from PySide6.QtCore import QLibraryInfo, Qt, QTranslator
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QFileSystemModel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from tests.house_rules import ROOT
from tests.ui.hands import show
from tools.qt_words import compiled
from ui import qt_words
from ui.clerk.files import open_files, save_file
from ui.qt_words import COMPILED, WORDS, QtWords

VIETNAMESE = ["Hoàn tác", "Làm lại", "Cắt", "Sao chép", "Dán", "Xóa", "Chọn tất cả"]
ENGLISH = ["Undo", "Redo", "Cut", "Copy", "Paste", "Delete", "Select All"]


@pytest.fixture(autouse=True)
def installed(qapp):
    qt_words.say(qapp, "vi")
    yield
    qt_words.say(qapp, "en")


def entries(menu: QMenu) -> list[str]:
    return [action.text().partition("\t")[0].replace("&", "") for action in menu.actions() if not action.isSeparator()]


def buttons(dialog: QFileDialog) -> list[str]:
    return [button.text().replace("&", "") for button in dialog.findChild(QDialogButtonBox).findChildren(QPushButton)]


@pytest.mark.parametrize("field", [QLineEdit, QPlainTextEdit])
def test_the_menu_of_a_text_field(qtbot, qapp, field):
    made = field()
    qtbot.addWidget(made)
    assert entries(made.createStandardContextMenu()) == VIETNAMESE
    qt_words.say(qapp, "en")
    assert entries(made.createStandardContextMenu()) == ENGLISH


def test_both_file_dialogs_say_thoi_and_what_they_do(qtbot):
    parent = QWidget()
    show(qtbot, parent)
    for dialog, does in ((save_file(parent, "Lưu", "Tệp PDF", "giay-hen.pdf", "pdf"), "Lưu"),
                         (open_files(parent, "Thêm", "Ảnh", ("jpg",)), "Thêm")):
        dialog.open()
        assert sorted(buttons(dialog)) == sorted([does, "Thôi"])
        assert dialog.labelText(QFileDialog.DialogLabel.Reject) == "Thôi"
        model = dialog.findChild(QFileSystemModel)
        heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
        assert heads == ["Tên", "Kích thước", "Loại", "Ngày sửa"]
        dialog.reject()


def test_in_another_language_qt_speaks_for_itself(qtbot, qapp):
    qt_words.say(qapp, "en")
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    assert sorted(buttons(dialog)) == ["Cancel", "Open"]
    model = dialog.findChild(QFileSystemModel)
    assert model.headerData(3, Qt.Orientation.Horizontal) == "Date Modified"


def test_standard_buttons(qtbot):
    kinds = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kinds.Ok | kinds.Cancel | kinds.Yes | kinds.No | kinds.Close)
    qtbot.addWidget(box)
    assert {box.button(kind).text() for kind in (kinds.Ok, kinds.Cancel, kinds.Yes, kinds.No, kinds.Close)} == {
        "Đồng ý", "Thôi", "Có", "Không", "Đóng",
    }  # fmt: skip


def test_every_text_of_the_table_is_one_that_qt_asks_for(qapp):
    """A text Qt words otherwise tomorrow would stand in English unseen; its German catalogue knows them all."""
    german = QTranslator()
    assert german.load("qtbase_de", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    unknown = [(context, text) for context, texts in WORDS.items() for text in texts if not german.translate(context, text)]
    assert unknown == []


def test_the_compiled_table_is_the_table(qapp):
    words = qapp.findChild(QtWords)
    said = {context: {text: words.translate(context, text) for text in texts} for context, texts in WORDS.items()}
    assert said == WORDS, "make words"
    assert COMPILED.read_bytes() == compiled(), "make words"


def test_no_python_runs_when_qt_asks_for_a_word():
    """Qt asks while it holds locks, in any thread: with a thread beside it that holds the interpreter and waits for the same
    lock the counter stood still (two pages of a scan read at once, seen in CI)."""
    assert "translate" not in vars(QtWords)
    assert "isEmpty" not in vars(QtWords)


def test_places_for_values_are_kept():
    for texts in WORDS.values():
        for english, vietnamese in texts.items():
            assert re.findall(r"%\d", english) == re.findall(r"%\d", vietnamese)


def test_what_the_program_does_not_know_is_left_to_qt(qapp):
    assert qapp.translate("QScrollBar", "Page up") == "Lên một trang"
    assert qapp.translate("QColorDialog", "Cancel") == "Cancel"


def test_the_application_of_the_counter_has_them():
    code = 'from ui.app import prepare; print(prepare(["mot-cua"]).translate("QPlatformTheme", "Cancel").encode("utf-8").hex())'
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert bytes.fromhex(done.stdout.split()[-1]).decode("utf-8") == "Thôi"
