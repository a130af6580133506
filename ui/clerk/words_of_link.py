"""The link in one line of the outbox: how it stands, why, until when, what waits in which lane, how long it will take."""

from kiosk.counter.link import LinkState, LinkView
from kiosk.store.partway import PagesThere
from kiosk.words import N_, _
from ui.clerk.words_of_dossiers import Said
from ui.clerk.words_of_sending import Doer, moment_said, size_said, why
from ui.messages import silent_since
from ui.theme.icons import Icon
from ui.theme.tokens import Tone

_SIGNS = {
    LinkState.ONLINE: (Tone.SUCCESS, Icon.ONLINE), LinkState.SENDING: (Tone.INFO, Icon.SYNC),
    LinkState.OFFLINE: (Tone.WARNING, Icon.OFFLINE), LinkState.NOT_SET: (Tone.WARNING, Icon.OFFLINE),
    LinkState.REFUSED: (Tone.WARNING, Icon.WARNING), LinkState.BUSY: (Tone.WARNING, Icon.SYNC),
    LinkState.STRANGER: (Tone.WARNING, Icon.WARNING),
}  # fmt: skip
_HEADS = {
    LinkState.ONLINE: N_("Đã kết nối với trục từ {since}"), LinkState.SENDING: N_("Đang gửi, bắt đầu lúc {since}"),
    LinkState.OFFLINE: N_("Mất kết nối từ {since}"), LinkState.NOT_SET: N_("Chưa cài đặt trục của tỉnh"),
    LinkState.REFUSED: N_("Trục không nhận từ {since}"), LinkState.BUSY: N_("Trục đang bận từ {since}"),
    LinkState.STRANGER: N_("Chưa tới được trục từ {since}"),
}  # fmt: skip
_FAILING_HEAD = N_("Trục gặp sự cố từ {since}")
_MINUTE, _HOUR = 60, 3600
_SPEAKS_FOR_ITSELF = (LinkState.OFFLINE, LinkState.NOT_SET)      # its usual reason is its name
_USUAL = frozenset({"SYNC-01", "SYNC-07"})


def link_said(view: LinkView, now: int) -> Said:
    """ "Mất kết nối từ 08:42 · thử lại lúc 08:47"."""
    silent = silent_since(view, now)
    if silent:
        told = _("Chờ trục trả lời từ {since}; hồ sơ vẫn an toàn trên máy").format(since=moment_said(silent, now))
        return Said(told, Tone.WARNING, Icon.SYNC)
    head = _FAILING_HEAD if view.state is LinkState.BUSY and view.problem == "SYNC-12" else _HEADS[view.state]
    parts = [_(head).format(since=moment_said(view.since, now))]
    parts += _reason(view)
    parts += _next_try(view, now)
    parts += _going(view)
    parts += held_said(view, now)
    parts += _clock(view)
    tone, icon = _SIGNS[view.state]
    return Said(" · ".join(parts), Tone.WARNING if view.clock_off else tone, icon)


def help_said(view: LinkView) -> str:
    """What to do about it and who does it; nothing while all is well."""
    code = view.problem or ("SYNC-11" if view.clock_off else "")
    if not code:
        return ""
    known = why(code)
    who = known.doer.shown()
    named = known.doer is Doer.MACHINE or known.remedy.startswith(who)
    return known.remedy if named else f"{who}: {known.remedy}"


def going_said(there: PagesThere) -> str:
    """ "3/6 trang, 0,9 MB trong 1,8 MB"."""
    return _("{there}/{pages} trang, {size_there} trong {size}").format(
        there=there.pages_there, pages=there.pages, size_there=size_said(there.size_there), size=size_said(there.size)
    )


def held_said(view: LinkView, now: int) -> list[str]:
    """Why pages wait although the link is well, and until when."""
    if not view.held:
        return []
    told = _("{count} hồ sơ chờ gửi trang: {reason}").format(count=view.pages, reason=why(view.held).sentence.rstrip("."))
    if not view.held_until:
        return [told, _("«Gửi ngay» không đổi được điều này")]
    told = _("{told}, chờ đến {moment} theo giờ gửi trang").format(told=told, moment=moment_said(view.held_until, now))
    return [told, _("«Gửi ngay» không vượt giờ này")]


def duration_said(seconds: int) -> str:
    """About how long, in the unit a person would use."""
    if seconds < _MINUTE:
        return _("chưa đầy một phút")
    if seconds < _HOUR:
        return _("khoảng {count} phút").format(count=-(-seconds // _MINUTE))
    return _("khoảng {hours} giờ {minutes} phút").format(hours=seconds // _HOUR, minutes=seconds % _HOUR // _MINUTE)


def _reason(view: LinkView) -> list[str]:
    if not view.problem or (view.state in _SPEAKS_FOR_ITSELF and view.problem in _USUAL):
        return []
    return [f"{why(view.problem).sentence.rstrip('.')} ({view.problem})"]


def _next_try(view: LinkView, now: int) -> list[str]:
    """What a gateway appointed is kept to whatever a person wants, and the screen says so."""
    if not view.next_at or view.state is LinkState.SENDING:
        return []
    told = [_("thử lại lúc {moment}").format(moment=moment_said(view.next_at, now))]
    return [*told, _("«Gửi ngay» vẫn theo giờ trục hẹn")] if view.problem == "SYNC-03" else told


def _going(view: LinkView) -> list[str]:
    if view.state is not LinkState.SENDING:
        return []
    parts = [_("{forms} tờ khai, {pages} bộ trang còn chờ").format(forms=view.forms, pages=view.pages)]
    if view.speed:
        parts.append(_("{speed} kB/giây").format(speed=max(1, view.speed // 1000)))
    if view.rest_seconds:
        parts.append(_("còn {duration}").format(duration=duration_said(view.rest_seconds)))
    return parts


def _clock(view: LinkView) -> list[str]:
    if not view.clock_off:
        return []
    off = duration_said(abs(view.clock_off))
    fast, slow = _("Đồng hồ máy nhanh {duration} so với trục"), _("Đồng hồ máy chậm {duration} so với trục")
    return [(fast if view.clock_off > 0 else slow).format(duration=off)]
