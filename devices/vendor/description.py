"""What an operator says of a vendor's program: where it listens, how it names things. Vendors differ and none is built in.

The file and its meaning are explained in docs/the-can-cuoc.md; docs/examples/card-reader.toml is one, for the emulator.
"""

import ipaddress
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from devices.vendor.problems import DescriptionFaulty
from kiosk.device_ports import ReaderState
from kiosk.words import _

Milliseconds = Annotated[int, msgspec.Meta(ge=50, le=10_000)]
Kibibytes = Annotated[int, msgspec.Meta(ge=1, le=4_096)]
Seconds = Annotated[int, msgspec.Meta(ge=5, le=3_600)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Words = tuple[Annotated[str, msgspec.Meta(max_length=100)], ...]

DAY_FORMATS = {"dd/MM/yyyy": "%d/%m/%Y", "yyyy-MM-dd": "%Y-%m-%d", "ddMMyyyy": "%d%m%Y", "yyyyMMdd": "%Y%m%d"}


class StateWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which of the program's words mean which state. A word nobody listed is not understood."""

    no_reader: Words = ()
    busy: Words = ()
    no_card: Words = ()
    reading: Words = ()
    lifted_early: Words = ()
    not_understood: Words = ()
    read: Words = ()

    def meaning(self, word: str) -> ReaderState:
        for name in self.__struct_fields__:
            if word in getattr(self, name):
                return ReaderState(name)
        return ReaderState.NOT_UNDERSTOOD


class State(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the program says what it is doing. Without a field a card is there when there is a number."""

    field: str = ""
    progress: str = ""
    words: StateWords = StateWords()


class Fields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where in the answer each thing stands: names joined by dots. "" for what the program does not tell.

    `key` is what the program calls one laying-down of a card, so that the next is told from it.
    """

    number: Name
    full_name: Name
    key: str = ""
    birth_date: str = ""
    sex: str = ""
    nationality: str = ""
    residence: str = ""
    issued_on: str = ""
    expires_on: str = ""
    old_id: str = ""
    father_name: str = ""
    mother_name: str = ""
    spouse_name: str = ""
    place_of_origin: str = ""
    religion: str = ""
    photo: str = ""                    # base64 of a JPEG
    signer: str = ""                   # base64 of the document signer's certificate


class Photo(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the photo is asked for by itself, and what says whose it is there."""

    path: Name
    field: Name
    key: Name


class Values(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the program writes values."""

    days: tuple[str, ...] = ("dd/MM/yyyy", "yyyy-MM-dd")
    male: Words = ("Nam", "nam", "NAM", "M", "male")
    female: Words = ("Nữ", "nữ", "NỮ", "F", "female")

    def __post_init__(self) -> None:
        for day in self.days:
            if day not in DAY_FORMATS:
                raise ValueError(_("cách viết ngày «{day}» không có; dùng {known}").format(day=day, known=", ".join(DAY_FORMATS)))


class Description(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One program. `path` is asked for by GET over http; over tcp `ask` is sent as a line and one line is the answer."""

    address: Name
    fields: Fields
    path: str = "/"
    ask: str = ""
    every_ms: Milliseconds = 400
    patience_ms: Milliseconds = 2_000
    largest_kib: Kibibytes = 1_024
    keep_seconds: Seconds = 120        # how long a card that was read stays before it counts as left behind
    no_card_status: tuple[int, ...] = (204, 404)
    state: State = State()
    photo: Photo | None = None
    values: Values = Values()

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme not in ("http", "tcp") or not parts.port:
            raise ValueError(_("address phải có dạng http://127.0.0.1:CỔNG hoặc tcp://127.0.0.1:CỔNG"))
        if not _is_loopback(parts.hostname or ""):
            raise ValueError(_("address phải là địa chỉ của chính máy này (127.0.0.1 hoặc ::1)"))
        if parts.username or parts.password or parts.path not in ("", "/") or parts.query or parts.fragment:
            raise ValueError(_("address chỉ gồm máy và cổng; phần còn lại ghi ở path"))
        if not all(_is_path(path) for path in (self.path, self.photo.path if self.photo else "/")):
            raise ValueError(_("path phải bắt đầu bằng / và không có dấu cách"))

    @property
    def over_http(self) -> bool:
        return urlsplit(self.address).scheme == "http"

    @property
    def host(self) -> str:
        host = urlsplit(self.address).hostname or ""
        return "127.0.0.1" if host == "localhost" else host    # a name is never looked up

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0


def read_description(path: Path) -> Description:
    """Raises DescriptionFaulty naming the faulty key."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Description)
    except (msgspec.MsgspecError, ValueError, OSError) as error:
        raise DescriptionFaulty(path=path, what=error) from error


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_path(path: str) -> bool:
    return path.startswith("/") and path.isascii() and path.isprintable() and " " not in path
