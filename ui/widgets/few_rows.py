"""A list that stands between others: as high as its rows, up to a few, and lower where there is little room."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy

from ui.theme.style import look
from ui.widgets.record_table import RecordColumn, RecordTable

T = TypeVar("T")


class FewRows(RecordTable[T], Generic[T]):
    """`most`: rows from which on it scrolls."""

    def __init__(self, name: str, columns: Sequence[RecordColumn[T]], most: int) -> None:
        super().__init__(name, columns)
        self._most = most
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        return self._with_rows(min(self.records.rowCount(), self._most))

    def minimumSizeHint(self) -> QSize:
        return self._with_rows(1)

    def _with_rows(self, count: int) -> QSize:
        across = self.horizontalHeader()
        heading = max(across.sizeHint().height(), across.minimumHeight())
        return QSize(super().minimumSizeHint().width(), heading + look().measures.control * count + 2 * self.frameWidth())
