"""A real counter in a folder, its commands run in this very process, its line to the gateway as faulty as a test wants."""

import contextlib
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

import commands.sync
from commands.exit_codes import ExitCode
from commands.running import run_command
from commands.workplace import Profile, Workplace
from kiosk.event_log import event_log
from kiosk.moments import FixedClock
from kiosk.settings import DEMO, GatewaySettings, PageSettings
from kiosk.store.marks import MARKS_VARIABLE
from sync.faults import LinkDown
from sync.messages import Refusal
from sync.transport import Answer, HttpTransport

ROOT = Path(__file__).parents[2]
FORM = ROOT / "docs" / "examples" / "dossier.json"
NOBODY = "http://127.0.0.1:1"          # nothing listens there

Real = Callable[[], Answer]            # the call as it would have gone


@dataclass
class Fault:
    """What happens to calls whose method and path match `call`, the next `times` times."""

    call: str
    happens: Callable[[Real], Answer]
    times: int = 1

    def hits(self, method: str, path: str) -> bool:
        return self.times > 0 and re.fullmatch(self.call, f"{method} {path.partition('?')[0]}") is not None


HELLO, ENROL, LEASE, FORMS = "GET /v1/hello", "POST /v1/devices", "POST /v1/leases", "POST /v1/forms"
MISSING, PIECE, FINALISE = "GET /v1/dossiers/.*/missing", "PATCH /v1/dossiers/.*", "POST /v1/dossiers/.*/finalise"
CHANGES = "GET /v1/changes"


def refuse(status: int, code: str = "", **headers: str) -> Callable[[Real], Answer]:
    """An answer of the gateway, or of something before it, that is no success."""
    body = msgspec.json.encode(Refusal(code)) if code else b"<html>"
    return lambda _real: Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


def lose(real: Real) -> Answer:
    """The gateway did it, and nobody hears of it."""
    real()
    raise LinkDown(what="answer lost")


def twice(real: Real) -> Answer:
    """The request arrives twice; the second answer comes back."""
    real()
    return real()


@dataclass
class Said:
    """How a command ended and what it said."""

    code: int
    out: str
    errors: str

    @property
    def line(self) -> Any:
        return json.loads(self.out)


@dataclass
class CounterOffice:
    """One counter. `faults` are its line's; `asked` is what went over it; `before` runs before each call."""

    root: Path
    clock: FixedClock
    scans: Path
    faults: list[Fault] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    before: Callable[[str], None] = field(default=lambda _call: None)

    @classmethod
    def opened(cls, folder: Path, clock: FixedClock, monkeypatch: Any, *, pinned: bytes = b"") -> "CounterOffice":
        """A demo counter whose captures go once they are acknowledged. `pinned`: the gateway's key, from settings."""
        office = cls(folder / "counter", clock, folder)
        office.root.mkdir()
        settings = msgspec.structs.replace(
            DEMO, pages=PageSettings(keep_days=1, reserve_mebibytes=1), gateway=GatewaySettings(public_key=pinned.hex())
        )
        (office.root / "settings.toml").write_bytes(msgspec.toml.encode(settings))
        monkeypatch.setenv(MARKS_VARIABLE, str(folder / "marks"))
        monkeypatch.setattr(commands.sync, "HttpTransport", office.transport)
        return office

    def transport(self, url: str, _ca_file: Path | None = None) -> HttpTransport:
        return FaultyTransport(url, self)

    @property
    def workplace(self) -> Workplace:
        return Workplace(Profile.DEMO, self.root, self.clock)

    def run(self, *words: str) -> Said:
        """Any command of the program."""
        out, errors = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
            code = run_command(words[0], words[1:], self.workplace)
        return Said(code, out.buffer.getvalue().decode(), errors.getvalue())

    def receive(self, *pages: bytes) -> dict[str, str]:
        """A dossier with these pages; what was printed."""
        scans = []
        for number, page in enumerate(pages):
            scan = self.scans / f"scan-{number}.jpg"
            scan.write_bytes(page)
            scans.append(str(scan))
        said = self.run("receive", str(FORM), *scans)
        assert said.code == ExitCode.DONE, said
        return said.line

    def sync(self, url: str, *faults: Fault) -> Said:
        """One pass."""
        self.faults, self.asked = list(faults), []
        return self.run("sync", "--once", "--gateway", url)

    def outbox(self) -> list[dict[str, Any]]:
        return self.run("outbox", "--json").line

    def rows(self, sql: str, *values: object) -> list[Sequence[Any]]:
        """Straight from the store."""
        with self.workplace.store_for_reading() as store:
            assert store is not None
            return [tuple(row) for row in store.read().execute(sql, values)]

    def close(self) -> None:
        """Lets go of the log's file."""
        for handler in list(event_log().handlers):
            event_log().removeHandler(handler)
            handler.close()


class FaultyTransport(HttpTransport):
    """The real transport, and what the test lets happen to it."""

    def __init__(self, url: str, office: CounterOffice) -> None:
        super().__init__(url)
        self._office = office

    def request(
        self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, seconds: float = 60
    ) -> Answer:
        def real() -> Answer:
            self._office.asked.append(f"{method} {path}")
            return super(FaultyTransport, self).request(method, path, body=body, headers=headers, seconds=seconds)

        self._office.before(f"{method} {path}")
        for fault in self._office.faults:
            if fault.hits(method, path):
                fault.times -= 1
                return fault.happens(real)
        return real()
