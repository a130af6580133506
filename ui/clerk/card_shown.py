"""What a chip card told, laid out for comparing with the person at the counter. It is thrown away whole, never emptied."""

from datetime import date
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kiosk.answers_said import date_shown
from kiosk.device_ports import CardData, Proof
from kiosk.people import Address, Citizen, mismatches
from kiosk.people_codes import SEXES, choice_of
from kiosk.places import recognise, show
from kiosk.problems import Problem
from kiosk.veiled import veiled
from kiosk.words import _
from kiosk.work import Progress
from ui.clerk.card_checks import ChecksShown
from ui.clerk.card_photo import Photo
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button, Kind
from ui.widgets.text import IconLabel, Role, Text

_SIGNS = {Tone.WARNING: Icon.WARNING, Tone.DANGER: Icon.DANGER}
_FEW = 3                               # communes named one by one; of more only their number is said


class CardShown(QWidget):
    """One card. Whoever made it drops it to forget it. Not `whole`: the text is there, photo and checks are on their way.

    It is made in three turns of the event loop, from the top down: in one it would hold up the window.
    """

    unfolded = Signal()                # the checks, by hand

    def __init__(self, card: CardData, today: date, tasks: Tasks, *, whole: bool = True) -> None:
        super().__init__()
        self._digits, self._today, self._tasks = card.holder.personal_id or card.holder.passport, today, tasks
        self.card, self.whole = card, False
        self.checks: ChecksShown | None = None
        self._unfolds = self._gone = False
        self.place: Text | None = None
        measures = look().measures
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(measures.near)
        for tone, text in _notes(card, today):
            self._column.addLayout(_note(tone, text))
        top = QHBoxLayout()
        top.setSpacing(measures.apart)
        self.photo = Photo()
        top.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(self._who(card.holder), 1)
        self._column.addLayout(top)
        QTimer.singleShot(0, self, self._show_lines)
        if whole:
            self.complete(card)
        else:
            self.photo.say_waiting()

    def begins(self, card: CardData) -> bool:
        """Whether this is the text of that whole card, so that only photo and checks are missing."""
        return not self.whole and _text(self.card) == _text(card)

    def complete(self, card: CardData) -> None:
        """Photo and checks have come. What stands already stays where it is."""
        self.card, self.whole = card, True
        self.photo.stamp(training=card.training or card.proof is Proof.SIMULATED)
        if card.photo:
            self.photo.say_waiting()
            self._tasks.run(partial(_picture, card.photo, self.photo.pixels), self._on_picture, self._on_no_picture, owner=self)
        elif card.photo_damaged:
            self.photo.say_damaged()
        else:
            self.photo.say_none()
        if self.place is not None:
            QTimer.singleShot(0, self, self._show_checks)

    def unfold_checks(self) -> None:
        """Without being asked: something failed."""
        self._unfolds = True
        if self.checks is not None:
            self.checks.unfold()

    def _who(self, holder: Citizen) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(look().measures.tight)
        self.name = Text(holder.full_name, Role.HEADING)
        self.number = Text("", wrap=False)
        self.reveal_button = Button(_("Hiện đủ số"), Kind.QUIET, Icon.EYE)
        self.reveal_button.setCheckable(True)
        if not self._digits:
            self.reveal_button.hide()          # never show() here: without a parent it would be a window
        self.reveal_button.toggled.connect(self._on_reveal)
        self._on_reveal(False)
        box.addWidget(self.name)
        box.addWidget(self.number)
        box.addWidget(self.reveal_button, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        return box

    def _show_lines(self) -> None:
        """The place of today comes last: it is found out later, and takes one line or three."""
        if self._gone:
            return
        card, column = self.card, self._column
        holder = card.holder
        sex = choice_of(SEXES, holder.sex or "")
        born = date_shown(holder.birth_date) if holder.birth_date else _("không ghi")
        issued = date_shown(card.issued_on) if card.issued_on else _("không ghi")
        ends = date_shown(card.expires_on) if card.expires_on else _("không ghi")
        _line(column, _("Ngày sinh, giới tính"), ", ".join(filter(None, (born, _(sex.label) if sex else ""))))
        _line(column, _("Ngày cấp, có giá trị đến"), f"{issued} – {ends}")
        home = holder.address.as_written or show(holder.address, self._today)
        _line(column, _("Nơi thường trú ghi trên thẻ"), home or _("không ghi"))
        self.place = Text(_("Đang tìm xã, phường ngày nay…"), Role.HINT)
        column.addWidget(self.place)
        self._tasks.run(partial(_places, card, self._today), self._on_places, self._on_no_places, owner=self)
        if self.whole:
            QTimer.singleShot(0, self, self._show_checks)

    def _on_reveal(self, shown: bool) -> None:
        digits = self._digits
        masked = bool(self._digits) and not shown
        whole = " ".join(digits[at:at + 3] for at in range(0, len(digits), 3))
        text = veiled(digits) if masked else whole
        self.number.setText(text or _("không có số"))
        self.number.setAccessibleName(_("Số định danh, đã che các số giữa") if masked else digits)
        self.reveal_button.say(_("Che bớt số") if shown else _("Hiện đủ số"))

    def _show_checks(self) -> None:
        if not self._gone and self.checks is None and (self.card.checks or self.card.opened_by is not None):
            self.checks = ChecksShown(self.card.checks, self.card.opened_by)
            self.checks.unfolded.connect(self.unfolded)
            self._column.addWidget(self.checks)
            if self._unfolds:
                self.checks.unfold()

    def _on_places(self, places: tuple[str, ...]) -> None:
        if not places:
            said = _("Chưa nhận ra xã, phường ngày nay: chọn bằng tay khi điền.")
        elif len(places) == 1:
            said = _("Ngày nay là: {place}").format(place=places[0])
        elif len(places) <= _FEW:
            said = _("Có thể là: {places}. Hỏi lại khi điền.").format(places="; ".join(places))
        else:
            said = _("Có thể là {count} nơi ngày nay: hỏi lại khi điền.").format(count=len(places))
        if self.place is not None and not self._gone:
            self.place.setText(said)

    def _on_no_places(self, _problem: Problem) -> None:
        self._on_places(())

    def _on_picture(self, picture: QImage | None) -> None:
        if picture is None:
            self.photo.say_damaged()
        else:
            self.photo.show_image(picture)

    def _on_no_picture(self, _problem: Problem) -> None:
        self.photo.say_damaged()

    def blank(self) -> None:
        """Takes everything off the screen at once; the widget itself goes with the next turn of the loop."""
        self._digits, self._gone = "", True
        self.card = CardData(Citizen(""))
        self.photo.blank()
        for label in self.findChildren(QLabel):
            label.setText("")
            label.setAccessibleName("")
        self.hide()


def _text(card: CardData) -> tuple[object, ...]:
    """All that is written of a card before its photo comes."""
    return card.holder, card.issued_on, card.expires_on


def _notes(card: CardData, today: date) -> list[tuple[Tone, str]]:
    """What the officer must have seen before accepting."""
    found = []
    if card.expires_on and card.expires_on < today.isoformat():
        found.append((Tone.DANGER, _("Thẻ đã hết hạn ngày {day}").format(day=date_shown(card.expires_on))))
    found += [(Tone.WARNING, mismatch.shown()) for mismatch in mismatches(card.holder)]
    return found


def _note(tone: Tone, text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(look().measures.px(6))
    sign = IconLabel(_SIGNS[tone], tone, look().measures.px(16), height=look().measures.px(20))
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    words = Text(text, Role.STRONG)
    words.set_tone(tone)
    row.addWidget(words, 1)
    return row


def _line(column: QVBoxLayout, label: str, text: str) -> None:
    box = QVBoxLayout()
    box.setSpacing(0)
    box.addWidget(Text(label, Role.HINT))
    said = Text(text)
    said.setAccessibleName(f"{label}: {text}")
    box.addWidget(said)
    column.addLayout(box)


# ---- in a worker ----


def _picture(photo: bytes, size: QSize, _progress: Progress) -> QImage | None:
    """Of the size it is shown in; one nobody can read is as good as none."""
    image = QImage.fromData(photo)
    if image.isNull():
        return None
    return image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _places(card: CardData, today: date, _progress: Progress) -> tuple[str, ...]:
    """The address recognised as places of today."""
    written = card.holder.address.as_written
    found = recognise(written) if written else ()
    units = (Address(candidate.commune.province_code, candidate.commune.code) for candidate in found)
    return tuple(dict.fromkeys(show(unit, today) for unit in units))
