"""What stops a scan, in words for whoever stands at the scanner: on screens and at the command line."""

from kiosk.scan_ports import ScanTrouble
from kiosk.words import N_, _

_WHAT = {
    ScanTrouble.NO_PAPER: N_("Khay nạp hết giấy"),
    ScanTrouble.JAM: N_("Kẹt giấy"),
    ScanTrouble.DOUBLE_FEED: N_("Máy quét kéo hai tờ một lúc"),
    ScanTrouble.COVER_OPEN: N_("Nắp máy quét đang mở"),
    ScanTrouble.BUSY: N_("Máy quét đang bận việc khác"),
    ScanTrouble.WARMING: N_("Máy quét đang khởi động"),
    ScanTrouble.OFFLINE: N_("Không liên lạc được với máy quét"),
    ScanTrouble.TRUNCATED: N_("Trang vừa quét bị cụt nên không được lưu"),
    ScanTrouble.TRANSFER_LOST: N_("Mất liên lạc khi đang chuyển trang"),
    ScanTrouble.STOPPED_THERE: N_("Việc quét bị dừng ngay trên máy quét"),
    ScanTrouble.REFUSED: N_("Máy quét không làm được kiểu quét này"),
    ScanTrouble.NO_ROOM: N_("Ổ đĩa đầy nên không lưu được trang"),
    ScanTrouble.NO_PROGRAM: N_("Máy này chưa cài chương trình điều khiển máy quét"),
    ScanTrouble.CRASHED: N_("Trình điều khiển máy quét vừa dừng đột ngột"),
}
_BRIEFLY = {
    ScanTrouble.NO_PAPER: N_("khay trống"),
    ScanTrouble.JAM: N_("kẹt giấy"),
    ScanTrouble.DOUBLE_FEED: N_("kéo hai tờ"),
    ScanTrouble.COVER_OPEN: N_("nắp đang mở"),
    ScanTrouble.BUSY: N_("đang bận"),
    ScanTrouble.WARMING: N_("đang khởi động"),
    ScanTrouble.OFFLINE: N_("mất liên lạc"),
    ScanTrouble.TRUNCATED: N_("trang bị cụt"),
    ScanTrouble.TRANSFER_LOST: N_("mất liên lạc"),
    ScanTrouble.STOPPED_THERE: N_("dừng tại máy"),
    ScanTrouble.REFUSED: N_("không làm được"),
    ScanTrouble.NO_ROOM: N_("hết chỗ"),
    ScanTrouble.NO_PROGRAM: N_("chưa cài"),
    ScanTrouble.CRASHED: N_("vừa dừng"),
}
_TO_DO = {
    ScanTrouble.NO_PAPER: N_("Đặt giấy vào khay rồi quét, hoặc đặt giấy lên mặt kính và bấm Quét mặt kính."),
    ScanTrouble.JAM: N_("Mở nắp, lấy tờ bị kẹt ra, đặt lại tờ đó lên đầu xấp giấy rồi quét tiếp."),
    ScanTrouble.DOUBLE_FEED: N_("Lấy hai tờ dính ra, tách rời, đặt lại lên đầu xấp giấy rồi quét tiếp."),
    ScanTrouble.COVER_OPEN: N_("Đóng nắp máy quét rồi quét tiếp."),
    ScanTrouble.BUSY: N_("Đợi máy quét xong việc kia rồi quét lại."),
    ScanTrouble.WARMING: N_("Đợi máy quét sẵn sàng rồi quét lại."),
    ScanTrouble.TRUNCATED: N_("Đặt lại tờ vừa quét lên đầu xấp giấy rồi quét tiếp."),
    ScanTrouble.TRANSFER_LOST: N_("Đặt lại tờ vừa quét lên đầu xấp giấy, kiểm tra dây mạng rồi quét tiếp."),
    ScanTrouble.STOPPED_THERE: N_("Có người bấm dừng trên máy quét. Quét tiếp khi máy rảnh."),
    ScanTrouble.REFUSED: N_("Chọn cách quét khác: khay nạp hay mặt kính, một mặt hay hai mặt."),
    ScanTrouble.NO_ROOM: N_("Dọn bớt ổ đĩa rồi quét tiếp; các trang đã quét vẫn còn."),
    ScanTrouble.NO_PROGRAM: N_("Nhờ người quản trị cài theo docs/van-hanh.md. Có thể thêm trang từ tệp."),
    ScanTrouble.OFFLINE: N_("Kiểm tra nguồn điện và dây nối máy quét rồi quét lại. Có thể thêm trang từ tệp."),
    ScanTrouble.CRASHED: N_("Máy sẽ tự khởi động lại máy quét. Xem tờ cuối đã vào chưa rồi quét tiếp."),
}


def trouble_words(what: ScanTrouble) -> str:
    """What happened, in a sentence without its full stop."""
    return _(_WHAT[what])


def briefly(what: ScanTrouble | None) -> str:
    """For the line of the device; None: nothing stands in the way."""
    return _(_BRIEFLY[what]) if what else _("sẵn sàng")


def to_do(what: ScanTrouble) -> str:
    """What whoever stands at the scanner can do about it."""
    return _(_TO_DO[what])
