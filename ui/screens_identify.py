"""How the kiosk's pages about who stands there are brought to what pictures of them show; see screens_selfservice.py."""

from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtWidgets import QWidget

from kiosk.catalogue import Catalogue
from kiosk.device_ports import CardData, CardKey, CheckEnd, CheckShown, Proof, ReaderEvent, ReaderState
from kiosk.intake import Intake
from kiosk.moments import day_of
from kiosk.people import Address, Citizen, Sex
from kiosk.selfservice.filings import Filings
from kiosk.store.drafts import Draft
from kiosk.vneid_ports import VneidEvent, VneidState
from kiosk.words import N_
from ui.selfservice.filing.filling import Filling
from ui.selfservice.home import HomePage
from ui.selfservice.identify.choose import IdentifyPage
from ui.selfservice.look_up import NumberPage
from ui.selfservice.window import KioskWindow

Step = Callable[[QWidget, object], None]
_PROCEDURE = "1.001193"
_HOLDER = Citizen(
    "Trần Thị Ngọc Hà", "034190008356", "1990-08-15", Sex.FEMALE, address=Address(as_written="Tổ 4, Láng Thượng, Đống Đa, Hà Nội")
)


class ScriptedReader:
    """Says what it is told to say, and remembers the keys it was given."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[ReaderEvent], None]] = []
        self._now = ReaderEvent(ReaderState.NO_CARD)
        self.keys: list[CardKey] = []
        self.cancelled = 0

    def tell(self, state: ReaderState, progress: int = 0, card: CardData | None = None) -> None:
        self._now = ReaderEvent(state, progress, card)
        for told in self._listeners:
            told(self._now)

    def watch(self, told: Callable[[ReaderEvent], None]) -> None:
        self._listeners.append(told)
        told(self._now)

    def open_with(self, key: CardKey) -> None:
        self.keys.append(key)

    def cancel(self) -> None:
        self.cancelled += 1

    def close(self) -> None: ...


class ScriptedVneid:
    """Says what it is told to say to whoever asked last."""

    def __init__(self) -> None:
        self._told: Callable[[VneidEvent], None] | None = None
        self.begun = 0

    def tell(self, event: VneidEvent) -> None:
        if self._told is not None:
            self._told(event)

    def begin(self, told: Callable[[VneidEvent], None]) -> None:
        self._told = told
        self.begun += 1
        told(VneidEvent(VneidState.BEGINNING))

    def cancel(self) -> None:
        self._told = None

    def close(self) -> None: ...


class _Unkept:
    """Drafts of pictures are kept nowhere."""

    def save(self, draft: Draft) -> Draft:
        return draft


def card_of(holder: Citizen = _HOLDER, proof: Proof = Proof.AUTHENTIC) -> CardData:
    checks = (CheckShown(N_("Chữ ký của nơi cấp trên dữ liệu"), CheckEnd.PASSED, code="sod_signature"),)
    return CardData(holder, issued_on="2022-02-14", expires_on="2036-02-14", proof=proof, checks=checks)


def filling_in(window: KioskWindow) -> Filling:
    """An empty form of a procedure that asks who asks."""
    today = day_of(window.kiosk.clock.now_ms())
    procedure = Catalogue.load().on(_PROCEDURE, today, window.kiosk.settings.office.province)
    return Filling(window, cast("Filings", _Unkept()), procedure, Draft("draft", "", Intake(_PROCEDURE)))


def at_identify(window: QWidget, _supplies: object) -> None:
    assert isinstance(window, KioskWindow)
    window.stay()
    window.home()
    _says(window, ReaderState.NO_CARD)
    if window.cards is not None:
        window.cards.forget()
    filling = filling_in(window)
    window.open(partial(IdentifyPage, window, filling, window.home))


def at_card(window: QWidget, _supplies: object) -> None:
    assert isinstance(window, KioskWindow)
    page = window.page
    assert isinstance(page, IdentifyPage)
    page.chip.click()


def at_vneid(window: QWidget, _supplies: object) -> None:
    assert isinstance(window, KioskWindow)
    page = window.page
    assert isinstance(page, IdentifyPage)
    page.vneid.click()


def phone(state: VneidState) -> Step:
    def tell(window: QWidget, _supplies: object) -> None:
        assert isinstance(window, KioskWindow)
        assert isinstance(window.kiosk.vneid, ScriptedVneid)
        until = window.kiosk.clock.now_ms() + 118_000
        window.kiosk.vneid.tell(VneidEvent(state, "https://vneid.tap-huan.invalid/qr?c=VNEID-TAP-HUAN.x4T9", until))

    return tell


def says(state: ReaderState, progress: int = 0) -> Step:
    return lambda window, _supplies: _says(window, state, progress)


def read(window: QWidget, _supplies: object) -> None:
    _says(window, ReaderState.READ, 100, card_of())


def confirmed(window: QWidget, _supplies: object) -> None:
    assert isinstance(window, KioskWindow)
    assert window.page is not None
    window.page.go_forward()


def left(window: QWidget, _supplies: object) -> None:
    """The turn ends while the card still lies there."""
    assert isinstance(window, KioskWindow)
    window.end()


def _says(window: QWidget, state: ReaderState, progress: int = 0, card: CardData | None = None) -> None:
    assert isinstance(window, KioskWindow)
    reader = window.kiosk.cards
    assert isinstance(reader, ScriptedReader)
    reader.tell(state, progress, card)


def at_number(window: QWidget, _supplies: object) -> None:
    assert isinstance(window, KioskWindow)
    window.stay()
    window.home()
    _says(window, ReaderState.NO_CARD)
    page = window.page
    assert isinstance(page, HomePage)
    page.look_up.click()


def by_card(window: QWidget, _supplies: object) -> None:
    assert isinstance(window, KioskWindow)
    page = window.page
    assert isinstance(page, NumberPage)
    page.by_card.click()


_CARD = (at_identify, at_card)
IDENTIFY_STEPS: tuple[tuple[str, str, tuple[Step, ...]], ...] = (
    ("kiosk_identify", N_("Ki-ốt: cho biết mình là ai"), (at_identify,)),
    ("kiosk_card_put", N_("Ki-ốt: đặt thẻ"), _CARD),
    ("kiosk_card_number", N_("Ki-ốt: sáu số mở thẻ"), (*_CARD, says(ReaderState.NUMBER_NEEDED))),
    ("kiosk_card_reading", N_("Ki-ốt: đang đọc thẻ"), (*_CARD, says(ReaderState.READING, 60))),
    ("kiosk_card_again", N_("Ki-ốt: thẻ chưa đọc được"),
     (*_CARD, says(ReaderState.LIFTED_EARLY), says(ReaderState.NUMBER_NEEDED), says(ReaderState.NO_ANSWER))),
    ("kiosk_card_refused", N_("Ki-ốt: thẻ không qua kiểm tra"), (*_CARD, says(ReaderState.REFUSED))),
    ("kiosk_my_dossiers", N_("Ki-ốt: hồ sơ của tôi"),
     (at_number, by_card, read, confirmed, says(ReaderState.NO_CARD))),
    ("kiosk_vneid", N_("Ki-ốt: mã QR của VNeID"), (at_identify, at_vneid, phone(VneidState.WAITING))),
    ("kiosk_vneid_refused", N_("Ki-ốt: VNeID bị từ chối"), (at_identify, at_vneid, phone(VneidState.REFUSED))),
    ("kiosk_person", N_("Ki-ốt: đây có phải Ông/Bà không"), (*_CARD, read)),
    ("kiosk_take_card", N_("Ki-ốt: xin lấy lại thẻ"), (*_CARD, read, confirmed)),
)  # fmt: skip
LEFT_STEPS: tuple[Step, ...] = (*_CARD, says(ReaderState.NUMBER_NEEDED), left)
