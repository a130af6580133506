"""An address of the two levels since 2025: province, commune, and the rest as text. The lists are read in the background."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kiosk.answers import address_of
from kiosk.people import Address
from kiosk.places import Commune, Province, communes, name_on, provinces, recognise
from kiosk.problems import Problem
from kiosk.procedures import Choice
from kiosk.text import spelling
from kiosk.words import _
from ui.tasks import Tasks
from ui.widgets.choice import ChoiceField
from ui.widgets.field import Field
from ui.widgets.flow import FormGrid
from ui.widgets.text_fields import TextField

_FEW = 4                               # places named one by one


class AddressField(Field):
    """Value: an `Address`. `day` decides under which names the places stand. What a card wrote is kept and shown."""

    def __init__(self, label: str, tasks: Tasks, day: date, *, hint: str = "", required: bool = False) -> None:
        self._tasks, self._day = tasks, day
        self._wanted = Address()           # what stands here, lists or not: set or typed
        self._listed = ""                  # the province whose communes are in the list
        self.province = ChoiceField(_("Tỉnh, thành phố"), placeholder=_("gõ vài chữ để tìm"))
        self.commune = ChoiceField(_("Xã, phường, đặc khu"), placeholder=_("gõ vài chữ để tìm"))
        self.detail = TextField(_("Số nhà, đường, thôn, tổ dân phố"))
        grid = FormGrid()
        for part, columns in ((self.province, 4), (self.commune, 4), (self.detail, 4)):
            grid.add(part, columns)
        super().__init__(label, grid, hint=hint, required=required)
        self.setFocusProxy(self.province.combo)
        self._take_parts()
        tasks.run(lambda _progress: provinces(), self._on_provinces, self._on_failed)

    def value(self) -> object:
        """Places are what was set or typed while their list is on its way."""
        province = str(self.province.value()) if self.province.combo.count() else self._wanted.province
        commune = str(self.commune.value()) if self.commune.combo.count() else self._wanted.commune
        return Address(province, commune, str(self.detail.value()), self._wanted.as_written)

    def set_value(self, value: object) -> None:
        self._wanted = address_of(value) or Address()
        self.detail.set_value(self._wanted.detail)
        for part in (self.province, self.commune):
            if not part.combo.count():
                part.set_value("")             # what was typed there gives way; the name comes with the list
        self._hint_as_written()
        self._show_places()

    def set_read_only(self, read_only: bool) -> None:
        for part in (self.province, self.commune, self.detail):
            part.set_read_only(read_only)

    # ---- inside ----------------------------------------------------------------------------------

    def _take_parts(self) -> None:
        parts = (
            (self.province, self.province.combo), (self.province, self.province.combo.edit_line()),
            (self.commune, self.commune.combo), (self.commune, self.commune.combo.edit_line()),
            (self.detail, self.detail.line),
        )  # fmt: skip
        for field, control in parts:
            self._take_part(control, f"{self.label}: {field.label}")
        self.province.edited.connect(self._on_province_edited)
        self.commune.edited.connect(self._on_commune_edited)
        self.detail.edited.connect(self._on_edited)

    def _hint_as_written(self) -> None:
        """Only where it says something else than the lists: whoever reads it has to compare."""
        written = self._wanted.as_written
        told = written and _words(written) != _words(self._said())
        self.set_warning(_("Giấy tờ ghi: {address}").format(address=written) if told else "")
        if told and not self._wanted.commune:
            self._tasks.run(lambda _progress: (written, self._today_of(written)), self._on_perhaps, self._on_failed)

    def _today_of(self, written: str) -> list[str]:
        """In a worker: the communes of today that an address of before may mean."""
        return list(dict.fromkeys(name_on(found.commune, self._day) for found in recognise(written)))

    def _on_perhaps(self, found: tuple[str, list[str]]) -> None:
        written, names = found
        if names and written == self._wanted.as_written and not self._wanted.commune:
            few = ", ".join(names[:_FEW]) + (", …" if len(names) > _FEW else "")
            told = _("Giấy tờ ghi: {address}. Nay có thể là: {places}")
            self.set_warning(told.format(address=written, places=few))

    def _said(self) -> str:
        if not self._wanted.commune or self.commune.value() != self._wanted.commune:
            return ""                          # not found, or the lists are still on their way
        return f"{self._wanted.detail}, {self.commune.shown()}, {self.province.shown()}"

    def _on_provinces(self, found: tuple[Province, ...]) -> None:
        self._wanted = replace(self._wanted, province=self._bring(self.province, found, self._wanted.province))
        self._list_communes(self._wanted.province)

    def _show_places(self) -> None:
        if self.province.combo.count():
            self.province.set_value(self._wanted.province)
            self._list_communes(self._wanted.province)

    def _on_province_edited(self) -> None:
        self._on_edited()
        chosen = str(self.province.value())
        if chosen != self._listed:
            typed = "" if self.commune.combo.count() else str(self.commune.value())
            self._wanted = Address(chosen, typed, "", self._wanted.as_written)
            self._list_communes(chosen)

    def _on_commune_edited(self) -> None:
        self._on_edited()
        self._wanted = replace(self._wanted, commune=str(self.commune.value()))

    def _list_communes(self, province: str) -> None:
        listed = self.commune.combo.count() > 0
        if listed and province == self._listed:
            self.commune.set_value(self._wanted.commune)
            self._hint_as_written()
            return
        self._listed = province
        if listed:
            self.commune.set_choices(())
        self._tasks.run(lambda _progress: (province, communes(province)), self._on_communes, self._on_failed)

    def _on_communes(self, found: tuple[str, tuple[Commune, ...]]) -> None:
        province, units = found
        if province == self._listed:           # else the person has chosen another one meanwhile
            self._wanted = replace(self._wanted, commune=self._bring(self.commune, units, self._wanted.commune))
            self._hint_as_written()

    def _bring(self, part: ChoiceField, units: Iterable[Province | Commune], wanted: str) -> str:
        """The list is here. Gives what stands in the field now: what was typed meanwhile, else what was to be shown."""
        part.bring_choices(Choice(unit.code, name_on(unit, self._day)) for unit in units)
        if part.shown():
            return str(part.value())
        part.set_value(wanted)
        return wanted

    def _on_failed(self, problem: Problem) -> None:
        self.set_warning(f"{problem.for_person()} ({problem.code})")


def _words(text: str) -> list[str]:
    """"tỉnh", "thành phố" may be written or not."""
    needless = spelling("tỉnh thành phố tp tp.").split()
    return [word for word in spelling(text.replace(",", " ")).split() if word not in needless]
