"""Shift+F6: the QR code of a card, by handheld scanner, from scanned pages, from a picture file, or before a camera.

Whatever finds it first closes the dialog; the form fills as it does from the chip. Closed, the camera is off and nothing is kept.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from kiosk.card_picture import NoCardCode, SeveralCards, card_among
from kiosk.card_qr import CardQr
from kiosk.code_ports import LARGEST_PICTURE, Camera, CameraState, CameraView, CodeReader, PictureUnusable
from kiosk.problems import Problem
from kiosk.procedures import Choice
from kiosk.words import N_, _
from kiosk.work import Progress
from ui.clerk.files import open_files
from ui.clerk.form_scanned import ScannedCodes
from ui.clerk.form_sources import OWNER, SUBMITTER
from ui.clerk.header import LARGE_LETTERS
from ui.clerk.heard import Heard
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind
from ui.widgets.checks import RadioField
from ui.widgets.flow import FlowLayout
from ui.widgets.spoken import announce
from ui.widgets.text import Role, Text
from ui.widgets.text_fields import TextField

_ENDINGS = ("jpg", "jpeg", "png", "tif", "tiff", "webp", "jp2", "bmp", "pdf")
_PREVIEW, _LEAST, _LEAST_LARGE = (480, 270), 110, 80       # the picture of the camera as it likes to be, and how low it may get
_STATES = {
    CameraState.NO_PROGRAM: N_("Máy này chưa cài phần đọc camera. Dùng máy quét cầm tay hay trang đã quét; "
                               "người phụ trách máy xem mục camera trong the-can-cuoc.md."),
    CameraState.NO_CAMERA: N_("Không thấy camera: cắm lại dây. Camera có lại thì máy tự thấy."),
    CameraState.BUSY: N_("Chương trình khác đang dùng camera: đóng chương trình ấy."),
    CameraState.STARTING: N_("Đang bật camera…"),
    CameraState.LOOKING: N_("Đưa mặt thẻ có mã QR lại gần camera, cách một gang tay."),
    CameraState.OFF: N_("Camera đang tắt."),
}  # fmt: skip

_EDGE = 48                             # of the screen, for the frame around the dialog

Pages = Callable[[], Iterator[bytes]]


class CodeDialog(QDialog):
    """Open with `open()`. `found` brings the code and whose card it is: "submitter" or "owner". `pages` gives the pages of the
    draft, decrypted one by one; it is asked on a worker."""

    found = Signal(object, str)

    def __init__(
        self, tasks: Tasks, codes: CodeReader | None, camera: Camera | None, pages: Pages, page_count: int,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._tasks, self._codes, self._camera, self._pages = tasks, codes, camera, pages
        self._ear: Heard | None = None
        self._state = CameraState.OFF
        self.setWindowTitle(_("Mã QR trên thẻ"))
        self.setAccessibleName(_("Mã QR trên thẻ"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        hint = _("Bóp cò máy quét cầm tay: chữ hiện ở đây rồi máy tự nhận. Cũng quét được thẳng vào ô bất kỳ của tờ khai.")
        self.line = TextField(_("Quét mã QR vào đây"), hint=hint)
        whose = (Choice(SUBMITTER, _("Người nộp")), Choice(OWNER, _("Chủ hồ sơ")))
        self.role = RadioField(_("Thẻ này của"), whose)
        self.role.set_value(SUBMITTER)
        self.told = Banner(can_close=True)
        self.told.hide()
        self.pages_button = Button(_("Từ trang đã quét ({count})").format(count=page_count), Kind.PLAIN, Icon.SCAN)
        self.pages_button.setEnabled(page_count > 0)
        self.file_button = Button(_("Từ tệp ảnh…"), Kind.PLAIN, Icon.DOSSIER)
        self.camera_button = Button("", Kind.PLAIN, Icon.EYE)
        self.close_button = Button(_("Đóng"))
        self.preview = _Seen()
        self.state_line = Text("", Role.HINT)
        for button in (self.pages_button, self.file_button):
            button.setHidden(codes is None)
        for part in (self.camera_button, self.preview, self.state_line):
            part.setHidden(camera is None)
        self._lay_out()
        self._connect()
        self._show_camera(CameraView(CameraState.OFF))
        self.line.setFocus()

    def _lay_out(self) -> None:
        measures = look().measures
        room = QVBoxLayout(self)
        room.setContentsMargins(measures.section, measures.wide, measures.section, measures.wide)
        room.setSpacing(measures.apart)
        room.addWidget(Text(_("Mã QR trên thẻ"), Role.TITLE))
        room.addWidget(self.told)
        room.addWidget(self.line)
        room.addWidget(self.role)
        ways = QWidget()
        row = FlowLayout(ways)
        for button in (self.pages_button, self.file_button, self.camera_button):
            row.addWidget(button)
        room.addWidget(ways)
        self.preview.setObjectName("well")
        least = measures.px(_LEAST if look().scale < LARGE_LETTERS else _LEAST_LARGE)
        self.preview.setMinimumSize(measures.px(_PREVIEW[0]), least)
        self.preview.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setAccessibleName(_("Hình từ camera"))
        room.addWidget(self.preview, 1)
        room.addWidget(self.state_line)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        room.addLayout(foot)
        wanted = self.sizeHint()
        high = wanted.height() + (measures.px(_PREVIEW[1]) - least if self._camera is not None else 0)
        self.resize(wanted.width(), min(high, self.screen().availableGeometry().height() - _EDGE))      # the picture gives way

    def _connect(self) -> None:
        self._scanned = ScannedCodes(self)
        self._scanned.watch(self.line)
        self._scanned.came.connect(lambda code, _field: self._take(code))
        self.line.line.returnPressed.connect(self._on_no_code)
        self.pages_button.clicked.connect(self._on_pages)
        self.file_button.clicked.connect(self._on_file)
        self.camera_button.clicked.connect(self._on_camera)
        self.close_button.clicked.connect(self.reject)
        self.close_button.setAutoDefault(False)
        for button in (self.pages_button, self.file_button, self.camera_button):
            button.setAutoDefault(False)       # Enter belongs to the scanner
        self.finished.connect(self._switch_off)

    # ---- the ways ------------------------------------------------------------------------------------

    def _on_no_code(self) -> None:
        if str(self.line.value()):
            self._say(_("Chữ vừa quét không phải mã QR của thẻ căn cước."), Tone.WARNING)

    def _on_pages(self) -> None:
        if self._codes is not None:
            self._look(partial(_in_pages, self._codes, self._pages))

    def _on_file(self) -> None:
        dialog = open_files(self, _("Ảnh chụp hoặc bản quét thẻ"), _("Ảnh và PDF"), _ENDINGS)
        dialog.filesSelected.connect(lambda paths: self._on_chosen(Path(paths[0])))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, path: Path) -> None:
        if self._codes is not None:
            self._look(partial(_in_file, self._codes, path))

    def _look(self, work: Callable[[Progress], CardQr]) -> None:
        self._say(_("Đang tìm mã QR…"), Tone.INFO)
        for button in (self.pages_button, self.file_button):
            button.setProperty("was", button.isEnabled())
            button.setEnabled(False)
        self._tasks.run(work, self._on_looked, self._on_failed, owner=self)

    def _on_looked(self, code: CardQr) -> None:
        self._let_look()
        self._take(code)

    def _on_failed(self, problem: Problem) -> None:
        self._let_look()
        self.told.say_problem(problem)
        self.told.show()

    def _let_look(self) -> None:
        for button in (self.pages_button, self.file_button):
            button.setEnabled(bool(button.property("was")))

    def _on_camera(self) -> None:
        if self._ear is not None:
            self._switch_off()
        elif self._camera is not None:
            self._ear = Heard()
            self._ear.came.connect(self._show_camera)
            self._camera.start(self._ear.tell)

    def _switch_off(self, _result: int = 0) -> None:
        if self._ear is not None and self._camera is not None:
            self._ear.deafen()
            self._ear = None
            self._camera.stop()
            self._show_camera(CameraView(CameraState.OFF))

    def _show_camera(self, view: CameraView) -> None:
        said = _(_STATES[view.state])
        on = self._ear is not None
        self.camera_button.say(_("Tắt camera") if on else _("Bật camera"))
        self.state_line.setText(said)
        picture = QPixmap()
        if view.picture:
            picture.loadFromData(view.picture)
        self.preview.show_picture(picture)
        if view.state is not self._state:
            self._state = view.state
            if on:
                announce(self.state_line, said)
        if view.codes and on:
            self._judge(view.codes)

    def _judge(self, codes: tuple[str, ...]) -> None:
        try:
            self._take(card_among(codes))
        except NoCardCode:
            self.state_line.setText(_("Đây là mã khác, không phải mã của thẻ căn cước: lật thẻ sang mặt kia."))
        except SeveralCards as several:
            self.state_line.setText(several.for_person())

    # ---- inside --------------------------------------------------------------------------------------

    def _take(self, code: CardQr) -> None:
        self._switch_off()
        self.found.emit(code, str(self.role.value()))
        self.accept()

    def _say(self, text: str, tone: Tone) -> None:
        self.told.say(text, tone)
        self.told.show()
        announce(self.told, text)


class _Seen(QLabel):
    """The picture of the camera, as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QPixmap()

    def show_picture(self, picture: QPixmap) -> None:
        self._picture = picture
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        self.setPixmap(self._picture if self._picture.isNull() else self._picture.scaled(self.size(), keep, smooth))


def _in_pages(codes: CodeReader, pages: Pages, progress: Progress) -> CardQr:
    """On a worker. The page scanned last first; a page nobody can look at is passed over. Raises NoCardCode, SeveralCards."""
    others = 0
    for page in pages():
        progress.step("", 0, 0)
        try:
            return card_among(codes.codes_in(page))
        except NoCardCode as none:
            others += none.codes
        except PictureUnusable:
            continue
    raise NoCardCode(codes=others)


def _in_file(codes: CodeReader, path: Path, _progress: Progress) -> CardQr:
    """On a worker; never more is read than could be looked at."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_PICTURE + 1)
    except OSError as error:
        raise PictureUnusable(why=type(error).__name__) from error
    return card_among(codes.codes_in(content))
