"""One page, large: whole, as wide as there is room, or as near as the eye wants. By keys, buttons, wheel and hand."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QPainter, QPixmap, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsView,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from kiosk.words import _
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.buttons import Button, Kind, icon_button
from ui.widgets.crop_frame import CropFrame
from ui.widgets.cut_line import CutLine
from ui.widgets.text import Role, Text

_STEP = 1.25
_LEAST, _MOST = 0.05, 8.0
_MARGIN = 16


class PagePreview(QWidget):
    """Shows an image. Plus and minus zoom, 0 shows the whole page, W its width, arrows move."""

    magnified = Signal(float)          # how large the page is shown now: time for a finer picture?
    cropping_changed = Signal(bool)    # a frame stands on the page, or no more
    cropped = Signal(object)           # the Area that was accepted; whoever made the page does the rest
    split = Signal(float, bool)        # where to cut the page in two, in fractions; whether across

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = _Sheet()
        self._said = Text("", Role.HINT, wrap=False)
        self._said.setMinimumWidth(look().measures.px(52))
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = QHBoxLayout()
        bar.setSpacing(look().measures.tight)
        for text, icon, act in (
            (_("Thu nhỏ"), Icon.ZOOM_OUT, lambda: self._view.zoom(1 / _STEP)),
            (_("Phóng to"), Icon.ZOOM_IN, lambda: self._view.zoom(_STEP)),
            (_("Vừa cả trang"), Icon.FIT, self._view.fit_page),
        ):
            button = icon_button(text, icon)
            button.clicked.connect(act)
            bar.addWidget(button)
            if icon is Icon.ZOOM_OUT:
                bar.addWidget(self._said)
        bar.addStretch(1)
        self.tools = QHBoxLayout()         # a screen puts its own buttons here: rotate, crop
        bar.addLayout(self.tools)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(look().measures.near)
        room.addLayout(bar)
        room.addWidget(self._view, 1)
        self._frame = CropFrame(self._view, self._view.page_box)
        self.line = CutLine(self._view, self._view.page_box)
        self._crop_bar, self._crop_words, self.crop_button, self.keep_button = _crop_bar()
        self._focus_before: QWidget | None = None
        room.addWidget(self._crop_bar)
        self.crop_button.clicked.connect(self._accept_crop)
        self.keep_button.clicked.connect(self.give_up_crop)
        self._frame.accepted.connect(self._accept_crop)
        for mark in (self._frame, self.line):
            mark.given_up.connect(self.give_up_crop)
        self.line.accepted.connect(self._accept_crop)
        self._frame.moved.connect(self._view.show_place)
        self._view.on_moved = self._fit_marks
        self._view.on_zoomed = self._say_zoom
        self.show_image(None)

    def show_percent(self, *, shown: bool) -> None:
        """How large the page is shown; where there is no room for it, the page itself says it."""
        self._said.setVisible(shown)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Not a focus proxy: Tab would pass over the buttons before it."""
        self._view.setFocus(event.reason())

    def show_image(self, image: QImage | None, name: str = "") -> None:
        """Another page, whole; None for none. A frame on the page before is given up."""
        self.give_up_crop()
        self._view.show_image(image, name or _("Trang giấy tờ"))

    def refine(self, image: QImage) -> None:
        """The same page in a finer picture (its pixel ratio says how fine); nothing moves."""
        self._view.refine(image)

    def fit_page(self) -> None:
        self._view.fit_page()

    def fit_width(self) -> None:
        self._view.fit_width()

    def zoom(self, factor: float) -> None:
        self._view.zoom(factor)

    # ---- crop ----------------------------------------------------------------------------------------

    @property
    def cropping(self) -> bool:
        """A frame stands on the page, or the line that cuts it in two."""
        return self._frame.isVisibleTo(self) or self.line.isVisibleTo(self)

    @property
    def frame(self) -> CropFrame:
        return self._frame

    def begin_crop(self) -> None:
        """Puts a frame round the page; nothing for no page."""
        words = _("Kéo khung, hoặc dùng mũi tên; Tab sang cạnh khác, Enter cắt, Esc thôi.")
        self._begin(self._frame.begin, words, _("Cắt"))

    def begin_split(self) -> None:
        """Lays the line across the page; nothing for no page."""
        words = _("Kéo đường tách, hoặc dùng mũi tên; Tab đổi ngang dọc, Enter tách, Esc thôi.")
        self._begin(self.line.begin, words, _("Tách"))

    def _begin(self, begin: Callable[[], None], words: str, act: str) -> None:
        if not self.cropping and self._view.has_page:
            self._focus_before = QApplication.focusWidget()
            self._crop_words.setText(words)
            self.crop_button.say(act)
            self._crop_bar.show()
            begin()
            self.cropping_changed.emit(True)

    def _fit_marks(self) -> None:
        self._frame.fit()
        self.line.fit()

    def give_up_crop(self) -> None:
        if self.cropping:
            now: QWidget | None = QApplication.focusWidget()
            had_focus = now is not None and self.isAncestorOf(now)
            self._frame.hide()
            self.line.hide()
            self._crop_bar.hide()
            self.cropping_changed.emit(False)
            if had_focus:
                self._give_focus_back()

    def _accept_crop(self) -> None:
        area, splits = self._frame.area, self.line.isVisibleTo(self)
        self.give_up_crop()
        if splits:
            self.split.emit(self.line.at, self.line.across)
        elif not area.is_whole:
            self.cropped.emit(area)

    def _give_focus_back(self) -> None:
        before = self._focus_before
        back = before if before is not None and shiboken6.isValid(before) and before.isVisible() else self._view
        back.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def shown(self) -> QSize:
        """The picture that stands there, in its own pixels."""
        return self._view.picture_size

    @property
    def magnification(self) -> float:
        return self._view.transform().m11()

    def _say_zoom(self, factor: float) -> None:
        self._said.setText(f"{round(factor * 100)} %")
        self.magnified.emit(factor)


def _crop_bar() -> tuple[QWidget, Text, Button, Button]:
    """What to do with the frame, in words and as buttons."""
    bar = QWidget()
    row = QHBoxLayout(bar)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look().measures.near)
    words = Text("", Role.HINT)
    row.addWidget(words, 1)
    crop, keep = Button(_("Cắt"), Kind.PRIMARY, Icon.CROP), Button(_("Thôi"))
    row.addWidget(crop)
    row.addWidget(keep)
    bar.hide()
    return bar, words, crop, keep


class _Sheet(QGraphicsView):
    def __init__(self) -> None:
        super().__init__()
        self._scene = QGraphicsScene(self)
        self._page = QGraphicsPixmapItem()
        self._page.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._scene.addItem(self._page)
        self.setScene(self._scene)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.on_zoomed: Callable[[float], None] = lambda _factor: None
        self.on_moved: Callable[[], None] = lambda: None
        self._fitted = self.fit_page
        self._fits = True
        self._ground()

    def show_image(self, image: QImage | None, name: str) -> None:
        self._page.setPixmap(QPixmap() if image is None else QPixmap.fromImage(image))
        self._scene.setSceneRect(self._page.boundingRect().adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))
        self.setAccessibleName(name)
        self.fit_page()

    def refine(self, image: QImage) -> None:
        self._page.setPixmap(QPixmap.fromImage(image))

    @property
    def picture_size(self) -> QSize:
        return self._page.pixmap().size()

    @property
    def has_page(self) -> bool:
        return not self._page.pixmap().isNull()

    def page_box(self) -> QRectF:
        """Where the page is in the viewport."""
        return self.viewportTransform().mapRect(self._page.sceneBoundingRect())

    def show_place(self, place: QPointF) -> None:
        """Scrolls until that place of the page (in fractions) is in sight."""
        page = self._page.sceneBoundingRect()
        x, y = page.x() + place.x() * page.width(), page.y() + place.y() * page.height()
        self.ensureVisible(QRectF(x, y, 1, 1))

    def fit_page(self) -> None:
        self._fits, self._fitted = True, self.fit_page
        room, page = self.viewport().rect(), self._scene.sceneRect()
        self._magnify(min(room.width() / max(page.width(), 1), room.height() / max(page.height(), 1)))

    def fit_width(self) -> None:
        self._fits, self._fitted = True, self.fit_width
        self._magnify(self.viewport().width() / max(self._scene.sceneRect().width(), 1))

    def zoom(self, factor: float) -> None:
        self._fits = False
        self._magnify(self.transform().m11() * factor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(_STEP)
            case Qt.Key.Key_Minus:
                self.zoom(1 / _STEP)
            case Qt.Key.Key_0:
                self.fit_page()
            case Qt.Key.Key_W:
                self.fit_width()
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self._fitted()
        self.on_moved()

    def scrollContentsBy(self, across: int, down: int) -> None:
        super().scrollContentsBy(across, down)
        self.on_moved()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._ground()

    def drawForeground(self, painter: QPainter, _rect: QRectF | object) -> None:
        """The focus frame: the sheet fills the view, a border of the view would be lost under it."""
        if self.hasFocus():
            painter.save()
            painter.resetTransform()
            pen = painter.pen()
            pen.setColor(look().colour("focus"))
            pen.setWidth(4)
            painter.setPen(pen)
            painter.drawRect(self.viewport().rect())
            painter.restore()

    def _magnify(self, factor: float) -> None:
        factor = min(max(factor, _LEAST), _MOST)
        self.setTransform(QTransform.fromScale(factor, factor))
        self.on_zoomed(factor)
        self.on_moved()

    def _ground(self) -> None:
        self.setBackgroundBrush(look().colour("sunken"))
