"""Whether what the card says agrees with itself, with the number it was opened by, and with the state that signed it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from devices.card.lds.dg13 import Dg13, Dg13Field
from devices.card.lds.mrz import VIETNAM, MrzData, MrzForm
from devices.card.passwords import Mrz
from devices.card.trust.checks import Check, CheckResult, Outcome, Reason
from kiosk.text import fold

COUNTRIES = Path(__file__).parent / "countries.tsv"
_DAY = re.compile(r"(?:(\d{2})/(\d{2})/)?(\d{4})", re.ASCII)
_SEXES = {"nam": "M", "nu": "F"}
_ID_LENGTH = 12
_NAME_ROOM = {MrzForm.TD1: 30, MrzForm.TD3: 39}
_HARD_SEPARATOR = 2
_APOSTROPHES = "'\u2018\u2019\u02bc\u00b4`"
_WRITTEN_OUT = str.maketrans({
    "ä": "ae", "å": "aa", "æ": "ae", "ö": "oe", "ø": "oe", "œ": "oe", "ü": "ue", "þ": "th", "ñ": "nxx",
})  # ICAO 9303-3, 6
_ORGANISATIONS = frozenset(["XBA", "XCC", "XCE", "XCO", "XDC", "XEC", "XES", "XIM", "XMP", "XOM", "XPO"])


@dataclass(frozen=True, slots=True)
class Said:
    """Everything that can be compared. `number_used` opened the card: a personal number, or its last six digits, or nothing."""

    mrz: MrzData | None = None
    dg13: Dg13 | None = None
    number_used: str = field(default="", repr=False)
    signer_country: str = ""           # two letters, of the anchor behind the data, or of who says to have signed them
    mrz_used: Mrz | None = None        # the printed lines that opened the card


def compared(said: Said) -> CheckResult:
    """FAILED with every contradiction there is; ABSENT where there is nothing to compare."""
    if said.mrz is None and said.dg13 is None:
        return CheckResult(Check.CONSISTENCY, Outcome.ABSENT)
    reasons = tuple(dict.fromkeys(_contradictions(said)))
    return CheckResult(Check.CONSISTENCY, Outcome.FAILED if reasons else Outcome.PASSED, reasons)


def _contradictions(said: Said) -> Iterator[Reason]:
    mrz, dg13 = said.mrz, said.dg13
    if not _numbers_agree(mrz, dg13, said.number_used):
        yield Reason.NUMBER
    if said.signer_country and not _may_sign(said.signer_country, VIETNAM if mrz is None else mrz.issuer):
        yield Reason.COUNTRY
    if mrz is None:
        return
    if mrz.wrong:
        yield Reason.MRZ_DIGITS
    if said.mrz_used is not None:
        yield from _unlike_the_printed(mrz, said.mrz_used)
    if dg13 is None:
        return
    if not _names_agree(mrz, dg13.text(Dg13Field.FULL_NAME)):
        yield Reason.NAME
    if not _days_agree(mrz.birth, dg13.text(Dg13Field.BIRTH)):
        yield Reason.BIRTH
    if not _days_agree(mrz.expiry, dg13.text(Dg13Field.EXPIRES)):
        yield Reason.EXPIRY
    if mrz.sex and _SEXES.get(fold(dg13.text(Dg13Field.SEX)), mrz.sex) != mrz.sex:
        yield Reason.SEX


def _may_sign(country: str, issuer: str) -> bool:
    """Whether a country signs for this issuer: itself, or an organisation whose country of signing is not known here.
    Only Vietnam has our DG13, so that without an MRZ it stands for its issuer."""
    return issuer in _ORGANISATIONS or country in countries().get(issuer, ())


def _unlike_the_printed(mrz: MrzData, printed: Mrz) -> Iterator[Reason]:
    """A chip opens with whatever its maker chose: what it then tells must be the document in our hands."""
    if mrz.document_number != printed.document_number.strip("<"):
        yield Reason.NUMBER
    if mrz.birth != printed.birth:
        yield Reason.BIRTH
    if mrz.expiry != printed.expiry:
        yield Reason.EXPIRY


def _numbers_agree(mrz: MrzData | None, dg13: Dg13 | None, used: str) -> bool:
    """The personal number in both files and the one used; on a card the document number is its last nine digits."""
    numbers = [mrz.personal_id if mrz else "", dg13.text(Dg13Field.PERSONAL_ID) if dg13 else ""]
    known = [number for number in numbers if number]
    if len(set(known)) > 1:
        return False
    if not known:                                      # a passport: held against the MRZ that opened it
        return True
    if mrz is not None and mrz.personal_id and mrz.document_number != mrz.personal_id[-len(mrz.document_number):]:
        return False
    return not used or known[0].endswith(used)


def _names_agree(mrz: MrzData, written: str) -> bool:
    """Letters alone, without diacritics, or with those of foreign names written out as ICAO has it (ü as UE). A name that fills
    its line may be cut there, or its parts shortened."""
    ours, theirs = _letters(mrz.full_name), _letters(written)
    if not ours or not theirs:
        return True
    if "".join(ours) in ("".join(theirs), "".join(_letters(written.casefold().translate(_WRITTEN_OUT)))):
        return True
    room = _NAME_ROOM[mrz.form] - _HARD_SEPARATOR
    full = len(mrz.surname) + len(mrz.given_names) >= room - 1
    return full and _shortened(ours, theirs)


def _letters(text: str) -> list[str]:
    """The parts of a name as an MRZ could have them: any apostrophe joins, all else that is no letter parts."""
    joined = "".join(char for char in text if char not in _APOSTROPHES)
    return "".join(char if char.isalpha() else " " for char in fold(joined)).split()


def _shortened(short: list[str], whole: list[str]) -> bool:
    """Whether each part begins one of the whole name's, in their order, and the first is the first."""
    if not whole[0].startswith(short[0]):
        return False
    rest = iter(whole)
    return all(any(part.startswith(piece) for part in rest) for piece in short)


def _days_agree(six_digits: str, written: str) -> bool:
    """YYMMDD against dd/MM/yyyy or yyyy. Fillers in the MRZ and words ("Không thời hạn") agree with anything."""
    found = _DAY.fullmatch(written.strip())
    if found is None:
        return True
    day, month, year = found.groups()
    pairs = ((six_digits[:2], year[2:]), (six_digits[2:4], month), (six_digits[4:], day))
    return all(other is None or not digits.isdigit() or digits == other for digits, other in pairs)


@cache
def countries() -> dict[str, tuple[str, ...]]:
    """Two letters by the three (or the single D) of an MRZ: ISO 3166, and the codes ICAO adds. Some sign under more than one."""
    found: dict[str, tuple[str, ...]] = {}
    for line in COUNTRIES.read_text("utf-8").splitlines():
        three, *two = line.split("\t")
        found[three] = tuple(two)
    return found
