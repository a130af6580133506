"""What the officer hears after a card's code has filled a form: what was damaged, what it says that no field asks for."""

from kiosk.card_qr import CardQr, ExtraKind
from kiosk.words import _
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.spoken import announce


def tell_code(banner: Banner, code: CardQr) -> None:
    """Nothing, where the code came whole and says nothing more."""
    more = "; ".join(one.shown() for one in code.extras if one.kind is not ExtraKind.EMPTY)
    damage = code.told()
    if not damage and not more:
        return
    if code.left_out:
        title = _("Mã QR trên thẻ đến không trọn, còn mục phải gõ tay")
    elif damage:
        title = _("Mã QR trên thẻ đến bị sai chữ, máy đã sửa")
    else:
        title = _("Mã QR trên thẻ còn ghi thêm")
    detail = " ".join(part for part in (damage, more) if part)
    banner.say(title, Tone.WARNING if damage else Tone.INFO, detail=detail)
    banner.show()
    announce(banner, f"{title}. {detail}", urgent=bool(code.left_out))
