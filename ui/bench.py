"""The device bench of the demo and the training desk: hands for the simulated devices, the weather of the link, the portal.

What it can do is told by the protocols in `ui/bench_ports.py`; whoever wires the program brings devices that fit. Every
call goes through a worker, in the order of the clicks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kiosk.dossier import PortalStatus
from kiosk.problems import Problem
from kiosk.store.dossiers import DossierLine
from kiosk.words import _
from kiosk.work import Progress
from ui.bench_parts import CameraCard, DeviceCard, PortalCard, ReaderCard, ScannerCard
from ui.bench_ports import Bench, Showing, Titled
from ui.tasks import Lane, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.card import scrolling
from ui.widgets.text import Role, Text

__all__ = ["Bench", "BenchWindow", "PortalPart", "Sky", "Weather"]
_EVERY_MS = 700
_RECENT_EVERY = 4                      # looks at the devices for one at the dossiers


class Sky(StrEnum):
    """How the link to the gateway is made to be."""

    FINE = "fine"
    SLOW = "slow"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Weather:
    """The link to the gateway, made worse or better."""

    cut: Callable[[], None]
    slow: Callable[[], None]
    restore: Callable[[], None]
    now: Callable[[], Sky]


@dataclass(frozen=True, slots=True)
class PortalPart:
    """The portal, played by hand: the dossiers it could know, and a decision with a note about one of them."""

    recent: Callable[[], Sequence[DossierLine]]
    decide: Callable[[str, PortalStatus | None, str], None]      # dossier id, status (None: only a note), note


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a look brought; `recent` is None when only the devices were looked at."""

    view: Showing
    sky: Sky | None
    recent: tuple[DossierLine, ...] | None


class BenchWindow(QWidget):
    """The window. `weather` and `portal` only where there is a training gateway."""

    def __init__(
        self, bench: Bench, tasks: Tasks, weather: Weather | None = None, portal: PortalPart | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._bench, self._tasks, self._weather, self._portal = bench, tasks, weather, portal
        self._looking = False
        self._looks = 0
        self.setWindowTitle(_("Bàn thiết bị mô phỏng"))
        self.setObjectName("page")
        measures = look().measures
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.wide, measures.apart, measures.wide, measures.apart)
        column.setSpacing(measures.near)
        column.addWidget(Text(_("Bàn thiết bị mô phỏng"), Role.TITLE))
        column.addWidget(Text(_("Chỉ có khi chạy thử và tập huấn: thẻ, giấy tờ và người trong đó đều do máy đặt ra."), Role.HINT))
        self.trouble = Banner(can_close=True)
        self.trouble.hide()
        column.addWidget(self.trouble)
        column.addWidget(self._parts(weather, portal), 1)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self.resize(measures.px(860), measures.px(620))
        self._tasks.run(partial(_lists, bench), self._on_lists, self._on_failed, owner=self)

    def _parts(self, weather: Weather | None, portal: PortalPart | None) -> QScrollArea:
        bench, do = self._bench, self.do
        self.reader = ReaderCard(bench, do)
        self.scanner = ScannerCard(bench, do)
        self.camera = CameraCard(bench, do)
        self.printer = DeviceCard(_("Máy in"), Icon.PRINTER, do, (
            (_("Hết giấy"), bench.empty_printer), (_("Nạp giấy"), bench.load_printer),
            (_("Rút dây"), partial(bench.plug_printer, False)), (_("Cắm dây"), partial(bench.plug_printer, True)),
        ))  # fmt: skip
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, look().measures.near, 0)
        column.setSpacing(look().measures.apart)
        sides = QHBoxLayout()
        sides.setSpacing(look().measures.apart)
        column.addLayout(sides)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, cards in ((left, [self.reader, self.printer]), (right, [self.scanner, self.camera])):
            side.setSpacing(look().measures.apart)
            for card in cards:
                side.addWidget(card)
            sides.addLayout(side, 1)
        self.link: DeviceCard | None = None
        if weather is not None:
            self.link = DeviceCard(_("Đường truyền"), Icon.ONLINE, do, (
                (_("Cắt mạng"), weather.cut), (_("Mạng chậm"), weather.slow), (_("Nối lại"), weather.restore),
            ))  # fmt: skip
            right.addWidget(self.link)
        self.portal = PortalCard(do, portal.decide) if portal is not None else None
        if self.portal is not None:
            column.addWidget(self.portal)
        left.addStretch(1)
        right.addStretch(1)
        column.addStretch(1)
        return scrolling(content)

    def do(self, hand: Callable[[], None]) -> None:
        """One thing done by hand, after those before it; then a look at how things lie."""
        self._tasks.run(partial(_do, hand), lambda _done: self._look(), self._on_failed, Lane.WRITER, self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._looks = 0
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _look(self) -> None:
        if self._looking:
            return
        self._looking = True
        recent = self._portal.recent if self._portal is not None and self._looks % _RECENT_EVERY == 0 else None
        self._looks += 1
        now = self._weather.now if self._weather is not None else None
        self._tasks.run(partial(_see, self._bench, now, recent), self._on_seen, self._on_blind, owner=self)

    def _on_seen(self, seen: _Seen) -> None:
        self._looking = False
        view = seen.view
        self.reader.show_view(view)
        self.scanner.show_state(*_scanner_state(view))
        self.camera.show_view(view)
        self.printer.show_state(*_printer_state(view))
        if self.link is not None and seen.sky is not None:
            self.link.show_state(*_sky_said(seen.sky))
        if self.portal is not None and seen.recent is not None:
            self.portal.show_recent(seen.recent)

    def _on_blind(self, problem: Problem) -> None:
        self._looking = False
        self._on_failed(problem)

    def _on_lists(self, lists: tuple[Sequence[Titled], ...]) -> None:
        cards, papers, troubles = lists
        self.reader.show_cards(cards)
        self.reader.show_troubles(troubles)
        self.scanner.show_papers(papers)
        self.camera.show_papers(papers)

    def _on_failed(self, problem: Problem) -> None:
        self.trouble.say_problem(problem)


def _printer_state(view: Showing) -> tuple[str, Tone]:
    sheets = view.sheets_in_printer
    paper = _("còn {count} tờ").format(count=sheets) if sheets else _("hết giấy")
    if not view.printer_plugged:
        return ", ".join([_("đã rút dây"), paper]), Tone.WARNING
    return paper, Tone.SUCCESS if sheets else Tone.WARNING


def _sky_said(sky: Sky) -> tuple[str, Tone]:
    match sky:
        case Sky.CUT:
            return _("đang cắt mạng"), Tone.WARNING
        case Sky.SLOW:
            return _("mạng đang chậm"), Tone.WARNING
        case _:
            return _("mạng thông suốt"), Tone.SUCCESS


def _scanner_state(view: Showing) -> tuple[str, Tone]:
    parts = [_("{count} tờ trong khay").format(count=view.sheets_in_feeder)]
    parts.append(_("mặt kính có giấy") if view.sheet_on_glass else _("mặt kính trống"))
    if view.jammed:
        return ", ".join([_("đang kẹt giấy"), *parts]), Tone.WARNING
    return ", ".join(parts), Tone.NEUTRAL


# ---- in a worker ----


def _do(hand: Callable[[], None], _progress: Progress) -> None:
    hand()


def _lists(bench: Bench, _progress: Progress) -> tuple[Sequence[Titled], ...]:
    return bench.cards(), bench.papers(), bench.troubles()


def _see(
    bench: Bench, now: Callable[[], Sky] | None, recent: Callable[[], Sequence[DossierLine]] | None, _progress: Progress
) -> _Seen:
    return _Seen(bench.view(), now() if now is not None else None, tuple(recent()) if recent is not None else None)
