"""A counter as the gateway sees it: a device key, sealed forms, signed manifests. And a gateway to try it on."""

import asyncio
import hashlib
import os
import threading
import uuid
from collections.abc import Iterable
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk import forms
from kiosk.credentials import AuditHead, ManifestPage, UploadManifest, encode
from kiosk.dossier import CapturedPage, FeeRecord, Form, Owner, ReturnChoice, Submitter
from kiosk.moments import FixedClock
from kiosk.people import Citizen
from kiosk.procedures import Channel
from kiosk.signing import SigningKey
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from sync.gateway.checks import ORDINARY, Checks
from sync.gateway.gateway import AT_ONCE, Gateway
from sync.gateway.series_marks import SeriesMarkKeeper
from sync.gateway.server import GatewayServer
from sync.gateway.settings import GatewaySettings
from sync.greeting import proven
from sync.messages import EnrolRequest, FinaliseRequest, FormBatch, FormUpload, SignedEnvelope
from sync.signer import RequestSigner

NOW = 1_795_000_000_000                # 2026-11-18 in Vietnam
DAY = "261118"
A_WISH = "0197a000-0000-7000-8000-000000000001"
SENTINEL = "NGUYỄN SENTINEL THỬ NGHIỆM"
OFFICE = "H99.01.02"
SETTINGS = GatewaySettings("Trục thử nghiệm", leases=True, open_enrolment=True, demo_desk=True, lease_size=20)


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def a_form(pages: Iterable[bytes] = (), dossier: str = "", name: str = SENTINEL, **changes: object) -> Form:
    captured = (CapturedPage(number, sha(page), len(page), "image/jpeg") for number, page in enumerate(pages, 1))
    person = Citizen(name, "001180000001")
    form = Form(
        schema=forms.SCHEMA, dossier=dossier or str(uuid.uuid4()), procedure="1.000001", procedure_name="Thử",
        procedure_version="1", case="", channel=Channel.COUNTER, office=OFFICE, counter="Quầy 1", officer="cb-001",
        submitter=Submitter(person), owners=(Owner(person),), answers={}, provenance={}, papers=(),
        pages=tuple(captured), hand_over=ReturnChoice(), fee=FeeRecord(), submitted_at=NOW, received_at=NOW,
        valid_at=NOW, due_at=None, due_basis="",
    )  # fmt: skip
    return replace(form, **changes)  # type: ignore[arg-type]


@dataclass
class CounterTwin:
    """One counter; temporary numbers count up."""

    key: SigningKey = field(default_factory=lambda: SigningKey(os.urandom(32)))
    device: str = field(default_factory=lambda: str(uuid.uuid4()))
    head: AuditHead = AuditHead(1, "a" * 64)
    printed: int = 0

    def enrolment(self, office: str = OFFICE, counter: str = "Quầy 1") -> EnrolRequest:
        wish = EnrolRequest(self.device, self.key.public_key, office, counter, "n" * 16, b"")
        proof = self.key.sign("enrol", wish.to_prove())
        return EnrolRequest(self.device, self.key.public_key, office, counter, "n" * 16, proof)

    def signer(self, gateway: Gateway) -> RequestSigner:
        """For calls to this gateway, at its time as it is now."""
        signer = RequestSigner(self.device, self.key, gateway.public_key, lambda: 0)
        signer.heard(proven(gateway.hello("ab" * 16), "ab" * 16, gateway.public_key))
        return signer

    def manifest(self, form: Form, pages: Iterable[bytes] | None = None, number: int = 1) -> SignedEnvelope:
        body = forms.capture_manifest(form, forms.sha256(forms.sealed_bytes(form)))
        if pages is not None:
            named = (ManifestPage(at, sha(page), len(page), "application/pdf") for at, page in enumerate(pages, 1))
            body = UploadManifest(body.dossier, number, body.form_sha256, tuple(named))
        return self.sign(body)

    def sign(self, body: UploadManifest) -> SignedEnvelope:
        return SignedEnvelope.of(self.key.signed(UploadManifest.purpose, encode(body)))

    def upload(self, form: Form, number: str = "", kind: str = "temporary", **changes: object) -> FormUpload:
        self.printed += 1
        sealed = forms.sealed_bytes(form)
        number = number or f"TMP-{self.device[:6].upper().translate(str.maketrans('ILOU', '1100'))}-{DAY}-{self.printed:04d}"
        values = {
            "dossier": form.dossier, "form": sealed, "form_sha256": sha(sealed), "number": number,
            "number_kind": kind, "manifest": self.manifest(form), **changes,
        }  # fmt: skip
        return FormUpload(**values)  # type: ignore[arg-type]

    def batch(self, *uploads: FormUpload) -> FormBatch:
        return FormBatch(self.device, self.head, uploads)

    def finalisation(self, manifest: SignedEnvelope) -> FinaliseRequest:
        return FinaliseRequest(self.device, manifest, self.head)


class PlugPulled(BaseException):
    """The process died here."""


@dataclass
class Steps:
    """A checkpoint that remembers, pulls the plug where it is told to, and lets a test wait for a step."""

    heard: list[str] = field(default_factory=list)
    pull_at: str = ""
    changed: threading.Condition = field(default_factory=threading.Condition)

    def __call__(self, name: str) -> None:
        with self.changed:
            self.heard.append(name)
            self.changed.notify_all()
        if name == self.pull_at:
            raise PlugPulled(name)

    def wait_for(self, name: str, times: int = 1) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.heard.count(name) >= times, timeout=60), self.heard


@dataclass
class Province:
    """A folder with a gateway in it that can be closed and opened again."""

    folder: Path
    settings: GatewaySettings = SETTINGS
    checks: Checks = ORDINARY
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))
    disk: Disk = field(default_factory=Disk)
    steps: Steps = field(default_factory=Steps)
    flushing: Executor = AT_ONCE
    series_mark: SeriesMarkKeeper | None = None

    def __post_init__(self) -> None:
        self.gateway = self._opened()

    def _opened(self) -> Gateway:
        keeper = DemoKeyFile(self.folder, self.disk)
        return Gateway(
            self.folder, keeper, self.clock, self.disk, self.settings, self.steps, self.checks, self.flushing, self.series_mark
        )

    def restart(self) -> Gateway:
        self.gateway.close()
        self.gateway = self._opened()
        return self.gateway

    def counter(self, **enrolment: str) -> CounterTwin:
        twin = CounterTwin()
        self.gateway.enrol(twin.enrolment(**enrolment))
        return twin

    def registered(self, counter: CounterTwin, pages: Iterable[bytes], **changes: object) -> FormUpload:
        upload = counter.upload(a_form(pages, **changes))
        result = self.gateway.register(counter.batch(upload)).results[0]
        assert result.outcome == "registered", result
        return upload

    def sent(self, dossier: str, page: bytes, offset: int = 0) -> int:
        append = self.gateway.open_append(dossier, sha(page), offset)
        append.write(page[offset:])
        return append.close(complete=True)

    def page_file(self, page: bytes, dossier: str) -> Path:
        """Where the page lies, by what the database says of it."""
        row = self.gateway._store.row("SELECT file FROM page WHERE sha256 = ? AND dossier = ?", [sha(page), dossier])
        assert row is not None
        return self.gateway._store.pages.path(row[0])


class PromptServer(GatewayServer):
    """Hears at once that it is to end. Uvicorn looks every tenth of a second, which hundreds of tests would wait for."""

    _loop: asyncio.AbstractEventLoop | None = None
    _told: asyncio.Event

    async def main_loop(self) -> None:
        self._told, self._loop = asyncio.Event(), asyncio.get_running_loop()
        await self.on_tick(0)
        if not self.should_exit:       # told before there was a loop to tell
            await self._told.wait()

    def stop(self) -> None:
        super().stop()
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._told.set)


@contextmanager
def served(gateway: Gateway):
    """The gateway on a free port of loopback, in a thread; yields the port."""
    listening: list[str] = []
    ready = threading.Event()

    def announce(url: str) -> None:
        listening.append(url)
        ready.set()

    server = PromptServer(gateway, 0, announce)
    thread = threading.Thread(target=server.serve_until_stopped)
    with ExitStack() as stopping:
        thread.start()
        stopping.callback(thread.join)
        stopping.callback(server.stop)
        assert ready.wait(60)
        yield int(listening[0].rsplit(":", 1)[1])
