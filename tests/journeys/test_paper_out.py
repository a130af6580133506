"""A scanned dossier of several papers, from receipt to the archive: copies made by the real processes, signed, uploaded to a real
gateway, acknowledged, its captures purged; and what comes back from the gateway is a PDF a person can read and search.
"""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from commands.children import GatewayChild, Office
from commands.sync import counter_of, one_pass
from commands.workplace import Profile, Workplace
from devices.imaging.copying.driver import Copies
from devices.signing.checker import SignatureLooks
from devices.simulated.pages.made import make
from devices.simulated.training_key import PIN, TrainingSigner
from kiosk.counter.copying import Copying
from kiosk.credentials import ManifestPage, UploadManifest, decoded
from kiosk.dossier import HowMet, LocalState, PaperRecord
from kiosk.moments import SystemClock
from kiosk.problems import Problem
from kiosk.receive import Received, Receiving
from kiosk.settings import DEMO, PageSettings
from kiosk.signature_ports import CopyForm, CopyToSign, SignedCopy
from kiosk.store import Store, dossiers, outbox, paper_text
from kiosk.store.copies import reading, signing
from kiosk.store.copies.signing import SignatureFacts
from kiosk.work import Silent
from printing.fonts import FILES, FOLDER, REGULAR
from sync.calls import GatewayCalls
from sync.signer import signer_at_home
from sync.transport import HttpTransport
from tests.kiosk.copying import SIGNING, keep
from tests.kiosk.store_fixtures import MARITAL_STATUS, RULES, Counter

DPI = 150
OFFICER = "Lò Thị Mai Hương"
PAPERS = (("text", "sealed"), ("card",))   # kinds of pages, paper by paper
AT_ONCE = msgspec.structs.replace(DEMO, pages=PageSettings(keep_days=0))


@pytest.fixture
def gateway(tmp_path) -> Iterator[GatewayCalls]:
    child = GatewayChild(Office(tmp_path / "gateway", tmp_path / "gateway-marks"))
    try:
        with closing(HttpTransport(child.url)) as transport:
            yield GatewayCalls(transport)
    finally:
        child.close()


def receive(counter: Counter, store: Store, papers: tuple[tuple[str, ...], ...]) -> Received:
    """One dossier of scanned papers."""
    intake = counter.intake(sum(map(len, papers)))
    contents = [make(kind, seed, dpi=DPI).content for seed, kind in enumerate(kind for paper in papers for kind in paper)]
    first, shown = intake.papers
    given, number = [], 1
    for place, kinds in enumerate(papers):
        record = first if place == 0 else PaperRecord("", f"Giấy thử {place}", HowMet.ORIGINAL)
        given.append(replace(record, pages=tuple(range(number, number + len(kinds)))))
        number += len(kinds)
    sources = [counter.outside(content) for content in contents]
    return Receiving(store, MARITAL_STATUS, RULES).run(replace(intake, papers=(given[0], shown, *given[1:])), sources)


def made_by_the_real_processes(store: Store, dossier: str) -> None:
    """As beside an open window."""
    progress = threading.Event()
    copies = Copying(store, Copies(), progress.set)
    copies.start()
    try:
        while reading.of_dossier(store.read(), dossier).to_make:
            assert progress.wait(60), "no copy is being made"
            progress.clear()
    finally:
        copies.close()


class Keeping:
    """Keeps each copy as soon as it is signed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def signed(self, copy: SignedCopy) -> None:
        facts = SignatureFacts("cb-001", copy.subject, copy.serial, copy.at, checked=True)
        signing.signed(self._store, int(copy.id), copy.pdf, facts)

    def refused(self, copy: str, why: Problem) -> None:
        raise AssertionError(copy) from why


def sign_with_the_training_key(store: Store) -> None:
    signer = TrainingSigner([OFFICER], FOLDER / FILES[REGULAR], store.clock)
    try:
        waiting = [
            CopyToSign(str(one.copy), CopyForm.TRUE_COPY, "ỦY BAN NHÂN DÂN PHƯỜNG CÂY GẠO", store.clock.now_ms(),
                       partial(reading.content, store, one.copy))
            for one in signing.to_sign(store.read(), "cb-001")
        ]  # fmt: skip
        signer.sign(waiting, signer.signatories()[0], bytearray(PIN.encode()), Keeping(store), Silent())
    finally:
        signer.close()


def manifests(store: Store, dossier: str) -> dict[int, tuple[ManifestPage, ...]]:
    rows = store.read().execute("SELECT number, body FROM manifest WHERE dossier = ?", [dossier]).fetchall()
    found = {number: decoded(bytes(body), UploadManifest) for number, body in rows}
    return {number: manifest.pages for number, manifest in found.items() if manifest is not None}


def state(store: Store, dossier: str) -> LocalState:
    line = dossiers.line(store.read(), dossier)
    assert line is not None
    return line.state


@pytest.fixture
def looks() -> Iterator[SignatureLooks]:
    checker = SignatureLooks(None, SystemClock())
    yield checker
    checker.close()


def test_a_scanned_dossier_goes_out_as_signed_copies_and_comes_back_readable(
    tmp_path: Path, gateway: GatewayCalls, looks: SignatureLooks
):
    counter = Counter(tmp_path)
    workplace = Workplace(Profile.DEMO, counter.root)
    with counter.open() as store:
        keep(store, SIGNING)
        received = receive(counter, store, PAPERS)
        dossier = received.dossier

        def sync() -> int:
            return one_pass(store, gateway, counter_of(AT_ONCE, workplace), AT_ONCE).bytes_sent

        assert sync() == 0
        assert [item.problem for item in outbox.waiting(store.read(), "pages", 9)] == ["COPY-10"]
        made_by_the_real_processes(store, dossier)
        assert reading.of_dossier(store.read(), dossier).to_sign == 2
        captured = sum(page.size for page in received.form.pages)
        assert sync() < captured / 3, "copies are a fraction of the captures"
        assert state(store, dossier) is LocalState.ACKNOWLEDGED, "not purged: to be signed"
        sign_with_the_training_key(store)
        assert reading.of_dossier(store.read(), dossier).digitised
        signed = sum(page.size for page in {page.sha256: page for page in manifests(store, dossier)[3]}.values())
        assert sync() < signed / 2, "the signatures travel, not the papers again"
        assert state(store, dossier) is LocalState.PURGED
        assert not list((counter.root / "pages").glob("??/*")), "neither captures nor copies are left here"
        words = paper_text.of(store.read(), dossier)

        last = manifests(store, dossier)[3]
        gateway.sign_as(signer_at_home(store))
        papers = list(dict.fromkeys(page.sha256 for page in last))
        assert len(papers) == len(PAPERS), "one file for each paper"
        for sha256, kinds, place in zip(papers, PAPERS, (1, 3), strict=True):
            content = gateway.page(dossier, sha256)
            (seen,) = looks.check(content)
            assert seen.holds
            assert OFFICER in seen.signer
            with closing(pypdfium2.PdfDocument(content)) as pdf:
                assert len(pdf) == len(kinds)
                text = " ".join(page.get_textpage().get_text_range() for page in pdf)
                picture = pdf[0].render(scale=0.5).to_pil().convert("L")
            assert picture.getextrema()[0] < 100, "there is ink on it"
            assert set(text.split()) & set(words[place].split()), "its words can be searched"
