"""Results to hand back over an open store, for tests of handing back."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.catalogue import Catalogue
from kiosk.counter.hand_backs import HandBacks
from kiosk.dossier import HowMet, PaperRecord, PortalStatus
from kiosk.hand_back import Collector, HandOrder, Seen, Who
from kiosk.officers import Officer
from kiosk.portal_words import Said
from kiosk.receive import Received
from kiosk.settings import DEMO
from kiosk.store import Store, portal
from printing.forms import hand_back_page
from tests.kiosk.store_fixtures import Counter

OFFICER = Officer("cb-001", "Lò Thị Mai Hương")
KEPT = PaperRecord("", "Giấy chứng nhận kết hôn", HowMet.ORIGINAL, 2, "cb-001", 1, to_return=True)
ALSO_KEPT = PaperRecord("", "Quyết định ly hôn", HowMet.COMPARED, 1, "cb-001", 1, to_return=True)


@dataclass
class Handing:
    """One open counter and what it hands back."""

    counter: Counter
    store: Store
    events: int = 0

    @property
    def backs(self) -> HandBacks:
        return HandBacks(self.store, Catalogue.load(), DEMO, hand_back_page.render)

    def receive(self, *papers: PaperRecord) -> Received:
        """A certificate of marital status; of `papers` the originals stay here."""
        intake = self.counter.intake()
        return self.counter.receive(self.store, (), replace(intake, papers=(*intake.papers, *papers)))

    def decide(self, dossier: str, status: PortalStatus) -> None:
        self.events += 1
        now, event = self.store.clock.now_ms(), self.events
        self.store.write(lambda database: portal.decide(
            database, self.store.device, Said(str(event), dossier, int(status), "", "Cổng", now), now
        ))  # fmt: skip

    def done(self, *papers: PaperRecord) -> Received:
        received = self.receive(*papers)
        self.decide(received.dossier, PortalStatus.PROCESSED)
        return received


def to_submitter(received: Received, **more: object) -> HandOrder:
    """To whoever submitted, with the receipt. `more` replaces parts of the collector."""
    collector = Collector(Who.SUBMITTER, received.form.submitter.person.full_name)
    return HandOrder(received.dossier, replace(collector, **more))  # type: ignore[arg-type]


def to_proxy(received: Received, **more: object) -> HandOrder:
    proxy = Collector(Who.PROXY, "Lò Văn Pâng", "014088000417", Seen.CARD_SHOWN, authorisation="số 12/GUQ ngày 20/11/2026")
    return HandOrder(received.dossier, replace(proxy, **more))  # type: ignore[arg-type]


def main(folder: Path) -> None:
    """Hands over again and again, telling each dossier, until it is killed."""
    counter = Counter(folder)
    with counter.open() as store:
        here = Handing(counter, store, events=int(store.read().execute("SELECT count(*) FROM portal_word").fetchone()[0]))
        while True:
            received = here.done(KEPT)
            here.backs.hand_over(replace(to_submitter(received), originals=("#1",)), OFFICER)
            print(received.dossier, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
