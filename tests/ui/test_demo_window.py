"""The demo's window beside its bench: the counter closed, nothing of the demo is left on the screen, and it ends."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from commands import demo_window
from commands.workplace import Profile, Workplace
from tests.ui.office import OpenCounter
from tests.ui.test_bench import NotedBench
from ui.app import CounterApp, Wishes
from ui.bench import BenchWindow

PATIENCE_MS = 60_000


class Closing:
    """Somebody who opens the bench, then closes the counter by its cross, then waits for the end."""

    def __init__(self, qapp: QApplication) -> None:
        self._qapp, self._app, self.opened, self.gave_up = qapp, None, False, False
        self._look, self._patience = QTimer(interval=10), QTimer(singleShot=True, interval=PATIENCE_MS)
        self._look.timeout.connect(self._on_look)
        self._patience.timeout.connect(self._on_patience_gone)

    def sit_down(self, app: CounterApp, counter) -> CounterApp:
        self._app, self._open_bench = app, counter.open_bench
        self._look.start()
        self._patience.start()
        return app

    def _on_look(self) -> None:
        if self._app.shell.isVisible() and not self.opened:
            self._open_bench()
            self.opened = bool(benches())
        elif self.opened and all(bench.isVisible() for bench in benches()):
            self._look.stop()
            self._app.shell.close()

    def _on_patience_gone(self) -> None:
        self.gave_up = True
        self._qapp.quit()

    def stand_up(self) -> None:
        self._look.stop()
        self._patience.stop()


def benches() -> list[BenchWindow]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, BenchWindow) and one.isVisible()]


@pytest.fixture
def somebody(qapp, tmp_path, monkeypatch):
    somebody = Closing(qapp)

    def counter_app(app, counter, build):
        return somebody.sit_down(CounterApp(app, counter, build, wishes=Wishes()), counter)

    with OpenCounter(tmp_path) as office:
        link = SimpleNamespace(weather=SimpleNamespace(up=True, bytes_a_second=0.0))
        demo = SimpleNamespace(counter=office.counter, store=office.store, desk=SimpleNamespace(bench=NotedBench()), link=link)

        @contextmanager
        def demo_counter(_workplace, *, card_service):
            yield demo

        monkeypatch.setattr(demo_window, "demo_counter", demo_counter)
        monkeypatch.setattr(demo_window, "prepare", lambda _argv: qapp)
        monkeypatch.setattr(demo_window, "CounterApp", counter_app)
        yield somebody
        somebody.stand_up()


def test_the_counter_closed_with_the_bench_open_ends_everything(somebody, tmp_path):
    code = demo_window.show(Workplace(Profile.DEMO, tmp_path / "office" / "counter"), tmp_path / "out")
    assert somebody.opened
    assert not somebody.gave_up, "it did not end by itself"
    assert code == 0
    assert benches() == []
