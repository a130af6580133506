"""What the kiosk says of each thing a card reader can be at: in plain words, with the one thing to do."""

from dataclasses import dataclass

from kiosk.device_ports import ReaderState
from kiosk.words import N_, _
from ui.selfservice.identify.picture import Doing


@dataclass(frozen=True, slots=True)
class StateWords:
    doing: Doing
    title: str
    todo: str


_STATES = {
    ReaderState.NO_SERVICE: (Doing.NOT_THIS, N_("Máy chưa đọc được thẻ lúc này"), N_("Mời Ông/Bà dùng cách khác.")),
    ReaderState.NO_READER: (Doing.NOT_THIS, N_("Máy chưa đọc được thẻ lúc này"), N_("Mời Ông/Bà dùng cách khác.")),
    ReaderState.BUSY: (Doing.LIES, N_("Ô đọc thẻ đang bận"), N_("Xin chờ một chút, máy tự đọc tiếp.")),
    ReaderState.NO_CARD: (Doing.PUT, N_("Đặt thẻ căn cước lên ô đọc"), N_("Đặt thẻ nằm phẳng vào ô có hình thẻ và để yên.")),
    ReaderState.NUMBER_NEEDED: (Doing.LIES, N_("Gõ 6 số cuối in trên thẻ"),
                                N_("Đó là sáu số cuối của số định danh cá nhân (12 số). Máy cần số này mới mở được thẻ.")),
    ReaderState.READING: (Doing.LIES, N_("Đang đọc thẻ"), N_("Để yên thẻ trên ô đọc, chỉ vài giây.")),
    ReaderState.WRONG_NUMBER: (Doing.LIES, N_("Số này không mở được thẻ"),
                               N_("Xin xem lại sáu số cuối của số định danh in trên thẻ rồi gõ lại.")),
    ReaderState.CARD_BLOCKED: (Doing.AGAIN, N_("Thẻ tạm khóa vì gõ sai nhiều lần"),
                               N_("Nhấc thẻ ra, chờ một lát rồi đặt lại; hoặc dùng cách khác.")),
    ReaderState.NO_ANSWER: (Doing.AGAIN, N_("Thẻ chưa trả lời"), N_("Nhấc thẻ ra rồi đặt lại cho nằm phẳng.")),
    ReaderState.NOT_UNDERSTOOD: (Doing.AGAIN, N_("Máy chưa đọc được thẻ này"),
                                 N_("Xem có đúng là thẻ căn cước có chip, rồi nhấc ra và đặt lại cho nằm phẳng.")),
    ReaderState.LIFTED_EARLY: (Doing.PUT, N_("Thẻ bị nhấc ra sớm"), N_("Máy chưa đọc xong. Đặt thẻ lại và để yên.")),
    ReaderState.REFUSED: (Doing.NOT_THIS, N_("Thẻ này không qua được kiểm tra"),
                          N_("Máy không dùng thẻ này. Mời Ông/Bà lấy lại thẻ, dùng cách khác hoặc hỏi cán bộ tại quầy.")),
    ReaderState.READ: (Doing.DONE, N_("Đã đọc xong"), ""),
}  # fmt: skip


def words_of(state: ReaderState) -> StateWords:
    doing, title, todo = _STATES[state]
    return StateWords(doing, _(title), _(todo) if todo else "")
