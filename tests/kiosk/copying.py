"""A maker of copies for the tests, and an invented counter whose papers get copies."""

import threading
from dataclasses import dataclass, field, replace

from kiosk.copy_ports import CopiedPage, CopyNotMade, MadeCopy, PageToCopy, PaperToCopy
from kiosk.dossier import HowMet, PaperRecord
from kiosk.receive import Received
from kiosk.store import Store
from kiosk.store.copies import finishing, wanting
from kiosk.store.copies.reading import content
from kiosk.store.copies.rules import CopyRules, keep_rules
from kiosk.store.copies.signing import SignatureFacts, signed, to_sign
from kiosk.work import Progress, Silent
from tests.kiosk.store_fixtures import JPEG, Counter

RULES = CopyRules(signs=False)
SIGNING = CopyRules(signs=True)


@dataclass
class FakeMaker:
    """Makes a «PDF» that says which bytes it was made of. Fails for pages that contain `poison`."""

    poison: bytes = b"poison"
    salt: bytes = b""                  # no two runs of a real one make the same bytes
    made: list[str] = field(default_factory=list)
    before: threading.Event | None = None

    def make(self, paper: PaperToCopy, progress: Progress) -> MadeCopy:
        if self.before is not None:
            self.before.wait(60)
        progress.step("copy", 0, len(paper.pages))
        if any(self.poison in page.content for page in paper.pages):
            raise CopyNotMade(title=paper.title)
        self.made.append(paper.title)
        pdf = b"%PDF-1.7 " + self.salt + b"|".join(page.content for page in paper.pages)
        return MadeCopy(pdf, tuple(
            CopiedPage(text=f"chữ của trang {number}", confidence=91.0, bytes=len(page.content))
            for number, page in enumerate(paper.pages, 1)
        ))  # fmt: skip

    def close(self) -> None:
        pass


def keep(store: Store, rules: CopyRules) -> None:
    store.write(lambda database: keep_rules(database, rules))


def receive_papers(counter: Counter, store: Store, *papers: int, first: bytes = b"page") -> Received:
    """One dossier with so many pages in each of its papers; the first is the declaration."""
    intake = counter.intake(sum(papers))
    ends = [sum(papers[: place + 1]) for place in range(len(papers))]
    given = [
        replace(intake.papers[0] if place == 0 else PaperRecord("", f"Giấy thử {place}", HowMet.ORIGINAL),
                pages=tuple(range(end - count + 1, end + 1)))
        for place, (count, end) in enumerate(zip(papers, ends, strict=True))
    ]  # fmt: skip
    pages = [JPEG + first + str(number).encode() for number in range(1, sum(papers) + 1)]
    return counter.receive(store, pages, replace(intake, papers=(given[0], intake.papers[1], *given[1:])))


def make_next(store: Store, maker: FakeMaker | None = None) -> bool:
    """One copy, as whoever works in the background makes it; False when none is wanted."""
    wanted = wanting.next_wanted(store.read(), store.clock.now_ms())
    if wanted is None:
        return False
    store.write(lambda database: wanting.begin(database, wanted.id))
    contents = finishing.content_of_pages(store, wanted)
    pages = tuple(PageToCopy(content, page.media_type, page.dpi) for content, page in zip(contents, wanted.pages, strict=True))
    made = (maker or FakeMaker()).make(PaperToCopy(wanted.title, pages, wanted.drawing), Silent())
    finishing.finish(store, wanted, made)
    return True


def make_all(store: Store, maker: FakeMaker | None = None) -> None:
    while make_next(store, maker):
        pass


def sign(store: Store, copy: int, *, checked: bool = True, by: str = "cb-001") -> bool:
    """An appendix that passes for a signature."""
    pdf = content(store, copy) + b" signed"
    return signed(store, copy, pdf, SignatureFacts(by, "CN=Người ký thử", "0a1b", store.clock.now_ms(), checked))


def sign_all(store: Store) -> None:
    for one in to_sign(store.read()):
        sign(store, one.copy)
