"""The detail of one dossier: what it is, where it stands and who acts next; facts beside what was declared."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from kiosk.dossier import LocalState, PortalStatus
from kiosk.states import waits_for_officer
from kiosk.store.results import KeptResult
from kiosk.words import _
from ui.clerk.elsewhere_words import ElsewhereView
from ui.clerk.header import LARGE_LETTERS
from ui.clerk.look_up_detail import DetailView
from ui.clerk.look_up_rows import Group, Row
from ui.clerk.words_of_portal import may_fetch_again
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind
from ui.widgets.card import Card, scrolling
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.steps import StateLine
from ui.widgets.text import IconLabel, Role, Text
from ui.widgets.toast import Toast

_PAPER = "paper"                       # of a label: the place of the paper it names
_SIDE_BY_SIDE = 54                     # letters of room from which facts and answers stand beside each other


class DetailPane(QWidget):
    """Shows one dossier, or says that none is chosen."""

    receipt_wanted = Signal(str)
    enter_wanted = Signal(str)         # the dossier to be typed into another system
    correct_wanted = Signal(str)
    compare_wanted = Signal(str)       # the dossier of which the gateway holds another content
    fetch_wanted = Signal(str)         # the dossier whose result's files did not come, or lie at the gateway only
    copies_wanted = Signal()           # its finished copies are to be seen
    result_wanted = Signal(str)        # the dossier whose result's files are to be seen
    supplement_wanted = Signal(str)    # the dossier whose supplement the portal wants: form 02

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: DetailView | None = None
        self._elsewhere: ElsewhereView | None = None
        self._stack = QStackedLayout(self)
        self._empty = EmptyState(Icon.DOSSIER, _("Chưa chọn hồ sơ nào"), _("Chọn một dòng trong danh sách để xem chi tiết."))
        self._full = QWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._full)
        self._toast = Toast(self)
        self._build()

    def _build(self) -> None:
        measures = look().measures
        column = QVBoxLayout(self._full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.near)
        head = QHBoxLayout()
        head.setSpacing(measures.near)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._number = Text("", Role.HEADING, wrap=False)
        self._title = Text("", Role.STRONG)
        words.addWidget(self._number)
        words.addWidget(self._title)
        self.copy_button = Button(_("Chép mã"), icon=Icon.COPY)
        self.copy_button.clicked.connect(self._on_copy)
        self.receipt_button = Button(_("In lại giấy hẹn"), Kind.PLAIN, Icon.PRINTER)
        self.receipt_button.clicked.connect(self._on_receipt)
        head.addLayout(words, 1)
        self.supplement_button = Button(_("In phiếu bổ sung"), Kind.PLAIN, Icon.PRINTER)
        self.supplement_button.clicked.connect(self._on_supplement)
        self.result_button = Button(_("Xem tệp kết quả"), Kind.PLAIN, Icon.DOSSIER)
        self.result_button.clicked.connect(self._on_result)
        self.enter_button = Button(_("Nhập sang hệ thống khác"), Kind.PLAIN, Icon.COPY)
        self.enter_button.clicked.connect(self.enter)
        self.compare_button = Button(_("Đối chiếu hai bản"), Kind.PLAIN, Icon.LIST)
        self.compare_button.clicked.connect(self._on_compare)
        self.correct_button = Button(_("Sửa tờ khai"), Kind.PLAIN, Icon.DOSSIER)
        self.correct_button.clicked.connect(self.correct)
        self.copies_button = Button(_("Xem bản sao"), Kind.PLAIN, Icon.EYE)
        self.copies_button.clicked.connect(self.copies_wanted)
        self.fetch_button = Button(_("Tải tệp kết quả"), Kind.PLAIN, Icon.SYNC)
        self.fetch_button.clicked.connect(self._on_fetch)
        sometimes = (
            self.supplement_button, self.result_button, self.fetch_button, self.enter_button, self.compare_button,
            self.correct_button, self.copies_button,
        )  # fmt: skip
        for button in sometimes:
            button.hide()
        row = FlowLayout()             # a dossier with everything to be done has more buttons than fit beside its name
        for button in (self.copy_button, self.receipt_button, *sometimes):
            row.addWidget(button)
        self.mark = Banner()
        self.mark.hide()
        self._state = StateLine()
        self._body = _Body()
        self.area = scrolling(self._body)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)        # arrow keys scroll
        self.area.setAccessibleName(_("Chi tiết hồ sơ"))
        column.addLayout(head)
        (column if look().scale >= LARGE_LETTERS else head).addLayout(row)
        column.addWidget(self.mark)
        column.addWidget(self._state)
        column.addWidget(self.area, 1)

    @property
    def view(self) -> DetailView | None:
        return self._view

    @property
    def elsewhere(self) -> ElsewhereView | None:
        """The other counter's dossier that stands here."""
        return self._elsewhere

    def show_view(self, view: DetailView | None) -> None:
        """Another dossier, the same one anew, or none."""
        same = view is not None and self._view is not None and view.detail.line.id == self._view.detail.line.id
        self._view, self._elsewhere = view, None
        self.mark.hide()
        if view is None:
            self._number.setText("")
            self._title.setText("")
            self._body.show_groups((), ())
            self._stack.setCurrentWidget(self._empty)
            return
        self._show(view, view.answers)
        line = view.detail.line
        self.receipt_button.show()
        self.compare_button.setVisible(line.state is LocalState.CONFLICT)
        self.copies_button.say(_("Xem bản sao"))
        self.copies_button.setVisible(any(one.here for one in view.detail.paper_copies))
        self.correct_button.setVisible(not waits_for_officer(line.state))
        self._show_results(view.detail.results, lacks=0)
        self.enter_button.setVisible(not view.detail.procedure.authoritative.connected)
        self.supplement_button.setVisible(line.portal_status == PortalStatus.SUPPLEMENT_WANTED and bool(line.portal_note))
        if not same:
            self.area.verticalScrollBar().setValue(0)

    def show_paper(self, paper: int) -> None:
        """One of its papers: its name stands out, and is on the screen."""
        for label in self._body.findChildren(Text):
            if paper and label.property(_PAPER) == paper and not label.isHidden():
                label.set_role(Role.STRONG)
                self._full.layout().activate()  # type: ignore[union-attr]
                self._body.adjustSize()
                self.area.ensureWidgetVisible(label, 0, look().measures.control * 3)

    def show_elsewhere(self, view: ElsewhereView) -> None:
        """Another counter's dossier: to be looked at, with nothing to print."""
        self._view, self._elsewhere = None, view
        self.mark.say(view.mark, Tone.INFO)
        self.mark.show()
        for button in (
            self.receipt_button, self.supplement_button, self.enter_button, self.compare_button, self.correct_button,
        ):  # fmt: skip
            button.hide()
        self.copies_button.say(_("Xem trang quét ở ki-ốt"))
        self.copies_button.setVisible(bool(view.left))
        self._show_results(view.results, lacks=view.named - len(view.results))
        self._show(view, view.people)
        self.area.verticalScrollBar().setValue(0)

    @property
    def results(self) -> tuple[KeptResult, ...]:
        """The files of the result of what stands here."""
        if self._view is not None:
            return self._view.detail.results
        return self._elsewhere.results if self._elsewhere is not None else ()

    def _show_results(self, kept: Sequence[KeptResult], *, lacks: int) -> None:
        """`lacks`: files the portal named that were never asked for."""
        self.result_button.setVisible(any(one.state == "here" for one in kept))
        self.fetch_button.setVisible(lacks > 0 or may_fetch_again(kept))

    def _show(self, view: DetailView | ElsewhereView, beside: Sequence[Group]) -> None:
        self._number.setText(view.number)
        self._title.setText(view.title)
        self._state.show_state(view.state.text, view.state.tone, view.turn, view.state.icon)
        self._body.show_groups(view.facts, beside)
        self._stack.setCurrentWidget(self._full)

    def enter(self) -> None:
        """What stands here is to be typed into another system; whether it must be is said there."""
        if self._view is not None:
            self.enter_wanted.emit(self._view.detail.line.id)

    def correct(self) -> None:
        """What stands here was declared or typed wrongly."""
        if self._view is not None and self.correct_button.isVisibleTo(self):
            self.correct_wanted.emit(self._view.detail.line.id)

    def _on_compare(self) -> None:
        if self._view is not None:
            self.compare_wanted.emit(self._view.detail.line.id)

    def _on_copy(self) -> None:
        shown = self._view or self._elsewhere
        if shown is not None:
            QGuiApplication.clipboard().setText(shown.number)
            self._toast.say(_("Đã chép mã hồ sơ"))

    def _on_supplement(self) -> None:
        if self._view is not None:
            self.supplement_wanted.emit(self._view.detail.line.id)

    def _on_result(self) -> None:
        self.result_wanted.emit(self._id())

    def _on_fetch(self) -> None:
        self.fetch_wanted.emit(self._id())

    def _id(self) -> str:
        return self._view.detail.line.id if self._view is not None else self._elsewhere.id if self._elsewhere else ""

    def _on_receipt(self) -> None:
        if self._view is not None:
            self.receipt_wanted.emit(self._view.detail.line.id)


class _Body(QWidget):
    """Facts beside answers, or above them where there is little room."""

    def __init__(self) -> None:
        super().__init__()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(0, 0, look().measures.near, 0)
        self._both.setSpacing(look().measures.apart)
        self._sides: list[QWidget] = []

    def show_groups(self, facts: Sequence[Group], answers: Sequence[Group]) -> None:
        for old in self._sides:
            self._both.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._sides = [_side(groups) for groups in (facts, answers) if groups]
        for side in self._sides:
            self._both.addWidget(side, 1, Qt.AlignmentFlag.AlignTop)
            side.show()                    # now, not when Qt gets round to it: measured while hidden, its lines have no height

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _SIDE_BY_SIDE * look().measures.body
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if direction is not self._both.direction():
            self._both.setDirection(direction)


def _side(groups: Sequence[Group]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(look().measures.apart)
    for group in groups:
        card = Card(group.heading)
        card.body.addWidget(lines(group.rows))
        column.addWidget(card)
    return box


def lines(rows: Sequence[Row]) -> QWidget:
    """Labels in one column, what they say in the next."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(look().measures.wide)
    grid.setVerticalSpacing(look().measures.px(6))
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 3)
    for place, row in enumerate(rows):
        label = Text(row.label, Role.HINT)
        label.setProperty(_PAPER, row.paper)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label, place, 0)
        grid.addLayout(_said(row), place, 1)
    return box


def _said(row: Row) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(look().measures.px(6))
    if row.icon is not None:
        sign = IconLabel(row.icon, row.tone, look().measures.px(15), height=look().measures.px(20))
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    text = Text(row.text)
    text.setAlignment(Qt.AlignmentFlag.AlignTop)
    text.setAccessibleName(f"{row.label}: {row.text}")
    line.addWidget(text, 1)
    return line
