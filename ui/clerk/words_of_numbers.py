"""Which kind of number a dossier got and why, and how the ranges of this counter stand, in words."""

from kiosk.moments import local, show_date
from kiosk.number_outlook import NumberOutlook
from kiosk.numbers import TEMPORARY
from kiosk.store.leases import Why
from kiosk.words import N_, _
from ui.messages import Said
from ui.theme.tokens import Tone

_WHY = {
    Why.LEASED: N_("Số chính thức trong dải số trục đã cấp cho máy này."),
    Why.NONE: N_("Hôm nay máy chưa được cấp dải số nên dùng mã tạm."),
    Why.USED_UP: N_("Dải số hôm nay đã dùng hết nên dùng mã tạm."),
    Why.TAKEN_BACK: N_("Dải số của máy đã được thu hồi nên dùng mã tạm."),
    Why.RESTORED: N_("Kho dữ liệu vừa được khôi phục, dải số cũ thôi dùng, nên dùng mã tạm."),
    Why.GIVEN_TWICE: N_("Dải số bị cấp trùng nên thôi dùng; dùng mã tạm."),
    Why.CLOCK: N_("Giờ của máy chưa khớp với giờ của trục nên dùng mã tạm."),
}
_TODAY = {
    Why.NONE: N_("chưa có số, dùng mã tạm"),
    Why.USED_UP: N_("đã dùng hết, dùng mã tạm"),
    Why.TAKEN_BACK: N_("đã thu hồi, dùng mã tạm"),
    Why.RESTORED: N_("thôi dùng sau khi khôi phục, dùng mã tạm"),
    Why.GIVEN_TWICE: N_("thôi dùng vì cấp trùng, dùng mã tạm"),
    Why.CLOCK: N_("không dùng vì giờ máy sai, dùng mã tạm"),
}
_HELP = {
    Why.NONE: N_("Máy tự xin dải số khi nối được với trục."),
    Why.USED_UP: N_("Máy tự xin thêm khi nối được với trục."),
    Why.TAKEN_BACK: N_("Hôm nay máy không được cấp thêm. Số đã in vẫn có giá trị."),
    Why.RESTORED: N_("Máy tự xin dải số mới khi nối được với trục."),
    Why.GIVEN_TWICE: N_("Máy tự xin dải số mới khi nối được với trục."),
    Why.CLOCK: N_("Chỉnh lại ngày giờ của máy, rồi đợi nối được với trục."),
}
_FEW = 5
OFF = N_("Tỉnh không cấp trước dải số. Mỗi hồ sơ nhận một mã tạm, và được cấp mã chính thức khi gửi tới trục. "
         "Cả hai mã luôn tra cứu được.")


def kind_said(number: str) -> str:
    """What stands above the number of a receipt."""
    return _("Mã hồ sơ (mã tạm, luôn tra cứu được)") if TEMPORARY.fullmatch(number) else _("Mã hồ sơ")


def why_said(why: Why) -> str:
    """One sentence, or nothing where every number is a temporary code anyway."""
    return _(_WHY[why]) if why in _WHY else ""


def today_said(outlook: NumberOutlook) -> Said:
    """ "còn 37 số, dùng đến hết ngày 18/11/2026"."""
    if outlook.why is Why.LEASED:
        text = _("còn {count} số, dùng đến hết ngày {date}")
        return Said(text.format(count=outlook.left, date=show_date(outlook.today)), Tone.SUCCESS)
    if outlook.why not in _TODAY:
        return Said(_("dùng mã tạm"), Tone.NEUTRAL)
    text = _(_TODAY[outlook.why])
    if outlook.since is not None:
        moment = local(outlook.since)
        text = _("{state} (từ {time})").format(state=text, time=f"{moment:%H:%M}")
    return Said(text, Tone.WARNING, help_said(outlook))


def foot_said(outlook: NumberOutlook) -> Said:
    """At the foot of the window, where numbers are granted ahead: how many are left today."""
    said = today_said(outlook)
    if outlook.why is not Why.LEASED:
        return Said(_("dùng mã tạm"), Tone.WARNING, f"{said.text}. {said.instead}".rstrip(". ") + ".")
    text = _("còn {count}").format(count=outlook.left)
    few = outlook.left <= _FEW
    return Said(text, Tone.WARNING if few else Tone.NEUTRAL, _("Hết số thì máy dùng mã tạm; hồ sơ vẫn nhận được.") if few else "")


def help_said(outlook: NumberOutlook) -> str:
    """What happens next, and what somebody may do."""
    if outlook.why is Why.CLOCK and outlook.minutes_off:
        ahead = _("Giờ của máy nhanh {count} phút so với giờ của trục.")
        behind = _("Giờ của máy chậm {count} phút so với giờ của trục.")
        first = (ahead if outlook.minutes_off > 0 else behind).format(count=abs(outlook.minutes_off))
        return f"{first} {_(_HELP[Why.CLOCK])}"
    if outlook.why is Why.USED_UP and outlook.refused == "lease-stopped":
        return _(_HELP[Why.TAKEN_BACK])
    if outlook.why is not Why.TAKEN_BACK and outlook.refused == "lease-limit":
        return _("Máy đã dùng hết số được cấp trong ngày; mai máy tự xin lại.")
    return _(_HELP[outlook.why]) if outlook.why in _HELP else ""


def next_said(outlook: NumberOutlook) -> str:
    """ "50 số của ngày 19/11/2026"."""
    if outlook.next_day is None:
        return _("chưa có")
    return _("{count} số của ngày {date}").format(count=outlook.next_left, date=show_date(outlook.next_day))
