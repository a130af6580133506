"""A paper over the window: seen, printed, put away. For what belongs to a dossier already received (forms 02 and 06)."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.counter import Counter
from kiosk.problems import Problem
from kiosk.slip_sheet import Slip
from kiosk.words import _
from ui.clerk.paper_view import PaperView
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind
from ui.widgets.text import Role, Text


class PaperDialog(QDialog):
    """`give_out` writes what must be written before the paper may leave, once; without it the paper is only drawn.

    `at_once`: it was opened by the key that prints.
    """

    def __init__(
        self, title: str, counter: Counter, tasks: Tasks, preview: Callable[[], Slip],
        give_out: Callable[[], Slip] | None = None, *, at_once: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._give_out = give_out
        self._out = self._on_its_way = False
        self.view = PaperView(counter.notices.draw, counter.printer, tasks, title)
        self.told = Banner(can_close=True)
        self.told.hide()
        self.print_button = Button(_("In"), Kind.PRIMARY, Icon.PRINTER)
        self.close_button = Button(_("Đóng"))
        self.print_button.setDefault(True)
        self._lay_out(title)
        self.print_button.clicked.connect(self._on_print)
        self.close_button.clicked.connect(self.reject)
        self.view.shown.connect(self._on_shown)
        self.view.failed.connect(self._on_failed)
        self._preview = preview
        self.print_button.setFocus()
        if at_once:
            self._on_print()
        else:
            self.view.show_slip(preview, at_once=True)

    def _lay_out(self, title: str) -> None:
        measures = look().measures
        room = QVBoxLayout(self)
        room.setContentsMargins(measures.section, measures.wide, measures.section, measures.wide)
        room.setSpacing(measures.near)
        room.addWidget(Text(title, Role.TITLE))
        room.addWidget(self.told)
        room.addWidget(self.view, 1)
        foot = QHBoxLayout()
        foot.setSpacing(measures.near)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.print_button)
        room.addLayout(foot)
        self.resize(measures.px(760), measures.px(640))

    def _on_print(self) -> None:
        if self._out:
            self.view.print_again()
        elif not self._on_its_way:
            self._on_its_way = True
            self.view.print_slip(self._give_out or self._preview)

    def _on_shown(self, _slip: Slip) -> None:
        if self._on_its_way:
            self._on_its_way, self._out = False, True
            self.print_button.say(_("In lại"))

    def _on_failed(self, problem: Problem) -> None:
        self._on_its_way = False
        self.told.say_problem(problem)
