"""What an extract needs beside: how the person is related, whose event it was, where it was registered."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from kiosk.express import SELF, way_of
from kiosk.procedures import Choice, Procedure
from kiosk.text import clean
from kiosk.words import _
from ui.widgets.card import Card
from ui.widgets.checks import RadioField
from ui.widgets.field import Field
from ui.widgets.text_fields import TextField, Writing


class MoreBox(Card):
    """Hidden where the procedure asks nothing of it. `edited` when an answer changed."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__(_("Người có thông tin"))
        self._relation: RadioField | None = None
        self._key = self._place_key = ""
        self._about = TextField(_("Họ và tên người có thông tin"), required=True, writing=Writing.NAME)
        self._place = TextField(_("Đã đăng ký tại"), required=True)
        self._room = QVBoxLayout()
        self.body.addLayout(self._room)
        for field in (self._about, self._place):
            field.edited.connect(self.edited)
            self.body.addWidget(field)

    def start(self, procedure: Procedure, place: str) -> None:
        way = way_of(procedure)
        self._key, self._place_key = way.relation, way.place
        if self._relation is not None:
            self._room.removeWidget(self._relation)
            self._relation.hide()
            self._relation.deleteLater()
            self._relation = None
        question = next((one for one in procedure.questions if one.key == way.relation), None)
        if question is not None:
            choices = [Choice(one.code, one.label) for one in question.choices]
            self._relation = RadioField(question.label, choices, required=True, hint=question.hint)
            self._relation.edited.connect(self._on_relation)
            self._room.addWidget(self._relation)
            self._relation.show()
        self._about.set_value("")
        self._place.set_value(place if way.place else "")
        self._place.setVisible(bool(way.place))
        self._show_about()
        self.setVisible(bool(way.relation or way.place))

    def relation(self) -> str:
        return str(self._relation.value()) if self._relation else ""

    def about(self) -> str:
        return clean(self._about.text()) if self.relation() not in ("", SELF) else ""

    def place(self) -> str:
        return str(self._place.value())

    def field_of(self, path: str) -> Field | None:
        name = path.rpartition(".")[2]
        if name in ("subject_name", "holder_name", "party") and self.relation() not in ("", SELF):
            return self._about
        if path.startswith("owners") and self._relation is not None:
            return self._about if self.relation() not in ("", SELF) else None
        return {self._key: self._relation, self._place_key: self._place}.get(name) if name else None

    def _on_relation(self) -> None:
        self._show_about()
        self.edited.emit()

    def _show_about(self) -> None:
        self._about.setVisible(self.relation() not in ("", SELF))
