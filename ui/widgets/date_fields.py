"""Dates as they are typed: 3/5/1962, 03.05.1962, 03051962; where law allows it also 05/1962 or 1962 alone."""

import re

from kiosk.partial_date import ImpossibleDate, PartialDate
from kiosk.text import clean
from kiosk.words import _
from ui.widgets.text_fields import TextField

_RUN_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_MONTH_RUN_TOGETHER = re.compile(r"(\d{2})(\d{4})", re.ASCII)


class PartialDateField(TextField):
    """A date of which the day, or day and month, may be unknown. Value: "1962", "1962-05", "1962-05-03" or as typed."""

    def __init__(self, label: str, *, hint: str = "", required: bool = False) -> None:
        super().__init__(label, hint=hint, required=required, placeholder=self._form())

    def value(self) -> object:
        typed = clean(self.line.text())
        found = self._read(typed)
        return typed if found is None else str(found)

    def set_value(self, value: object) -> None:
        text = value if isinstance(value, str) else ""
        found = self._read(text)
        self._show(text if found is None else found.shown())

    def _form(self) -> str:
        return _("ngày/tháng/năm hoặc năm")

    def _read(self, text: str) -> PartialDate | None:
        spread = re.sub(r"\s*([/.-])\s*", r"\1", text).replace(" ", "/")
        for pattern, form in ((_RUN_TOGETHER, r"\1/\2/\3"), (_MONTH_RUN_TOGETHER, r"\1/\2")):
            if pattern.fullmatch(spread):
                spread = pattern.sub(form, spread)
        try:
            return PartialDate.parse(spread)
        except ImpossibleDate:
            return None

    def _tidied(self, text: str) -> str:
        found = self._read(clean(text))
        return clean(text) if found is None else found.shown()


class DateField(PartialDateField):
    """A whole date. Value: "2026-11-24", or what was typed if that is no date."""

    def _form(self) -> str:
        return _("ngày/tháng/năm")

    def _read(self, text: str) -> PartialDate | None:
        found = super()._read(text)
        return found if found is not None and found.day is not None else None
