"""VNeID shown on a phone: the officer writes down what is to be seen there and ticks what was checked. Seen, never verified.

What a phone shows as a code only the agency can read: nothing is taken from it. The code of a card counts as typed.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.card_qr import read_card_qr
from kiosk.device_ports import CardData, CheckEnd, CheckShown, Proof
from kiosk.identity_words import VNEID_CHECKS, check_id, check_said, proof_said
from kiosk.intake import Intake
from kiosk.people import Citizen, NotAPersonalId, PersonalId
from kiosk.procedures import Choice
from kiosk.text import tidy_name
from kiosk.words import _
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button, Kind
from ui.widgets.checks import CheckGroup, RadioField
from ui.widgets.date_fields import PartialDateField
from ui.widgets.field import Field
from ui.widgets.flow import FormGrid
from ui.widgets.id_field import IdField
from ui.widgets.spoken import announce
from ui.widgets.text import IconLabel, Role, Text
from ui.widgets.text_fields import TextField, Writing

SUBMITTER, OWNER = "submitter", "owner"


class PhoneDialog(QDialog):
    """Open with `open()`. `seen` brings a `CardData` that says SEEN_BY_OFFICER, and the role it is for. Esc forgets all."""

    seen = Signal(object, str)

    def __init__(self, intake: Intake, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = _("Xem VNeID trên điện thoại")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        owner = intake.owners[0].party if intake.owners else None
        self._people = {SUBMITTER: intake.submitter.person, OWNER: owner if isinstance(owner, Citizen) else Citizen("")}
        self._make()
        self._lay_out(title)
        self._connect()
        self._fill()
        self.number.setFocus()

    def _make(self) -> None:
        roles = (Choice(SUBMITTER, _("Người nộp")), Choice(OWNER, _("Chủ hồ sơ")))
        self.role = RadioField(_("Điện thoại này của"), roles)
        self.role.set_value(SUBMITTER)
        self.number = IdField(_("Số định danh hiện trên điện thoại"), required=True)
        self.name = TextField(_("Họ, chữ đệm, tên"), required=True, writing=Writing.CAPITALS)
        self.born = PartialDateField(_("Ngày sinh"))
        ticks = [Choice(check, check_said(check)) for check in VNEID_CHECKS]
        self.checks = CheckGroup(_("Cán bộ đã kiểm tra"), ticks, required=True, upright=True)
        self.leave_button = Button(_("Không, quay lại"))
        self.done_button = Button(_("Ghi là đã xem và điền"), Kind.PRIMARY, Icon.CHECK)

    def _lay_out(self, title: str) -> None:
        measures = look().measures
        room = QVBoxLayout(self)
        room.setContentsMargins(measures.section, measures.section, measures.section, measures.wide)
        room.setSpacing(measures.apart)
        room.addWidget(Text(title, Role.HEADING))
        note = QHBoxLayout()
        note.addWidget(IconLabel(Icon.INFO, Tone.INFO), 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(Text(proof_said(Proof.SEEN_BY_OFFICER) + ". " + _("Mã trên điện thoại chỉ cơ quan quản lý đọc được.")), 1)
        room.addLayout(note)
        grid = FormGrid()
        for field, columns in ((self.role, 12), (self.number, 5), (self.name, 7), (self.born, 5), (self.checks, 12)):
            grid.add(field, columns)
        room.addWidget(grid)
        room.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.leave_button)
        foot.addWidget(self.done_button)
        room.addLayout(foot)
        self.setMinimumWidth(measures.px(560))

    def _connect(self) -> None:
        self.leave_button.clicked.connect(self.reject)
        self.done_button.clicked.connect(self.confirm)
        self.done_button.setAutoDefault(False)
        self.leave_button.setAutoDefault(False)
        self.role.edited.connect(self._fill)
        self.number.line.returnPressed.connect(self._on_entered)
        for field in (self.name, self.born):
            field.line.returnPressed.connect(self.focusNextChild)

    # ---- what stands in it ---------------------------------------------------------------------------

    def _fill(self) -> None:
        """What the form knows of the person already: to be compared with the phone."""
        self._put(self._people[str(self.role.value())])

    def _put(self, person: Citizen) -> None:
        for field, value in ((self.number, person.personal_id), (self.name, person.full_name), (self.born, person.birth_date)):
            field.set_value(value)
            field.set_error("")

    def _on_entered(self) -> None:
        """Enter after the number, which may have come from a scanner."""
        text = self.number.line.text()
        code = read_card_qr(text)
        if code is not None:
            self._put(code.person)
            self.name.set_warning(code.told())
            whole = self.checks if code.person.full_name else self.name
            whole.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._number() is None:
            self._complain(self.number, _("Chỉ nhận số định danh 12 chữ số hoặc mã QR của thẻ. Gõ số đang hiện trên điện thoại."))
        else:
            self.focusNextChild()

    def confirm(self) -> None:
        """Enter at the ticks, Ctrl+Enter anywhere, and the button."""
        number, name = self._number(), tidy_name(self.name.text())
        ticked = self.checks.value()
        assert isinstance(ticked, tuple)
        if number is None:
            self._complain(self.number, _("Gõ đủ 12 chữ số đang hiện trên điện thoại."))
        elif not name:
            self._complain(self.name, _("Ghi họ tên đang hiện trên điện thoại."))
        elif not ticked:
            self._complain(self.checks, _("Đánh dấu những gì đã kiểm tra. Chưa kiểm tra gì thì quay lại."))
        else:
            holder = Citizen(name, number, str(self.born.value()))
            self.accept()
            self.seen.emit(seen_card(holder, ticked), str(self.role.value()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier or self._focus_in(self.checks, self.done_button):
            self.confirm()
        elif self._focus_in(self.leave_button):
            self.reject()

    def _focus_in(self, *parts: QWidget) -> bool:
        now = QApplication.focusWidget()
        return now is not None and any(part is now or part.isAncestorOf(now) for part in parts)

    def _number(self) -> str | None:
        try:
            return PersonalId.parse(str(self.number.value())).digits
        except NotAPersonalId:
            return None

    def _complain(self, field: Field, text: str) -> None:
        field.set_error(text)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, text)


def seen_card(holder: Citizen, ticked: tuple[str, ...]) -> CardData:
    """What was seen, with each check the officer made or did not make."""
    checks = tuple(
        CheckShown(check_id(check), CheckEnd.PASSED if check in ticked else CheckEnd.NOT_CHECKED, code=check)
        for check in VNEID_CHECKS
    )
    return CardData(holder, proof=Proof.SEEN_BY_OFFICER, checks=checks)
