"""What a procedure (thủ tục hành chính) is: questions, papers, fees, deadline, and who processes it.

These are plain values; the TOML files in `kiosk/catalogue/` are read into them by `kiosk/catalogue/__init__.py`.
A dossier keeps the version it was received under.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum


class Channel(StrEnum):
    """How the dossier comes in (KenhThucHien 1, 2, 3 of the portal)."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"


class FieldKind(StrEnum):
    """The kinds of answer a form can ask for."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"                      # "2026-11-24"
    PARTIAL_DATE = "partial_date"      # "1962", "1962-05" or "1962-05-03"
    DATE_IN_WORDS = "date_in_words"    # derived from another question, read-only
    PERSONAL_ID = "personal_id"        # 12 digits
    PHONE = "phone"
    EMAIL = "email"
    SELECT = "select"
    CHECKS = "checks"                  # several of the choices
    YES_NO = "yes_no"
    NUMBER = "number"                  # with unit; up to `decimals` places
    MONEY = "money"                    # whole đồng
    ADDRESS = "address"                # province -> commune -> detail
    TABLE = "table"                    # repeating rows of `columns`


class Provenance(StrEnum):
    """Where a value came from; shown beside the field, kept with the answer."""

    MANUAL = "manual"
    CARD = "card"
    QR = "qr"
    DATABASE = "database"
    OCR = "ocr"
    EARLIER_DOSSIER = "earlier_dossier"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select. `targets` maps a target system's name to its own code for it."""

    code: str
    label: str
    targets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Condition:
    """True when the answer to `question` is (or, negated, is not) one of `one_of`; an empty `one_of` means "answered".

    `question` may also be "case", "channel", "owner_kind" ("person"/"organisation") or "relation" (of the submitter to any of the
    owners: "self", "representative", "authorised", "relative").
    """

    question: str
    one_of: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One field of the form, under the law's own name (`label`) and the portal's e-form key (`portal_key`).

    In `portal_key`, "a+b" says that the portal keeps this one answer in several keys, "a.b" that b lies inside a.
    """

    key: str
    label: str
    kind: FieldKind
    required: bool = False
    hint: str = ""
    portal_key: str = ""
    card_field: str = ""               # what a chip card can fill: "full_name", "personal_id", "birth_date", ...
    of: str = ""                       # whose field it is: "submitter", "owner", "child", "mother", "bride", ...
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    decimals: int = 0
    max_length: int = 250
    read_only: bool = False
    derived_from: str = ""
    must_be_yes: bool = False          # a pledge (cam đoan): "no" is no answer
    ask_anew: bool = False             # declared each time, never taken over from an earlier dossier
    when: tuple[Condition, ...] = ()   # all must hold
    columns: tuple["Question", ...] = ()
    min_rows: int = 0
    max_rows: int = 200


@dataclass(frozen=True, slots=True)
class Section:
    """A block of the form under one heading."""

    key: str
    title: str
    questions: tuple[Question, ...]
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A relation between answers that must hold, e.g. total floor area >= ground floor area (numbers, dates)."""

    key: str
    left: str
    relation: str                      # ">=", ">", "<=", "<", "==", "!="
    right: str                         # another question's key, or "today"
    message: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """A component of the dossier (thành phần hồ sơ): how many of which kind, and when it may be asked for at all."""

    key: str
    name: str
    code: str = ""                     # MAGIAYTO / MaThanhPhanHoSo where known, else ""
    originals: int = 0
    certified: int = 0
    photocopies: int = 0
    shown_only: bool = False           # xuất trình: looked at and given back
    optional: bool = False
    form_name: str = ""                # "Mẫu CT01 ..." when it is a form to fill
    when: tuple[Condition, ...] = ()
    in_database: str = ""              # the database that holds it; then a paper may be demanded only with a reason
    forbidden: bool = False            # must not be asked (e.g. data printed or integrated in the shown card)
    forbidden_basis: str = ""
    paper_type: str = ""               # mã loại giấy tờ of NĐ 118 Đ19.2, where known
    min_dpi: int = 200                 # 300 for maps and drawings


class DeadlineUnit(StrEnum):
    SAME_DAY = "same_day"
    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    CALENDAR_DAYS = "calendar_days"


class SupplementRule(StrEnum):
    """What a supplement does to the clock."""

    RESTART = "restart"                # NĐ 118 Đ19.5: from zero once complete (default)
    PAUSE = "pause"                    # the waiting time does not count


class EndOfTerm(StrEnum):
    """Where within its last day a term in days ends."""

    SAME_CLOCK_TIME = "same_clock_time"   # deployed practice: 15:30 + 3 days = 15:30
    END_OF_DAY = "end_of_day"             # Civil Code 2015 Đ148: end of the last day


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long the authority has. `cutoff` (15:00): received later counts from the next working day."""

    unit: DeadlineUnit
    amount: int = 0
    when: tuple[Condition, ...] = ()   # case, channel or answers; first deadline whose conditions hold applies
    cutoff: time | None = None
    supplement: SupplementRule = SupplementRule.RESTART
    complete_within: int = 15          # time the citizen has to complete the dossier, else it is closed (NĐ 118 Đ19.5)
    complete_within_unit: DeadlineUnit = DeadlineUnit.CALENDAR_DAYS
    basis: str = ""
    text: str = ""                     # how the law words it, as printed on the receipt


class FeeUnit(StrEnum):
    DOSSIER = "dossier"
    COPY = "copy"
    PAGE = "page"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee (phí) or charge (lệ phí) in whole đồng; `over` and `over_amount` price pages beyond the first `over`."""

    key: str
    name: str
    kind: str                          # "phi" | "le_phi"
    amount: int
    unit: FeeUnit = FeeUnit.DOSSIER
    over: int = 0                      # 2 for "from page 3"
    over_amount: int = 0
    cap: int | None = None             # per copy, for FeeUnit.PAGE
    when: tuple[Condition, ...] = ()
    basis: str = ""
    set_by_province: bool = False      # HĐND tỉnh decides: the office's settings may override `amount`; 0 = not set yet
    copies_from: str = ""              # question, or "table.column", that counts the copies or cases; "" = one
    pages_from: str = ""               # the same for the pages of one copy (FeeUnit.PAGE)


@dataclass(frozen=True, slots=True)
class Exemption:
    """A rule that lowers fees: `percent` off (100 = free) for those who qualify, within its dates."""

    key: str
    name: str
    percent: int
    basis: str
    fees: tuple[str, ...] = ()         # keys of fees it touches; empty = all
    when: tuple[Condition, ...] = ()
    eligibility: tuple[str, ...] = ()  # flags that must all be established, "poor_household", "eid_level2_five_items"
    valid_from: date | None = None
    valid_to: date | None = None


class SystemKind(StrEnum):
    PROVINCIAL = "provincial"
    MINISTRY = "ministry"
    BY_HAND = "by_hand"


class CopyFormat(StrEnum):
    """How a value is wanted by the system it is typed into."""

    USUAL = "usual"                    # by the kind of question: dates dd/MM/yyyy, numbers and identifiers as bare digits
    UPPER = "upper"                    # capitals, NFC
    DIGITS = "digits"
    ISO_DATE = "iso_date"              # yyyy-MM-dd


@dataclass(frozen=True, slots=True)
class CopyField:
    """A field of another system's form, in its order. `field`: a question's key, or one of `COPY_FIXED`."""

    field: str
    format: CopyFormat = CopyFormat.USUAL
    label: str = ""                    # as that system calls it; "" = as we do


# What every dossier has beside its answers.
COPY_FIXED = (
    "number", "submitter.full_name", "submitter.personal_id", "submitter.birth_date", "submitter.sex", "submitter.address",
    "submitter.phone", "submitter.email",
    "owner.full_name", "owner.personal_id", "owner.birth_date", "owner.sex", "owner.address",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuthoritativeSystem:
    """The system in which the procedure is processed; our copy of its status is only a copy.

    Where it is not `connected`, an officer types every dossier into it, field after field in `copy_order`.
    """

    kind: SystemKind
    name: str
    url: str = ""
    connected: bool = True
    copy_order: tuple[CopyField, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A variant the officer chooses first (trường hợp giải quyết)."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class LegalBasis:
    number: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ExpressPath:
    """How the express screen fills this procedure: the questions, or "table.column", that hold what is typed there."""

    order: int                         # its place among the kinds: 1 is Alt+1
    name: str                          # in a word or two, "Bản sao"
    subject: str                       # the paper certified, or the event an extract is of
    copies: str                        # copies, or cases
    pages: str = ""
    relation: str = ""                 # asked of the person, never chosen beforehand
    place: str = ""                    # where it was registered: this office unless the officer says otherwise
    usual: tuple[str, ...] = ()        # papers that come every day, offered by number
    clause: str = ""                   # key of the certification clause's template; "" = none is printed
    nameless: bool = False             # the requester's identifier stands nowhere on what is made: it need not be typed

    @property
    def several(self) -> bool:
        """Whether one dossier may hold several papers."""
        return "." in self.subject


@dataclass(frozen=True, slots=True)
class Procedure:
    """One version of one procedure of the national catalogue."""

    code: str
    name: str
    sector_code: str
    sector: str
    version: str
    valid_from: date
    valid_to: date | None
    competent_level: str               # "commune" | "province" | "ministry"
    service_level: str                 # "full" | "partial" | "information"
    channels: tuple[Channel, ...]
    cases: tuple[Case, ...]
    sections: tuple[Section, ...]
    rules: tuple[Rule, ...]
    requirements: tuple[Requirement, ...]
    fees: tuple[Fee, ...]
    exemptions: tuple[Exemption, ...]
    deadlines: tuple[Deadline, ...]
    authoritative: AuthoritativeSystem
    results: tuple[Result, ...]
    legal_basis: tuple[LegalBasis, ...]
    case_by_officer: bool = False      # which case it is shows when an officer examines it: no citizen is asked
    kiosk_receives: bool = False       # a kiosk may receive, not only take in: its due date counts from there
    pay_later: bool = False            # thu sau: the fee may be paid after receipt
    receipt_on_request: bool = False   # same-day "trả ngay": a receipt only when asked (NĐ 118 Đ17.4)
    ledger: str = ""                   # symbol of the ledger each certification is entered in, "SCT/BS"; "" = none
    express: ExpressPath | None = None # where the short work of the desk has a screen of its own
    online_first: str = ""             # reason text when the counter may take it only on incident (NĐ 217 Đ53)
    portal_uuid: str = ""
    province: str = ""                 # province code when the form is one province's own; "" = everywhere
    aliases: tuple[str, ...] = ()      # search words
    uncertain: tuple[str, ...] = ()    # "field[.key]: what is believed, not seen"; for the operator, never the citizen

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every top-level question, in form order."""
        return tuple(question for section in self.sections for question in section.questions)
