"""Blank sheets of every sort, and sheets with so little on them that a program takes them for blank if it is careless."""

from PIL import Image, ImageChops, ImageOps

from devices.simulated.pages import words
from devices.simulated.pages.ink import HEIGHT, PALE, PENCIL, Ink
from devices.simulated.pages.kinds import Drawing, text


def plain(_ink: Ink) -> tuple[str, ...]:
    return ()


def bleeding(ink: Ink) -> tuple[str, ...]:
    """The print of the other side shines through, mirrored."""
    other = Ink(ink.dpi, ink.chance)
    text(other)
    weak = ink.chance.uniform(0.04, 0.1)
    through = ImageOps.mirror(other.picture).point(lambda tone: round(255 - (255 - tone) * weak))
    ink.picture.paste(ImageChops.multiply(ink.picture, through))
    return ()


def punched(ink: Ink) -> tuple[str, ...]:
    """Two or four holes at an edge, dark where the lid is."""
    x = ink.chance.choice((12.0, 198.0))
    for place in ink.chance.choice(((108.5, 188.5), (28.5, 108.5, 188.5, 268.5))):
        ink.draw.ellipse([ink.px(part) for part in (x - 2.75, place - 2.75, x + 2.75, place + 2.75)], (96, 96, 98))
    return ()


def dusty(ink: Ink) -> tuple[str, ...]:
    """Specks of dirt and a hair or two."""
    for _ in range(ink.chance.randint(8, 30)):
        x, y, size = ink.chance.uniform(5, 205), ink.chance.uniform(5, 290), ink.chance.uniform(0.08, 0.3)
        ink.draw.ellipse([ink.px(part) for part in (x, y, x + size, y + size)], (110, 108, 104))
    return ()


def yellowed(ink: Ink) -> tuple[str, ...]:
    """Old paper: as a whole, and browner towards the edges."""
    tone = ink.chance.randint(196, 226)
    shade = Image.linear_gradient("L").rotate(90 * ink.chance.randrange(4)).resize(ink.picture.size)
    brown = Image.merge("RGB", [shade.point(lambda at, top=top: round(top - 18 * at / 255)) for top in (244, 234, tone)])
    ink.picture.paste(ImageChops.multiply(ink.picture, brown))
    return ()


def folded(ink: Ink) -> tuple[str, ...]:
    """Once or twice: a soft line of shadow, and of light beside it."""
    for at in ink.chance.choice(((148.5,), (99.0, 198.0))):
        tone = ink.chance.randint(188, 222)
        ink.line(0, at, 210, at + ink.chance.uniform(-1, 1), 0.5, (tone, tone, tone))
    return ()


BLANK: dict[str, Drawing] = {
    "plain": plain, "bleeding": bleeding, "punched": punched, "dusty": dusty, "yellowed": yellowed, "folded": folded,
}  # fmt: skip


def page_number(ink: Ink) -> tuple[str, ...]:
    ink.text(105, HEIGHT - 12, str(ink.chance.randint(1, 24)), ink.chance.choice((10, 12)), anchor="ms")
    return ()


def signature_only(ink: Ink) -> tuple[str, ...]:
    ink.signature(ink.chance.uniform(30, 140), ink.chance.uniform(40, 250))
    return ()


def faint_pencil(ink: Ink) -> tuple[str, ...]:
    """A note somebody wrote with a hard pencil."""
    tone = ink.chance.randint(178, 206)
    ink.hand(ink.chance.uniform(20, 110), ink.chance.uniform(30, 270), words.name(ink.chance), 16, (tone, tone, tone + 2))
    return ()


def seal_only(ink: Ink) -> tuple[str, ...]:
    ink.seal(ink.chance.uniform(40, 170), ink.chance.uniform(40, 250))
    return ()


def faint_seal(ink: Ink) -> tuple[str, ...]:
    """A seal that wanted ink."""
    ink.seal(ink.chance.uniform(40, 170), ink.chance.uniform(40, 250), ink.chance.uniform(0.16, 0.3))
    return ()


def one_line(ink: Ink) -> tuple[str, ...]:
    ink.text(25, ink.chance.uniform(30, 260), words.sentence(ink.chance)[:70], 12)
    return ()


def small_note(ink: Ink) -> tuple[str, ...]:
    """A date or initials in a corner."""
    colour = ink.chance.choice((PALE, PENCIL, (40, 50, 140)))
    said = ink.chance.choice(("28/11", "Đã xem", "B3", "Sao"))
    ink.hand(ink.chance.uniform(15, 180), ink.chance.uniform(15, 285), said, 13, colour)
    return ()


NEARLY_BLANK: dict[str, Drawing] = {
    "page_number": page_number, "signature_only": signature_only, "faint_pencil": faint_pencil, "seal_only": seal_only,
    "faint_seal": faint_seal, "one_line": one_line, "small_note": small_note,
}  # fmt: skip
