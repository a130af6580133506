"""A vendor's program that is none: answers on loopback like the local services that come with some card readers, for training and
tests. Its names and paths are ours, no real vendor's; it claims to have verified every card, as they do.
"""

import base64
import json
import threading
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

from devices.simulated.cards import Card, cards, portrait

CARD_PATH, PHOTO_PATH = "/v1/card", "/v1/photo"
_STEPS = 3                             # answers a reading takes
_HUGE = 8 * 1024 * 1024
_SIGNER = b"\x30\x0a training"         # stands where a certificate would: nobody is to take it for one


class Fault(StrEnum):
    """What such a program does wrong."""

    NONE = "none"
    SILENT = "silent"                  # takes the question, never answers
    TRICKLE = "trickle"                # a byte now and then
    GARBAGE = "garbage"
    BROKEN_HTTP = "broken_http"
    HUGE = "huge"
    ERROR = "error"                    # HTTP 500
    MIXED = "mixed"                    # every other answer about the same card names another person
    STUCK = "stuck"                    # goes on answering for the card that was lifted


class VendorService:
    """Use `start` and `stop`; the methods between are the hands. Every answer counts as one step of a reading."""

    def __init__(self, port: int = 0) -> None:
        self._wanted_port = port
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None
        self._lock, self._released = threading.Lock(), threading.Event()
        self._layings = count(1)
        self._card: Card | None = None
        self._laying, self._answers = "", 0
        self._steps, self._lift_at = _STEPS, 0
        self.plugged, self.held = True, False
        self.fault = Fault.NONE
        self.asked = 0

    # ---- running ----

    def start(self) -> None:
        """Listens again on the port it had."""
        self._released.clear()
        self._server = ThreadingHTTPServer(("127.0.0.1", self._wanted_port), _handler(self))
        self._server.daemon_threads = True
        self._wanted_port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="vendor-service", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._released.set()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
        self._server = self._thread = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._wanted_port}"

    def description(self) -> str:
        """The file that makes a counter ask this program."""
        return _DESCRIPTION.format(address=self.address, card=CARD_PATH, photo=PHOTO_PATH)

    # ---- hands ----

    def place(self, card: str) -> None:
        with self._lock:
            self._card, self._laying, self._answers = cards()[card], f"laying-{next(self._layings)}", 0

    def lift(self) -> None:
        with self._lock:
            self._take_away()

    def lift_next_early(self) -> None:
        """The next reading is cut short."""
        with self._lock:
            self._lift_at = 2

    def read_within(self, answers: int) -> None:
        with self._lock:
            self._steps = answers

    def _take_away(self) -> None:
        if self.fault is not Fault.STUCK:
            self._card = None
        self._lift_at = 0

    # ---- answering ----

    def answer(self) -> dict[str, Any]:
        """The state of things; being asked moves a reading on."""
        with self._lock:
            self.asked += 1
            if not self.plugged:
                return {"status": "NO_DEVICE"}
            if self.held:
                return {"status": "IN_USE"}
            if self._card is None:
                return {"status": "EMPTY"}
            self._answers += 1
            if self._lift_at and self._answers >= self._lift_at:
                self._take_away()
                return {"status": "EMPTY"}
            if self._answers < self._steps:
                percent = min(self._answers * 100 // self._steps, 99)
                return {"status": "READING", "percent": percent, "session": self._laying}
            if not self._card.understood:
                return {"status": "UNSUPPORTED"}
            other = self.fault is Fault.MIXED and self._answers % 2
            return {"status": "DONE", "session": self._laying, "verified": True, "verifiedBy": "the vendor says so",
                    "person": _person(next(iter(cards().values())) if other else self._card)}  # fmt: skip

    def photo(self) -> dict[str, Any]:
        with self._lock:
            if self._card is None or not self._card.photo:
                return {}
            return {"session": self._laying, "jpeg": base64.b64encode(portrait(self._card)).decode()}

    def wait_until_released(self, seconds: float | None = None) -> bool:
        """For a fault that hangs: until the service is stopped."""
        return self._released.wait(seconds)


def _person(card: Card) -> dict[str, Any]:
    def day(iso: str) -> str:
        return "/".join(reversed(iso.split("-"))) if iso else ""

    return {
        "number": card.personal_id or card.passport, "name": card.full_name, "birth": day(card.birth_date),
        "sex": "Nam" if card.sex.value == "male" else "Nữ", "residence": card.address, "issued": day(card.issued_on),
        "expires": day(card.expires_on), "oldNumber": card.old_id, "father": card.father_name, "mother": card.mother_name,
        "spouse": card.spouse_name, "origin": card.place_of_origin, "religion": card.religion,
        "signer": base64.b64encode(_SIGNER).decode(),
    }  # fmt: skip


def _handler(service: VendorService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                self._answer()
            except OSError:
                return                 # whoever asked has gone

        def _answer(self) -> None:
            match service.fault:
                case Fault.SILENT:
                    service.wait_until_released()
                case Fault.TRICKLE:
                    self._trickle()
                case Fault.GARBAGE:
                    self._send(b"\xff\xfe{not json at all")
                case Fault.BROKEN_HTTP:
                    self.wfile.write(b"SSH-2.0-not-the-service\r\n\r\n")
                case Fault.HUGE:
                    self._send(b'{"status": "' + b"A" * _HUGE + b'"}')
                case Fault.ERROR:
                    self._send(b"{}", 500)
                case _:
                    told = service.photo() if self.path == PHOTO_PATH else service.answer()
                    self._send(json.dumps(told, ensure_ascii=False).encode(), 200 if told else 404)

        def _trickle(self) -> None:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
            while not service.wait_until_released(0.01):
                self.wfile.write(b" ")

        def _send(self, body: bytes, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing: what is asked and told is about people."""

    return Handler


_DESCRIPTION = """\
# Mô tả phần mềm của hãng đầu đọc: tệp này là của bản mô phỏng đi kèm chương trình, không phải của hãng nào.
# uncertain: tên mục và đường dẫn của từng hãng chỉ có trong tài liệu của hãng ấy.

address = "{address}"
path = "{card}"
every_ms = 200
patience_ms = 2000

[state]
field = "status"
progress = "percent"

[state.words]
no_reader = ["NO_DEVICE"]
busy = ["IN_USE"]
no_card = ["EMPTY"]
reading = ["READING"]
not_understood = ["UNSUPPORTED"]
read = ["DONE"]

[fields]
key = "session"
number = "person.number"
full_name = "person.name"
birth_date = "person.birth"
sex = "person.sex"
residence = "person.residence"
issued_on = "person.issued"
expires_on = "person.expires"
old_id = "person.oldNumber"
father_name = "person.father"
mother_name = "person.mother"
spouse_name = "person.spouse"
place_of_origin = "person.origin"
religion = "person.religion"
signer = "person.signer"

[photo]
path = "{photo}"
field = "jpeg"
key = "session"
"""
