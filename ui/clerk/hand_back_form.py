"""Who collects, how that is known, what goes along: the fields of one handing back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.counter.hand_backs import HandBackCase
from kiosk.hand_back import SCORES, Collector, HandOrder, Lack, Person, Readiness, Seen, Who
from kiosk.people import Citizen
from kiosk.procedures import Choice
from kiosk.words import _
from ui.shortcuts import Action, shortcut_of
from ui.theme.style import look
from ui.widgets.checks import CheckGroup, RadioField
from ui.widgets.field import Field
from ui.widgets.flow import FormGrid
from ui.widgets.id_field import IdField
from ui.widgets.text import Role, Text
from ui.widgets.text_fields import TextField, Writing

_PROXY = "proxy"
_YES, _NO = "yes", "no"
_PAPER, _FILE = "paper", "file"

_AFTER_RECEIPT = ("identifier", "seen")


class HandOverForm(QWidget):
    """Made anew for every dossier. What the law lets be known is known already; the rest is asked."""

    edited = Signal()

    def __init__(self, case: HandBackCase, *, with_receipt: bool, seen: Seen | None) -> None:
        super().__init__()
        self._case = case
        self._make(case)
        self._lay_out(case)
        self.who.set_value("0")
        self.receipt.set_value(_YES if with_receipt else "")
        self.seen.set_value(seen.value if seen else Seen.RECEIPT.value if with_receipt else "")
        if case.readiness is not Readiness.SAME_DAY:           # that one has to be looked at first
            self.result.set_value((_PAPER,))
        self.originals.set_value(tuple(one.requirement for one in case.originals if one.returned_at is None))
        self._show_person()
        for field in self.fields():
            field.edited.connect(self.edited)
        self.who.edited.connect(self._show_person)

    def _make(self, case: HandBackCase) -> None:
        choices = [Choice(str(place), f"{one.who.shown()}: {one.name}") for place, one in enumerate(case.people)]
        self.who = RadioField(_("Người nhận"), [*choices, Choice(_PROXY, Who.PROXY.shown())], required=True, upright=True)
        self.name = TextField(_("Họ và tên người nhận"), required=True, writing=Writing.NAME)
        self.identifier = IdField(_("Số giấy tờ tùy thân"), hint=_("Cần khi mất giấy hẹn hoặc nhận thay"))
        self.authorisation = TextField(_("Giấy ủy quyền: số, ngày"), required=True)
        self.receipt = RadioField(
            _("Giấy hẹn"), (Choice(_YES, _("Có giấy hẹn")), Choice(_NO, _("Mất giấy hẹn"))), required=True
        )
        self.seen = RadioField(_("Biết người nhận nhờ"), [Choice(each.value, each.shown()) for each in Seen])
        self.result = CheckGroup(_("Kết quả trả"), (Choice(_PAPER, _("Bản giấy")), Choice(_FILE, _("Tệp điện tử"))))
        held = [Choice(one.requirement, f"{one.name} ({one.copies})") for one in case.originals if one.returned_at is None]
        self.originals = CheckGroup(_("Bản chính trả lại"), held, upright=True)
        keys = shortcut_of(Action.SATISFACTION).key_text()
        hint = _("Không bắt buộc: 1 rất không hài lòng, 5 rất hài lòng ({keys})").format(keys=keys)
        self.score = RadioField(_("Mức hài lòng"), [Choice(str(score), str(score)) for score in SCORES], hint=hint)

    def _lay_out(self, case: HandBackCase) -> None:
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, look().measures.near, 0)
        room.setSpacing(look().measures.near)
        grid = FormGrid()
        for field, columns in (
            (self.who, 12), (self.name, 7), (self.identifier, 5), (self.authorisation, 12), (self.receipt, 4), (self.seen, 8),
            (self.result, 4), (self.originals, 8), (self.score, 12),
        ):  # fmt: skip
            grid.add(field, columns)
        self._grid = grid
        papers_only = case.readiness is Readiness.PAPERS
        self.note = Text(_notes(case.readiness), Role.HINT)
        self.note.setVisible(bool(self.note.text()))
        self.result.setVisible(not papers_only)
        self.originals.setVisible(bool(self.originals.boxes))
        room.addWidget(self.note)
        room.addWidget(grid)
        room.addStretch(1)

    # ---- what stands in it ---------------------------------------------------------------------------

    def fields(self) -> tuple[Field, ...]:
        return (
            self.who, self.name, self.identifier, self.authorisation, self.receipt, self.seen, self.result, self.originals,
            self.score,
        )  # fmt: skip

    def order(self) -> HandOrder:
        """As it stands, for the rules to judge."""
        score = str(self.score.value())
        result = self.result.value()
        assert isinstance(result, tuple)
        back = self.originals.value()
        assert isinstance(back, tuple)
        return HandOrder(
            self._case.line.id, self._collector(), _PAPER in result, _FILE in result, back, int(score) if score else None
        )

    def _collector(self) -> Collector:
        person = self._person()
        return Collector(
            who=person.who if person else Who.PROXY,
            name=str(self.name.value()),
            identifier=str(self.identifier.value()),
            seen=Seen(str(self.seen.value()) or Seen.RECEIPT),
            with_receipt=self.receipt.value() == _YES,
            authorisation="" if person else str(self.authorisation.value()),
            of=person.name if person and person.organisation else "",
        )

    def _person(self) -> Person | None:
        chosen = str(self.who.value())
        return self._case.people[int(chosen)] if chosen.isdigit() else None

    # ---- what others do to it ------------------------------------------------------------------------

    def take_card(self, holder: Citizen) -> None:
        """A card put on the reader: the person it belongs to, or a proxy."""
        number = holder.personal_id or holder.passport
        known = next((place for place, one in enumerate(self._case.people) if one.identifier == number != ""), None)
        self.who.set_value(_PROXY if known is None else str(known))
        self._show_person()
        if known is None:
            self.name.set_value(holder.full_name)
        self.identifier.set_value(number)
        self.seen.set_value(Seen.CARD_READ.value)
        self.edited.emit()

    def rate(self, score: int) -> None:
        """The same key once more takes it back."""
        self.score.set_value("" if self.score.value() == str(score) else str(score))
        self.edited.emit()

    def complain(self, found: Sequence[Lack]) -> Field | None:
        """Says at every field what is missing; brings the first that complains."""
        by_name: dict[str, Field] = {
            "name": self.name, "identifier": self.identifier, "authorisation": self.authorisation, "seen": self.seen,
            "result": self.result, "score": self.score,
        }  # fmt: skip
        for field in self.fields():
            field.set_error("")
        asked = not self.receipt.value()
        if asked:
            self.receipt.set_error(_("Chọn: có giấy hẹn hay mất giấy hẹn."))
        for lack in found:
            if asked and lack.field in _AFTER_RECEIPT:
                continue               # what must be shown is known once this is answered
            by_name[lack.field].set_error(lack.shown())
        return next((field for field in self.fields() if field.error), None)

    def _show_person(self) -> None:
        """Whom the dossier names is written already; anybody else says who they are."""
        person = self._person()
        named = person is not None and not person.organisation
        self.name.set_value(person.name if person is not None and named else "")
        self.name.setVisible(not named)
        self.authorisation.setVisible(person is None)
        self._grid.rearrange()


def _notes(readiness: Readiness) -> str:
    match readiness:
        case Readiness.SAME_DAY:
            return _("Hồ sơ trả trong ngày, Cổng chưa báo xong: chỉ chọn kết quả khi đã ký và đang cầm trên tay.")
        case Readiness.PAPERS:
            return _("Hồ sơ đã rút hoặc dừng xử lý: không có kết quả, chỉ trả lại giấy tờ.")
    return ""
