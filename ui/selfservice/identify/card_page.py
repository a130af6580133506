"""The chip card: laid down, opened by the six digits on it, read. Whatever the reader is at is drawn and said in plain words."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar

from kiosk.card_key import CAN_LENGTH, ID_LENGTH, NotAKey, understand
from kiosk.card_qr import read_card_qr
from kiosk.device_ports import CardData, ReaderEvent, ReaderState
from kiosk.moments import day_of
from kiosk.problems import Problem
from kiosk.selfservice.identified import Identified, identified
from kiosk.words import _
from ui.selfservice.big_button import BigButton
from ui.selfservice.digit_pad import DigitPad
from ui.selfservice.filing.page_notice import PageNotice
from ui.selfservice.identify.person_page import PersonPage
from ui.selfservice.identify.picture import CardPicture, Doing
from ui.selfservice.identify.purpose import Purpose
from ui.selfservice.identify.training import TrainingCards
from ui.selfservice.identify.watching import CardWatch
from ui.selfservice.identify.words import StateWords, words_of
from ui.selfservice.page import Page, Turn
from ui.selfservice.sizes import sizes
from ui.selfservice.typing_pad import TypedLine
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.text import Role, Text

_ASKS = (ReaderState.NUMBER_NEEDED, ReaderState.WRONG_NUMBER)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LONGEST_CODE = 2_000
_NOTHING_SAID = ReaderEvent(ReaderState.NO_CARD)


class CardPage(Page):
    """Goes on by itself once the card is read. After two failures another way is offered."""

    def __init__(self, turn: Turn, watch: CardWatch, purpose: Purpose) -> None:
        super().__init__(turn, _("Đặt thẻ căn cước lên ô đọc"))
        self._watch, self._purpose, self._going, self._code = watch, purpose, False, ""
        self.todo = Text("", Role.HEADING)
        self.picture = CardPicture()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Đang đọc thẻ"))
        self.line = TypedLine(_("Sáu số cuối"))
        self.pad: DigitPad = DigitPad(ID_LENGTH, secret=True)
        self.pad.edited.connect(self._on_typed)
        self.said = PageNotice()
        self.another = BigButton(_("Dùng cách khác"), icon=Icon.KEYBOARD)
        self.another.clicked.connect(turn.back)
        self.body.addWidget(self.todo)
        self.body.addWidget(self.picture, 1)
        for part in (self.progress, self.line, self.pad, self.said, self.another):
            self.body.addWidget(part)
        if turn.kiosk.card_hands is not None:
            self.body.addWidget(TrainingCards(turn.kiosk.card_hands))
        self.progress.setMinimumHeight(sizes().gap)
        self.first = self.pad.keys["1"]
        watch.changed.connect(self._on_changed)
        watch.start()
        self._show_state()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._on_changed)       # the frame around it is not done yet

    # ---- what is seen ----------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        """A page that is gone, or behind the question whether anybody is there, does nothing."""
        event = self._watch.heard or _NOTHING_SAID
        if not self.isVisible():
            return
        if event.state is ReaderState.READ and event.card is not None:
            self._read(event.card)
        else:
            self._show_state()

    def _show_state(self) -> None:
        event = self._watch.heard or _NOTHING_SAID
        words = self._words(event.state)
        self.title.setText(words.title)
        self.setAccessibleName(words.title)
        self.todo.setText(words.todo)
        self.picture.show_doing(words.doing)
        asks = event.state in _ASKS
        if event.state is ReaderState.WRONG_NUMBER or not asks:
            self._forget_typed()
        for part in (self.line, self.pad):
            part.setVisible(asks)
        self.progress.setVisible(event.state is ReaderState.READING)
        self.progress.setValue(event.progress)
        self.offer_forward(_("Mở thẻ") if asks else "", enabled=self._whole())
        stuck = self._watch.tried_enough or not self._watch.works or event.state is ReaderState.REFUSED
        self.another.setVisible(stuck)
        self.said.say(_("Chưa được? Mời Ông/Bà dùng cách khác, hoặc hỏi cán bộ tại quầy.") if stuck else "", Tone.WARNING)

    def _words(self, state: ReaderState) -> StateWords:
        if state is ReaderState.READ:      # the card of somebody who said that it is not theirs
            return StateWords(Doing.AGAIN, _("Xin lấy thẻ này ra"), _("Rồi đặt thẻ căn cước của Ông/Bà lên ô đọc."))
        return words_of(state)

    # ---- the number ------------------------------------------------------------------------------------

    def _on_typed(self, text: str) -> None:
        self.line.say(text)
        self.offer_forward(self.forward, enabled=self._whole())

    def _whole(self) -> bool:
        return len(self.pad.text) in (CAN_LENGTH, ID_LENGTH)

    def _forget_typed(self) -> None:
        self.pad.put("")
        self._code = ""

    def go_forward(self) -> None:
        self._open(self.pad.text)

    def take_key(self, event: QKeyEvent) -> bool:
        """A code reader types the whole code of a card and Enter."""
        if event.key() in _ENTER:
            self._open(self._code or self.pad.text)
        elif event.key() == Qt.Key.Key_Backspace:
            self._code = self._code[:-1]
            self.pad.erase()
        elif event.text().isprintable() and event.text() and len(self._code) < _LONGEST_CODE:
            self._code += event.text()
            if self.pad.isVisible():
                self.pad.press(event.text())
        else:
            return False
        return True

    def _open(self, text: str) -> None:
        """By figures, or by the code of the card; where the chip failed twice already, the code itself is taken."""
        self._code = ""
        code = read_card_qr(text)
        if code is not None and self._purpose.by_code and (self._watch.tried_enough or not self._watch.works):
            self._read(code.as_card())
            return
        try:
            self._watch.open_with(understand(text))
        except NotAKey as wrong:
            self.said.say(wrong.fault.shown(), Tone.WARNING)
            self.pad.put("")

    # ---- the card --------------------------------------------------------------------------------------

    def _read(self, card: CardData) -> None:
        if not self._going:
            self._going = True
            now, counter = self.turn.kiosk.clock.now_ms(), self.turn.kiosk.settings.office.counter
            find_out = partial(identified, card, day_of(now), counter, now)
            self.turn.tasks.run(lambda _progress: find_out(), self._show, self._on_failed, owner=self)

    def _show(self, who: Identified) -> None:
        self._watch.forget()
        self.turn.instead(partial(PersonPage, self.turn, who, self._purpose))

    def _on_failed(self, _problem: Problem) -> None:
        self._going = False
        told = _("Máy chưa dùng được thẻ lúc này. Mời Ông/Bà dùng cách khác, hoặc hỏi cán bộ tại quầy.")
        self.said.say(told, Tone.WARNING)
        self.another.show()

