"""Signing, the right half below the page: whose key, the PIN, one button, how far the batch is.

The PIN is handed over once in bytes that are overwritten, and the field is emptied at that moment. Nothing is pasted into it and
nothing copied out of it.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout

from kiosk.moments import day_of, show_date
from kiosk.problems import Problem
from kiosk.procedures import Choice
from kiosk.search_words import words_in
from kiosk.signature_ports import Signatory
from kiosk.words import _
from ui.clerk.sign_in import PinField
from ui.shortcuts import Action
from ui.tasks import Task
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceField
from ui.widgets.progress_line import ProgressLine
from ui.widgets.text import Role, Text


class TokenPin(PinField):
    """The PIN of a token: letters, too. `entered` by Enter."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__(_("Mã PIN của USB ký số"))
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase | Qt.InputMethodHint.ImhHiddenText
        )  # fmt: skip
        self.line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.line.setAcceptDrops(False)
        self.line.setDragEnabled(False)
        self.line.setMaxLength(64)
        self.line.installEventFilter(self)
        self.line.returnPressed.connect(self.entered)

    def take(self) -> bytearray:
        """What was typed, once: the field is empty afterwards, and nothing brings it back."""
        typed = bytearray(self.line.text().encode())
        self.line.setText("")
        return typed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pasted = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste)
        middle = isinstance(event, QMouseEvent) and event.button() is Qt.MouseButton.MiddleButton
        return pasted or middle or super().eventFilter(watched, event)


class SigningPanel(Card):
    """`sign_wanted` when everything is there; `keys_wanted`: look once more which keys are ready."""

    sign_wanted = Signal()
    keys_wanted = Signal()

    def __init__(self, *, asks_pin: bool) -> None:
        super().__init__(_("Ký bằng"))
        self._asks_pin, self._officer = asks_pin, ""
        self._keys: tuple[Signatory, ...] = ()
        self._count = 0
        self.state = Banner()
        self.hint = Text("", Role.HINT)
        self.certificate = ChoiceField(_("Chứng thư"), placeholder=_("Chọn chứng thư"))
        self.pin = TokenPin()
        self.sign_button = Button("", Kind.PRIMARY, Icon.CHECK, Action.SIGN_COPIES)
        self.again_button = Button(_("Xem lại"), Kind.PLAIN, Icon.SYNC, Action.LOOK_AT_TOKEN)
        self.progress = ProgressLine()
        row = QHBoxLayout()
        row.addWidget(self.again_button)
        row.addStretch(1)
        row.addWidget(self.sign_button)
        for part in (self.state, self.certificate, self.hint, self.pin, self.progress):
            self.body.addWidget(part)
        self.body.addLayout(row)
        self.sign_button.clicked.connect(self.sign_wanted)
        self.again_button.clicked.connect(self.keys_wanted)
        self.certificate.edited.connect(self._show)
        self.pin.edited.connect(self._show)
        self.pin.entered.connect(self.sign_wanted)
        self.show_keys((), "")
        self.set_count(0)

    # ---- what is shown ----

    def wait_for_keys(self) -> None:
        if not self._keys:
            self.state.say(_("Đang xem USB ký số…"), Tone.INFO)
            self.state.show()

    def show_keys(self, keys: Sequence[Signatory], officer: str) -> None:
        """`officer`: the name of whoever is signed in."""
        before = str(self.certificate.value())
        self._keys, self._officer = tuple(keys), officer
        self.certificate.set_choices(Choice(key.key, _key_said(key)) for key in keys)
        ready = [key for key in keys if key.hindrance is None]
        own = [key for key in ready if _is_of(key, officer)]
        chosen = next((key for key in keys if key.key == before), None) or next(iter((*own, *ready, *keys)), None)
        self.certificate.set_value(chosen.key if chosen is not None else "")
        self._show()

    def show_absent(self, problem: Problem) -> None:
        """Nothing to sign with: said here, and nowhere in the way."""
        self._keys = ()
        self.certificate.set_choices(())
        self.state.show()
        self.state.say(problem.for_person(), Tone.WARNING, detail=f"{problem.for_operator()} ({problem.code})")
        self._show()

    def set_count(self, count: int) -> None:
        """So many copies are chosen."""
        self._count = count
        self.sign_button.say(_("Ký {count} bản").format(count=count) if count else _("Ký"))
        self._show()

    def watch(self, task: Task) -> None:
        self.progress.watch(task, _("Đang ký"))

    # ---- what is chosen ----

    @property
    def signatory(self) -> Signatory | None:
        return next((key for key in self._keys if key.key == self.certificate.value()), None)

    @property
    def ready(self) -> bool:
        key = self.signatory
        return key is not None and key.hindrance is None and self._count > 0

    def lacks(self) -> str:
        """What is still missing before the button does anything, "" for nothing."""
        if not self._count:
            return _("Chưa chọn bản nào để ký.")
        if not self._keys:
            return _("Chưa có chứng thư nào để ký.")
        if self.signatory is None:
            return _("Chọn chứng thư để ký.")
        if self._asks_pin and not self.pin.value():
            return _("Gõ mã PIN của USB ký số.")
        return ""

    def focus_first(self) -> None:
        (self.pin.line if self._asks_pin and self.signatory is not None else self.certificate.combo).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def _show(self) -> None:
        key = self.signatory
        self.pin.setVisible(self._asks_pin and bool(self._keys))
        self.certificate.setVisible(bool(self._keys))
        self.sign_button.setEnabled(self.ready)
        if key is not None:
            hindrance = key.hindrance
            if hindrance is None:
                self.state.hide()          # its line below says everything
            else:
                self.state.show()
                self.state.say(hindrance.for_person(), Tone.WARNING, detail=f"{hindrance.for_operator()} ({hindrance.code})")
        self._warn_of_another(key)

    def _warn_of_another(self, key: Signatory | None) -> None:
        other = key is not None and bool(self._officer) and not _is_of(key, self._officer)
        self.hint.setText(
            _("Chứng thư này mang tên {name}, khác với cán bộ đang đăng nhập.").format(name=key.subject if key else "")
            if other else ""
        )  # fmt: skip
        self.hint.setVisible(other)


def _is_of(key: Signatory, officer: str) -> bool:
    """By the name: a certificate may say more than that."""
    return set(words_in(officer)) <= set(words_in(key.subject))


def _key_said(key: Signatory) -> str:
    return _("{name} · đến {day} · {where}").format(name=key.subject, day=show_date(day_of(key.not_after)), where=key.where)
