"""The dossier (hồ sơ): who submits, who owns, which papers, which answers, and the states it may go through.

What is here is content. It is sealed at receipt and never changes; what the portal decides is kept beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from kiosk.filing import Filing
from kiosk.people import Citizen, Organisation
from kiosk.procedures import Channel, Provenance


class HowMet(StrEnum):
    """How a requirement was met at the counter."""

    ORIGINAL = "original"                    # bản chính
    CERTIFIED = "certified"                  # bản sao chứng thực
    COMPARED = "compared"                    # bản photo, đã đối chiếu bản chính
    SHOWN = "shown"                          # xuất trình, trả lại
    VNEID = "vneid"                          # xem trên VNeID
    DATABASE = "database"                    # đã có trong cơ sở dữ liệu
    REUSED = "reused"                        # tái sử dụng giấy tờ đã số hóa
    SCANNED = "scanned"                      # người nộp tự quét ở ki-ốt, cán bộ chưa đối chiếu
    MISSING = "missing"                      # chưa có


class ReturnMethod(StrEnum):
    """Where the result is handed over."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"


class Relation(StrEnum):
    """Why the submitter may submit for the owner."""

    SELF = "self"
    REPRESENTATIVE = "representative"        # đại diện theo pháp luật, cha mẹ, người giám hộ
    AUTHORISED = "authorised"                # có giấy ủy quyền
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class Submitter:
    """The one person who stands at the counter."""

    person: Citizen
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """One of those the dossier is about; `authorisation` names the paper that lets the submitter act for them."""

    party: Citizen | Organisation
    relation: Relation = Relation.SELF
    authorisation: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ReturnChoice:
    """How the owner wants the result; `address` only for the post."""

    method: ReturnMethod = ReturnMethod.COUNTER
    address: str = ""


@dataclass(frozen=True, slots=True)
class PaperMetadata:
    """Minimum metadata of a digitised paper (NĐ 118/2025 Đ19.2)."""

    paper_type: str = ""                     # mã loại giấy tờ
    holder_id: str = ""                      # số định danh, else the four below
    holder_name: str = ""
    holder_birth_year: str = ""
    issued_on: str = ""
    issued_by: str = ""
    title: str = ""                          # tên giấy tờ
    summary: str = ""                        # trích yếu
    valid_until: str = ""                    # thời hạn hiệu lực
    scope: str = ""                          # phạm vi hiệu lực


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """How one requirement was met, by which paper, seen by whom and when."""

    requirement: str                         # key in the procedure; "" for a paper nobody asked for
    name: str
    how: HowMet
    copies: int = 1
    seen_by: str = ""                        # officer id
    seen_at: int = 0                         # epoch ms
    reason: str = ""                         # why it was demanded although its data exist (NĐ 309 Đ4 k2a)
    metadata: PaperMetadata = PaperMetadata()
    pages: tuple[int, ...] = ()              # page numbers, 1-based, in reading order
    to_return: bool = False                  # giữ bản chính để trả: an original kept here until it is handed back


@dataclass(frozen=True, slots=True)
class CapturedPage:
    """One captured page, fixed by the hash of its plaintext bytes."""

    number: int                              # 1-based in the dossier
    sha256: str
    size: int                                # bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee as charged; `exemption` names the rule (and its basis) that lowered it."""

    key: str
    name: str
    amount: int                              # đồng
    full_amount: int
    exemption: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class FeeRecord:
    """What is due and how it is paid: "cash", "transfer", "later" (not paid at receipt, or its amount is not set at this
    office), "free" (nothing is due).

    Attributes:
        not_set: names of fees that are due in an amount the province decides and nobody has told this office
    """

    lines: tuple[FeeLine, ...] = ()
    method: str = "free"
    not_set: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch of waiting for the citizen, in epoch ms; `ended_at` None while it lasts."""

    started_at: int
    ended_at: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Form:
    """The content of a dossier as it is sealed: its bytes are encoded once, hashed, and never touched again.

    The dossier number stands outside these bytes, so that a temporary number can be mapped to an official one.
    """

    schema: int
    dossier: str                             # uuid7
    procedure: str                           # code
    procedure_name: str
    procedure_version: str
    case: str
    channel: Channel
    office: str
    counter: str
    officer: str
    submitter: Submitter
    owners: tuple[Owner, ...]
    answers: Mapping[str, Any]
    provenance: Mapping[str, Provenance]
    papers: tuple[PaperRecord, ...]
    pages: tuple[CapturedPage, ...]
    hand_over: ReturnChoice
    fee: FeeRecord
    submitted_at: int                        # nộp, epoch ms
    received_at: int                         # tiếp nhận
    valid_at: int                            # valid receipt: from here the clock runs
    due_at: int | None                       # None where the procedure has no known term
    due_basis: str
    eligibility: tuple[str, ...] = ()        # established flags that lowered a fee
    incident_reason: str = ""                # why an online-first procedure was taken at the counter
    clock_note: str = ""                     # set when the wall clock was seen to jump
    filing: Filing | None = None             # submitted at a kiosk: then `received_at` is the moment it was, no officer's

    @property
    def awaits_receipt(self) -> bool:
        """Submitted, and not received by anybody."""
        return self.filing is not None and not self.filing.received


class PortalStatus(IntEnum):
    """TrangThaiHoSo of the national portal."""

    NEWLY_REGISTERED = 1
    ACCEPTED = 2
    NOT_ACCEPTED = 3
    PROCESSING = 4
    SUPPLEMENT_WANTED = 5
    PAYMENT_WANTED = 6
    WITHDRAWN = 7
    STOPPED = 8
    PROCESSED = 9
    RETURNED = 10


class LocalState(StrEnum):
    """What only this machine knows of a dossier: how far it has travelled."""

    DRAFT = "draft"                          # nháp
    SEALED = "sealed"                        # đã tiếp nhận, chờ gửi
    FORM_REGISTERED = "form_registered"      # trục đã ghi nhận tờ khai, còn trang chưa gửi
    ACKNOWLEDGED = "acknowledged"            # trục đã ký nhận đủ
    PURGED = "purged"                        # ảnh chụp trên máy đã xóa sau khi được ký nhận
    CONFLICT = "conflict"                    # nội dung khác nhau, chờ người xem
    QUARANTINED = "quarantined"              # trục từ chối hẳn, chờ người xem
