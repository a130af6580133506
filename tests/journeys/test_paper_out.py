"""A scanned dossier of several papers, from receipt to the archive: copies made by the real processes, signed, uploaded to a real
gateway, acknowledged, its captures purged; and what comes back from the gateway is a PDF a person can read and search.
"""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from commands.children import GatewayChild, Office
from commands.sync import counter_of, one_pass
from commands.workplace import Profile, Workplace
from devices.imaging.copying.driver import Copies
from devices.simulated.pages.made import make
from kiosk.counter.copying import Copying
from kiosk.credentials import ManifestPage, UploadManifest, decoded
from kiosk.dossier import HowMet, LocalState, PaperRecord
from kiosk.receive import Received, Receiving
from kiosk.settings import DEMO, PageSettings
from kiosk.store import Store, dossiers, outbox, paper_text
from kiosk.store.copies import reading
from sync.calls import GatewayCalls
from sync.signer import signer_at_home
from sync.transport import HttpTransport
from tests.kiosk.copying import SIGNING, keep, sign_all
from tests.kiosk.store_fixtures import MARITAL_STATUS, RULES, Counter

DPI = 150
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


def manifests(store: Store, dossier: str) -> dict[int, tuple[ManifestPage, ...]]:
    rows = store.read().execute("SELECT number, body FROM manifest WHERE dossier = ?", [dossier]).fetchall()
    found = {number: decoded(bytes(body), UploadManifest) for number, body in rows}
    return {number: manifest.pages for number, manifest in found.items() if manifest is not None}


def state(store: Store, dossier: str) -> LocalState:
    line = dossiers.line(store.read(), dossier)
    assert line is not None
    return line.state


def test_a_scanned_dossier_goes_out_as_signed_copies_and_comes_back_readable(tmp_path: Path, gateway: GatewayCalls):
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
        sign_all(store)
        assert reading.of_dossier(store.read(), dossier).digitised
        sync()
        assert state(store, dossier) is LocalState.PURGED
        assert not list((counter.root / "pages").glob("??/*")), "neither captures nor copies are left here"
        words = paper_text.of(store.read(), dossier)

        last = manifests(store, dossier)[3]
        gateway.sign_as(signer_at_home(store))
        papers = list(dict.fromkeys(page.sha256 for page in last))
        assert len(papers) == len(PAPERS), "one file for each paper"
        for sha256, kinds, place in zip(papers, PAPERS, (1, 3), strict=True):
            content = gateway.page(dossier, sha256)
            assert content.endswith(b" signed")
            with closing(pypdfium2.PdfDocument(content.removesuffix(b" signed"))) as pdf:
                assert len(pdf) == len(kinds)
                text = " ".join(page.get_textpage().get_text_range() for page in pdf)
                picture = pdf[0].render(scale=0.5).to_pil().convert("L")
            assert picture.getextrema()[0] < 100, "there is ink on it"
            assert set(text.split()) & set(words[place].split()), "its words can be searched"
