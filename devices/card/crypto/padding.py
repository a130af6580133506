"""Padding of ISO/IEC 9797-1 method 2: one bit set, then zeros up to the block."""


class BadPadding(ValueError):
    """No padding is where one must be."""


def pad(data: bytes, block: int) -> bytes:
    return data + b"\x80" + bytes(-(len(data) + 1) % block)


def unpad(data: bytes) -> bytes:
    """Raises BadPadding. Only ever called on bytes whose MAC was right, so the answer tells an attacker nothing."""
    stripped = data.rstrip(b"\0")
    if not stripped.endswith(b"\x80"):
        raise BadPadding
    return stripped[:-1]
