"""Every shortcut of the program in one table: which key, what it does, where. Shown with Ctrl+/, tested for clashes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from kiosk.words import N_, _

_LINE, _NUMBER = "line of the table", "number in a row"


class Where(StrEnum):
    """Where a shortcut works: in the whole window, or on one screen only."""

    EVERYWHERE = "everywhere"
    INTAKE = "intake"
    LOOK_UP = "look_up"
    CARD = "card"
    CAPTURE = "capture"
    RECEIPT = "receipt"
    NOTICE = "notice"
    DESK = "desk"
    OUTBOX = "outbox"
    EXPRESS = "express"
    LEDGER = "ledger"
    TILL = "till"
    HAND_BACK = "hand_back"
    COPYING = "copying"
    CLOSING = "closing"
    REGISTER = "register"
    SIGNING = "signing"

    def shown(self) -> str:
        return _(_PLACES[self])


_PLACES = {
    Where.EVERYWHERE: N_("Ở mọi màn hình"),
    Where.INTAKE: N_("Tiếp nhận hồ sơ"),
    Where.LOOK_UP: N_("Tra cứu"),
    Where.CARD: N_("Đọc thẻ căn cước"),
    Where.CAPTURE: N_("Quét giấy tờ"),
    Where.RECEIPT: N_("Giấy tiếp nhận và hẹn trả"),
    Where.NOTICE: N_("Phiếu bổ sung, phiếu từ chối"),
    Where.DESK: N_("Bàn làm việc"),
    Where.OUTBOX: N_("Hồ sơ chờ gửi"),
    Where.EXPRESS: N_("Chứng thực nhanh"),
    Where.LEDGER: N_("Sổ chứng thực"),
    Where.TILL: N_("Thu phí"),
    Where.HAND_BACK: N_("Trả kết quả"),
    Where.COPYING: N_("Nhập sang hệ thống khác"),
    Where.CLOSING: N_("Chốt ngày"),
    Where.REGISTER: N_("Sổ theo dõi hồ sơ"),
    Where.SIGNING: N_("Ký số"),
}


class Action(StrEnum):
    """What can be done by a key."""

    DESK = "desk"
    INTAKE = "intake"
    LOOK_UP = "look_up"
    READ_CARD = "read_card"
    READ_CODE = "read_code"
    CAPTURE = "capture"
    NEXT_ERROR = "next_error"
    OUTBOX = "outbox"
    SEARCH = "search"
    SHORTCUTS = "shortcuts"
    SETTINGS = "settings"
    LOCK = "lock"
    ANSWER_CALL = "answer_call"
    PARK = "park"
    RECEIVE = "receive"
    RECEIPT = "receipt"
    PRINT = "print"
    SAVE_DRAFT = "save_draft"
    NEXT_DRAFT = "next_draft"
    PREVIOUS_DRAFT = "previous_draft"
    SECTION = "section"
    ACCEPT_CARD = "accept_card"
    CLOSE_CARD = "close_card"
    FIND = "find"
    ROTATE = "rotate"
    CROP = "crop"
    REMOVE_PAGE = "remove_page"
    NEXT_PAGE = "next_page"
    PREVIOUS_PAGE = "previous_page"
    SCAN_GLASS = "scan_glass"
    DOCUMENT_CAMERA = "document_camera"
    INSERT_PAGE = "insert_page"
    REPLACE_PAGE = "replace_page"
    ADD_FILES = "add_files"
    MOVE_EARLIER = "move_earlier"
    MOVE_LATER = "move_later"
    UNDO = "undo"
    REDO = "redo"
    SPLIT_PAGE = "split_page"
    NEXT_PAPER = "next_paper"
    AS_IT_CAME = "as_it_came"
    ROTATE_HALF = "rotate_half"
    ACCEPT_PROPOSALS = "accept_proposals"
    USE_CODE = "use_code"
    PAPER_SHOWN = "paper_shown"
    ASSIGN_PAPER = "assign_paper"
    SCAN_INTO_PAPER = "scan_into_paper"
    DONE_CAPTURING = "done_capturing"
    SAVE_RECEIPT = "save_receipt"
    NEXT_DOSSIER = "next_dossier"
    NEWS = "news"
    RETRY = "retry"
    CORRECT = "correct"
    SEND_AGAIN = "send_again"
    COMPARE = "compare"
    COPY_FOR_HELP = "copy_for_help"
    TILL = "till"
    TILL_DRAWER = "till_drawer"
    REFUND = "refund"
    RECORD_RECEIPT = "record_receipt"
    PRINT_SLIP = "print_slip"
    SUPPLEMENT = "supplement"
    REFUSE = "refuse"
    CONTROL_SLIP = "control_slip"
    PRINT_NOTICE = "print_notice"
    LEAVE_NOTICE = "leave_notice"
    EXPRESS = "express"
    LEDGER = "ledger"
    KIND = "kind"
    CERTIFY = "certify"
    ADD_ROW = "add_row"
    HAND_OVER_LATER = "hand_over_later"
    PRINT_CLAUSE = "print_clause"
    CLEAR = "clear"
    STRIKE = "strike"
    PRINT_LEDGER = "print_ledger"
    CLOSE_LEDGER = "close_ledger"
    HAND_BACK = "hand_back"
    HAND_OVER = "hand_over"
    PRINT_HAND_BACK = "print_hand_back"
    LEAVE_HAND_BACK = "leave_hand_back"
    CLOSING = "closing"
    CLOSE_DAY = "close_day"
    PRINT_HAND_OVER = "print_hand_over"
    PRINT_RECORD = "print_record"
    LEAVE_CLOSING = "leave_closing"
    SATISFACTION = "satisfaction"
    KEEP_ORIGINAL = "keep_original"
    ENTER_ELSEWHERE = "enter_elsewhere"
    COPY_NEXT = "copy_next"
    TYPE_NEXT = "type_next"
    RECORD_ENTERED = "record_entered"
    CLOSE_COPYING = "close_copying"
    ANOTHER = "another"
    REGISTER = "register"
    PERIOD = "period"
    FIND_IN_REGISTER = "find_in_register"
    SAVE_XLSX = "save_xlsx"
    SAVE_CSV = "save_csv"
    SAVE_PDF = "save_pdf"
    PRINT_REGISTER = "print_register"
    TAKE_KNOWN = "take_known"
    TAKE_ALL_KNOWN = "take_all_known"
    SEE_PHONE = "see_phone"
    SIGNING = "signing"
    SIGN_COPIES = "sign_copies"
    CHOOSE_COPY = "choose_copy"
    CHOOSE_DOSSIER = "choose_dossier"
    CHOOSE_ALL = "choose_all"
    OWN_COPIES = "own_copies"
    ALL_COPIES = "all_copies"
    COPY_BEFORE = "copy_before"
    COPY_AFTER = "copy_after"
    LOOK_AT_TOKEN = "look_at_token"
    LEAVE_SIGNING = "leave_signing"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One line of the table. `letter`: a bare key, which must not work while somebody types."""

    action: Action
    keys: tuple[str, ...]
    text: str                          # gettext id
    where: Where = Where.EVERYWHERE
    keys_shown: str = ""               # when the keys are a row of them, like Alt+1…9
    letter: bool = False

    def shown(self) -> str:
        return _(self.text)

    def key_text(self) -> str:
        """As it stands on buttons."""
        return self.keys_shown or self.keys[0].replace("Return", "Enter")


SHORTCUTS = (
    Shortcut(Action.DESK, ("F2",), N_("Bàn làm việc")),
    Shortcut(Action.INTAKE, ("F3",), N_("Tiếp nhận hồ sơ")),
    Shortcut(Action.LOOK_UP, ("F4",), N_("Tra cứu")),
    Shortcut(Action.EXPRESS, ("F5",), N_("Chứng thực nhanh")),
    Shortcut(Action.LEDGER, ("Shift+F5",), N_("Sổ chứng thực")),
    Shortcut(Action.READ_CARD, ("F6",), N_("Đọc thẻ căn cước")),
    Shortcut(Action.CAPTURE, ("F7",), N_("Quét giấy tờ, trang tiếp theo")),
    Shortcut(Action.NEXT_ERROR, ("F8",), N_("Đến mục còn thiếu, cần sửa tiếp theo")),
    Shortcut(Action.OUTBOX, ("F9",), N_("Hồ sơ chờ gửi")),
    Shortcut(Action.REGISTER, ("F10",), N_("Sổ theo dõi hồ sơ")),
    Shortcut(Action.TILL, ("F11",), N_("Thu phí, ngăn tiền")),
    Shortcut(Action.HAND_BACK, ("Ctrl+H",), N_("Trả kết quả, trả bản chính")),
    Shortcut(Action.CLOSING, ("F12",), N_("Chốt ngày")),
    Shortcut(Action.SIGNING, ("Ctrl+Shift+K",), N_("Ký số bản sao giấy tờ")),
    Shortcut(Action.SEARCH, ("Ctrl+K",), N_("Tìm hồ sơ, công dân, thủ tục")),
    Shortcut(Action.SHORTCUTS, ("Ctrl+/",), N_("Bảng phím tắt")),
    Shortcut(Action.SETTINGS, ("Ctrl+,",), N_("Thiết lập")),
    Shortcut(Action.LOCK, ("Ctrl+L",), N_("Khóa màn hình")),
    Shortcut(Action.ANSWER_CALL, ("Ctrl+F1",), N_("Ki-ốt gọi: tôi ra ngay")),
    Shortcut(Action.READ_CODE, ("Shift+F6",), N_("Mã QR trên thẻ: máy quét, trang đã quét, tệp ảnh, camera"), Where.INTAKE),
    Shortcut(Action.RECEIVE, ("Ctrl+Return", "Ctrl+Enter"), N_("Tiếp nhận và in giấy hẹn"), Where.INTAKE),
    Shortcut(Action.RECEIPT, ("Ctrl+P",), N_("Xem và in giấy hẹn"), Where.INTAKE),
    Shortcut(Action.SUPPLEMENT, ("Ctrl+Shift+B",), N_("Chưa nhận được: phiếu yêu cầu bổ sung"), Where.INTAKE),
    Shortcut(Action.REFUSE, ("Ctrl+Shift+T",), N_("Chưa nhận được: phiếu từ chối"), Where.INTAKE),
    Shortcut(Action.KEEP_ORIGINAL, ("Ctrl+G",), N_("Giữ bản chính của giấy tờ đang chọn để trả"), Where.INTAKE),
    Shortcut(Action.ANOTHER, ("Ctrl+N",), N_("Thêm hồ sơ cho người này"), Where.INTAKE),
    Shortcut(Action.TAKE_KNOWN, ("Ctrl+E",), N_("Điền mục đang chọn như hồ sơ trước"), Where.INTAKE),
    Shortcut(Action.TAKE_ALL_KNOWN, ("Ctrl+Shift+E",), N_("Điền mọi mục còn trống như hồ sơ trước"), Where.INTAKE),
    Shortcut(Action.SEE_PHONE, ("Ctrl+Shift+D",), N_("Người dân mở VNeID trên điện thoại: ghi là đã xem"), Where.INTAKE),
    Shortcut(Action.SAVE_DRAFT, ("Ctrl+S",), N_("Lưu bản nháp"), Where.INTAKE),
    Shortcut(Action.PARK, ("Esc",), N_("Để sau (hồ sơ được giữ lại)"), Where.INTAKE),
    Shortcut(Action.NEXT_DRAFT, ("Ctrl+Tab",), N_("Đến hồ sơ đang mở tiếp theo"), Where.INTAKE),
    Shortcut(Action.PREVIOUS_DRAFT, ("Ctrl+Shift+Tab",), N_("Về hồ sơ đang mở trước"), Where.INTAKE),
    Shortcut(Action.SECTION, tuple(f"Alt+{digit}" for digit in range(1, 10)), N_("Đến phần 1 đến 9 của tờ khai"), Where.INTAKE,
             "Alt+1…9"),
    Shortcut(Action.ACCEPT_CARD, ("Ctrl+Shift+V",), N_("Điền thông tin từ thẻ"), Where.CARD),
    Shortcut(Action.CLOSE_CARD, ("Esc",), N_("Dừng đọc thẻ; không đang đọc: đóng, quên thông tin thẻ"), Where.CARD),
    Shortcut(Action.FIND, ("/",), N_("Đến ô tìm kiếm"), Where.LOOK_UP, letter=True),
    Shortcut(Action.ROTATE, ("R",), N_("Xoay trang"), Where.CAPTURE, letter=True),
    Shortcut(Action.ROTATE_HALF, ("U",), N_("Quay trang bị ngược cho xuôi"), Where.CAPTURE, letter=True),
    Shortcut(Action.CROP, ("C",), N_("Cắt bớt trang"), Where.CAPTURE, letter=True),
    Shortcut(Action.REMOVE_PAGE, ("Del",), N_("Bỏ trang"), Where.CAPTURE, letter=True),
    Shortcut(Action.NEXT_PAGE, ("PgDown",), N_("Trang sau"), Where.CAPTURE),
    Shortcut(Action.PREVIOUS_PAGE, ("PgUp",), N_("Trang trước"), Where.CAPTURE),
    Shortcut(Action.SCAN_GLASS, ("Shift+F7",), N_("Quét trên mặt kính"), Where.CAPTURE),
    Shortcut(Action.DOCUMENT_CAMERA, ("Ctrl+F7",), N_("Chụp bằng camera để bàn"), Where.CAPTURE),
    Shortcut(Action.INSERT_PAGE, ("Ins",), N_("Quét chèn vào trước trang đang chọn"), Where.CAPTURE),
    Shortcut(Action.REPLACE_PAGE, ("Ctrl+R",), N_("Quét thay trang đang chọn"), Where.CAPTURE),
    Shortcut(Action.ADD_FILES, ("Ctrl+O",), N_("Thêm trang từ tệp"), Where.CAPTURE),
    Shortcut(Action.MOVE_EARLIER, ("Ctrl+Up", "Ctrl+Left"), N_("Chuyển trang lên trước"), Where.CAPTURE, "Ctrl+↑"),
    Shortcut(Action.MOVE_LATER, ("Ctrl+Down", "Ctrl+Right"), N_("Chuyển trang ra sau"), Where.CAPTURE, "Ctrl+↓"),
    Shortcut(Action.UNDO, ("Ctrl+Z",), N_("Hoàn tác việc vừa làm với trang"), Where.CAPTURE),
    Shortcut(Action.REDO, ("Ctrl+Y", "Ctrl+Shift+Z"), N_("Làm lại việc vừa hoàn tác"), Where.CAPTURE),
    Shortcut(Action.SPLIT_PAGE, ("X",), N_("Tách trang chụp hai tờ thành hai trang"), Where.CAPTURE, letter=True),
    Shortcut(Action.NEXT_PAPER, ("N",), N_("Từ trang này trở đi là giấy tờ tiếp theo"), Where.CAPTURE, letter=True),
    Shortcut(Action.AS_IT_CAME, ("B",), N_("Xem trang như lúc vừa quét, trước khi sửa"), Where.CAPTURE, letter=True),
    Shortcut(Action.ASSIGN_PAPER, tuple("123456789"), N_("Xếp trang đang chọn vào giấy tờ 1 đến 9"), Where.CAPTURE, "1…9",
             letter=True),
    Shortcut(Action.ACCEPT_PROPOSALS, ("A",), N_("Nhận mọi đề xuất xếp trang vào giấy tờ"), Where.CAPTURE, letter=True),
    Shortcut(Action.USE_CODE, ("Q",), N_("Dùng mã QR của trang: điền tờ khai theo thẻ, mở hồ sơ theo giấy hẹn"), Where.CAPTURE,
             letter=True),
    Shortcut(Action.PAPER_SHOWN, tuple(f"Alt+{digit}" for digit in range(1, 10)),
             N_("Giấy tờ 1 đến 9: đã xuất trình, không giữ bản chụp"), Where.CAPTURE, "Alt+1…9"),
    Shortcut(Action.SCAN_INTO_PAPER, tuple(f"Ctrl+{digit}" for digit in range(1, 10)), N_("Quét tiếp vào giấy tờ 1 đến 9"),
             Where.CAPTURE, "Ctrl+1…9"),
    Shortcut(Action.DONE_CAPTURING, ("Esc",), N_("Xong, trở lại tờ khai"), Where.CAPTURE),
    Shortcut(Action.PRINT, ("Ctrl+P", "Return", "Enter"), N_("In"), Where.RECEIPT),
    Shortcut(Action.SAVE_RECEIPT, ("Ctrl+S",), N_("Lưu giấy hẹn thành tệp PDF"), Where.RECEIPT),
    Shortcut(Action.CONTROL_SLIP, ("Ctrl+Shift+P",), N_("In phiếu kiểm soát"), Where.RECEIPT),
    Shortcut(Action.ANOTHER, ("Ctrl+N",), N_("Thêm hồ sơ cho người này"), Where.RECEIPT),
    Shortcut(Action.NEXT_DOSSIER, ("Esc",), N_("Hồ sơ tiếp theo"), Where.RECEIPT),
    Shortcut(Action.PRINT_NOTICE, ("Ctrl+P", "Ctrl+Return", "Ctrl+Enter"), N_("Cấp phiếu và in"), Where.NOTICE),
    Shortcut(Action.LEAVE_NOTICE, ("Esc",), N_("Trở lại tờ khai"), Where.NOTICE),
    Shortcut(Action.NEWS, ("N",), N_("Xem Cổng vừa báo gì"), Where.DESK, letter=True),
    Shortcut(Action.RETRY, ("R",), N_("Gửi lại ngay"), Where.OUTBOX, letter=True),
    Shortcut(Action.SEND_AGAIN, ("G",), N_("Gửi lại hồ sơ để riêng đang chọn"), Where.OUTBOX, letter=True),
    Shortcut(Action.COMPARE, ("D",), N_("Đối chiếu hai bản của hồ sơ đang chọn"), Where.OUTBOX, letter=True),
    Shortcut(Action.COPY_FOR_HELP, ("C",), N_("Chép mã của hồ sơ đang chọn cho bộ phận hỗ trợ"), Where.OUTBOX, letter=True),
    Shortcut(Action.TILL_DRAWER, ("Ctrl+D",), N_("Mở ngăn tiền, hoặc kiểm đếm và đóng ngăn"), Where.TILL),
    Shortcut(Action.REFUND, ("Del",), N_("Hoàn tiền khoản đang chọn"), Where.TILL),
    Shortcut(Action.RECORD_RECEIPT, ("Ctrl+B",), N_("Ghi số biên lai điện tử"), Where.TILL),
    Shortcut(Action.PRINT_SLIP, ("Ctrl+P",), N_("In lại phiếu thu tạm"), Where.TILL),
    Shortcut(Action.KIND, tuple(f"Alt+{digit}" for digit in range(1, 5)), N_("Chọn loại việc 1 đến 4"), Where.EXPRESS, "Alt+1…4"),
    Shortcut(Action.CERTIFY, ("Ctrl+Return", "Ctrl+Enter"), N_("Chứng thực và in"), Where.EXPRESS),
    Shortcut(Action.ADD_ROW, ("Ins",), N_("Thêm giấy tờ"), Where.EXPRESS),
    Shortcut(Action.HAND_OVER_LATER, ("Ctrl+G",), N_("Chưa trả ngay: in giấy hẹn"), Where.EXPRESS),
    Shortcut(Action.PRINT_CLAUSE, ("Ctrl+P",), N_("In lại lời chứng"), Where.EXPRESS),
    Shortcut(Action.CLEAR, ("Esc",), N_("Xóa để làm người khác"), Where.EXPRESS),
    Shortcut(Action.STRIKE, ("Del",), N_("Gạch bỏ số đang chọn"), Where.LEDGER),
    Shortcut(Action.PRINT_LEDGER, ("Ctrl+P",), N_("In sổ"), Where.LEDGER),
    Shortcut(Action.CLOSE_LEDGER, ("Esc",), N_("Trở lại Chứng thực nhanh"), Where.LEDGER),
    Shortcut(Action.HAND_OVER, ("Ctrl+Return", "Ctrl+Enter"), N_("Trả và in giấy biên nhận"), Where.HAND_BACK),
    Shortcut(Action.SATISFACTION, tuple(f"Alt+{digit}" for digit in range(1, 6)), N_("Mức hài lòng 1 đến 5"), Where.HAND_BACK,
             "Alt+1…5"),
    Shortcut(Action.PRINT_HAND_BACK, ("Ctrl+P",), N_("In lại giấy biên nhận"), Where.HAND_BACK),
    Shortcut(Action.LEAVE_HAND_BACK, ("Esc",), N_("Trở lại danh sách; ở danh sách: xóa ô tìm"), Where.HAND_BACK),
    Shortcut(Action.ENTER_ELSEWHERE, ("Ctrl+Shift+C",), N_("Nhập hồ sơ sang hệ thống khác"), Where.LOOK_UP),
    Shortcut(Action.CORRECT, ("Ctrl+Shift+S",), N_("Sửa tờ khai đã tiếp nhận"), Where.LOOK_UP),
    Shortcut(Action.ENTER_ELSEWHERE, ("Ctrl+Shift+C",), N_("Nhập hồ sơ sang hệ thống khác"), Where.RECEIPT),
    Shortcut(Action.COPY_NEXT, ("Ctrl+Shift+C",), N_("Chép mục đang chọn, sang mục tiếp theo"), Where.COPYING),
    Shortcut(Action.TYPE_NEXT, ("Ctrl+T",), N_("Gõ hộ mục đang chọn vào cửa sổ phía trước"), Where.COPYING),
    Shortcut(Action.RECORD_ENTERED, ("Ctrl+Return", "Ctrl+Enter"), N_("Ghi đã nhập, kèm mã bên kia"), Where.COPYING),
    Shortcut(Action.CLOSE_COPYING, ("Esc",), N_("Đóng, xóa bảng tạm"), Where.COPYING),
    Shortcut(Action.CLOSE_DAY, ("Ctrl+Return", "Ctrl+Enter"), N_("Chốt ngày và in"), Where.CLOSING),
    Shortcut(Action.PRINT_HAND_OVER, ("Ctrl+P",), N_("In phiếu bàn giao hồ sơ"), Where.CLOSING),
    Shortcut(Action.PRINT_RECORD, ("Ctrl+Shift+P",), N_("In lại biên bản chốt ngày"), Where.CLOSING),
    Shortcut(Action.LEAVE_CLOSING, ("Esc",), N_("Trở lại bàn làm việc"), Where.CLOSING),
    Shortcut(Action.PERIOD, tuple(f"Alt+{digit}" for digit in range(1, 5)), N_("Hôm nay, tuần này, tháng này, từ ngày đến ngày"),
             Where.REGISTER, "Alt+1…4"),
    Shortcut(Action.FIND_IN_REGISTER, ("/",), N_("Đến ô tìm kiếm"), Where.REGISTER, letter=True),
    Shortcut(Action.SAVE_XLSX, ("Ctrl+S",), N_("Lưu danh sách thành tệp Excel"), Where.REGISTER),
    Shortcut(Action.SAVE_CSV, ("Ctrl+Shift+S",), N_("Lưu danh sách thành tệp CSV"), Where.REGISTER),
    Shortcut(Action.SAVE_PDF, ("Ctrl+Shift+P",), N_("Lưu sổ theo Mẫu số 07 thành tệp PDF"), Where.REGISTER),
    Shortcut(Action.PRINT_REGISTER, ("Ctrl+P",), N_("In sổ theo Mẫu số 07"), Where.REGISTER),
    Shortcut(Action.SIGN_COPIES, ("Ctrl+Return", "Ctrl+Enter"), N_("Ký các bản đã chọn"), Where.SIGNING),
    Shortcut(Action.CHOOSE_COPY, ("Space",), N_("Ký hay để lại bản đang xem"), Where.SIGNING, letter=True),
    Shortcut(Action.CHOOSE_DOSSIER, ("D",), N_("Chọn hay bỏ cả hồ sơ"), Where.SIGNING, letter=True),
    Shortcut(Action.CHOOSE_ALL, ("Ctrl+A",), N_("Chọn hay bỏ tất cả"), Where.SIGNING),
    Shortcut(Action.OWN_COPIES, ("Alt+1",), N_("Chỉ bản chờ tôi ký"), Where.SIGNING),
    Shortcut(Action.ALL_COPIES, ("Alt+2",), N_("Bản chờ mọi cán bộ ký"), Where.SIGNING),
    Shortcut(Action.COPY_BEFORE, ("PgUp",), N_("Trang trước"), Where.SIGNING),
    Shortcut(Action.COPY_AFTER, ("PgDown",), N_("Trang sau"), Where.SIGNING),
    Shortcut(Action.LOOK_AT_TOKEN, ("Ctrl+R",), N_("Xem lại USB ký số"), Where.SIGNING),
    Shortcut(Action.LEAVE_SIGNING, ("Esc",), N_("Dừng ký; không đang ký: trở lại"), Where.SIGNING),
)  # fmt: skip


def shortcut_of(action: Action) -> Shortcut:
    """The line of an action; every action has one (tested)."""
    return next(line for line in SHORTCUTS if line.action is action)


def clashes(table: Iterable[Shortcut] = SHORTCUTS) -> list[str]:
    """Keys that would do two things on one screen."""
    taken: dict[tuple[Where, str], Action] = {}
    found = []
    for line in sorted(table, key=lambda line: line.where is not Where.EVERYWHERE):
        for sign in (QKeySequence(key).toString() for key in line.keys):
            rivals = {(place, sign) for place in (line.where, Where.EVERYWHERE)} & taken.keys()
            found += [f"{sign}: {taken[rival]} | {line.action}" for rival in sorted(rivals)]
            taken[line.where, sign] = line.action
    return found


@dataclass(frozen=True, slots=True)
class Live:
    """A line of the table that would work at this moment. `number`: which of a row of keys, from 1 on; 0 where there is none."""

    line: Shortcut
    number: int
    key: QShortcut

    def key_text(self) -> str:
        return self.line.keys[self.number - 1] if self.number else self.line.key_text()


def live(window: QWidget) -> list[Live]:
    """What can be done by a key on what is seen of the window now, in the order of the table."""
    found: dict[tuple[int, int], Live] = {}
    for key in window.findChildren(QShortcut):
        place, owner = key.property(_LINE), key.parent()
        if place is not None and key.isEnabled() and isinstance(owner, QWidget) and owner.isVisible():
            number = int(key.property(_NUMBER))
            found.setdefault((int(place), number), Live(SHORTCUTS[int(place)], number, key))
    return [found[where] for where in sorted(found)]


def install(widget: QWidget, where: Where, actions: Mapping[Action, Callable[[], None]]) -> list[QShortcut]:
    """Makes the table's keys of one place work inside `widget`. SECTION is installed by `install_sections`."""
    made = []
    for action, call in actions.items():
        line = next(line for line in SHORTCUTS if line.action is action and line.where is where)
        made += [_made(widget, line, key, 0, call) for key in line.keys]
    return made


def install_sections(widget: QWidget, go_to: Callable[[int], None]) -> list[QShortcut]:
    """Alt+1 to Alt+9; `go_to` hears the number from 1 on."""
    return install_row(widget, Action.SECTION, go_to)


def install_row(widget: QWidget, action: Action, go_to: Callable[[int], None]) -> list[QShortcut]:
    """An action with a row of keys; `go_to` hears which of them, from 1 on."""
    line = shortcut_of(action)
    return [_made(widget, line, key, number, partial(go_to, number)) for number, key in enumerate(line.keys, start=1)]


def _made(widget: QWidget, line: Shortcut, key: str, number: int, call: Callable[[], None]) -> QShortcut:
    shortcut = QShortcut(QKeySequence(key), widget)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.setProperty(_LINE, SHORTCUTS.index(line))
    shortcut.setProperty(_NUMBER, number)
    shortcut.activated.connect(call)
    return shortcut
