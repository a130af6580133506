"""The clipboard, lent to one citizen's values: what we put there goes again, unless somebody put something else."""

from PySide6.QtCore import QByteArray, QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

KEPT_MS = 60_000
# What keeps a clipboard's history from remembering: KDE's and Windows' own signs.
_NOT_FOR_HISTORY = (
    ("x-kde-passwordManagerHint", b"secret"),
    ('application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"', b"\0\0\0\0"),
    ('application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"', b"\0\0\0\0"),
    ('application/x-qt-windows-mime;value="CanUploadToCloudClipboard"', b"\0\0\0\0"),
)


class LentClipboard(QObject):
    def __init__(self, parent: QObject, kept_ms: int = KEPT_MS) -> None:
        super().__init__(parent)
        self._ours = ""
        self._later = QTimer(self, singleShot=True, interval=kept_ms)
        self._later.timeout.connect(self.clear)

    def put(self, value: str) -> None:
        data = QMimeData()
        data.setText(value)
        for kind, sign in _NOT_FOR_HISTORY:
            data.setData(kind, QByteArray(sign))
        QGuiApplication.clipboard().setMimeData(data)
        self._ours = value
        self._later.start()

    def clear(self) -> None:
        """Takes our value away if it is still there."""
        self._later.stop()
        ours, self._ours = self._ours, ""
        clipboard = QGuiApplication.clipboard()
        if ours and clipboard.text() == ours:
            clipboard.clear()
