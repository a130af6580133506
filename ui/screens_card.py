"""The screens of the card's panel: what the reader and the checks of a card say to bring each about."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.device_ports import CheckEnd, CheckShown, OpenedBy, Proof, ReaderEvent, ReaderState
from kiosk.words import N_
from ui.clerk.window import ClerkWindow
from ui.shortcuts import Action

Step = Callable[[ClerkWindow, object], None]
_CHECKS = (                            # what a driver says of each, and why it may not hold
    (N_("Chữ ký của nơi cấp trên dữ liệu"), N_("chữ ký sai")),
    (N_("Chứng thư của nơi cấp"), N_("máy chưa cài chứng thư gốc của nơi cấp")),
    (N_("Dữ liệu không bị sửa"), N_("nội dung đã bị thay đổi")),
    (N_("Chip gốc (xác thực chip)"), N_("chip không giữ khóa của thẻ gốc")),
    (N_("Thông tin khớp nhau"), N_("họ tên không khớp")),
    (N_("Chip gốc (xác thực chủ động)"), N_("chip không giữ khóa của thẻ gốc")),
)  # fmt: skip


def _says(state: ReaderState) -> Step:
    """The reader tells this, and no card with it."""
    return lambda window, _shown: window.screens.card.hear(ReaderEvent(state))


def _told(state: ReaderState, proof: Proof, *ends: CheckEnd) -> Step:
    """The card that lies there, with the checks so ended; its photo only once all is read."""
    checks = tuple(
        CheckShown(name, end, (why,) if end in (CheckEnd.FAILED, CheckEnd.NOT_CHECKED) else ())
        for (name, why), end in zip(_CHECKS, ends, strict=False)
    )

    def tell(window: ClerkWindow, _shown: object) -> None:
        panel = window.screens.card
        assert panel.shown is not None
        card = replace(panel.shown.card, proof=proof, checks=checks, opened_by=OpenedBy.PACE if checks else None)
        panel.hear(ReaderEvent(ReaderState.NO_READER))
        panel.hear(ReaderEvent(ReaderState.READING, 10))       # another card
        panel.hear(ReaderEvent(state, 60, card if checks else replace(card, photo=b"")))

    return tell


def _unfold(window: ClerkWindow, _shown: object) -> None:
    shown = window.screens.card.shown
    assert shown is not None
    assert shown.checks is not None
    shown.checks.button.click()


_GENUINE = (*[CheckEnd.PASSED] * 5, CheckEnd.ABSENT)
_CHANGED = (CheckEnd.PASSED, CheckEnd.PASSED, CheckEnd.FAILED)
_UNSETTLED = (CheckEnd.PASSED, CheckEnd.NOT_CHECKED)
CARD_SCREENS = (                       # name, title, over which place, what is done on the panel
    ("card_number", N_("Đọc thẻ căn cước: chờ số"), Action.EXPRESS, (_says(ReaderState.NUMBER_NEEDED),)),
    ("card_wrong_number", N_("Đọc thẻ căn cước: số không mở được"), Action.INTAKE,
     (_says(ReaderState.NUMBER_NEEDED), _says(ReaderState.WRONG_NUMBER))),
    ("card_reading", N_("Đọc thẻ căn cước: chữ trước, ảnh sau"), Action.INTAKE,
     (_told(ReaderState.READING, Proof.READ_NOT_AUTHENTICATED),)),
    ("card_genuine", N_("Đọc thẻ căn cước: thẻ thật"), Action.INTAKE,
     (_told(ReaderState.READ, Proof.AUTHENTIC, *_GENUINE), _unfold)),
    ("card_unproven", N_("Đọc thẻ căn cước: chưa xác thực được"), Action.INTAKE,
     (_told(ReaderState.READ, Proof.READ_NOT_AUTHENTICATED, *_UNSETTLED),)),
    ("card_refused", N_("Đọc thẻ căn cước: không dùng thẻ này"), Action.INTAKE,
     (_told(ReaderState.REFUSED, Proof.REJECTED, *_CHANGED),)),
    ("card_no_answer", N_("Đọc thẻ căn cước: thẻ không trả lời"), Action.EXPRESS, (_says(ReaderState.NO_ANSWER),)),
)  # fmt: skip
