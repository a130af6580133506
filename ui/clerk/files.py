"""Asking for a file: Qt's own dialog, which looks like the rest of the program, in our words. Never a nested event loop."""

import os
import uuid
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QDir, QStandardPaths, QUrl
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from kiosk.problems import Problem
from kiosk.words import N_, _

_TIPS = {
    "backButton": N_("Quay lại"),
    "forwardButton": N_("Tiến tới"),
    "toParentButton": N_("Lên thư mục trên"),
    "newFolderButton": N_("Tạo thư mục mới"),
    "listModeButton": N_("Xem danh sách"),
    "detailModeButton": N_("Xem chi tiết"),
}


class SavedInside(Problem):
    """A file was to be saved among the program's own data."""

    code: ClassVar[str] = "FILES-01"
    sentence: ClassVar[str] = N_("Không lưu tệp vào thư mục dữ liệu của chương trình.")
    remedy: ClassVar[str] = N_("Chọn thư mục khác, ví dụ thư mục Tài liệu hoặc ổ USB.")


class NotSaved(Problem):
    """The file could not be written."""

    code: ClassVar[str] = "FILES-02"
    sentence: ClassVar[str] = N_("Chưa lưu được tệp {file}.")
    remedy: ClassVar[str] = N_("Kiểm tra quyền ghi và chỗ trống ở nơi đã chọn rồi lưu lại, hoặc chọn nơi khác.")


def open_files(parent: QWidget, title: str, kinds: str, endings: Sequence[str]) -> QFileDialog:
    """Asks for files that are there. Show it with `open()`; `filesSelected` brings the answer."""
    dialog = _dialog(parent, title, QFileDialog.AcceptMode.AcceptOpen, _("Thêm"), kinds, endings)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return dialog


def save_file(parent: QWidget, title: str, kind: str, name: str, ending: str) -> QFileDialog:
    """Asks where to save. `fileSelected` brings the answer."""
    dialog = _dialog(parent, title, QFileDialog.AcceptMode.AcceptSave, _("Lưu"), kind, (ending,))
    dialog.setDefaultSuffix(ending)
    dialog.selectFile(name)
    return dialog


def lies_inside(path: Path, folder: Path) -> bool:
    """Whether a file would lie in a folder, by whatever name it is reached."""
    return path.resolve().is_relative_to(folder.resolve())


def save_whole(path: Path, content: bytes, data_folder: Path | None) -> Path:
    """Never half a file: written beside it, then renamed over what was there. Raises SavedInside, NotSaved."""
    if data_folder is not None and lies_inside(path, data_folder):
        raise SavedInside
    target = path.resolve()
    beside = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise NotSaved(file=path.name) from error
    return path


def _places() -> list[QUrl]:
    """Where people keep files, as far as there are such folders here."""
    kinds = QStandardPaths.StandardLocation
    known = (kinds.HomeLocation, kinds.DesktopLocation, kinds.DocumentsLocation, kinds.DownloadLocation)
    folders = dict.fromkeys(QStandardPaths.writableLocation(kind) for kind in known)
    return [QUrl.fromLocalFile(folder) for folder in folders if folder and QDir(folder).exists()]


def _dialog(
    parent: QWidget, title: str, mode: QFileDialog.AcceptMode, accept: str, kinds: str, endings: Sequence[str]
) -> QFileDialog:
    dialog = QFileDialog(parent, title, QDir.homePath())
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setOption(QFileDialog.Option.DontUseCustomDirectoryIcons)
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
    dialog.setAcceptMode(mode)             # before the labels: it sets those of the buttons anew
    dialog.setSidebarUrls(_places())
    dialog.setViewMode(QFileDialog.ViewMode.List)
    dialog.setNameFilter(f"{kinds} ({' '.join(f'*.{ending} *.{ending.upper()}' for ending in endings)})")
    for label, text in (
        (QFileDialog.DialogLabel.LookIn, _("Thư mục:")),
        (QFileDialog.DialogLabel.FileName, _("Tên tệp:")),
        (QFileDialog.DialogLabel.FileType, _("Loại tệp:")),
        (QFileDialog.DialogLabel.Accept, accept),
        (QFileDialog.DialogLabel.Reject, _("Thôi")),
    ):
        dialog.setLabelText(label, text)
    for name, tip in _TIPS.items():
        button = dialog.findChild(QToolButton, name)
        if button is not None:
            button.setToolTip(_(tip))
            button.setAccessibleName(_(tip))
    return dialog
