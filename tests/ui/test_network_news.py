"""When the system says that a network came up, the link is told: once for each step up, never for one down."""

from pathlib import Path
from types import SimpleNamespace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

import ui.app
from ui.network_news import NetworkNews, Reachability, of_the_system


class System(QObject):
    reachabilityChanged = Signal(Reachability)  # noqa: N815  (Qt's name)

    def __init__(self, first: Reachability) -> None:
        super().__init__()
        self.first = first

    def reachability(self) -> Reachability:
        return self.first


def heard(qtbot, system: System | None, *changes: Reachability) -> list[int]:
    """After which of the changes the link was told."""
    parent, told, at = QWidget(), [], [0]
    qtbot.addWidget(parent)
    news = NetworkNews(lambda: told.append(at[0]), parent, lambda: system)
    qtbot.waitUntil(lambda: system is None or news._source is system, timeout=60_000)
    for number, change in enumerate(changes, 1):
        at[0] = number
        assert system is not None
        system.reachabilityChanged.emit(change)
    return told


def test_every_step_up_is_told_and_none_down(qtbot):
    steps = (Reachability.Disconnected, Reachability.Local, Reachability.Online, Reachability.Site, Reachability.Online)
    assert heard(qtbot, System(Reachability.Online), *steps) == [2, 3, 5]


def test_a_system_that_does_not_know_says_nothing_until_it_does(qtbot):
    steps = (Reachability.Disconnected, Reachability.Unknown, Reachability.Online)
    assert heard(qtbot, System(Reachability.Unknown), *steps) == [3]


def test_a_system_without_news_does_no_harm(qtbot):
    assert heard(qtbot, None) == []


def test_the_systems_own_news_is_asked_for_without_a_stop(qtbot):
    """Whatever this machine has: a source that can be listened to, or none."""
    system = of_the_system()
    assert system is None or system.reachability() in Reachability
    assert heard(qtbot, system) == []


def test_the_window_hands_the_news_to_its_link(monkeypatch):
    wired = []
    window = SimpleNamespace(show=lambda: None, end=lambda: None)
    monkeypatch.setattr(ui.app, "prepare", lambda _argv: SimpleNamespace(exec=lambda: 0))
    monkeypatch.setattr(ui.app, "CounterApp", lambda *_args, **_words: window)
    monkeypatch.setattr(ui.app, "NetworkNews", lambda came_up, parent: wired.append((came_up, parent)))
    counter = SimpleNamespace(link=SimpleNamespace(came_up=object()))
    assert ui.app.show_counter(counter, Path(), Path()) == 0
    assert wired == [(counter.link.came_up, window)]
