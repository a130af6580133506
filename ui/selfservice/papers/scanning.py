"""While a page is being scanned: the citizen need only keep the lid shut, and may stop it."""

from PySide6.QtCore import Qt

from kiosk.words import _
from ui.selfservice.big_button import BigButton
from ui.selfservice.filing.page_notice import PageNotice
from ui.selfservice.papers.glass import Doing, GlassPicture
from ui.selfservice.papers.part import Part
from ui.selfservice.papers.work import PaperWork
from ui.theme.icons import Icon
from ui.widgets.text import Role, Text

_LARGE = 520


class ScanningPart(Part):
    def __init__(self, work: PaperWork) -> None:
        super().__init__(_("Đang quét…"))
        self._work = work
        self.body.addWidget(Text(_(work.requirement.name), Role.STRONG))
        self.body.addWidget(PageNotice(_("Giữ nắp máy đóng, đừng kéo giấy.")))
        self.count = Text("")
        self.body.addWidget(self.count)
        self.body.addStretch(1)
        self.body.addWidget(GlassPicture(Doing.SCANNING, _LARGE), 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addStretch(1)
        self.stop = BigButton(_("Dừng quét"), icon=Icon.CLOSE)
        self.stop.clicked.connect(self._on_stop)
        self.body.addWidget(self.stop)
        self.first = self.stop
        self.refresh()

    def refresh(self) -> bool:
        pages = len(self._work.pages)
        self.count.setText(_("Đã có {count} trang.").format(count=pages) if pages else "")
        return True

    def _on_stop(self) -> None:
        """Comes to rest after the page in hand."""
        self.stop.setEnabled(False)
        self.stop.say(_("Đang dừng…"))
        self._work.stop()
