"""Ticking: several of a few, one of a few, yes or no. Arrow keys move inside the group."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from kiosk.procedures import Choice
from kiosk.words import _
from ui.widgets.field import Field
from ui.widgets.flow import FlowLayout
from ui.widgets.wrapped import CheckBox, RadioButton


class CheckGroup(Field):
    """Several of the choices. Value: their codes in the order of the list."""

    def __init__(
        self, label: str, choices: Iterable[Choice], *, hint: str = "", required: bool = False, upright: bool = False
    ) -> None:
        box = QWidget()
        super().__init__(label, box, hint=hint, required=required)
        self.boxes: dict[str, CheckBox] = {}
        room = _room(box, upright)
        for choice in choices:
            tick = CheckBox(choice.label)
            self.boxes[choice.code] = tick
            room.addWidget(tick)
            self._take_part(tick, f"{label}: {choice.label}")
            tick.clicked.connect(self._on_edited)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> object:
        return tuple(code for code, box in self.boxes.items() if box.isChecked())

    def set_value(self, value: object) -> None:
        chosen = set(value) if isinstance(value, list | tuple | set | frozenset) else set()
        for code, box in self.boxes.items():
            box.setChecked(code in chosen)


class RadioField(Field):
    """One of a few that are all to be seen. Value: the code, "" for none yet."""

    def __init__(
        self, label: str, choices: Iterable[Choice], *, hint: str = "", required: bool = False, upright: bool = False
    ) -> None:
        box = QWidget()
        super().__init__(label, box, hint=hint, required=required)
        self.buttons: dict[str, RadioButton] = {}
        self._group = QButtonGroup(self)
        room = _room(box, upright)
        for choice in choices:
            button = RadioButton(choice.label)
            self.buttons[choice.code] = button
            self._group.addButton(button)
            room.addWidget(button)
            self._take_part(button, f"{label}: {choice.label}")
            button.clicked.connect(self._set_stop)
            button.clicked.connect(self._on_edited)
        self._set_stop()

    def value(self) -> object:
        return next((code for code, button in self.buttons.items() if button.isChecked()), "")

    def set_value(self, value: object) -> None:
        self._group.setExclusive(False)        # an exclusive group does not let go of its last one
        for code, button in self.buttons.items():
            button.setChecked(code == value)
        self._group.setExclusive(True)
        self._set_stop()

    def _set_stop(self) -> None:
        """Tab stops at what is chosen: from anywhere else Qt's arrow keys only walk, they do not choose."""
        stop = self._group.checkedButton() or next(iter(self.buttons.values()), None)
        for button in self.buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus)
        if stop is not None:
            self.setFocusProxy(stop)


class YesNo(RadioField):
    """Value: True, False, or None while nobody has said."""

    def __init__(self, label: str, *, hint: str = "", required: bool = False) -> None:
        super().__init__(label, (Choice("yes", _("Có")), Choice("no", _("Không"))), hint=hint, required=required)

    def value(self) -> object:
        return {"yes": True, "no": False}.get(str(super().value()))

    def set_value(self, value: object) -> None:
        super().set_value({True: "yes", False: "no"}.get(value) if isinstance(value, bool) else "")


def _room(box: QWidget, upright: bool) -> QBoxLayout | FlowLayout:
    box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if not upright:
        return FlowLayout(box)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
