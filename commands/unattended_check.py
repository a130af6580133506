"""What the gateway holds, fetched back and compared: the proof at the end of the unattended demo."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from commands.story import StoryBroken
from kiosk.credentials import Acknowledgement, ManifestPage, UploadManifest, decoded
from kiosk.dossier import CapturedPage
from kiosk.problems import Problem
from kiosk.store import Store, dossiers
from kiosk.words import _
from sync.calls import GatewayCalls
from sync.faults import SyncProblem
from sync.signer import signer_at_home
from sync.transport import HttpTransport, Transport

Connect = Callable[[str], Transport]


@dataclass(frozen=True, slots=True)
class Compared:
    """One dossier at the counter and at the gateway. `pages_match`: what stands for each page came back byte for byte, the page
    itself or its paper's electronic copy."""

    number: str                        # as printed
    official_number: str
    pages: int
    client_state: str
    gateway_state: str                 # "acknowledged", "registered" or "unknown"
    pages_match: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it was played."""

    name: str
    picture: str
    seconds: float


@contextmanager
def gateway_calls(url: str, connect: Connect = HttpTransport) -> Iterator[GatewayCalls]:
    """The gateway past the rough link, as its own people reach it."""
    transport = connect(url)
    try:
        yield GatewayCalls(transport)
    finally:
        if isinstance(transport, HttpTransport):
            transport.close()


def compared(store: Store, calls: GatewayCalls, dossier: str, printed: str, pages: Sequence[CapturedPage]) -> Compared:
    """Fetches form, pages and acknowledgement back, as the counter of this store."""
    signer = signer_at_home(store)
    if signer is not None:
        calls.sign_as(signer)
    line = dossiers.line(store.read(), dossier)
    signed_for = _signed_for(store, dossier)
    stands = {page.number: page for page in signed_for.pages} if signed_for else {}
    match = all(_came_back(calls, dossier, stands.get(page.number, page)) for page in pages)
    state = _state_at(calls, dossier, printed, signed_for.number if signed_for else 1)
    return Compared(
        printed, line.number if line else "", len(pages), line.state.value if line else "", state,
        match and bool(pages) and state != "unknown",
    )


def expect_whole(found: Sequence[Compared]) -> None:
    """Says how each dossier came back; raises StoryBroken for anything but the last byte."""
    broken = [one.number for one in found if not one.pages_match or one.gateway_state != "acknowledged"]
    for one in found:
        if one.number not in broken:
            words = _("{number} → {official}: {count} trang khớp từng byte")
            print("   " + words.format(number=one.number, official=one.official_number, count=one.pages), flush=True)
    if broken or not found:
        raise StoryBroken(what=_("trục không giữ đúng các trang của {numbers}").format(numbers=", ".join(broken)))


def write_summary(path: Path, found: Sequence[Compared], steps: Sequence[Step]) -> None:
    content = {"dossiers": [asdict(one) for one in found], "steps": [asdict(step) for step in steps]}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")


def _signed_for(store: Store, dossier: str) -> UploadManifest | None:
    """The newest manifest the gateway acknowledged, as the counter keeps it."""
    row = store.read().execute(
        """SELECT m.body FROM manifest m JOIN acknowledgement a ON a.dossier = m.dossier AND a.manifest = m.number
           WHERE m.dossier = ? ORDER BY m.number DESC LIMIT 1""",
        [dossier],
    ).fetchone()
    return decoded(bytes(row[0]), UploadManifest) if row else None


def _came_back(calls: GatewayCalls, dossier: str, page: CapturedPage | ManifestPage) -> bool:
    try:
        body = calls.page(dossier, page.sha256)
    except SyncProblem:
        return False
    return len(body) == page.size and hashlib.sha256(body).hexdigest() == page.sha256


def _state_at(calls: GatewayCalls, dossier: str, printed: str, manifest: int) -> str:
    try:
        form = calls.form(dossier)
    except SyncProblem:
        return "unknown"
    if form.number != printed or hashlib.sha256(form.form).hexdigest() != form.form_sha256:
        return "unknown"
    try:
        signed = decoded(calls.acknowledgement(dossier, manifest).body, Acknowledgement)
    except Problem:
        return "registered"
    return "acknowledged" if signed is not None and signed.dossier == dossier else "registered"
