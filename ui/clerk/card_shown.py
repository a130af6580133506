"""What a chip card told, laid out for comparing with the person at the counter. It is thrown away whole, never emptied."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kiosk.answers_said import date_shown
from kiosk.device_ports import CardData, Proof
from kiosk.people import Address, Citizen, mismatches
from kiosk.people_codes import SEXES, choice_of
from kiosk.places import recognise, show
from kiosk.problems import Problem
from kiosk.words import N_, _
from kiosk.work import Progress
from ui.tasks import Tasks
from ui.theme.icons import Icon, icon_pixmap
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button, Kind
from ui.widgets.text import IconLabel, Role, Text

_PHOTO = (90, 120)
_PROOFS = {
    Proof.AUTHENTIC: (Tone.SUCCESS, N_("Chip đã được kiểm chứng là thật")),
    Proof.READ_NOT_AUTHENTICATED: (Tone.WARNING, N_("Đã đọc chip, chưa kiểm chứng được là thật: đối chiếu kỹ mặt thẻ")),
    Proof.REJECTED: (Tone.DANGER, N_("Một phép kiểm tra không đạt: không dùng thẻ này")),
    Proof.VENDOR: (Tone.INFO, N_("Do phần mềm của hãng đầu đọc đọc ra, hãng tự kiểm chứng")),
    Proof.SIMULATED: (Tone.WARNING, N_("Thẻ mô phỏng, không có giá trị")),
}
_SIGNS = {Tone.SUCCESS: Icon.DONE, Tone.WARNING: Icon.WARNING, Tone.INFO: Icon.INFO, Tone.DANGER: Icon.DANGER}
_ENDS = 3                              # digits left at either end of a number that is masked
_FEW = 3                               # communes named one by one; of more only their number is said


@dataclass(frozen=True, slots=True)
class Findings:
    """What takes a while to find out: the picture decoded, the address recognised as places of today."""

    photo: QImage | None
    places: tuple[str, ...]


class CardShown(QWidget):
    """One card. Whoever made it drops it to forget it."""

    def __init__(self, card: CardData, today: date, tasks: Tasks) -> None:
        super().__init__()
        self._digits, self._today = card.holder.personal_id or card.holder.passport, today
        measures = look().measures
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.near)
        for tone, text in _notes(card, today):
            column.addLayout(_note(tone, text))
        top = QHBoxLayout()
        top.setSpacing(measures.apart)
        self.photo = _Photo()
        top.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(self._who(card.holder), 1)
        column.addLayout(top)
        self.place = Text(_("Đang tìm xã, phường ngày nay…"), Role.HINT)
        self._lines(column, card)
        tasks.run(partial(_find_out, card, today), self._on_found, self._on_not_found, owner=self)

    @property
    def _hides_digits(self) -> bool:
        return len(self._digits) > 2 * _ENDS

    def _who(self, holder: Citizen) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(look().measures.tight)
        self.name = Text(holder.full_name, Role.HEADING)
        self.number = Text("", wrap=False)
        self.reveal_button = Button(_("Hiện đủ số"), Kind.QUIET, Icon.EYE)
        self.reveal_button.setCheckable(True)
        if not self._hides_digits:
            self.reveal_button.hide()          # never show() here: without a parent it would be a window
        self.reveal_button.toggled.connect(self._on_reveal)
        self._on_reveal(False)
        box.addWidget(self.name)
        box.addWidget(self.number)
        box.addWidget(self.reveal_button, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        return box

    def _lines(self, column: QVBoxLayout, card: CardData) -> None:
        holder = card.holder
        sex = choice_of(SEXES, holder.sex or "")
        born = date_shown(holder.birth_date) if holder.birth_date else _("không ghi")
        _line(column, _("Ngày sinh, giới tính"), ", ".join(filter(None, (born, _(sex.label) if sex else ""))))
        _line(column, _("Nơi thường trú ghi trên thẻ"), holder.address.as_written or show(holder.address, self._today))
        column.addWidget(self.place)
        issued = date_shown(card.issued_on) if card.issued_on else _("không ghi")
        ends = date_shown(card.expires_on) if card.expires_on else _("không ghi")
        _line(column, _("Ngày cấp, có giá trị đến"), f"{issued} – {ends}")

    def _on_reveal(self, shown: bool) -> None:
        digits = self._digits
        masked = self._hides_digits and not shown
        whole = " ".join(digits[at:at + 3] for at in range(0, len(digits), 3))
        text = f"{digits[:_ENDS]} ••• ••• {digits[-_ENDS:]}" if masked else whole
        self.number.setText(text or _("không có số"))
        self.number.setAccessibleName(_("Số định danh, đã che các số giữa") if masked else digits)
        self.reveal_button.say(_("Che bớt số") if shown else _("Hiện đủ số"))

    def _on_found(self, found: Findings) -> None:
        if found.photo is not None:
            self.photo.show_image(found.photo)
        if not found.places:
            self.place.setText(_("Chưa nhận ra xã, phường ngày nay: chọn bằng tay khi điền."))
        elif len(found.places) == 1:
            self.place.setText(_("Ngày nay là: {place}").format(place=found.places[0]))
        elif len(found.places) <= _FEW:
            self.place.setText(_("Có thể là: {places}. Hỏi lại khi điền.").format(places="; ".join(found.places)))
        else:
            self.place.setText(_("Có thể là {count} nơi ngày nay: hỏi lại khi điền.").format(count=len(found.places)))

    def _on_not_found(self, _problem: Problem) -> None:
        self.place.setText(_("Chưa nhận ra xã, phường ngày nay: chọn bằng tay khi điền."))

    def blank(self) -> None:
        """Takes everything off the screen at once; the widget itself goes with the next turn of the loop."""
        self._digits = ""
        self.photo.setPixmap(QPixmap())
        for label in self.findChildren(QLabel):
            label.setText("")
            label.setAccessibleName("")
        self.hide()


class _Photo(QLabel):
    """The picture on the card, or the shape of a person where there is none."""

    def __init__(self) -> None:
        super().__init__()
        measures = look().measures
        self._size = (measures.px(_PHOTO[0]), measures.px(_PHOTO[1]))
        self.setFixedSize(*self._size)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(_("Không có ảnh trên thẻ"))
        self.setObjectName("well")
        self.setPixmap(icon_pixmap(Icon.PERSON, look().colour("text2"), measures.px(48), self.devicePixelRatioF()))

    def show_image(self, image: QImage) -> None:
        self.setAccessibleName(_("Ảnh trên thẻ"))
        picture = QPixmap.fromImage(image)
        self.setPixmap(picture.scaled(
            *self._size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        ))  # fmt: skip


def _notes(card: CardData, today: date) -> list[tuple[Tone, str]]:
    """What the officer must have seen before accepting."""
    found = []
    if card.expires_on and card.expires_on < today.isoformat():
        found.append((Tone.DANGER, _("Thẻ đã hết hạn ngày {day}").format(day=date_shown(card.expires_on))))
    tone, text = _PROOFS.get(card.proof, (Tone.WARNING, N_("Không rõ thẻ đã được kiểm chứng hay chưa")))
    found.append((tone, _(text)))
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


def _find_out(card: CardData, today: date, _progress: Progress) -> Findings:
    """In a worker. A picture nobody can read is as good as none."""
    image = QImage.fromData(card.photo) if card.photo else QImage()
    written = card.holder.address.as_written
    found = recognise(written) if written else ()
    units = (Address(candidate.commune.province_code, candidate.commune.code) for candidate in found)
    places = dict.fromkeys(show(unit, today) for unit in units)
    return Findings(None if image.isNull() else image, tuple(places))
