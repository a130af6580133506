"""Paper under a document camera: what it sees, live, with the page it found; photographed by a key, or by itself.

The pages go the way of every scanned page: into the journal first, then into the draft the camera was opened for.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.code_ports import CameraState
from kiosk.scan_ports import (
    DeskView,
    DeskWarning,
    DocumentCamera,
    ScanListener,
    ScannerAbilities,
    ScanOrder,
    ScanSource,
    ScanTrouble,
)
from kiosk.words import N_, _
from ui.clerk.heard import Heard
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.buttons import Button, Kind
from ui.widgets.desk_picture import DeskPicture
from ui.widgets.spoken import announce
from ui.widgets.text import Role, Text
from ui.widgets.wrapped import CheckBox

_STATES = {
    CameraState.NO_PROGRAM: N_("Máy này chưa cài phần đọc camera: nhờ người phụ trách máy."),
    CameraState.NO_CAMERA: N_("Không thấy camera: cắm lại dây. Camera có lại thì máy tự thấy."),
    CameraState.BUSY: N_("Chương trình khác đang dùng camera: đóng chương trình ấy."),
    CameraState.STARTING: N_("Đang bật camera…"),
    CameraState.OFF: N_("Camera đang tắt."),
}
_WARNINGS = {
    DeskWarning.GLARE: N_("giấy bị lóa: xoay đèn hoặc nghiêng giấy"),
    DeskWarning.BLURRED: N_("hình mờ: giữ yên giấy, lau ống kính"),
    DeskWarning.DARK: N_("quá tối: bật thêm đèn"),
}


class Shutter:
    """The camera as the `Scanner` of the capture screen: a scan is one photograph, or each new page until it is called off."""

    def __init__(self, camera: DocumentCamera) -> None:
        self._camera = camera
        self.each = False

    def scan(self, order: ScanOrder, into: Path, listener: ScanListener) -> None:
        (self._camera.shoot_each if self.each else self._camera.shoot)(into, listener)

    def cancel(self) -> None:
        self._camera.cancel()

    def state(self, told: Callable[[ScanTrouble | None], None]) -> None:
        told(None)

    def abilities(self, told: Callable[[ScannerAbilities | None], None]) -> None:
        told(ScannerAbilities(frozenset((ScanSource.FLATBED,)), ()))

    def close(self) -> None:
        """The camera is closed by whoever opened it."""


class CameraDialog(QDialog):
    """Open with `open()`. `wanted` asks for pages: True for each new one by itself, False for the one that lies there."""

    wanted = Signal(bool)
    enough = Signal()                  # no more by itself

    def __init__(self, camera: DocumentCamera, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._camera, self._state, self._pages = camera, CameraState.OFF, 0
        self.setWindowTitle(_("Chụp giấy tờ"))
        self.setAccessibleName(_("Chụp giấy tờ"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.seen = DeskPicture()
        self.told, self.count = Text("", Role.BODY), Text("", Role.HINT)
        self.shoot = Button(_("Chụp"), Kind.PRIMARY, Icon.SCAN)
        self.alone = CheckBox(_("Tự chụp khi giấy nằm yên"))
        self.shut = Button(_("Xong"))
        self._lay_out()
        self.shoot.clicked.connect(self._on_shoot)
        self.alone.toggled.connect(self._on_alone)
        self.shut.clicked.connect(self.reject)
        self.finished.connect(self._on_finished)
        self._ear = Heard()
        self._ear.came.connect(self._on_view)
        camera.start(self._ear.tell)
        self.shoot.setFocus()

    def page_came(self) -> None:
        """One more is kept."""
        self._pages += 1
        said = _("Đã chụp {count} trang").format(count=self._pages)
        self.count.setText(said)
        announce(self.count, said)
        if not self.alone.isChecked():
            self.shoot.setEnabled(True)

    def stopped(self, why: str) -> None:
        """No page came of it."""
        self.told.setText(why)
        self.shoot.setEnabled(not self.alone.isChecked())

    def _lay_out(self) -> None:
        measures = look().measures
        room = QVBoxLayout(self)
        room.setContentsMargins(measures.section, measures.wide, measures.section, measures.wide)
        room.setSpacing(measures.apart)
        room.addWidget(self.seen, 1)
        room.addWidget(self.told)
        foot = QHBoxLayout()
        foot.setSpacing(measures.apart)
        foot.addWidget(self.shoot)
        foot.addWidget(self.alone)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.shut)
        room.addLayout(foot)

    def _on_shoot(self) -> None:
        self.shoot.setEnabled(False)
        self.wanted.emit(False)

    def _on_alone(self, on: bool) -> None:
        self.shoot.setEnabled(not on)
        if on:
            self.wanted.emit(True)
        else:
            self.enough.emit()

    def _on_finished(self, _result: int) -> None:
        self._ear.deafen()
        self.enough.emit()
        self._camera.stop()

    def _on_view(self, view: DeskView) -> None:
        self.seen.show_view(view)
        said = self._said(view)
        if said != self.told.text():
            self.told.setText(said)
        if view.state is not self._state:
            self._state = view.state
            announce(self.told, said)

    def _said(self, view: DeskView) -> str:
        if view.state is not CameraState.LOOKING:
            return _(_STATES[view.state])
        warned = "; ".join(_(words) for warning, words in _WARNINGS.items() if warning in view.warnings)
        if warned:
            return _("Chưa nên chụp: {why}.").format(why=warned)
        if not view.corners:
            return _("Chưa thấy mép giấy: đặt cả tờ giấy vào khung, trên nền sẫm.")
        if not view.new:
            return _("Tờ này chụp rồi: đặt tờ khác vào.")
        return _("Thấy tờ giấy, nằm yên.") if view.steady else _("Thấy tờ giấy: giữ yên.")
