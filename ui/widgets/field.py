"""A field of a form: label, control, hint or complaint, and where its value came from.

No complaint appears while somebody is still typing in the field; it waits until the cursor has gone elsewhere.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.procedures import Provenance
from kiosk.words import N_, _
from ui.theme.fonts import letters
from ui.theme.icons import Icon
from ui.theme.style import look, restyle
from ui.theme.tokens import Tone
from ui.widgets.composing import Composing
from ui.widgets.offer import Offer
from ui.widgets.text import IconLabel, Role, Text

_SOURCES = {
    Provenance.CARD: N_("thẻ"),
    Provenance.QR: N_("mã QR"),
    Provenance.DATABASE: N_("cơ sở dữ liệu"),
    Provenance.OCR: N_("đọc từ ảnh"),
    Provenance.EARLIER_DOSSIER: N_("hồ sơ trước"),
}
_SEEN = N_("điện thoại")             # what an officer wrote down from one bears no mark: it was typed
_STILL_INSIDE = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.MenuBarFocusReason)


class Note(QWidget):
    """The line under a control: a hint, a complaint with its sign, or what another source says."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().measures.tight)
        line = QFontMetrics(letters(look().measures.hint)).height()
        self._sign = IconLabel(Icon.DANGER, Tone.DANGER, look().measures.px(14), height=line)
        self.text = Text("", Role.HINT)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        self.say("", Role.HINT)

    def say(self, text: str, role: Role) -> None:
        self.text.setText(text)
        self.text.set_role(role)
        self._sign.setVisible(role in (Role.ERROR, Role.WARNING))
        warning = role is Role.WARNING
        self._sign.set_icon(Icon.WARNING if warning else Icon.DANGER, Tone.WARNING if warning else Tone.DANGER)
        self.setVisible(bool(text))


class Field(QWidget):
    """Base of all fields. `value` and `set_value` speak the language of `kiosk.answers`."""

    edited = Signal()                  # a person changed the value
    left = Signal()                    # the cursor went elsewhere: time to check

    def __init__(self, label: str, control: QWidget, *, hint: str = "", required: bool = False) -> None:
        super().__init__()
        self.label, self.control, self._hint, self._required = label, control, hint, required
        self._error = self._warning = ""
        self._typing = self._was_inside = False
        self._provenance = Provenance.MANUAL
        self._parts: list[QWidget] = []
        self._note = Note()
        self._offer: Offer | None = None
        self._lay_out()
        self._show_note()
        self.setFocusProxy(control)

    # ---- what the value is: subclasses -----------------------------------------------------------

    def value(self) -> object:
        """The answer as it stands; what cannot be understood is given as it was typed, never dropped."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        """Shows an answer; no signal."""
        raise NotImplementedError

    def set_read_only(self, read_only: bool) -> None:
        self.control.setDisabled(read_only)

    @property
    def required(self) -> bool:
        return self._required

    # ---- complaints ------------------------------------------------------------------------------

    @property
    def error(self) -> str:
        return self._error

    def set_error(self, text: str) -> None:
        """Complains under the field, or stops ("")."""
        self._error = text
        self._show_note()

    def set_warning(self, text: str) -> None:
        """Something to look at that does not stand in the way."""
        self._warning = text
        self._show_note()

    @property
    def complaining(self) -> bool:
        """Whether the error is to be seen now."""
        return bool(self._error) and not self._typing

    # ---- where the value came from ---------------------------------------------------------------

    @property
    def provenance(self) -> Provenance:
        return self._provenance

    def set_provenance(self, provenance: Provenance) -> None:
        """Marks the field; a person's own edit takes the mark away again."""
        self._provenance = provenance
        source = _(_SOURCES[provenance]) if provenance in _SOURCES else ""
        self._source.setText(source)
        self._source.setAccessibleName(_("Lấy từ: {source}").format(source=source) if source else "")
        self._mark.setVisible(bool(source))
        self._describe()

    def offer(self, shown: str, source: Provenance, take: Callable[[], None]) -> None:
        """Another source says otherwise: it is shown beside what stands there, and taken only on request."""
        name = _(_SOURCES.get(source, _SEEN))
        text = _("{source} ghi: {shown}").format(source=name[:1].upper() + name[1:], shown=shown)
        self._put_offer(Offer(text, self._use_words(shown), take))

    def suggest(self, shown: str, day: str, take: Callable[[], None]) -> None:
        """What an earlier dossier says, for a field in which nothing stands; `day` as people write it."""
        text = _("Như hồ sơ ngày {day}: {shown}").format(day=day, shown=shown)
        self._put_offer(Offer(text, self._use_words(shown), take, differs=False))

    def withdraw_offer(self) -> None:
        if self._offer is not None:
            self._offer.hide()
            self._offer.deleteLater()
            self._offer = None
            self._describe()

    @property
    def offered(self) -> str:
        """What is offered, in the words on the screen; "" for nothing."""
        return self._offer.words if self._offer else ""

    def _use_words(self, shown: str) -> str:
        return _("Dùng cho mục {label}: {shown}").format(label=self.label, shown=shown)

    def _put_offer(self, offer: Offer) -> None:
        self.withdraw_offer()
        offer.taken.connect(self.withdraw_offer)
        self._offer = offer
        self._column.insertWidget(self._column.count() - 1, offer)     # before what is left of the row
        self._describe()

    # ---- inside ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        measures = look().measures
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(measures.tight)
        self.head = QWidget()
        row = QHBoxLayout(self.head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.tight)
        self._label = Text(f"{self.label} *" if self._required else self.label, Role.LABEL)
        self._label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self._label.setBuddy(self.control)
        row.addWidget(self._label, 1)
        self._mark = QWidget()
        mark = QHBoxLayout(self._mark)
        mark.setContentsMargins(0, 0, 0, 0)
        mark.setSpacing(measures.tight)
        self._source = Text("", Role.KEYS, wrap=False)
        self._source.set_tone(Tone.SUCCESS)
        mark.addWidget(IconLabel(Icon.DONE, Tone.SUCCESS, measures.px(14)))
        mark.addWidget(self._source)
        self._mark.hide()
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignBottom)
        self._column.addWidget(self.head)
        self._column.addWidget(self.control)
        self._column.addWidget(self._note)
        self._column.addStretch(1)

    def set_required(self, required: bool) -> None:
        """Whether it must be filled, where that depends on something else."""
        bare, self._required = not self._required, required
        self._label.setText(f"{self.label} *" if required else self.label)
        spoken, before = (_("{label}, bắt buộc").format(label=self.label), self.label)
        for part in self._parts:
            if part.accessibleName() == (before if bare else spoken):
                part.setAccessibleName(spoken if required else before)

    def hide_label(self) -> None:
        """In tables the heading of the column says it; the control keeps its name."""
        self.head.hide()

    def complain_in(self, column: QVBoxLayout) -> None:
        """A field too narrow for a sentence complains there, at the end of it."""
        self._column.removeWidget(self._note)
        column.addWidget(self._note)

    def label_height(self, width: int) -> int:
        """What the label wants at that width, for a row of fields whose controls are to stand on one line."""
        return self._label.heightForWidth(max(width - (self._mark.sizeHint().width() if self._mark.isVisible() else 0), 1))

    def set_label_height(self, height: int) -> None:
        self.head.setMinimumHeight(height)

    def parts(self) -> list[QWidget]:
        """The controls in which the cursor can stand."""
        return list(self._parts)

    def _marked(self) -> list[QWidget]:
        """The controls that turn red."""
        return self._parts

    def _take_part(self, part: QWidget, name: str = "") -> None:
        """A control in which the cursor can stand; gives it its name."""
        part.setAccessibleName(name or (_("{label}, bắt buộc").format(label=self.label) if self._required else self.label))
        part.installEventFilter(self)
        Composing(part)
        self._parts.append(part)
        self._describe()

    def _on_edited(self) -> None:
        self._typing = True
        if self._provenance is not Provenance.MANUAL:
            self.set_provenance(Provenance.MANUAL)
        self.edited.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._was_inside = True
        elif (
            event.type() == QEvent.Type.FocusOut
            and isinstance(event, QFocusEvent)
            and event.reason() not in _STILL_INSIDE
        ):
            QTimer.singleShot(0, self, self._on_focus_moved)
        return super().eventFilter(watched, event)

    def _on_focus_moved(self) -> None:
        now = QApplication.focusWidget()
        if self._was_inside and not (now is not None and self.isAncestorOf(now)):
            self._was_inside = self._typing = False
            self._tidy()
            self._show_note()
            self.left.emit()

    def _tidy(self) -> None:
        """Puts what was typed into its usual form once the cursor has gone."""

    def _show_note(self) -> None:
        if self.complaining:
            self._note.say(self._error, Role.ERROR)
        elif self._warning and not self._typing:
            self._note.say(self._warning, Role.WARNING)
        else:
            self._note.say(self._hint, Role.HINT)
        for part in self._marked():
            if bool(part.property("invalid")) != self.complaining:
                part.setProperty("invalid", self.complaining)
                restyle(part)
        self._describe()

    def _describe(self) -> None:
        said = [self._error if self.complaining else self._warning or self._hint, self.offered]
        if self._provenance in _SOURCES:
            said.append(_("Lấy từ: {source}").format(source=_(_SOURCES[self._provenance])))
        for part in self._parts:
            part.setAccessibleDescription(". ".join(text for text in said if text))
