"""Where a signing service fetches one copy and brings it back: on this machine only, under a name that nobody can guess."""

import json
import secrets
from email import policy
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from kiosk.signature_ports import LARGEST_SIGNED

_UPLOAD = "/upload"


class HandOver:
    """For one copy. Close it."""

    def __init__(self, pdf: bytes) -> None:
        self._secret = secrets.token_urlsafe(24)
        self._came, self._back = Event(), b""
        over = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path != over.path(".pdf"):
                    self.send_error(404)
                    return
                self._answer("application/pdf", pdf)

            def do_POST(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                if self.path != over.path(_UPLOAD) or not 0 < size <= LARGEST_SIGNED:
                    self.send_error(404)
                    return
                over._taken(_file_in(self.headers.get("Content-Type", ""), self.rfile.read(size)))
                answer = {"Status": True, "Message": "", "FileName": "ban-sao.pdf", "FileServer": over.url(".pdf")}
                self._answer("application/json", json.dumps(answer).encode())

            def _answer(self, kind: str, content: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing of a copy's way is written down."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def file_url(self) -> str:
        return self.url(".pdf")

    @property
    def upload_url(self) -> str:
        return self.url(_UPLOAD)

    @property
    def back(self) -> bytes:
        """What was brought back, b"" for nothing."""
        return self._back

    def path(self, what: str) -> str:
        return f"/{self._secret}{what}"

    def url(self, what: str) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}{self.path(what)}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(2)

    def _taken(self, content: bytes) -> None:
        self._back = content
        self._came.set()


def _file_in(kind: str, body: bytes) -> bytes:
    """The file of a form, or all of a body that is none."""
    if not kind.startswith("multipart/"):
        return body
    form = BytesParser(policy=policy.HTTP).parsebytes(b"Content-Type: " + kind.encode("latin-1") + b"\r\n\r\n" + body)
    for part in form.iter_parts():
        if part.get_filename():
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else b""
    return b""
