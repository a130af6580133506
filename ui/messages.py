"""What the window says of devices and the link: a few words, how serious it is, and what still works without it."""

import time
from dataclasses import dataclass

from kiosk.counter.link import LinkState, LinkView
from kiosk.device_ports import PrintState, ReaderState
from kiosk.moments import day_of, local, show_date
from kiosk.scan_ports import ScanTrouble
from kiosk.scan_words import briefly, trouble_words
from kiosk.words import N_, _
from ui.theme.icons import Icon
from ui.theme.tokens import Tone


@dataclass(frozen=True, slots=True)
class Said:
    """A state in words. `instead`: what happens or what to do meanwhile; `text` and `instead` in the language spoken."""

    text: str
    tone: Tone = Tone.NEUTRAL
    instead: str = ""


_READER = {
    ReaderState.NO_SERVICE: (N_("dịch vụ thẻ chưa chạy"), Tone.WARNING,
                             N_("Dịch vụ thẻ của máy chưa chạy: quét mã QR trên thẻ hoặc nhập tay")),
    ReaderState.NO_READER: (N_("không tìm thấy"), Tone.WARNING,
                            N_("Chưa có đầu đọc thẻ: quét mã QR trên thẻ hoặc nhập tay")),
    ReaderState.BUSY: (N_("chương trình khác đang dùng"), Tone.WARNING,
                       N_("Đầu đọc thẻ đang bận: đóng chương trình khác đang dùng đầu đọc")),
    ReaderState.NO_CARD: (N_("sẵn sàng"), Tone.NEUTRAL, ""),
    ReaderState.NUMBER_NEEDED: (N_("cần số in trên thẻ"), Tone.INFO, ""),
    ReaderState.READING: (N_("đang đọc thẻ"), Tone.INFO, ""),
    ReaderState.WRONG_NUMBER: (N_("số không mở được thẻ"), Tone.WARNING,
                               N_("Số không mở được thẻ: xem lại sáu số cuối trên thẻ")),
    ReaderState.CARD_BLOCKED: (N_("thẻ đang tạm khóa"), Tone.WARNING, N_("Thẻ đang tạm khóa: nhập bằng mã QR hoặc bằng tay")),
    ReaderState.NO_ANSWER: (N_("thẻ không trả lời"), Tone.WARNING, N_("Thẻ không trả lời: nhấc thẻ ra rồi đặt lại")),
    ReaderState.NOT_UNDERSTOOD: (N_("không đọc được thẻ này"), Tone.WARNING,
                                 N_("Không đọc được thẻ: quét mã QR trên thẻ hoặc nhập tay")),
    ReaderState.LIFTED_EARLY: (N_("thẻ bị nhấc sớm"), Tone.WARNING, N_("Thẻ bị nhấc sớm: đặt lại thẻ")),
    ReaderState.REFUSED: (N_("thẻ không đạt kiểm tra"), Tone.DANGER, N_("Thẻ không đạt kiểm tra: không dùng để nhận hồ sơ")),
    ReaderState.READ: (N_("đã đọc thẻ"), Tone.SUCCESS, ""),
}  # fmt: skip
_SCANNER = {
    ScanTrouble.NO_PAPER: (N_("khay trống"), Tone.NEUTRAL, ""),
    ScanTrouble.JAM: (N_("kẹt giấy"), Tone.WARNING, N_("Máy quét kẹt giấy: gỡ giấy rồi quét tiếp; các trang đã quét vẫn còn")),
    ScanTrouble.COVER_OPEN: (N_("nắp đang mở"), Tone.WARNING, N_("Đóng nắp máy quét để quét tiếp")),
    ScanTrouble.BUSY: (N_("đang bận"), Tone.WARNING, N_("Máy quét đang bận: đợi một lát rồi quét")),
    ScanTrouble.OFFLINE: (N_("không kết nối"), Tone.WARNING,
                          N_("Chưa có máy quét: vẫn tiếp nhận được, quét sau hoặc thêm từ tệp")),
    ScanTrouble.CRASHED: (N_("bị lỗi"), Tone.WARNING, N_("Máy quét bị lỗi: tắt rồi bật lại máy quét")),
}  # fmt: skip
_PRINTER = {
    PrintState.OUT_OF_PAPER: (N_("hết giấy"), Tone.WARNING, N_("Máy in hết giấy: sẽ in khi có giấy")),
    PrintState.FAILED: (N_("không in được"), Tone.WARNING, N_("Máy in gặp lỗi: giấy hẹn được giữ lại, in lại sau")),
    PrintState.UNKNOWN: (N_("chưa rõ tình trạng"), Tone.WARNING,
                         N_("Chưa liên lạc được với máy in: giấy hẹn được giữ lại, in lại sau")),
    PrintState.PREPARED: (N_("đang chuẩn bị"), Tone.INFO, ""),
    PrintState.SENT: (N_("đang in"), Tone.INFO, ""),
    PrintState.PRINTED: (N_("sẵn sàng"), Tone.NEUTRAL, ""),
}  # fmt: skip


def reader_said(state: ReaderState) -> Said:
    text, tone, instead = _READER[state]
    return Said(_(text), tone, _(instead))


def scanner_said(trouble: ScanTrouble | None) -> Said:
    if trouble is not None and trouble not in _SCANNER:
        return Said(briefly(trouble), Tone.WARNING, trouble_words(trouble))
    text, tone, instead = _SCANNER[trouble] if trouble else (N_("sẵn sàng"), Tone.NEUTRAL, "")
    return Said(_(text), tone, _(instead))


def printer_said(state: PrintState | None) -> Said:
    text, tone, instead = _PRINTER[state] if state else (N_("sẵn sàng"), Tone.NEUTRAL, "")
    return Said(_(text), tone, _(instead))


# ---- the link ------------------------------------------------------------------------------------

LINK_ICONS = {
    LinkState.ONLINE: Icon.ONLINE,
    LinkState.OFFLINE: Icon.OFFLINE,
    LinkState.SENDING: Icon.SYNC,
    LinkState.NOT_SET: Icon.OFFLINE,
    LinkState.REFUSED: Icon.WARNING,
    LinkState.BUSY: Icon.SYNC,
    LinkState.STRANGER: Icon.WARNING,
}
_LOGIN_WANTED, _ANOTHER, _FAILING, _WRONG_CERTIFICATE, _REVOKED = "SYNC-09", "SYNC-10", "SYNC-12", "SYNC-20", "SYNC-21"
_PATIENCE = {LinkState.ONLINE: 25.0, LinkState.SENDING: 15.0}      # seconds: a beat and some; a piece on a slow line and some


def silent_since(view: LinkView, now: int) -> int:
    """Since which moment (epoch ms) an answer of the gateway has been waited for too long; 0 while all is well."""
    waited = time.monotonic() - view.heard if view.heard else 0.0
    return now - int(waited * 1000) if waited > _PATIENCE.get(view.state, float("inf")) else 0


def link_said(view: LinkView, dossiers: int, now: int, *, short: bool = False) -> Said:
    """The one indicator of the window. `dossiers` not sent; `short` for large letters: the moment stays in the tool tip."""
    since, silent = moment_said(view.since, now), silent_since(view, now)
    match view.state:
        case _ if silent:
            waited = _("Chờ trục trả lời từ {time}").format(time=moment_said(silent, now))
            head, tone = _("Chờ trục trả lời") if short else waited, Tone.WARNING
        case LinkState.ONLINE:
            head, tone = _("Đang kết nối"), Tone.SUCCESS
        case LinkState.SENDING:
            head, tone = _("Đang gửi…"), Tone.INFO
        case LinkState.OFFLINE:
            head = _("Mất kết nối") if short else _("Mất kết nối từ {time}").format(time=since)
            tone = Tone.WARNING
        case LinkState.NOT_SET:
            head, tone = _("Chưa nối trục của tỉnh"), Tone.WARNING
        case LinkState.BUSY:
            head, tone = _busy(view, now, short=short), Tone.WARNING
        case LinkState.STRANGER:
            heads = {
                _LOGIN_WANTED: _("Mạng đòi đăng nhập"), _ANOTHER: _("Trục khác trả lời"),
                _WRONG_CERTIFICATE: _("Chứng thư của trục sai"),
            }  # fmt: skip
            head, tone = heads.get(view.problem, _("Chưa tới được trục")), Tone.WARNING
        case _:
            head = _("Trục đã thu hồi máy này") if view.problem == _REVOKED else _("Trục không nhận quầy này")
            tone = Tone.DANGER
    waiting = _("{count} chờ gửi") if short else _("{count} hồ sơ chờ gửi")
    parts = [head, *_beside(view, now, short=short), *([waiting.format(count=dossiers), "F9"] if dossiers else [])]
    if view.clock_off and tone in (Tone.SUCCESS, Tone.INFO):
        tone = Tone.WARNING            # it sends, and its receipts bear a wrong time
    return Said(" · ".join(parts), tone, _instead(view))


def _busy(view: LinkView, now: int, *, short: bool) -> str:
    failing, until = view.problem == _FAILING, moment_said(view.next_at, now)
    if not view.next_at or short:
        return _("Trục gặp sự cố") if failing else _("Trục đang bận")
    later = _("Trục gặp sự cố, gửi lại lúc {time}") if failing else _("Trục đang bận, gửi lại lúc {time}")
    return later.format(time=until)


def _instead(view: LinkView) -> str:
    """What still works, or what somebody should do."""
    match view.state:
        case LinkState.ONLINE | LinkState.SENDING:
            return _("Người phụ trách máy chỉnh lại ngày giờ; hồ sơ vẫn gửi bình thường") if view.clock_off else ""
        case LinkState.REFUSED:
            return _("Vẫn tiếp nhận và in giấy hẹn được; hồ sơ đợi trên máy, gọi người vận hành trục")
        case LinkState.STRANGER if view.problem == _LOGIN_WANTED:
            return _("Vẫn tiếp nhận và in giấy hẹn được; mở trình duyệt và đăng nhập mạng, hồ sơ sẽ tự gửi")
        case _:
            return _("Vẫn tiếp nhận và in giấy hẹn được; hồ sơ tự gửi khi có mạng")


def _beside(view: LinkView, now: int, *, short: bool) -> list[str]:
    """What else must not be overlooked: pages held back, a clock that is wrong."""
    told = []
    if view.held and not short:
        until = moment_said(view.held_until, now) if view.held_until else ""
        told.append(_("Trang chụp gửi sau {time}").format(time=until) if until else _("Trang chụp chờ"))
    if view.clock_off:
        told.append(_("Đồng hồ máy lệch"))
    return told


def moment_said(ms: int, now: int) -> str:
    """"08:42"; with its day when that is not today."""
    moment = local(ms)
    clock = f"{moment.hour:02d}:{moment.minute:02d}"
    return clock if day_of(ms) == day_of(now) else f"{clock} {show_date(day_of(ms))}"
