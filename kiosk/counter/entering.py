"""Dossiers an officer types into another system: what to copy, which still wait, that it was done, by whom, under which code."""

from dataclasses import dataclass

from kiosk.catalogue import Catalogue
from kiosk.copy_assistant import SETTLED, ConnectedSystem, CopyLine, copy_lines, tidy_code
from kiosk.moments import day_of
from kiosk.officers import Officer
from kiosk.procedures import AuthoritativeSystem
from kiosk.settings import Settings
from kiosk.store import Store, dossiers, entered_elsewhere, external_codes, finding
from kiosk.store.database import Database
from kiosk.store.dossiers import DossierLine
from kiosk.store.entered_elsewhere import Entered
from kiosk.store.external_codes import ExternalCode

DAY_MS = 86_400_000
_LOOKED_BACK_MS = 120 * DAY_MS         # older than the longest term: nobody types that in any more
_MOST = 200


@dataclass(frozen=True, slots=True)
class CopySheet:
    """One dossier as the assistant shows it."""

    dossier: str
    number: str
    procedure_name: str
    system: AuthoritativeSystem
    lines: tuple[CopyLine, ...]
    entered: tuple[Entered, ...]
    codes: tuple[ExternalCode, ...]


class Entering:
    def __init__(self, store: Store, catalogue: Catalogue, settings: Settings) -> None:
        self._store, self._catalogue, self._settings = store, catalogue, settings

    def sheet(self, dossier: str) -> CopySheet:
        """Raises ConnectedSystem where nothing is to be typed, KeyError for an unknown dossier."""
        database = self._store.read()
        line = dossiers.line(database, dossier)
        if line is None:
            raise KeyError(dossier)
        form, _body = dossiers.form_of(database, dossier)
        procedure = self._catalogue.version(form.procedure, form.procedure_version)
        if procedure.authoritative.connected:
            raise ConnectedSystem
        return CopySheet(
            dossier, line.number, line.procedure_name, procedure.authoritative, copy_lines(form, procedure, line.number),
            entered_elsewhere.of(database, dossier), external_codes.of(database, dossier),
        )  # fmt: skip

    def waiting(self) -> tuple[DossierLine, ...]:
        """What still has to be typed in, the one received first in front."""
        database, now = self._store.read(), self._store.clock.now_ms()
        ids = entered_elsewhere.waiting(database, self._by_hand(), now - _LOOKED_BACK_MS, SETTLED, _MOST)
        return tuple(line for dossier in ids if (line := dossiers.line(database, dossier)) is not None)

    def enter(self, dossier: str, officer: Officer, code: str = "") -> CopySheet:
        """It stands in the other system, under `code` where that is known. From now on the code finds the dossier.

        Raises ConnectedSystem, ExternalCodeUnusable.
        """
        sheet, kept = self.sheet(dossier), tidy_code(code)
        now, system = self._store.clock.now_ms(), sheet.system.name

        def write(database: Database) -> None:
            entered_elsewhere.add(database, self._store.device, dossier, Entered(system, officer.id, now))
            if kept and kept not in {known.code for known in external_codes.of(database, dossier)}:
                external_codes.enter(database, self._store.device, dossier, ExternalCode(system, kept, officer.id, now))
                finding.learn_codes(database, dossier)

        self._store.write(write)
        return self.sheet(dossier)

    def _by_hand(self) -> list[str]:
        """Codes of the procedures whose system nothing connects to ours."""
        today, province = day_of(self._store.clock.now_ms()), self._settings.office.province
        entries = self._catalogue.entries(today, province)
        return [entry.code for entry in entries if not self._catalogue.on(entry.code, today, province).authoritative.connected]
