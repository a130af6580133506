"""A paper under the document camera: what it sees, with the page it found, and what to mend before it is photographed."""

from kiosk.scan_ports import DeskView
from kiosk.words import _
from ui.selfservice.big_button import BigButton
from ui.selfservice.papers.part import Part
from ui.selfservice.papers.words import camera_said
from ui.selfservice.papers.work import PaperWork
from ui.theme.icons import Icon
from ui.widgets.desk_picture import DeskPicture
from ui.widgets.text import Role, Text


class CameraPart(Part):
    def __init__(self, work: PaperWork) -> None:
        super().__init__(_("Chụp trang {number}").format(number=len(work.pages) + 1), _("Chụp"))
        self._work = work
        self.body.addWidget(Text(_(work.requirement.name), Role.STRONG))
        self.seen = DeskPicture()
        self.body.addWidget(self.seen, 1)
        self.told = Text("", Role.HEADING)
        self.body.addWidget(self.told)
        self.stop = BigButton(_("Thôi chụp"), icon=Icon.CLOSE)
        self.stop.clicked.connect(work.stop)
        self.body.addWidget(self.stop)
        work.viewed.connect(self._on_viewed)
        self._on_viewed(work.view)

    def go_forward(self) -> None:
        """Whatever the warnings say: who stands there decides."""
        self.forward, self.may_forward = _("Đang chụp…"), False
        self._work.shoot()

    def refresh(self) -> bool:
        return True

    def _on_viewed(self, view: DeskView) -> None:
        self.seen.show_view(view)
        said = camera_said(view)
        if said != self.told.text():
            self.told.setText(said)
