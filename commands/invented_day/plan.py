"""Who comes on the invented day. Fees are worked out by hand from the rules, not asked of the program. Nobody here exists."""

from dataclasses import dataclass

from kiosk.invented import Invention
from kiosk.people import Citizen, Sex

OPENING_FLOAT = 500_000
MARITAL_FEE = 15_000                   # set for the training office
_SEED = 20261128


@dataclass(frozen=True, slots=True)
class Row:
    """One original: which of the usual papers (by its number), pages of it, copies wanted."""

    paper: int
    pages: int
    copies: int


@dataclass(frozen=True, slots=True)
class Copies:
    """Certified copies. `given`: cash laid on the desk, 0 for just what is due. `mistaken`: struck and refunded afterwards."""

    rows: tuple[Row, ...]
    fee: int
    given: int = 0
    transfer: bool = False
    later: bool = False
    mistaken: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature certified on so many papers."""

    cases: int
    fee: int


@dataclass(frozen=True, slots=True)
class Extract:
    """Extracts (trích lục) of the citizen's own events; `which` by its number. From the register the procedure is another."""

    which: int
    copies: int
    fee: int
    from_register: bool = False


@dataclass(frozen=True, slots=True)
class Full:
    """A certificate of marital status, the person by card. `given` as with copies."""

    card: str
    given: int = 0
    transfer: bool = False
    scanned: bool = False
    keeps_original: bool = False


@dataclass(frozen=True, slots=True)
class Lacks:
    """Papers are missing: form 02, and the dossier waits with its tray."""

    card: str
    tray: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Not for this office: form 03, and the draft is closed."""

    card: str


@dataclass(frozen=True, slots=True)
class Collects:
    """The result of the dossier of an earlier visitor, by that visitor's number."""

    of: int
    score: int
    original: bool = False


Work = Copies | Signature | Extract | Full | Lacks | Refused | Collects


@dataclass(frozen=True, slots=True)
class Visit:
    """One citizen at the desk, numbered from 1."""

    number: int
    person: Citizen
    work: Work


def _copies(paper: int, pages: int, copies: int, fee: int, given: int = 0) -> Copies:
    return Copies((Row(paper, pages, copies),), fee, given)


# 2.000 a page, 1.000 from the third on, 200.000 a copy at most; 10.000 a signature; 8.000 an extract.
_MORNING: tuple[Work, ...] = (
    _copies(2, 1, 3, 6_000, 10_000),
    Full("binh", given=20_000, scanned=True),
    _copies(4, 1, 2, 4_000),
    Signature(1, 10_000),
    _copies(6, 4, 2, 12_000, 50_000),
    Extract(1, 2, 16_000),
    _copies(1, 1, 5, 10_000),
    Lacks("mai", "12"),
    Copies((Row(3, 1, 2), Row(8, 2, 2)), 12_000, given=20_000),
    Full("ha", transfer=True),
    _copies(7, 10, 1, 12_000),
    Signature(2, 20_000),
    _copies(2, 1, 1, 2_000, 2_000),
    Extract(1, 1, 8_000, from_register=False),
    _copies(9, 2, 2, 8_000),
    Full("la", given=20_000),
    Copies((Row(5, 1, 2),), 4_000, mistaken=True),
    Copies((Row(5, 1, 3),), 6_000, transfer=True),
    Extract(2, 1, 0, from_register=True),
    _copies(4, 1, 4, 8_000, 10_000),
    Signature(1, 10_000),
    Full("hue", given=15_000, scanned=True, keeps_original=True),
    _copies(6, 200, 2, 400_000, 500_000),
    _copies(2, 1, 2, 4_000),
    Refused("tuan"),
    Extract(1, 3, 24_000),
    _copies(8, 3, 1, 5_000, 5_000),
    Copies((Row(1, 1, 1), Row(4, 1, 1), Row(3, 1, 1)), 6_000),
    Signature(1, 10_000),
    _copies(3, 1, 2, 4_000),
)
_AFTERNOON: tuple[Work, ...] = (
    _copies(2, 1, 2, 4_000),
    Full("hon", given=50_000),
    _copies(6, 2, 3, 12_000, 12_000),
    Collects(2, 5),
    Signature(3, 30_000),
    _copies(7, 4, 1, 6_000),
    Full("bhum", transfer=True, scanned=True),
    Extract(1, 1, 8_000),
    _copies(4, 1, 1, 2_000),
    _copies(5, 3, 2, 10_000, 20_000),
    Copies((Row(2, 1, 1),), 2_000, later=True),
    _copies(9, 1, 2, 4_000),
    Full("juan", given=20_000),
    Signature(1, 10_000),
    _copies(5, 1, 6, 12_000, 20_000),
    Collects(10, 4),
    Lacks("tuan", "31"),
    _copies(1, 1, 2, 4_000),
    Extract(1, 2, 16_000),
    Collects(22, 5, original=True),
    _copies(8, 5, 2, 14_000),
    Full("binh", given=15_000),
    _copies(3, 1, 1, 2_000, 2_000),
    Signature(1, 10_000),
    _copies(6, 6, 1, 8_000),
    Extract(1, 1, 0, from_register=True),
    Full("ha", given=100_000, scanned=True),
    Collects(32, 3),
    _copies(2, 1, 4, 8_000, 10_000),
    _copies(4, 2, 1, 4_000),
)
CRASHES_AT = len(_MORNING) + 1         # the key is pressed, and the machine is gone


def day() -> tuple[Visit, ...]:
    """The whole day. The same people every time."""
    town = Invention(_SEED)
    return tuple(Visit(number, town.person(), work) for number, work in enumerate((*_MORNING, *_AFTERNOON), 1))


def as_qr(person: Citizen) -> str:
    """What a scanner types when the code on this person's card is held before it."""
    year, month, day_ = person.birth_date.split("-")
    sex = "Nữ" if person.sex is Sex.FEMALE else "Nam"
    home = f"{person.address.detail}, phường Ba Đình, thành phố Hà Nội"
    return f"{person.personal_id}||{person.full_name}|{day_}{month}{year}|{sex}|{home}|15012024"
