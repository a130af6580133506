"""Qt's own words in Vietnamese: its file dialog, its buttons, the menus of text fields and scroll bars.

Qt ships no Vietnamese catalogue. Where another language is spoken Qt says it in its own English.
"""

from PySide6.QtCore import QCoreApplication, QTranslator

from kiosk.words import N_, _

_EDITING = {
    "&Undo": N_("Hoàn tác"),
    "&Redo": N_("Làm lại"),
    "Cu&t": N_("Cắt"),
    "&Copy": N_("Sao chép"),
    "&Paste": N_("Dán"),
    "Delete": N_("Xóa"),
    "Select All": N_("Chọn tất cả"),
}
_BUTTONS = {
    "OK": N_("Đồng ý"),
    "Cancel": N_("Thôi"),
    "Open": N_("Mở"),
    "Save": N_("Lưu"),
    "Save All": N_("Lưu tất cả"),
    "&Yes": N_("Có"),
    "Yes to &All": N_("Có cho tất cả"),
    "&No": N_("Không"),
    "N&o to All": N_("Không cho tất cả"),
    "Abort": N_("Dừng"),
    "Retry": N_("Thử lại"),
    "Ignore": N_("Bỏ qua"),
    "Close": N_("Đóng"),
    "Discard": N_("Không lưu"),
    "Help": N_("Trợ giúp"),
    "Apply": N_("Áp dụng"),
    "Reset": N_("Đặt lại"),
    "Restore Defaults": N_("Khôi phục mặc định"),
}
_FILES = {
    "&Look in:": N_("Thư mục:"),
    "Back": N_("Quay lại"),
    "Go back": N_("Quay lại"),
    "Forward": N_("Tiến tới"),
    "Go forward": N_("Tiến tới"),
    "Parent Directory": N_("Lên thư mục trên"),
    "Go to the parent directory": N_("Lên thư mục trên"),
    "Create New Folder": N_("Tạo thư mục mới"),
    "Create a New Folder": N_("Tạo thư mục mới"),
    "List View": N_("Xem danh sách"),
    "Change to list view mode": N_("Xem danh sách"),
    "Detail View": N_("Xem chi tiết"),
    "Change to detail view mode": N_("Xem chi tiết"),
    "Sidebar": N_("Các nơi hay dùng"),
    "List of places and bookmarks": N_("Danh sách các nơi hay dùng"),
    "Files": N_("Tệp"),
    "Files of &type:": N_("Loại tệp:"),
    "File &name:": N_("Tên tệp:"),
    "Directory:": N_("Thư mục:"),
    "&Open": N_("Mở"),
    "&Save": N_("Lưu"),
    "&Choose": N_("Chọn"),
    "Open": N_("Mở"),
    "Save As": N_("Lưu thành"),
    "Find Directory": N_("Tìm thư mục"),
    "Directories": N_("Thư mục"),
    "All Files (*)": N_("Mọi tệp (*)"),
    "Show ": N_("Hiện "),
    "&Rename": N_("Đổi tên"),
    "&Delete": N_("Xóa"),
    "Delete": N_("Xóa"),
    "Remove": N_("Gỡ bỏ"),
    "Show &hidden files": N_("Hiện tệp ẩn"),
    "&New Folder": N_("Tạo thư mục mới"),
    "New Folder": N_("Thư mục mới"),
    "Recent Places": N_("Các nơi gần đây"),
    "%1 already exists.\nDo you want to replace it?": N_("Đã có tệp %1.\nGhi đè lên tệp này?"),
    "%1\nFile not found.\nPlease verify the correct file name was given.":
        N_("%1\nKhông tìm thấy tệp.\nXin kiểm tra lại tên tệp."),
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.":
        N_("%1\nKhông tìm thấy thư mục.\nXin kiểm tra lại tên thư mục."),
    "'%1' is write protected.\nDo you want to delete it anyway?": N_("“%1” được bảo vệ chống ghi.\nVẫn xóa?"),
    "Are you sure you want to delete '%1'?": N_("Xóa “%1”?"),
    "Could not delete directory.": N_("Không xóa được thư mục."),
}  # fmt: skip
_LISTED = {
    "Name": N_("Tên"),
    "Size": N_("Kích thước"),
    "Type": N_("Loại"),
    "Date Modified": N_("Ngày sửa"),
    "Computer": N_("Máy tính"),
    "My Computer": N_("Máy tính"),
}
_KINDS = {
    "Drive": N_("Ổ đĩa"),
    "Folder": N_("Thư mục"),
    "File Folder": N_("Thư mục"),
    "File": N_("Tệp"),
    "Unknown": N_("Không rõ"),
    "Shortcut": N_("Lối tắt"),
}
_SCROLLING = {
    "Scroll here": N_("Cuộn đến đây"),
    "Left edge": N_("Về mép trái"),
    "Right edge": N_("Về mép phải"),
    "Top": N_("Lên đầu"),
    "Bottom": N_("Xuống cuối"),
    "Page left": N_("Sang trái một trang"),
    "Page right": N_("Sang phải một trang"),
    "Page up": N_("Lên một trang"),
    "Page down": N_("Xuống một trang"),
    "Scroll left": N_("Cuộn sang trái"),
    "Scroll right": N_("Cuộn sang phải"),
    "Scroll up": N_("Cuộn lên"),
    "Scroll down": N_("Cuộn xuống"),
}
WORDS = {
    "QLineEdit": _EDITING,
    "QWidgetTextControl": {**_EDITING, "Copy &Link Location": N_("Sao chép địa chỉ liên kết")},
    "QAbstractSpinBox": {"&Select All": N_("Chọn tất cả"), "&Step up": N_("Tăng"), "Step &down": N_("Giảm")},
    "QPlatformTheme": _BUTTONS,
    "QDialogButtonBox": {"OK": N_("Đồng ý")},
    "QMessageBox": {"Show Details...": N_("Hiện chi tiết…"), "Hide Details...": N_("Ẩn chi tiết…")},
    "QFileDialog": _FILES,
    "QFileSystemModel": _LISTED,
    "QAbstractFileIconProvider": _KINDS,
    "QScrollBar": _SCROLLING,
}


class QtWords(QTranslator):
    """Asked by Qt whenever it is about to show a text of its own, so a change of language needs nothing."""

    def isEmpty(self) -> bool:
        """Never: Qt does not install a translator without a catalogue of its own kind."""
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """None becomes the null string: Qt then uses its own words."""
        words = WORDS.get(context, {}).get(source, "")
        said = _(words)
        return said if words and said == words else None


def install(app: QCoreApplication) -> None:
    """Once for every application: Qt keeps no translator alive, the application does."""
    if app.findChild(QtWords) is None:
        app.installTranslator(QtWords(app))
