"""Beside the form: who was proven to be whom, person by person, as the form stands; and the way to a VNeID shown on a phone."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.identity import IdentityProof, Proven, Witness, people_of, proven, said_only
from kiosk.intake import Intake
from kiosk.words import _
from ui.clerk.identity_said import IdentitySaid, identity_said
from ui.shortcuts import Action, shortcut_of
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.buttons import Button, Kind
from ui.widgets.card import Card
from ui.widgets.text import IconLabel, Role, Text

Shown = tuple[str, IdentitySaid]


class IdentityCard(Card):
    """`phone_wanted`: the citizen shows VNeID on a phone."""

    phone_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("Nhận diện"))
        self._proofs: dict[str, IdentityProof] = {}
        self._intake: Intake | None = None
        self._names: Mapping[str, str] = {}
        self._shown: tuple[Shown, ...] | None = None
        self._room = QVBoxLayout()
        self._room.setSpacing(look().measures.near)
        self.body.addLayout(self._room)
        self._lines: QWidget | None = None
        self.phone_button = Button(_("Ghi VNeID"), Kind.QUIET, Icon.EYE)
        keys = f"{_('Xem VNeID trên điện thoại')} ({shortcut_of(Action.SEE_PHONE).key_text()})"
        self.phone_button.setToolTip(keys)
        self.phone_button.setAccessibleName(keys)
        self.phone_button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)        # by its key; Tab goes on to the papers
        self.phone_button.clicked.connect(self.phone_wanted)
        self.head.addWidget(self.phone_button)
        self._show()

    def know_officers(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._show()

    def add(self, *proofs: IdentityProof) -> None:
        """More is known, or more of what was known."""
        self._proofs |= {proof.id: proof for proof in proofs}
        self._show()

    def follow(self, intake: Intake) -> None:
        """The form as it stands."""
        self._intake = intake
        self._show()

    def people(self) -> tuple[Proven, ...]:
        """Everybody who has a name or a number by now."""
        intake = self._intake
        if intake is None:
            return ()
        people = people_of(intake.submitter, intake.owners)
        known = tuple(self._proofs.values())
        said = said_only(people, intake.provenance, known, Witness(intake.officer, intake.counter, 0))
        found = proven(people, (*known, *said))
        return tuple(one for one in found if one.person.full_name or one.person.personal_id or one.person.passport)

    def said(self) -> tuple[Shown, ...]:
        """As it is shown: a person in both roles once."""
        lines: dict[tuple[str, str], list[Proven]] = {}
        for one in self.people():
            lines.setdefault((one.person.personal_id or one.person.passport, one.person.full_name), []).append(one)
        return tuple((_who(group), identity_said(group[0], self._names)) for group in lines.values())

    def _show(self) -> None:
        said = self.said()
        if said == self._shown:
            return
        self._shown = said
        if self._lines is not None:
            self._room.removeWidget(self._lines)
            self._lines.deleteLater()
        self._lines = _lines(said)
        self._room.addWidget(self._lines)


def _who(group: list[Proven]) -> str:
    roles = [_("Người nộp") if any(one.is_submitter for one in group) else "",
             _("Chủ hồ sơ") if any(not one.is_submitter for one in group) else ""]  # fmt: skip
    return f"{', '.join(filter(None, roles))}: {group[0].person.full_name}".rstrip(": ")


def _lines(said: tuple[Shown, ...]) -> QWidget:
    measures = look().measures
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(measures.near)
    if not said:
        column.addWidget(Text(_("Chưa có ai trong tờ khai."), Role.HINT))
    for who, how in said:
        row = QHBoxLayout()
        row.setSpacing(measures.px(6))
        sign = IconLabel(how.icon, how.tone, measures.px(16), height=measures.px(20))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        line = Text(how.line, Role.STRONG)
        line.set_tone(how.tone)
        line.setAccessibleName(". ".join((who, how.line, *how.warned, *how.more)))
        line.setToolTip("\n".join(how.more))
        words.addWidget(Text(who))
        words.addWidget(line)
        if how.warned:
            words.addWidget(Text("\n".join(how.warned), Role.WARNING))
        row.addLayout(words, 1)
        column.addLayout(row)
    return box
