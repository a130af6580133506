"""Sheets that have something on them. Each takes the ink and answers the codes on it."""

import random
from collections.abc import Callable

from devices.simulated.pages import words
from devices.simulated.pages.ink import BLACK, BLUE, HAND, HEIGHT, PALE, PENCIL, RED, Ink

Drawing = Callable[[Ink], tuple[str, ...]]
CARD_WIDE, CARD_TALL = 85.6, 54.0


def text(ink: Ink) -> tuple[str, ...]:
    """A page of print from margin to margin."""
    chance, y = ink.chance, _head(ink)
    points = chance.choice((11.0, 12.0, 13.0, 14.0))
    end = chance.uniform(180, 270)
    while y < end:
        y = ink.paragraph(25, y, "  " + " ".join(words.sentence(chance) for _ in range(chance.randint(1, 4))), 190, points) + 1.5
    ink.text(105, 285, str(chance.randint(2, 9)), 12, anchor="ms")
    return ()


def form(ink: Ink) -> tuple[str, ...]:
    """Labels, dotted lines, handwriting on them, boxes with ticks, two signatures."""
    chance, y = ink.chance, _head(ink)
    labels = list(words.LABELS)
    for row in range(chance.randint(9, 14)):
        label = labels[row % len(labels)]
        ink.text(22, y, label, 12)
        start = 24 + ink.wide(label, 12)
        ink.dots(start, y + 0.5, 190)
        ink.hand(start + 2, y - 0.3, words.answer(chance), 15)
        y += 9
    for place in range(3):
        _tick(ink, 24 + 55 * place, y + 4, chance.choice(("Cá nhân", "Hộ gia đình", "Có", "Không")), chance.random() < 0.4)
    _signed(ink, 150, y + 18)
    return ()


def table(ink: Ink) -> tuple[str, ...]:
    """A ruled table of typed and written cells."""
    chance, y = ink.chance, _head(ink)
    edges = [20, 32, 88, 120, 152, 190]
    rows = chance.randint(8, 20)
    for row in range(rows + 1):
        ink.line(edges[0], y + 8 * row, edges[-1], y + 8 * row, 0.25)
    for edge in edges:
        ink.line(edge, y, edge, y + 8 * rows, 0.25)
    for row in range(rows):
        base = y + 8 * row + 5.5
        ink.text(26, base, str(row + 1) if row else "TT", 11, anchor="ms")
        for left, kind in zip(edges[1:], (words.name, words.number, words.date_of, words.name), strict=False):
            if row and chance.random() < 0.85:
                written = chance.random() < 0.4
                said = kind(chance)[:14] if left > 100 else kind(chance)
                ink.text(left + 1.5, base, said, 11 if not written else 13, file=HAND if written else "Tinos-Regular.ttf",
                         colour=BLUE if written else BLACK)  # fmt: skip
    _signed(ink, 150, min(y + 8 * rows + 12, 250))
    return ()


def sealed(ink: Ink) -> tuple[str, ...]:
    """A letter of an office, its seal across the signature."""
    chance, y = ink.chance, _head(ink, office=True)
    for _ in range(chance.randint(2, 5)):
        y = ink.paragraph(25, y, "  " + " ".join(words.sentence(chance) for _ in range(2)), 190, 13) + 2
    ink.text(150, y + 8, "TM. ỦY BAN NHÂN DÂN", 13, anchor="ms", bold=True)
    ink.text(150, y + 14, "CHỦ TỊCH", 13, anchor="ms", bold=True)
    ink.signature(134, y + 28)
    ink.seal(136, y + 26, chance.uniform(0.6, 1))
    ink.text(150, y + 44, words.name(chance), 13, anchor="ms", bold=True)
    return ()


def written(ink: Ink) -> tuple[str, ...]:
    """A letter by hand."""
    chance, y = ink.chance, 40.0
    ink.hand(70, y, "Giấy viết tay", 24)
    for _ in range(chance.randint(8, 18)):
        y += 11
        row = " ".join(words.sentence(chance).split()[:9])
        while ink.wide(row, 17, HAND) > 165:
            row = row.rsplit(" ", 1)[0]
        ink.hand(22, y, row, 17)
    ink.signature(130, y + 20)
    return ()


def certificate(ink: Ink, *, child: int | None = None) -> tuple[str, ...]:
    """A birth certificate: one form for every child, only what is filled in differs. Those of the same seed with another `child`
    are siblings: the same parents, places, signature and seal, another name and birthday."""
    chance = ink.chance
    siblings = random.Random(f"child {child}") if child is not None else chance  # noqa: S311
    for inset, thick in ((10.0, 0.9), (12.5, 0.25)):
        for edge in ((inset, inset, 210 - inset, inset), (inset, HEIGHT - inset, 210 - inset, HEIGHT - inset),
                     (inset, inset, inset, HEIGHT - inset), (210 - inset, inset, 210 - inset, HEIGHT - inset)):  # fmt: skip
            ink.line(*edge, thick, RED)
    _nation(ink, 105, 30)
    ink.text(105, 60, "GIẤY KHAI SINH", 22, anchor="ms", bold=True, colour=RED)
    rows = ("Họ, chữ đệm, tên:", "Ngày, tháng, năm sinh:", "Giới tính:", "Nơi sinh:", "Quê quán:", "Họ, chữ đệm, tên người mẹ:",
            "Nơi cư trú:", "Họ, chữ đệm, tên người cha:", "Nơi cư trú:", "Nơi đăng ký khai sinh:")  # fmt: skip
    said = (words.name, words.date_of, _sex, _place, _place, words.name, _place, words.name, _place, _place)
    for row, (label, what) in enumerate(zip(rows, said, strict=True)):
        y = 80 + 11 * row
        ink.text(24, y, label, 12)
        ink.text(27 + ink.wide(label, 12), y, what(siblings if row < 2 else chance), 12.5, bold=row == 0)
    ink.text(150, 215, "NGƯỜI KÝ GIẤY KHAI SINH", 12, anchor="ms", bold=True)
    ink.signature(134, 228)
    ink.seal(138, 228, 0.9)
    return ()


def drawing(ink: Ink) -> tuple[str, ...]:
    """The plan of a plot of land: thin lines, hardly any text."""
    chance = ink.chance
    ranges = ((40, 70, 60, 90), (120, 170, 60, 100), (130, 175, 160, 210), (35, 65, 150, 200))
    corners = [(chance.uniform(left, right), chance.uniform(top, foot)) for left, right, top, foot in ranges]
    sides = zip(corners, [*corners[1:], corners[0]], strict=True)
    for number, (here, there) in enumerate(sides, 1):
        ink.line(*here, *there, 0.3)
        ink.text(here[0] - 3, here[1] - 2, str(number), 10)
        ink.text((here[0] + there[0]) / 2, (here[1] + there[1]) / 2 - 1, f"{chance.uniform(4, 40):.2f}", 9)
    ink.text(105, 40, "SƠ ĐỒ THỬA ĐẤT", 14, anchor="ms", bold=True)
    ink.text(105, 270, f"Tỷ lệ 1:500. Thửa số {chance.randint(1, 400)}", 11, anchor="ms")
    return ()


def card(ink: Ink, *, side: float = 20.0, newer: bool = False, x: float | None = None, y: float | None = None) -> tuple[str, ...]:
    """The side of an identity card that has the QR code (`side` millimetres), lying on the glass."""
    chance = ink.chance
    left = chance.uniform(20, 100) if x is None else x
    top = chance.uniform(20, 200) if y is None else y
    _card_body(ink, left, top)
    said = words.card_text(chance, newer=newer)
    right = left + CARD_WIDE - side - 3.5
    ink.text(left + 28, top + 10, "CĂN CƯỚC", 11, colour=RED, bold=True)
    for row in range(5):
        ink.text(left + 28, top + 17 + 6 * row, words.answer(chance)[:14], 7)
    _face(ink, left + 4, top + 16)
    ink.qr(right, top + 3.5, said, side)
    return (said,)


def card_other_side(ink: Ink, *, x: float | None = None, y: float | None = None) -> tuple[str, ...]:
    """The side without a code: chip, machine-readable lines."""
    chance = ink.chance
    left = chance.uniform(20, 100) if x is None else x
    top = chance.uniform(20, 200) if y is None else y
    _card_body(ink, left, top)
    box = [ink.px(part) for part in (left + 66, top + 12, left + 79, top + 23)]
    ink.draw.rectangle(box, (214, 180, 90), PALE, max(1, ink.px(0.2)))
    ink.text(left + 5, top + 9, "Đặc điểm nhận dạng: nốt ruồi cách 1 cm trước tai", 6.5)
    for row in range(3):
        line = "".join(chance.choice("ABCDEFGH0123456789<<<") for _ in range(30))
        ink.text(left + 4, top + 36 + 6 * row, line, 9.5)
    return ()


def card_pair(ink: Ink) -> tuple[str, ...]:
    """Both sides on one sheet, as a copying machine gives it."""
    found = card(ink, x=62, y=40, side=ink.chance.uniform(18, 24))
    card_other_side(ink, x=62, y=112)
    return found


def receipt(ink: Ink) -> tuple[str, ...]:
    """A receipt like ours, its QR code and bars at the foot."""
    chance, y = ink.chance, _head(ink, office=True)
    number = f"H26.114-2611{chance.randint(10, 28)}-{chance.randint(1, 9999):04d}"
    token = "MC1." + "".join(chance.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") for _ in range(330))
    for row in range(9):
        y = ink.paragraph(22, y, f"{row + 1}. " + words.sentence(chance), 190, 12) + 1
    ink.qr(25, 235, token, 38)
    ink.bars(100, 250, number, 0.3)
    ink.text(128, 268, number, 12, anchor="ms")
    return (token, number)


def separator(ink: Ink) -> tuple[str, ...]:
    """A separator sheet (tờ ngăn) like ours."""
    said = ink.chance.choice(("MCT1.N", "MCT1.D", "MCT1.P.1.001193.BIRTH-PROOF"))
    ink.text(105, 70, "TỜ NGĂN", 60, anchor="ms", bold=True)
    ink.text(105, 100, "Giấy tờ tiếp theo", 30, anchor="ms")
    ink.qr(80, 120, said, 50)
    ink.bars(105 - 0.165 * (11 * len(said) + 35), 200, said, 0.33, 18)
    return (said, said)


def small(ink: Ink) -> tuple[str, ...]:
    """A till slip on the glass: the rest is the scanner's lid."""
    left, top = ink.chance.uniform(10, 110), ink.chance.uniform(10, 120)
    box = [ink.px(part) for part in (left, top, left + 80, top + 120)]
    ink.draw.rectangle(box, (250, 248, 240), (190, 190, 186), 1)
    for row in range(12):
        ink.text(left + 6, top + 12 + 8 * row, words.answer(ink.chance)[:26], 10)
    return ()


def pencilled(ink: Ink) -> tuple[str, ...]:
    """A form where everything filled in is pencil."""
    y = _head(ink)
    for label in words.LABELS[: ink.chance.randint(6, 12)]:
        ink.text(22, y, label, 12)
        ink.hand(26 + ink.wide(label, 12), y, words.answer(ink.chance), 15, PENCIL)
        y += 10
    return ()


CONTENT: dict[str, Drawing] = {
    "text": text, "form": form, "table": table, "sealed": sealed, "written": written, "certificate": certificate,
    "drawing": drawing, "card": card, "card_other_side": card_other_side, "card_pair": card_pair, "receipt": receipt,
    "separator": separator, "small": small, "pencilled": pencilled,
}  # fmt: skip


def _nation(ink: Ink, x: float, y: float) -> None:
    ink.text(x, y, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 11.5, anchor="ms", bold=True)
    ink.text(x, y + 6, "Độc lập - Tự do - Hạnh phúc", 12.5, anchor="ms", bold=True)
    ink.line(x - 28, y + 8, x + 28, y + 8)


def _head(ink: Ink, *, office: bool = False) -> float:
    """The nation's head and a title; answers where the page goes on. Half of all pages go on from another."""
    if not office and ink.chance.random() < 0.4:
        return ink.chance.uniform(22, 34)
    if office:
        ink.text(55, 22, "ỦY BAN NHÂN DÂN", 11, anchor="ms")
        ink.text(55, 27, ink.chance.choice(words.PLACES).split(",")[0].upper(), 11, anchor="ms", bold=True)
        _nation(ink, 144, 22)
    else:
        _nation(ink, 105, 22)
    ink.text(105, 46, ink.chance.choice(words.TITLES), 15, anchor="ms", bold=True)
    return 60.0


def _signed(ink: Ink, x: float, y: float) -> None:
    ink.text(x, y, "Người khai", 12, anchor="ms", bold=True)
    ink.signature(x - 17, y + 12)
    ink.hand(x - 18, y + 26, words.name(ink.chance), 15)


def _tick(ink: Ink, x: float, y: float, label: str, ticked: bool) -> None:
    ink.draw.rectangle([ink.px(x), ink.px(y - 3.4), ink.px(x + 3.6), ink.px(y + 0.2)], outline=BLACK, width=max(1, ink.px(0.25)))
    if ticked:
        ink.line(x + 0.6, y - 1.6, x + 1.7, y, 0.5, BLUE)
        ink.line(x + 1.7, y, x + 4.6, y - 4.4, 0.5, BLUE)
    ink.text(x + 6, y, label, 12)


def _card_body(ink: Ink, x: float, y: float) -> None:
    box = [ink.px(part) for part in (x, y, x + CARD_WIDE, y + CARD_TALL)]
    ink.draw.rounded_rectangle(box, ink.px(3), (222, 232, 226), (150, 160, 156), max(1, ink.px(0.2)))


def _face(ink: Ink, x: float, y: float) -> None:
    ink.draw.rectangle([ink.px(part) for part in (x, y, x + 20, y + 27)], (190, 200, 214))
    ink.draw.ellipse([ink.px(part) for part in (x + 5.5, y + 3, x + 14.5, y + 15)], (150, 118, 96))
    ink.draw.ellipse([ink.px(part) for part in (x + 1.5, y + 16, x + 18.5, y + 27)], (70, 74, 92))


def _sex(chance: random.Random) -> str:
    return chance.choice(("Nam", "Nữ"))


def _place(chance: random.Random) -> str:
    return chance.choice(words.PLACES)
