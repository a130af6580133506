"""The HTTP side of the simulated network scanner: a thread for each question."""

import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

from devices.simulated.escl import ROOT, EsclScanner, Fault
from devices.simulated.escl_says import BOMB, Job, capabilities, status, understood
from kiosk.scan_ports import ScanSource, ScanTrouble

ELSEWHERE = "192.0.2.7"                # TEST-NET-1: nobody is there
_PIECE = 64 * 1024
_MOST = 1 << 20


class _Gone(Exception):
    """The scanner was switched off, or whoever asked has left."""


def handler_of(scanner: EsclScanner) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        device = scanner

    return Handler


class _Handler(BaseHTTPRequestHandler):
    device: EsclScanner
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._safely(self._get)

    def do_POST(self) -> None:
        self._safely(self._order)

    def do_DELETE(self) -> None:
        self._safely(self._delete)

    def _safely(self, answer: Callable[[], None]) -> None:
        self.close_connection = True
        with self.device.changed:
            self.device.asked.append(f"{self.command} {self.path}")
        try:
            if not self._played():
                answer()
        except (OSError, _Gone):
            return

    # ---- questions ----------------------------------------------------------------------------------------------------

    def _get(self) -> None:
        device = self.device
        match self.path.removeprefix(ROOT).split("/"):
            case ["", "ScannerCapabilities"]:
                self._say(capabilities(device.resolutions, device.uuid, tells_paper=device.tells_paper))
            case ["", "ScannerStatus"]:
                with device.changed:
                    said = status(device.world, device.adf, device.machine_state(), device.jobs, ROOT)
                self._say(said)
            case ["", "ScanJobs", name, "NextDocument"]:
                self._page(self._job(name))
            case _:
                self._send(404)

    def _order(self) -> None:
        device = self.device
        fields = understood(self.rfile.read(min(int(self.headers.get("Content-Length", 0)), _MOST)))
        with device.changed:
            if device.world.held or device.busy_answers or device.warming:
                device.busy_answers = max(0, device.busy_answers - 1)
                return self._send(503, headers={"Retry-After": "1"} if device.world.held else {})
            if not fields or int(fields.get("XResolution", 0)) not in device.resolutions:
                return self._send(409)
            job = device.take_order(fields)
            if device.in_the_way(job):
                device.end(job, "Aborted")
                return self._send(409)
        host = ELSEWHERE if device.fault is Fault.LYING_HOST else self.headers.get("Host", "")
        return self._send(201, headers={"Location": f"http://{host}{ROOT}/ScanJobs/{job.name}"})

    def _delete(self) -> None:
        job = self._job(self.path.removeprefix(ROOT).rpartition("/")[2])
        if job:
            with self.device.changed:
                self.device.end(job, "Canceled")
        self._send(200 if job else 404)

    # ---- one page -----------------------------------------------------------------------------------------------------

    def _page(self, job: Job | None) -> None:
        device = self.device
        if job is None or job.state != "Processing":
            return self._send(404)
        with device.changed:
            job.asked += 1
            if device.fault is Fault.TOO_EARLY and job.asked % 2:
                return self._send(404)
            if not self._is_scanned(job):
                return self._send(404)
            trouble = device.in_the_way(job)
            if trouble or (job.source is ScanSource.FLATBED and job.pages):
                device.end(job, "Completed" if trouble in (None, ScanTrouble.NO_PAPER) else "Aborted")
                return self._send(device.no_page)
            fault, job.sending = device.fault_now(), True
        try:
            device.before_page(job.pages + 1)
            self._give(job, fault)
        except OSError:                # whoever ordered it has gone
            with device.changed:
                device.end(job, "Aborted")
            raise
        finally:
            with device.changed:
                job.sending = False
                device.changed.notify_all()
        return None

    def _is_scanned(self, job: Job) -> bool:
        """Waits for the next page, with `changed` held; False when the job ended meanwhile."""
        device = self.device

        def left() -> bool:
            return job.state != "Processing" or not device.running

        device.changed.wait_for(lambda: left() or not job.sending)
        device.changed.wait_for(lambda: left() or time.monotonic() >= job.ready_at, max(0.0, job.ready_at - time.monotonic()))
        if not device.running:
            raise _Gone
        return job.state == "Processing"

    def _give(self, job: Job, fault: Fault) -> None:
        device = self.device
        match fault:
            case Fault.DOUBLE_FEED:
                with device.changed:
                    device.adf = "ScannerAdfMultipickDetected"
                    device.end(job, "Aborted")
                return self._send(device.no_page)
            case Fault.STOPPED:
                with device.changed:
                    device.end(job, "Canceled")
                return self._send(device.no_page)
            case Fault.HANGS:
                return self._hang()
        picture = device.picture(job)
        match fault:
            case Fault.CUT:
                self._send(200, picture[: len(picture) // 2], "image/jpeg")
            case Fault.DROP:
                self._send(200, picture[: len(picture) // 2], "image/jpeg", announced=len(picture))
            case Fault.HUGE:
                self._pour(picture)
            case Fault.WRONG_KIND:
                self._send(200, b"%PDF-1.7\n%%EOF\n", "application/pdf")
            case Fault.NO_PICTURE:
                self._send(200, b"<html>Ready</html>", "image/jpeg")
            case _:
                self._hand_over(job, picture)
        return None

    def _hand_over(self, job: Job, picture: bytes) -> None:
        """It is out of the feeder before anybody can have it: whoever asks next finds the sheet behind it."""
        device = self.device
        with device.changed:
            if job.state != "Processing":
                raise _Gone            # taken back meanwhile
            lay_back = device.take(job)
            if device.fault is Fault.JOB_PER_SHEET and not device.world.back_is_next:
                device.end(job, "Completed")
        try:
            self._send(200, picture, "image/jpeg")
        except OSError:
            with device.changed:
                lay_back()
            raise

    def _job(self, name: str) -> Job | None:
        with self.device.changed:
            return next((job for job in self.device.jobs if job.name == name), None)

    # ---- faults of the whole device -------------------------------------------------------------------------------------

    def _played(self) -> bool:
        match self.device.fault:
            case Fault.REDIRECT:
                self._send(302, headers={"Location": f"http://{ELSEWHERE}{self.path}"})
            case Fault.SILENT:
                self._hang()
            case Fault.TRICKLE:
                self._trickle()
            case Fault.GARBAGE:
                self._say("<html><body>Welcome to your printer</p>")
            case Fault.ENTITIES:
                self._say(BOMB)
            case Fault.NOT_HTTP:
                self.wfile.write(b"SSH-2.0-not-a-scanner\r\n\r\n")
            case Fault.ERROR:
                self._send(500)
            case Fault.LOCKED:
                self._send(401, headers={"WWW-Authenticate": "Basic"})
            case _:
                return False
        return True

    def _hang(self) -> None:
        with self.device.changed:
            self.device.changed.wait_for(lambda: not self.device.running)

    def _trickle(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n")
        while self._still_running(0.05):
            self.wfile.write(b" ")

    def _pour(self, picture: bytes) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n" + picture[:200])
        while self._still_running(0):
            self.wfile.write(b"\0" * _PIECE)

    def _still_running(self, pause: float) -> bool:
        with self.device.changed:
            return not self.device.changed.wait_for(lambda: not self.device.running, pause)

    # ---- answers ------------------------------------------------------------------------------------------------------

    def _say(self, document: str) -> None:
        self._send(200, document.encode(), "text/xml")

    def _send(
        self, code: int, body: bytes = b"", kind: str = "", *, announced: int | None = None, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(code)
        for name, value in (({"Content-Type": kind} if kind else {}) | (headers or {})).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if announced is None else announced))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""
