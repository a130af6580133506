"""What the operating system says of the network: when one comes up, the link is told instead of waiting out its time.

Qt asks NetworkManager, GLib or the list of networks of Windows, whatever there is; where there is none, nothing is said and the
link goes by its own beat, as it does in any case.
"""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, SignalInstance
from PySide6.QtNetwork import QNetworkInformation

Reachability = QNetworkInformation.Reachability


class Source(Protocol):
    """As much of `QNetworkInformation` as is listened to."""

    @property
    def reachabilityChanged(self) -> SignalInstance: ...

    def reachability(self) -> QNetworkInformation.Reachability: ...


def of_the_system() -> Source | None:
    """The system's own news; None where it has none to tell."""
    QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability)
    return QNetworkInformation.instance()


class NetworkNews(QObject):
    """Calls `came_up` whenever more can be reached than a moment ago. A gateway may stand in the office's own network, so no
    network is too small."""

    def __init__(
        self, came_up: Callable[[], None], parent: QObject, source: Callable[[], Source | None] = of_the_system
    ) -> None:
        """The system is asked once the window stands: its bus may take its time."""
        super().__init__(parent)
        self._came_up, self._find = came_up, source
        self._source: Source | None = None
        self._known = Reachability.Unknown
        QTimer.singleShot(0, self, self._listen)

    def _listen(self) -> None:
        self._source = self._find()
        if self._source is not None:
            self._known = self._source.reachability()
            self._source.reachabilityChanged.connect(self._on_changed)

    def _on_changed(self, now: QNetworkInformation.Reachability) -> None:
        before, self._known = self._known, now
        if now.value > max(before.value, Reachability.Disconnected.value):
            self._came_up()
