"""An officer is called: how the call stands, told over the citizen's page, which waits behind it as it was."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.event_log import log_problem
from kiosk.help_calls import Called, Help, HelpState
from kiosk.problems import Problem
from kiosk.selfservice.today import Today
from kiosk.words import N_, _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.box import Box
from ui.selfservice.head import under_strip
from ui.selfservice.sign import Sign
from ui.selfservice.sizes import sizes
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.text import Role, Text

LOOKS_MS = 3000
_WAITS = frozenset({HelpState.CALLING, HelpState.HEARD, HelpState.COMING})
_TITLES = {
    None: N_("Đang gọi cán bộ…"),
    HelpState.NO_LINK: N_("Chưa gọi được qua mạng"),
    HelpState.CALLING: N_("Đang gọi cán bộ…"),
    HelpState.HEARD: N_("Lời gọi đã tới các quầy"),
    HelpState.COMING: N_("Cán bộ đang tới"),
    HelpState.OVER: N_("Lời gọi đã hết"),
}
_DETAILS = {
    None: N_("Xin Ông/Bà chờ một chút."),
    HelpState.NO_LINK: N_("Máy đang mất mạng nên các quầy chưa biết. Máy vẫn tự gọi lại."),
    HelpState.CALLING: N_("Máy đang báo cho các quầy. Xin Ông/Bà chờ một chút."),
    HelpState.HEARD: N_("Xin Ông/Bà chờ tại đây, cán bộ rảnh tay sẽ ra ngay."),
    HelpState.COMING: N_("Xin Ông/Bà chờ tại đây."),
    HelpState.OVER: N_("Đã vài phút. Nếu vẫn cần, Ông/Bà gọi lại, hoặc tới quầy."),
}
_SIGN = 280
_CALLS = (Icon.BELL, Tone.INFO, None)
_SIGNS: dict[HelpState | None, tuple[Icon, Tone, tuple[Icon, Tone] | None]] = {
    HelpState.NO_LINK: (Icon.OFFLINE, Tone.WARNING, None),
    HelpState.HEARD: (Icon.BELL, Tone.INFO, (Icon.CHECK, Tone.SUCCESS)),
    HelpState.COMING: (Icon.PERSON, Tone.SUCCESS, (Icon.CHECK, Tone.SUCCESS)),
    HelpState.OVER: (Icon.CLOCK, Tone.NEUTRAL, None),
}


class OfficerCalledPage(QWidget):
    """Shows one call. Whoever it is about reads it from where he stands: large, and nothing of his own on it."""

    back = Signal()
    given_up = Signal()
    again = Signal()

    def __init__(self, called: Called | None, hotline: str, away: str = "") -> None:
        """`away`: said where nobody is likely to come."""
        super().__init__()
        lines = under_strip(self)
        lines.addStretch(2)
        state = called.state if called is not None else None
        icon, tone, badge = _SIGNS.get(state, _CALLS)
        lines.addWidget(Sign(icon, tone, sizes().high(_SIGN), badge=badge), 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addSpacing(sizes().margin)
        self.title = Text(_title(called), Role.TITLE)
        for text in (self.title, Text(_(_DETAILS[state]), Role.HEADING)):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            lines.addWidget(text)
        if away and state is not HelpState.COMING:
            card = Box()
            card.body.addWidget(Text(away, Role.STRONG))
            lines.addWidget(card)
        if called is not None:
            self._more(lines, called, hotline)
        lines.addStretch(3)
        self._buttons(lines, state)
        self.setAccessibleName(self.title.text())

    def _more(self, lines: QVBoxLayout, called: Called, hotline: str) -> None:
        if called.rung:
            lines.addWidget(_middle(_("Chuông của máy đã kêu.")))
        if called.state in _WAITS and not called.fresh:
            lines.addWidget(_middle(_("Máy vừa mất mạng, chưa biết thêm. Lời gọi vẫn còn ở các quầy.")))
        if called.state in (HelpState.NO_LINK, HelpState.OVER):
            ways = Box()
            ways.body.addWidget(Text(_("Trong lúc đó"), Role.HINT))
            ways.body.addWidget(Text(_("Trong giờ làm việc, mời Ông/Bà tới quầy gần nhất, cán bộ sẽ giúp."), Role.STRONG))
            if hotline:
                ways.body.addWidget(Text(_("Hoặc gọi điện: {number}").format(number=hotline), Role.STRONG))
            lines.addWidget(ways)

    def _buttons(self, lines: QVBoxLayout, state: HelpState | None) -> None:
        over = state is HelpState.OVER
        self.first = BigButton(_("Quay lại trang đang làm"), Looks.FRAME if over else Looks.PRIMARY)
        self.first.clicked.connect(self.back)
        self.other = BigButton(_("Gọi lại") if over else _("Không cần nữa, thôi gọi"), Looks.PRIMARY if over else Looks.FRAME)
        self.other.clicked.connect(self.again if over else self.given_up)
        lines.addWidget(self.first)
        lines.addWidget(self.other)


def _middle(text: str) -> Text:
    told = Text(text)
    told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return told


def _title(called: Called | None) -> str:
    if called is not None and called.state is HelpState.COMING and called.by:
        return _("Cán bộ đang tới ({counter})").format(counter=called.by)
    return _(_TITLES[called.state if called is not None else None])


class Covered(Protocol):
    """The window, as far as a call needs it."""

    @property
    def tasks(self) -> Tasks: ...

    @property
    def covered(self) -> bool: ...

    def cover(self, page: QWidget, first: QWidget) -> None:
        """Over the citizen's page, or in the place of what covers it already."""

    def uncover(self) -> None: ...

    def touched_now(self) -> None: ...


class OfficerCall(QObject):
    """The one call of a turn: made, looked at every few seconds, shown or not."""

    def __init__(self, help_: Help, window: Covered, parent: QObject, today: Callable[[], Today] | None = None) -> None:
        super().__init__(parent)
        self._help, self._window, self._today, self._away = help_, window, today, ""
        self.called: Called | None = None
        self._asking = self._dropped = False
        self._looks = QTimer(self, interval=LOOKS_MS)
        self._looks.timeout.connect(self.look)

    def open(self) -> None:
        """Shows the call there is; calls where there is none."""
        if self.called is None or self.called.state is HelpState.OVER:
            self._ask_hours()
            self._call()
        self._show()

    def look(self) -> None:
        """Whoever waits for an officer, nothing of his own on the screen, is not taken for gone."""
        called = self.called
        if called is None or self._asking:
            return
        if self._window.covered and called.state in _WAITS:
            self._window.touched_now()
        self._ask(partial(self._help.look, called))

    def hide(self) -> None:
        """The citizen's page again; the call goes on."""
        self._window.uncover()

    def give_up(self) -> None:
        called, self.called, self._dropped = self.called, None, self._asking
        self._looks.stop()
        self._window.uncover()
        if called is not None:
            self._window.tasks.run(lambda _progress: self._help.withdraw(called), _nothing, self._on_failed, owner=self)

    def _ask_hours(self) -> None:
        self._away, ask = "", self._today
        if ask is not None:
            self._window.tasks.run(lambda _progress: ask().away, self._on_hours, self._on_hours_failed, owner=self)

    def _on_hours(self, away: str) -> None:
        self._away = away
        if away and self._window.covered and self.called is not None:
            self._show()

    def _on_hours_failed(self, problem: Problem) -> None:
        log_problem(problem)

    def _call(self) -> None:
        self.called, self._dropped = None, False
        if not self._asking:
            self._ask(self._help.call)

    def _ask(self, ask: Callable[[], Called]) -> None:
        self._asking = True
        self._window.tasks.run(lambda _progress: ask(), self._on_told, self._on_failed, owner=self)

    def _on_told(self, called: Called) -> None:
        self._asking = False
        if self._dropped:                  # given up while it was on its way
            self._dropped = False
            self._window.tasks.run(lambda _progress: self._help.withdraw(called), _nothing, self._on_failed, owner=self)
            return
        changed, self.called = called != self.called, called
        if called.state is HelpState.OVER:
            self._looks.stop()
        elif not self._looks.isActive():
            self._looks.start()
        if changed and self._window.covered:
            self._show()

    def _on_failed(self, problem: Problem) -> None:
        """`Help` raises nothing; what comes here is a fault of ours."""
        self._asking = False
        log_problem(problem)

    def _show(self) -> None:
        page = OfficerCalledPage(self.called, self._help.hotline, self._away)
        page.back.connect(self.hide)
        page.given_up.connect(self.give_up)
        page.again.connect(self.open)
        self._window.cover(page, page.first)


def _nothing(_result: object) -> None:
    """Told; nothing to show."""
