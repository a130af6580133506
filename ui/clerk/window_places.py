"""The places of the clerk's window, in the order of its rail."""

from kiosk.words import _
from ui.shortcuts import Action
from ui.theme.icons import Icon
from ui.widgets.rail import Place


def places() -> tuple[Place, ...]:
    return (
        Place(Action.DESK, _("Bàn làm việc"), Icon.DESK),
        Place(Action.INTAKE, _("Tiếp nhận"), Icon.NEW_DOSSIER),
        Place(Action.LOOK_UP, _("Tra cứu"), Icon.SEARCH),
        Place(Action.EXPRESS, _("Chứng thực nhanh"), Icon.CHECK),
        Place(Action.READ_CARD, _("Đọc thẻ"), Icon.CARD),
        Place(Action.CAPTURE, _("Quét giấy tờ"), Icon.SCAN),
        Place(Action.HAND_BACK, _("Trả kết quả"), Icon.HAND_BACK),
        Place(Action.TILL, _("Thu phí"), Icon.MONEY),
        Place(Action.REGISTER, _("Sổ theo dõi"), Icon.LIST),
        Place(Action.OUTBOX, _("Hồ sơ chờ gửi"), Icon.SEND),
        Place(Action.SETTINGS, _("Thiết lập"), Icon.SETTINGS),
    )
