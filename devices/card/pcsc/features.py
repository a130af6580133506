"""What a reader says it can carry (PC/SC part 10), so that one for short commands only starts short."""

from collections.abc import Iterator

from devices.card.link import ReadSize
from devices.card.pcsc.results import ServiceFault
from devices.card.pcsc.service import Handle

_GET_FEATURES = 3400
_TLV_PROPERTIES, _MOST_DATA = 0x12, 0x0A
_SHORT, _PROTECTION = 256, 64          # secure messaging adds some 40 bytes to what is asked for


def read_size(handle: Handle) -> ReadSize:
    """Most readers say nothing: they start long and are learned."""
    most = _most_data(handle)
    if most is None:
        return ReadSize()
    size = ReadSize(extended=most > _SHORT)
    while size.extended and size.most + _PROTECTION > most:
        size.refused(size.most)
    return size


def _most_data(handle: Handle) -> int | None:
    try:
        features = dict(_elements(handle.control(handle.control_code(_GET_FEATURES))))
        if _TLV_PROPERTIES not in features:
            return None
        properties = dict(_elements(handle.control(int.from_bytes(features[_TLV_PROPERTIES], "big"))))
    except ServiceFault:
        return None                                    # a driver without such questions
    most = properties.get(_MOST_DATA)
    return None if most is None else int.from_bytes(most, "little")


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag, length, value, one byte each but the value; what is cut off is left out."""
    while len(data) >= 2:
        tag, length = data[0], data[1]
        value, data = data[2:2 + length], data[2 + length:]
        if len(value) == length:
            yield tag, value
