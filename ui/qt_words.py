"""Qt's own words in Vietnamese: its file dialog, its buttons, the menus of text fields and scroll bars.

Qt ships no Vietnamese catalogue. Where another language is spoken Qt says it in its own English. `make words` compiles the
table below.
"""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

SOURCE_LANGUAGE = "vi"
COMPILED = Path(__file__).parent / "assets" / "words" / "qt_vi.qm"

_EDITING = {
    "&Undo": "Hoàn tác",
    "&Redo": "Làm lại",
    "Cu&t": "Cắt",
    "&Copy": "Sao chép",
    "&Paste": "Dán",
    "Delete": "Xóa",
    "Select All": "Chọn tất cả",
}
_BUTTONS = {
    "OK": "Đồng ý",
    "Cancel": "Thôi",
    "Open": "Mở",
    "Save": "Lưu",
    "Save All": "Lưu tất cả",
    "&Yes": "Có",
    "Yes to &All": "Có cho tất cả",
    "&No": "Không",
    "N&o to All": "Không cho tất cả",
    "Abort": "Dừng",
    "Retry": "Thử lại",
    "Ignore": "Bỏ qua",
    "Close": "Đóng",
    "Discard": "Không lưu",
    "Help": "Trợ giúp",
    "Apply": "Áp dụng",
    "Reset": "Đặt lại",
    "Restore Defaults": "Khôi phục mặc định",
}
_FILES = {
    "&Look in:": "Thư mục:",
    "Back": "Quay lại",
    "Go back": "Quay lại",
    "Forward": "Tiến tới",
    "Go forward": "Tiến tới",
    "Parent Directory": "Lên thư mục trên",
    "Go to the parent directory": "Lên thư mục trên",
    "Create New Folder": "Tạo thư mục mới",
    "Create a New Folder": "Tạo thư mục mới",
    "List View": "Xem danh sách",
    "Change to list view mode": "Xem danh sách",
    "Detail View": "Xem chi tiết",
    "Change to detail view mode": "Xem chi tiết",
    "Sidebar": "Các nơi hay dùng",
    "List of places and bookmarks": "Danh sách các nơi hay dùng",
    "Files": "Tệp",
    "Files of &type:": "Loại tệp:",
    "File &name:": "Tên tệp:",
    "Directory:": "Thư mục:",
    "&Open": "Mở",
    "&Save": "Lưu",
    "&Choose": "Chọn",
    "Open": "Mở",
    "Save As": "Lưu thành",
    "Find Directory": "Tìm thư mục",
    "Directories": "Thư mục",
    "All Files (*)": "Mọi tệp (*)",
    "Show ": "Hiện ",
    "&Rename": "Đổi tên",
    "&Delete": "Xóa",
    "Delete": "Xóa",
    "Remove": "Gỡ bỏ",
    "Show &hidden files": "Hiện tệp ẩn",
    "&New Folder": "Tạo thư mục mới",
    "New Folder": "Thư mục mới",
    "Recent Places": "Các nơi gần đây",
    "%1 already exists.\nDo you want to replace it?": "Đã có tệp %1.\nGhi đè lên tệp này?",
    "%1\nFile not found.\nPlease verify the correct file name was given.":
        "%1\nKhông tìm thấy tệp.\nXin kiểm tra lại tên tệp.",
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.":
        "%1\nKhông tìm thấy thư mục.\nXin kiểm tra lại tên thư mục.",
    "'%1' is write protected.\nDo you want to delete it anyway?": "“%1” được bảo vệ chống ghi.\nVẫn xóa?",
    "Are you sure you want to delete '%1'?": "Xóa “%1”?",
    "Could not delete directory.": "Không xóa được thư mục.",
}  # fmt: skip
_LISTED = {
    "Name": "Tên",
    "Size": "Kích thước",
    "Type": "Loại",
    "Date Modified": "Ngày sửa",
    "Computer": "Máy tính",
    "My Computer": "Máy tính",
}
_KINDS = {
    "Drive": "Ổ đĩa",
    "Folder": "Thư mục",
    "File Folder": "Thư mục",
    "File": "Tệp",
    "Unknown": "Không rõ",
    "Shortcut": "Lối tắt",
}
_SCROLLING = {
    "Scroll here": "Cuộn đến đây",
    "Left edge": "Về mép trái",
    "Right edge": "Về mép phải",
    "Top": "Lên đầu",
    "Bottom": "Xuống cuối",
    "Page left": "Sang trái một trang",
    "Page right": "Sang phải một trang",
    "Page up": "Lên một trang",
    "Page down": "Xuống một trang",
    "Scroll left": "Cuộn sang trái",
    "Scroll right": "Cuộn sang phải",
    "Scroll up": "Cuộn lên",
    "Scroll down": "Cuộn xuống",
}
WORDS = {
    "QLineEdit": _EDITING,
    "QWidgetTextControl": {**_EDITING, "Copy &Link Location": "Sao chép địa chỉ liên kết"},
    "QAbstractSpinBox": {"&Select All": "Chọn tất cả", "&Step up": "Tăng", "Step &down": "Giảm"},
    "QPlatformTheme": _BUTTONS,
    "QDialogButtonBox": {"OK": "Đồng ý"},
    "QMessageBox": {"Show Details...": "Hiện chi tiết…", "Hide Details...": "Ẩn chi tiết…"},
    "QFileDialog": _FILES,
    "QFileSystemModel": _LISTED,
    "QAbstractFileIconProvider": _KINDS,
    "QScrollBar": _SCROLLING,
}


class QtWords(QTranslator):
    """The compiled table. Qt asks for its words in any thread and under locks of its own, so no Python may run then: a
    `translate` of ours needed the interpreter while another thread held it and waited for that lock, and the counter stood still.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kept = COMPILED.read_bytes()         # Qt reads it where it lies
        if not self.load(self._kept):
            raise ValueError(COMPILED.name)


def say(app: QCoreApplication, language: str) -> None:
    """Qt speaks Vietnamese from now on, or its own English in any other language. Widgets made before keep their words."""
    known = app.findChild(QtWords)
    if language == SOURCE_LANGUAGE and known is None:
        app.installTranslator(QtWords(app))        # Qt keeps no translator alive, the application does
    elif language != SOURCE_LANGUAGE and known is not None:
        app.removeTranslator(known)
        known.setParent(None)
