"""The place of the photo on a card: on its way, none, or the photo; over it the word that a card is for training only."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel

from kiosk.words import _
from ui.theme.icons import Icon, icon_pixmap
from ui.theme.style import look
from ui.widgets.text import Text

_SIZE = (90, 120)


class Photo(QLabel):
    """Always of one size, so that nothing moves when the photo comes. Empty until told what to show."""

    def __init__(self) -> None:
        super().__init__()
        measures = look().measures
        self._size = (measures.px(_SIZE[0]), measures.px(_SIZE[1]))
        self.setFixedSize(*self._size)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setObjectName("well")
        self._stamp = Text(_("Tập huấn"), wrap=False, parent=self)
        self._stamp.setObjectName("stamp")
        self._stamp.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stamp.hide()

    def say_none(self) -> None:
        """The shape of a person."""
        self._say(_("Không có ảnh trên thẻ"), Icon.PERSON)

    def say_damaged(self) -> None:
        """There is one, and nobody can read it."""
        self._say(_("Ảnh trên thẻ không xem được"), Icon.WARNING)

    def say_waiting(self) -> None:
        self._say(_("Ảnh đang được đọc"), Icon.WORKING)

    def show_image(self, image: QImage) -> None:
        """`image` fits `pixels` already."""
        self.setAccessibleName(_("Ảnh trên thẻ"))
        self.setToolTip("")
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self.setPixmap(picture)

    @property
    def pixels(self) -> QSize:
        """How large a picture is to be."""
        return QSize(*self._size) * self.devicePixelRatioF()

    def stamp(self, *, training: bool) -> None:
        self._stamp.setVisible(training)
        self._place_stamp()

    def blank(self) -> None:
        self.setPixmap(QPixmap())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_stamp()

    def _place_stamp(self) -> None:
        high = self._stamp.sizeHint().height()
        self._stamp.setGeometry(0, self.height() - high, self.width(), high)

    def _say(self, words: str, icon: Icon) -> None:
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setPixmap(icon_pixmap(icon, look().colour("text2"), look().measures.px(48), self.devicePixelRatioF()))
