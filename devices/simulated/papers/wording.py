"""What most papers share: the nation's head line, the place to sign, dates as forms write them, and the note at the foot."""

from devices.simulated.cards import Card
from devices.simulated.papers.pen import HAND, PALE, Pen, text_width
from kiosk.partial_date import PartialDate
from kiosk.people import Sex

PLACE = "phường Cửa Nam"


def nation(pen: Pen, middle: float = 105, y: float = 22) -> None:
    """The head line of every Vietnamese paper, with the line under the motto."""
    pen.text(middle, y, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True, align="center")
    pen.text(middle, y + 6, "Độc lập - Tự do - Hạnh phúc", 13, bold=True, align="center")
    pen.line(middle - 28, y + 8, middle + 28, y + 8)


def office_and_nation(pen: Pen, office: tuple[str, str], number: str = "") -> None:
    """The two-column head of a paper that an office gives out."""
    pen.text(55, 22, office[0], 11, align="center")
    pen.text(55, 27, office[1], 11, bold=True, align="center")
    pen.line(42, 29, 68, 29)
    if number:
        pen.text(55, 35, number, 12, align="center")
    pen.text(142, 22, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 10.5, bold=True, align="center")
    pen.text(142, 27.5, "Độc lập - Tự do - Hạnh phúc", 12, bold=True, align="center")
    pen.line(116, 29.5, 168, 29.5)


def title(pen: Pen, y: float, *rows: str) -> None:
    for row, text in enumerate(rows):
        pen.text(105, y + 7 * row, text, 16 if row == 0 else 12, bold=True, align="center")


def signing(pen: Pen, x: float, y: float, who: str, name: str, date: str = "") -> None:
    """Date, role, a signature, and the name under it in the signer's hand."""
    if date:
        pen.text(x, y - 6, date, 12, align="center")
    pen.text(x, y, who, 12, bold=True, align="center")
    pen.text(x, y + 5, "(Ký, ghi rõ họ, chữ đệm, tên)", 10, align="center", colour=PALE)
    pen.signature(x - 18, y + 19)
    pen.hand(x - text_width(name, HAND, 15) / 2, y + 31, name)


def foot(pen: Pen, y: float = 289) -> None:
    """Says on every page that nobody here is real."""
    pen.text(105, y, "Giấy tờ mô phỏng để tập huấn, không có giá trị sử dụng.", 8.5, align="center", colour=PALE)


def day(iso: str) -> str:
    """`2026-11-24` as forms write it; a year alone stays one."""
    return PartialDate.parse(iso).shown()


def sex(card: Card) -> str:
    return "Nữ" if card.sex is Sex.FEMALE else "Nam"


def people(card: Card) -> str:
    """The ethnic group as people write it."""
    return {"01": "Kinh", "03": "Thái", "08": "HMông", "12": "Ê Đê"}.get(card.ethnicity, "")


def paragraph(pen: Pen, x: float, y: float, text: str, until: float = 190, size: float = 12) -> float:
    """Printed text over several lines; answers where the next line goes."""
    return _wrapped(pen, x, y, text, until, size, by_hand=False)


def handwriting(pen: Pen, x: float, y: float, text: str, until: float = 190, size: float = 15) -> float:
    """The same in somebody's hand."""
    return _wrapped(pen, x, y, text, until, size, by_hand=True)


def _wrapped(pen: Pen, x: float, y: float, text: str, until: float, size: float, *, by_hand: bool) -> float:
    font, step = (HAND, size * 0.55) if by_hand else ("Paper-Print", size * 0.53)
    row = ""
    for word in [*text.split(), ""]:
        longer = f"{row} {word}".strip()
        if word and text_width(longer, font, size) <= until - x:
            row = longer
            continue
        if by_hand:
            pen.hand(x, y, row, size)
        else:
            pen.text(x, y, row, size)
        row, y = word, y + step
    return y
