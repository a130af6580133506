"""The paper itself, while its pages are on the screen: how many sheets went through the scanner, whether one lies on the glass.

They belong to the citizen. Nobody but the officer can see them, so the screen says it: beside the button of the glass at once,
and once more when the officer turns to something else.
"""

from PySide6.QtCore import QObject

from kiosk.scan_ports import ScannedPage, ScanSource
from kiosk.words import _
from ui.clerk.capture_panel import CapturePanel
from ui.clerk.capture_scan import Scan, ScanDesk


class OriginalsInHand(QObject):
    """For the draft on the screen, since it was opened."""

    def __init__(self, panel: CapturePanel, desk: ScanDesk) -> None:
        super().__init__(panel)
        self._panel, self._draft = panel, ""
        self.sheets, self.on_glass = 0, False
        desk.page_came.connect(self._on_page)

    def begin(self, draft: str) -> None:
        self._draft, self.sheets = draft, 0
        self._show(on_glass=False)

    def reminder(self) -> str:
        """What to give back, "" for nothing."""
        counted = _("Trả lại công dân {count} tờ vừa quét.").format(count=self.sheets) if self.sheets else ""
        left = _("Còn giấy trên mặt kính!") if self.on_glass else ""
        return " ".join(part for part in (left, counted) if part)

    def told(self) -> None:
        """The officer was reminded."""
        self.begin(self._draft)

    def _on_page(self, scan: Scan, _stack: object, page: ScannedPage) -> None:
        if scan.place.draft != self._draft:
            return
        self.sheets += not (page.back or scan.place.backs_of or scan.place.instead)
        self._show(on_glass=page.source is ScanSource.FLATBED)

    def _show(self, *, on_glass: bool) -> None:
        """A sheet from the feeder does not take away what lies on the glass, but whoever feeds has looked."""
        self.on_glass = on_glass
        self._panel.glass_told.setVisible(on_glass)
