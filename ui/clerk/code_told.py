"""What the officer hears after a card's code has filled a form: what was damaged, what it says that no field asks for."""

from kiosk.card_qr import CardQr, ExtraKind
from kiosk.words import N_, _
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.spoken import announce

_FIELDS = {
    "full_name": N_("họ tên"), "birth_date": N_("ngày sinh"), "sex": N_("giới tính"), "address": N_("nơi cư trú"),
    "issued_on": N_("ngày cấp"),
}  # fmt: skip


def tell_code(banner: Banner, code: CardQr) -> None:
    """Nothing, where the code came whole and says nothing more."""
    causes = [one.shown() for one in code.damage]
    more = [one.shown() for one in code.extras if one.kind is not ExtraKind.EMPTY]
    if not (causes or more or code.left_out):
        return
    if code.left_out:
        fields = ", ".join(_(_FIELDS[one]) for one in code.left_out)
        title = _("Mã QR trên thẻ đến không trọn, gõ theo mặt thẻ: {fields}").format(fields=fields)
    elif code.repaired:
        title = _("Mã QR trên thẻ đến bị sai chữ, máy đã sửa: đối chiếu với mặt thẻ")
    elif causes:
        title = _("Mã QR trên thẻ đến không đúng kiểu, máy vẫn đọc được")
    else:
        title = _("Mã QR trên thẻ còn ghi thêm")
    detail = " ".join([*causes, *more])
    banner.say(title, Tone.WARNING if causes or code.left_out else Tone.INFO, detail=detail)
    banner.show()
    announce(banner, f"{title}. {detail}", urgent=bool(code.left_out))
