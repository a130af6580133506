"""Rows that repeat: the members of a household, the heirs. Each cell is a field; rows are added and removed by keys too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.answers import rows_of
from kiosk.words import _
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.buttons import Button, Kind, icon_button
from ui.widgets.field import Field
from ui.widgets.text import Role, Text


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the answer, its heading, how a cell is made, and its share of the width."""

    key: str
    heading: str
    make: Callable[[], Field]
    share: int = 1


class TableField(Field):
    """Value: a tuple of rows, each a mapping from column key to answer."""

    def __init__(
        self, label: str, columns: tuple[Column, ...], *, hint: str = "", required: bool = False, least: int = 0, most: int = 200
    ) -> None:
        self._columns, self._least, self._most = columns, least, most
        self._rows: list[_Row] = []
        box = QWidget()
        super().__init__(label, box, hint=hint, required=required)
        room = QVBoxLayout(box)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(look().measures.near)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look().measures.near)
        self._grid.setVerticalSpacing(look().measures.tight)
        room.addLayout(self._grid)
        self.add_button = Button(_("Thêm dòng"), Kind.PLAIN, Icon.ADD)
        self.add_button.clicked.connect(self._on_add)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        room.addLayout(foot)
        self._head()
        self._take_part(self.add_button, _("{label}: thêm dòng").format(label=label))
        self.setFocusProxy(self.add_button)
        for _number in range(least):
            self._append({})

    def value(self) -> object:
        return tuple({key: field.value() for key, field in row.fields.items()} for row in self._rows)

    def set_value(self, value: object) -> None:
        while self._rows:
            self._drop(self._rows[-1])
        for row in rows_of(value) or ():
            self._append(row)
        while len(self._rows) < self._least:
            self._append({})
        self._settle()

    def cell(self, row: int, key: str) -> Field:
        """The field in a row (from 0)."""
        return self._rows[row].fields[key]

    def rows(self) -> list[dict[str, Field]]:
        """The fields of every row, by column."""
        return [dict(row.fields) for row in self._rows]

    def set_read_only(self, read_only: bool) -> None:
        self.add_button.setHidden(read_only)
        for row in self._rows:
            row.remove.setHidden(read_only)
            for field in row.fields.values():
                field.set_read_only(read_only)

    # ---- inside ----------------------------------------------------------------------------------

    def _marked(self) -> list[QWidget]:
        return []

    def _head(self) -> None:
        for place, column in enumerate(self._columns, start=1):
            self._grid.addWidget(Text(column.heading, Role.LABEL), 0, place, Qt.AlignmentFlag.AlignBottom)
            self._grid.setColumnStretch(place, column.share)

    def _on_add(self) -> None:
        row = self._append({})
        self._on_edited()
        next(iter(row.fields.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _append(self, answers: Mapping[str, object]) -> "_Row":
        row = _Row(self._columns)
        self._rows.append(row)
        for key, field in row.fields.items():
            field.set_value(answers.get(key))
            field.edited.connect(self._on_edited)
            field.left.connect(self.left)
        row.remove.clicked.connect(lambda: self._on_remove(row))
        self._place()
        return row

    def _on_remove(self, row: "_Row") -> None:
        here = self._rows.index(row)
        self._drop(row)
        self._on_edited()
        if self._rows:
            self._rows[min(here, len(self._rows) - 1)].remove.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop(self, row: "_Row") -> None:
        self._rows.remove(row)
        for part in row.parts():
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._place()

    def _place(self) -> None:
        for number, row in enumerate(self._rows, start=1):
            row.rename(number, self._columns)
            for column, part in enumerate(row.parts()):
                self._grid.addWidget(part, number, column, Qt.AlignmentFlag.AlignTop)
        self._settle()

    def _settle(self) -> None:
        self.add_button.setEnabled(len(self._rows) < self._most)
        for row in self._rows:
            row.remove.setEnabled(len(self._rows) > self._least)
        stops = [stop for row in self._rows for stop in row.stops()] + [self.add_button]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)


class _Row:
    """The widgets of one row, in the order of the Tab key."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        self.number = Text("", Role.HINT, wrap=False)
        self.number.setMinimumHeight(look().measures.control)
        self.number.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.fields = {column.key: column.make() for column in columns}
        for field in self.fields.values():
            field.hide_label()
        self.remove = icon_button("", Icon.REMOVE)

    def parts(self) -> list[QWidget]:
        return [self.number, *self.fields.values(), self.remove]

    def stops(self) -> list[QWidget]:
        """Where the cursor stops, in order."""
        return [part for field in self.fields.values() for part in field.parts()] + [self.remove]

    def rename(self, number: int, columns: tuple[Column, ...]) -> None:
        self.number.setText(str(number))
        self.remove.say(_("Bỏ dòng {number}").format(number=number))
        for column in columns:
            said = _("{heading}, dòng {number}").format(heading=column.heading, number=number)
            for part in self.fields[column.key].parts():
                part.setAccessibleName(said)
