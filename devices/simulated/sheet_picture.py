"""What a simulated scanner sees of one side of a sheet, as the JPEG it hands over."""

from zlib import crc32

from devices.simulated.papers.catalogue import papers, side
from devices.simulated.papers.look import as_jpeg, scanned
from devices.simulated.scanner_words import SheetLaid


def picture_of(laid: SheetLaid | None, dpi: int, *, back: bool) -> bytes:
    """An empty glass shows the lid. The same sheet gives the same picture."""
    if laid is None:
        return as_jpeg(scanned(None, dpi, 0), dpi, "simulated: lid")
    drawn = side(laid.paper, laid.sheet, back=back)
    name = f"{laid.paper} {laid.sheet + 1}{'b' if back else 'a'}"
    picture = scanned(
        drawn, dpi, crc32(name.encode()), upside_down=laid.upside_down, copied=papers()[laid.paper].copied
    )
    return as_jpeg(picture, dpi, f"simulated: {name}")
