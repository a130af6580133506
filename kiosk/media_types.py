"""What a page file is, by its first bytes and not by its name."""

_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
)
UNKNOWN = "application/octet-stream"
LONGEST_BEGINNING = 12


def media_type(beginning: bytes) -> str:
    """The media type of content that starts with `beginning` (at least 12 bytes where there are that many)."""
    if beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _BEGINNINGS if beginning.startswith(start)), UNKNOWN)
