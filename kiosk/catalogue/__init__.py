"""The catalogue of procedures: one TOML file for each version, opened only when that procedure is wanted.

Opening the catalogue lists file names, nothing more. `on` picks the version valid that day by its file name and reads
that one file; `version` reads the one a dossier was received under. `search` looks only at the head of each file.
"""

from datetime import date
from pathlib import Path

from kiosk.catalogue.faults import (
    Breach,
    CatalogueBroken,
    CatalogueSyntax,
    Fault,
    Finding,
    ProcedureNotInForce,
    ProcedureUnknown,
)
from kiosk.catalogue.listing import Entry, read_entry, search_entries
from kiosk.catalogue.names import FileName, parse_name
from kiosk.catalogue.reader import faults, read_procedure, source
from kiosk.procedures import Procedure

__all__ = [
    "SHIPPED",
    "Breach",
    "Catalogue",
    "CatalogueBroken",
    "CatalogueSyntax",
    "Entry",
    "Fault",
    "ProcedureNotInForce",
    "ProcedureUnknown",
]

SHIPPED = Path(__file__).parent / "procedures"


class Catalogue:
    """The procedures of one folder. Reading is remembered, so asking twice costs nothing.

    Attributes:
        folder: where the files are; the program's own, or the one a catalogue update was unpacked to
    """

    def __init__(self, folder: Path, names: list[FileName]) -> None:
        self.folder = folder
        self._names = sorted(names, key=lambda name: (name.code, name.province, name.valid_from))
        self._procedures: dict[FileName, Procedure] = {}
        self._entries: dict[FileName, Entry] = {}

    @classmethod
    def load(cls, folder: Path | None = None) -> "Catalogue":
        """Open `folder` (the shipped catalogue when None). Files of other names are not the catalogue's."""
        where = SHIPPED if folder is None else folder
        found = (parse_name(file.name) for file in where.iterdir())
        return cls(where, [name for name in found if name])

    def codes(self) -> tuple[str, ...]:
        """Every procedure's code, in order."""
        return tuple(dict.fromkeys(name.code for name in self._names))

    def versions(self, code: str) -> tuple[str, ...]:
        """Every version of a procedure, oldest first."""
        return tuple(name.version for name in self._names if name.code == code)

    def on(self, code: str, day: date, province: str = "") -> Procedure:
        """The version valid on `day`: the province's own where there is one, else the country's."""
        if not self.versions(code):
            raise ProcedureUnknown(procedure=code, known=", ".join(self.codes()))
        for place in dict.fromkeys((province, "")):
            name = self._latest(code, day, place)
            if name is None:
                continue
            procedure = self._read(name)
            if procedure.valid_to is None or day <= procedure.valid_to:
                return procedure
        raise ProcedureNotInForce(procedure=code, day=f"{day:%d/%m/%Y}")

    def version(self, code: str, version: str) -> Procedure:
        """The version a dossier was received under, whether or not it is still valid."""
        for name in self._names:
            if (name.code, name.version) == (code, version):
                return self._read(name)
        raise ProcedureUnknown(procedure=f"{code} {version}", known=", ".join(self.versions(code) or self.codes()))

    def entries(self, day: date | None = None, province: str = "") -> tuple[Entry, ...]:
        """What can be chosen on `day` (None: the newest of each), in order of code."""
        found = (self._entry(code, day or date.max, province) for code in self.codes())
        return tuple(entry for entry in found if entry)

    def search(self, text: str, day: date | None = None, province: str = "") -> tuple[Entry, ...]:
        """Procedures whose code, name or search words contain every word of `text`, in any order, marks or none."""
        return search_entries(text, self.entries(day, province))

    def check(self) -> None:
        """Read every file; raise one `CatalogueBroken` with the faults of all of them."""
        found: list[Fault] = []
        for name in self._names:
            try:
                self._read(name)
            except CatalogueBroken as broken:
                found += broken.faults
        if found:
            raise CatalogueBroken(found)

    def _latest(self, code: str, day: date, province: str) -> FileName | None:
        valid = [name for name in self._names
                 if name.code == code and name.province == province and name.valid_from <= day]
        return valid[-1] if valid else None

    def _entry(self, code: str, day: date, province: str) -> Entry | None:
        for place in dict.fromkeys((province, "")):
            name = self._latest(code, day, place)
            if name is None:
                continue
            if name not in self._entries:
                self._entries[name] = read_entry(self.folder / str(name))
            entry = self._entries[name]
            if day == date.max or entry.valid_to is None or day <= entry.valid_to:
                return entry
        return None

    def _read(self, name: FileName) -> Procedure:
        if name not in self._procedures:
            file = self.folder / str(name)
            procedure = read_procedure(file)
            self._refuse_overlap(file, name, procedure)
            self._procedures[name] = procedure
        return self._procedures[name]

    def _refuse_overlap(self, file: Path, name: FileName, procedure: Procedure) -> None:
        """The next version's first day is in its file name, so no second file is opened."""
        later = [other for other in self._names
                 if (other.code, other.province) == (name.code, name.province) and other.valid_from > name.valid_from]
        if later and (procedure.valid_to is None or procedure.valid_to >= later[0].valid_from):
            finding = Finding(("valid_to",), Breach.OVERLAP, version=later[0].version)
            raise CatalogueBroken(faults(file.name, source(file), [finding]))
