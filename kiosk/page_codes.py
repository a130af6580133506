"""What a code on a page means: a separator sheet of ours, a dossier's number, a receipt's token, the code of an identity card.

Separator sheets (tờ ngăn) carry one of these, the same in the QR code and in the bars:

    MCT1.N                          the next paper begins behind this sheet
    MCT1.P.<procedure>.<paper>      the paper named here begins behind it
    MCT1.D                          the next dossier begins behind it
    MCT1.D.<number>                 the dossier of this number begins behind it

All in the letters of a QR code's alphanumeric mode: a key of the catalogue is written in capitals, "-" for "_". `PATCHT` is what
the separator sheets of other scanning programs say; it is taken for the first.
"""

import re
from dataclasses import dataclass

from kiosk.card_qr import CardQr, read_card_qr
from kiosk.numbers import is_number, tidy
from kiosk.receipt_token import PREFIX as RECEIPT
from kiosk.receipt_token import verify

SEPARATOR = "MCT1"
_FOREIGN_SEPARATOR = "PATCHT"
_LONGEST = 4_000
_PAPER = re.compile(rf"{SEPARATOR}\.P\.([0-9A-Z.-]+)\.([0-9A-Z-]+)")


@dataclass(frozen=True, slots=True)
class NextPaper:
    """A separator sheet. `procedure` and `paper` ("" for whichever comes next) as the sheet has them; see `names`."""

    procedure: str = ""
    paper: str = ""

    def names(self, procedure: str, paper: str) -> bool:
        """Whether the sheet was printed for this paper of this procedure."""
        return bool(self.paper) and (self.procedure, self.paper) == (on_paper(procedure), on_paper(paper))


@dataclass(frozen=True, slots=True)
class NextDossier:
    """A separator sheet before another dossier, with its number where it has one."""

    number: str = ""


@dataclass(frozen=True, slots=True)
class OfDossier:
    """A paper of ours that names its dossier. `receipt`: the token of a receipt whose signature holds (by whom it was made is
    asked where it matters: `receipt_token.verify`), "" for a bare number."""

    number: str
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class OfCard:
    """The code of an identity card."""

    card: CardQr

    def __repr__(self) -> str:
        """A card names a person."""
        return "OfCard()"


@dataclass(frozen=True, slots=True)
class Foreign:
    """A code that says nothing to us."""


Meaning = NextPaper | NextDossier | OfDossier | OfCard | Foreign


def meaning_of(text: str) -> Meaning:
    """Of one code, whatever its kind."""
    plain = text.strip()
    if not plain or len(plain) > _LONGEST:
        return Foreign()
    if plain.upper().startswith(SEPARATOR):
        return _separator(plain.upper())
    if plain.upper() == _FOREIGN_SEPARATOR:
        return NextPaper()
    if plain.upper().startswith(RECEIPT):
        facts = verify(plain, None).facts
        return OfDossier(facts.number, plain) if facts else Foreign()
    if is_number(tidy(plain)):
        return OfDossier(tidy(plain))
    card = read_card_qr(plain)
    return OfCard(card) if card is not None and not card.before else Foreign()


def separator_text(meaning: NextPaper | NextDossier) -> str:
    """What stands in the codes of a separator sheet."""
    if isinstance(meaning, NextDossier):
        return ".".join((SEPARATOR, "D", meaning.number)) if meaning.number else f"{SEPARATOR}.D"
    if meaning.paper:
        return ".".join((SEPARATOR, "P", on_paper(meaning.procedure), on_paper(meaning.paper)))
    return f"{SEPARATOR}.N"


def on_paper(key: str) -> str:
    """A key of the catalogue in the letters a separator sheet has."""
    return key.upper().replace("_", "-")


def _separator(text: str) -> Meaning:
    if text == f"{SEPARATOR}.N":
        return NextPaper()
    if text == f"{SEPARATOR}.D":
        return NextDossier()
    number = text.removeprefix(f"{SEPARATOR}.D.")
    if number != text and is_number(number):
        return NextDossier(number)
    named = _PAPER.fullmatch(text)
    return NextPaper(named[1], named[2]) if named else Foreign()
