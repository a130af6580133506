"""The demo's window: the counter as an officer has it, and beside it a bench with hands for everything simulated."""

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from commands.demo_counter import DemoCounter, demo_counter
from commands.demo_office import OFFICERS, PIN
from commands.demo_result import decision_of
from commands.exit_codes import ExitCode
from commands.scan_folder import scan_folder
from commands.workplace import Workplace
from devices.simulated.training_key import PIN as TOKEN_PIN
from kiosk.dossier import PortalStatus
from kiosk.store import dossiers
from kiosk.store.dossiers import DossierLine
from kiosk.words import _
from sync.calls import GatewayCalls
from sync.transport import HttpTransport
from ui.app import CounterApp, prepare
from ui.bench import BenchWindow, PortalPart, Sky, Weather
from ui.clerk.window_makers import build_screens

SLOW_BYTES_A_SECOND = 20_000.0


def show(workplace: Workplace, out: Path, *, card_service: bool = False) -> ExitCode:
    """Opens the counter; returns when its window is closed."""
    out.mkdir(parents=True, exist_ok=True)
    with demo_counter(workplace, card_service=card_service) as demo, scan_folder(workplace.root) as scans:
        print(_("Cán bộ {officer}, mã PIN {pin}. Bàn thiết bị: mục Thiết lập.").format(officer=OFFICERS[0].name, pin=PIN))
        print(_("Ký số (Ctrl+Shift+K) bằng khóa tập huấn, mã PIN {pin}; chữ ký ấy không có giá trị.").format(pin=TOKEN_PIN))
        app = prepare(sys.argv[:1])
        bench = _Bench(demo)
        counter = replace(demo.counter, open_bench=bench.show)
        window = CounterApp(app, counter, partial(build_screens, folder=workplace.root, scans=scans))
        bench.tasks_of(window)
        window.closed.connect(bench.close)         # with the counter everything ends
        window.show()
        code = app.exec()
        bench.close()
        window.end()
        return ExitCode(code)


class _Bench:
    """The bench window, made when it is first asked for."""

    def __init__(self, demo: DemoCounter) -> None:
        self._demo = demo
        self._window: BenchWindow | None = None
        self._app: CounterApp | None = None

    def tasks_of(self, app: CounterApp) -> None:
        self._app = app

    def show(self) -> None:
        if self._window is None and self._app is not None:
            weather = Weather(self._cut, self._slow, self._restore, self._sky)
            portal = PortalPart(self._recent, self._decide)
            self._window = BenchWindow(self._demo.desk.bench, self._app.tasks, weather, portal)
        if self._window is not None:
            self._window.show()
            self._window.raise_()

    def close(self) -> None:
        if self._window is not None:
            self._window.close()

    def _cut(self) -> None:
        self._demo.link.weather.up = False
        self._demo.link.cut()
        self._demo.counter.link.send_now()

    def _slow(self) -> None:
        self._demo.link.weather.up, self._demo.link.weather.bytes_a_second = True, SLOW_BYTES_A_SECOND

    def _restore(self) -> None:
        self._demo.link.weather.up, self._demo.link.weather.bytes_a_second = True, 0.0
        self._demo.counter.link.send_now()

    def _sky(self) -> Sky:
        weather = self._demo.link.weather
        return Sky.CUT if not weather.up else Sky.SLOW if weather.bytes_a_second else Sky.FINE

    def _recent(self) -> tuple[DossierLine, ...]:
        database = self._demo.store.read()
        return tuple(dossiers.select(database, "state NOT IN ('sealed')", [], "seq DESC", 20))

    def _decide(self, dossier: str, status: PortalStatus | None, note: str) -> None:
        """As the portal would, at the gateway itself; the counter hears of it with the next pass."""
        line = dossiers.line(self._demo.store.read(), dossier)
        if line is None:
            return
        transport = HttpTransport(self._demo.gateway.url)
        try:
            GatewayCalls(transport).decide(decision_of(line, status, note))
        finally:
            transport.close()
        self._demo.counter.link.send_now()
