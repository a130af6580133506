"""How the capture screen is brought to what pictures of it show; see screens.py."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from kiosk.counter import Counter
from kiosk.scan_journal import Place
from kiosk.scan_ports import ScanOrder, ScanTrouble
from kiosk.words import N_
from ui.clerk.capture_camera import CameraDialog
from ui.clerk.capture_scan import Scan
from ui.clerk.window import ClerkWindow

T = TypeVar("T")


class _Gives(Protocol):
    """What `screens.Supplies` does."""

    def get(self, kind: type[T]) -> T: ...


class _Shown(Protocol):
    """What `screens.Exhibits` names."""

    @property
    def birth(self) -> str: ...


def _at_pages(window: ClerkWindow, _shown: _Shown) -> None:
    """Of the draft whose form is open."""
    form = window.screens.intake.current()
    assert form is not None
    window.capture(form.id)


def _last_page(window: ClerkWindow, _shown: _Shown) -> None:
    """The copy of a card, for which something is proposed."""
    strip = window.screens.capture.strip
    strip.go(strip.model().rowCount() - 1)


def _splitting(window: ClerkWindow, _shown: _Shown) -> None:
    window.screens.capture.preview.begin_split()


def _jammed(window: ClerkWindow, shown: _Shown) -> None:
    """After eight pages of a stack."""
    scan = Scan(ScanOrder(), Place(shown.birth), pages=8)
    window.screens.capture.scans.desk.stopped.emit(scan, ScanTrouble.JAM)


def camera_dialog(given: _Gives) -> CameraDialog:
    camera = given.get(Counter).desk_camera
    assert camera is not None
    return CameraDialog(camera)


Steps = tuple[Callable[[ClerkWindow, _Shown], None], ...]
CAPTURE_SCREENS: tuple[tuple[str, str, bool, Steps], ...] = (
    ("capture", N_("Quét giấy tờ"), True, (_at_pages,)),
    ("capture_fault", N_("Quét giấy tờ: trang bị mờ"), False, (_at_pages,)),
    ("capture_proposed", N_("Quét giấy tờ: đề xuất và mã trên trang"), True, (_at_pages, _last_page)),
    ("capture_jam", N_("Quét giấy tờ: kẹt giấy giữa chừng"), True, (_at_pages, _jammed)),
    ("capture_split", N_("Quét giấy tờ: tách trang"), True, (_at_pages, _splitting)),
)
