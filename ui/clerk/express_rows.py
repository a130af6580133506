"""What is certified, row by row: paper, pages, copies, and what that costs while it is typed."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.express import ExpressQuote, ExpressRow, RowFee, usual_subjects, way_of
from kiosk.procedures import Procedure, Question
from kiosk.words import _
from ui.shortcuts import Action
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.buttons import Button, Kind, icon_button
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.flow import FlowLayout
from ui.widgets.number_fields import NumberField, shown_number
from ui.widgets.text import Role, Text
from ui.widgets.text_fields import TextField

_MOST = 30                             # originals in one dossier; more is work for the whole intake


def money(amount: int) -> str:
    return _("{amount} đ").format(amount=shown_number(Decimal(amount)))


class RowEditor(QWidget):
    """One original. `finished`: Enter in its last field."""

    edited = Signal()
    finished = Signal()
    removed = Signal()

    def __init__(self, procedure: Procedure, number: int) -> None:
        super().__init__()
        way = way_of(procedure)
        self._usual = usual_subjects(procedure)
        self.subject = TextField(_numbered(number, _question(procedure, way.subject).label))
        self.pages = NumberField(_numbered(number, _("Số trang"))) if way.pages else None
        self.copies = NumberField(_numbered(number, _question(procedure, way.copies).label))
        self.amount = Text("", Role.STRONG, wrap=False)
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.remove_button = icon_button(_("Bỏ giấy tờ thứ {number}").format(number=number), Icon.REMOVE)
        self.remove_button.clicked.connect(self.removed)
        if number > 1:                 # the heads stand once, over the first row
            for field in self.fields():
                field.hide_label()
        self._lay_out()
        for field in self.fields():
            field.edited.connect(self.edited)
        self.subject.left.connect(self._on_subject_left)
        self.set_row(ExpressRow(""))

    def fields(self) -> tuple[Field, ...]:
        return (self.subject, self.pages, self.copies) if self.pages else (self.subject, self.copies)

    def row(self) -> ExpressRow:
        """As it stands; a number that is none counts as nothing yet."""
        return ExpressRow(self._subject(), _whole(self.copies), _whole(self.pages) if self.pages else 1)

    def set_row(self, row: ExpressRow) -> None:
        self.subject.set_value(row.subject)
        self.copies.set_value(row.copies)
        if self.pages:
            self.pages.set_value(row.pages)

    def show_fee(self, fee: RowFee | None) -> None:
        self.amount.setText(money(fee.amount) if fee else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A label of two lines must not push its own field below the others."""
        super().resizeEvent(event)
        for field in self.fields():
            field.set_label_height(max(one.label_height(one.width()) for one in self.fields()))

    def _lay_out(self) -> None:
        measures = look().measures
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.near)
        row.addWidget(self.subject, 6)
        for field in self.fields()[1:]:
            row.addWidget(field, 2)
        side = QVBoxLayout()
        side.addStretch(1)
        foot = QHBoxLayout()
        self.amount.setMinimumWidth(measures.px(84))
        self.amount.setMinimumHeight(measures.control)
        foot.addWidget(self.amount)
        foot.addWidget(self.remove_button)
        side.addLayout(foot)
        row.addLayout(side)
        self.subject.line.returnPressed.connect(self._on_subject_entered)
        if self.pages:
            self.pages.line.returnPressed.connect(self.copies.line.setFocus)
        self.copies.line.returnPressed.connect(self.finished)

    def _subject(self) -> str:
        """A bare number calls for one of the usual papers."""
        text = str(self.subject.value())
        if text.isascii() and text.isdigit() and 1 <= int(text) <= len(self._usual):
            return self._usual[int(text) - 1]
        return text

    def _on_subject_left(self) -> None:
        self.subject.set_value(self._subject())

    def _on_subject_entered(self) -> None:
        self._on_subject_left()
        (self.pages or self.copies).line.setFocus()


class RowsBox(Card):
    """The rows of one order. `edited` at every key."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Giấy tờ"), parent)
        self._procedure: Procedure | None = None
        self.editors: list[RowEditor] = []
        self.add_button = Button(_("Thêm giấy tờ"), Kind.QUIET, Icon.ADD, Action.ADD_ROW)
        self.add_button.clicked.connect(self.add_row)
        self._room = QVBoxLayout()
        self._room.setSpacing(look().measures.near)
        self.body.addLayout(self._room)
        self.cap = Text("", Role.HINT)
        foot = QHBoxLayout()
        foot.addWidget(self.cap, 1)
        foot.addWidget(self.add_button)
        self.body.addLayout(foot)
        self._usual = QWidget()
        self._usual.setAccessibleName(_("Giấy tờ thường gặp"))
        self.body.addWidget(self._usual)

    # ---- what others ask of it ----

    def start(self, procedure: Procedure) -> None:
        """Empty, for another kind or another citizen."""
        self._procedure = procedure
        way = way_of(procedure)
        self.set_heading(procedure.name)
        self.add_button.setVisible(way.several)
        for editor in self.editors:
            self._drop(editor)
        self.editors = []
        self.cap.setText("")
        self._offer(usual_subjects(procedure))
        self._append()

    def rows(self) -> tuple[ExpressRow, ...]:
        return tuple(editor.row() for editor in self.editors)

    def add_row(self) -> None:
        """Another original, the cursor in it."""
        if self._procedure is None or not way_of(self._procedure).several or len(self.editors) >= _MOST:
            return
        self._append().subject.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def focus_first(self) -> None:
        if self.editors:
            self.editors[0].subject.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_quote(self, quote: ExpressQuote) -> None:
        """Of the rows that have a subject by now."""
        fees = iter(quote.rows)
        for editor in self.editors:
            editor.show_fee(next(fees, None) if editor.row().subject else None)
        capped = any(fee.capped for fee in quote.rows)
        text = "" if quote.cap is None else _("Mỗi bản tối đa {amount}.").format(amount=money(quote.cap))
        if capped:
            text = _("Đã tính theo mức tối đa {amount} mỗi bản.").format(amount=money(quote.cap or 0))
        self.cap.setText(text)
        self.cap.setVisible(bool(text))
        self.cap.set_role(Role.WARNING if capped else Role.HINT)

    def field_of(self, path: str) -> Field | None:
        """The field a complaint is about: the row it names, else the first."""
        if self._procedure is None or not self.editors:
            return None
        way = way_of(self._procedure)
        wanted = path.removeprefix("answers.")
        head, _bracket, rest = wanted.partition("[")
        index = int(rest.partition("]")[0]) if rest.partition("]")[0].isdigit() else 0
        editor = self.editors[min(index, len(self.editors) - 1)]
        names = {way.subject: editor.subject, way.copies: editor.copies, way.pages: editor.pages}
        end = wanted.rpartition(".")[2]
        if head == way.subject.partition(".")[0] and "." not in wanted:
            return editor.subject
        return next((field for name, field in names.items() if name and name.rpartition(".")[2] == end), None)

    # ---- inside ----

    def _append(self) -> RowEditor:
        assert self._procedure is not None
        editor = RowEditor(self._procedure, len(self.editors) + 1)
        editor.edited.connect(self.edited)
        editor.finished.connect(self._on_finished)
        editor.removed.connect(lambda: self._on_removed(editor))
        self.editors.append(editor)
        self._room.addWidget(editor)
        editor.show()                  # at once: the next key may come before the layout does
        self._show_removal()
        return editor

    def _drop(self, editor: RowEditor) -> None:
        self._room.removeWidget(editor)
        editor.hide()
        editor.deleteLater()

    def _show_removal(self) -> None:
        for editor in self.editors:
            editor.remove_button.setVisible(len(self.editors) > 1)

    def _on_finished(self) -> None:
        editor = self.sender()
        if editor is self.editors[-1] and self.add_button.isVisibleTo(self):
            self.add_row()
        else:
            self.focusNextChild()

    def _on_removed(self, editor: RowEditor) -> None:
        kept = [one.row() for one in self.editors if one is not editor]
        for one in self.editors:
            self._drop(one)
        self.editors = []
        for row in kept:
            self._append().set_row(row)
        self.editors[-1].subject.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _offer(self, usual: tuple[str, ...]) -> None:
        """The usual papers with the number that calls them."""
        self.body.removeWidget(self._usual)
        self._usual.hide()
        self._usual.deleteLater()
        self._usual = QWidget()
        self._usual.setAccessibleName(_("Giấy tờ thường gặp"))
        room = FlowLayout(self._usual)
        room.setSpacing(0)
        for number, paper in enumerate(usual, 1):
            button = Button(_("{number} · {paper}").format(number=number, paper=paper), Kind.QUIET)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)        # by keyboard its number is typed
            button.clicked.connect(lambda _checked=False, paper=paper: self._on_offered(paper))
            room.addWidget(button)
        self.body.addWidget(self._usual)

    def _on_offered(self, paper: str) -> None:
        empty = (one for one in self.editors if not one.row().subject)
        editor = next(empty, self.editors[-1])
        editor.subject.set_value(paper)
        (editor.pages or editor.copies).line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()


def _question(procedure: Procedure, name: str) -> Question:
    table, dot, column = name.partition(".")
    question = next(one for one in procedure.questions if one.key == table)
    return next(one for one in question.columns if one.key == column) if dot else question


def _numbered(number: int, label: str) -> str:
    """A screen reader says which row; the eye sees it from where the row stands."""
    return label if number == 1 else _("{label}, giấy tờ thứ {number}").format(label=label, number=number)


def _whole(field: NumberField) -> int:
    value = field.value()
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() and value >= 0 else 0
