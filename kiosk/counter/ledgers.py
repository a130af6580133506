"""The certification ledger at the counter: looked at, struck through, printed."""

from collections.abc import Callable

from kiosk.catalogue import Catalogue
from kiosk.ledger import LedgerBook, LedgerEntry, StrikeReasonWanted
from kiosk.ledger_sheet import LedgerRow, LedgerSheet
from kiosk.moments import day_of, show_moment
from kiosk.officers import Officer, everybody
from kiosk.problems import Problem
from kiosk.receipts import TRAINING
from kiosk.settings import Settings
from kiosk.store import Store, ledger
from kiosk.text import clean

DrawLedger = Callable[[LedgerSheet], bytes]


class Ledgers:
    """The books of one counter. `draw` lays a book out and is printing's business."""

    def __init__(self, store: Store, catalogue: Catalogue, settings: Settings, draw: DrawLedger) -> None:
        self._store, self._catalogue, self._settings, self._draw = store, catalogue, settings, draw

    def books(self) -> tuple[LedgerBook, ...]:
        """The newest year first."""
        return ledger.books(self._store.read())

    def entries(self, book: str) -> tuple[LedgerEntry, ...]:
        """Every entry of a book, the struck ones too."""
        return ledger.entries(self._store.read(), book=book)

    def what(self, kind: str) -> str:
        """What a kind of book is of, in the words of the catalogue; the symbol where no procedure names it any more."""
        day, province = day_of(self._store.clock.now_ms()), self._settings.office.province
        codes = (entry.code for entry in self._catalogue.entries(day, province))
        found = (self._catalogue.on(code, day, province) for code in codes)
        return next((procedure.name for procedure in found if procedure.ledger == kind), kind)

    def strike(self, book: str, number: int, reason: str, officer: Officer) -> LedgerEntry:
        """Strikes an entry through, for good. Raises StrikeReasonWanted, AlreadyStruck, NoSuchEntry."""
        said, now, device = clean(reason), self._store.clock.now_ms(), self._store.device
        if not said:
            raise StrikeReasonWanted
        struck = self._store.write(lambda database: ledger.strike(
            database, device, book=book, number=number, reason=said, officer=officer.id, at=now
        ))  # fmt: skip
        if isinstance(struck, Problem):
            raise struck
        self._store.save_mark()
        return struck

    def print_book(self, book: str, officer: Officer) -> bytes:
        """A whole book as PDF. Raises KeyError for an unknown book."""
        found = next((one for one in self.books() if one.id == book), None)
        if found is None:
            raise KeyError(book)
        names = {one.id: one.name for one in everybody(self._store.read())}
        office = self._settings.office
        return self._draw(LedgerSheet(
            superior_agency=office.superior,
            agency=office.name,
            place=office.place,
            title=self.what(found.kind),
            book=found.name,
            opened_at=found.opened_at,
            closed_at=found.closed_at,
            printed_at=self._store.clock.now_ms(),
            printed_by=officer.name,
            rows=tuple(_row(entry, names) for entry in self.entries(book)),
            marks=(TRAINING,) if office.training else (),
        ))  # fmt: skip


def _row(entry: LedgerEntry, names: dict[str, str]) -> LedgerRow:
    line, struck = entry.line, ""
    if entry.struck is not None:
        who = names.get(entry.struck.officer, entry.struck.officer)
        # Printed words of a ledger: Vietnamese whatever language the screen speaks.
        struck = f"Gạch bỏ lúc {show_moment(entry.struck.at)}: {entry.struck.reason} ({who})"
    officer = names.get(entry.officer, entry.officer)
    return LedgerRow(
        entry.number, entry.entered_at, line.person, line.subject, line.pages, line.copies, line.fee, officer, struck
    )
