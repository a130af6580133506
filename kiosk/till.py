"""The till (quầy thu): what is taken for fees, given back and counted. Pure rules; amounts are whole đồng.

Every payment belongs to a drawer, from its opening with a float to its counting; one drawer is in use at a counter. A payment
never changes: money goes back by a refund of its own. What must lie in the drawer is float + cash in - cash out, always.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol

from kiosk.dossier import FeeLine
from kiosk.problems import Problem
from kiosk.words import N_, _

EXACT = -1


class Method(StrEnum):
    """How a fee is paid; as `FeeRecord.method` says it in the sealed form."""

    CASH = "cash"
    TRANSFER = "transfer"
    LATER = "later"                    # nothing is taken now: no payment, the dossier owes

    def shown(self) -> str:
        return _(_METHODS[self])


_METHODS = {Method.CASH: N_("Tiền mặt"), Method.TRANSFER: N_("Chuyển khoản"), Method.LATER: N_("Thu sau")}


class Kind(StrEnum):
    CHARGE = "charge"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class TakenFee:
    """How the money came. `tendered` is what was handed over in cash; EXACT: just what is due, as by transfer."""

    method: str = "cash"
    tendered: int = EXACT

    def for_amount(self, amount: int) -> int:
        """What was handed over for an amount due. Raises TenderedTooLittle."""
        if self.method != Method.CASH or self.tendered == EXACT:
            return amount
        if self.tendered < amount:
            raise TenderedTooLittle(amount=dong(amount))
        return self.tendered


@dataclass(frozen=True, slots=True)
class Counted:
    """How a drawer was closed."""

    closed_at: int
    closed_by: str
    expected: int
    counted: int
    note: str

    @property
    def difference(self) -> int:
        """More in the drawer than expected; below zero, less."""
        return self.counted - self.expected


@dataclass(frozen=True, slots=True)
class Drawer:
    """A drawer of cash; in use until `counted`."""

    id: str
    officer: str
    opened_at: int
    opening_float: int
    counted: Counted | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """Money taken, or given back (`refund_of` names what was taken). `receipt`: the e-receipt's number, "" until it came."""

    id: str
    drawer: str
    kind: Kind
    dossier: str
    refund_of: str
    method: Method
    amount: int
    tendered: int
    slip: str
    payer: str
    lines: tuple[FeeLine, ...]
    reason: str
    officer: str
    taken_at: int
    receipt: str = ""
    refunded: int = 0                  # of a charge: what has gone back so far

    @property
    def change(self) -> int:
        return self.tendered - self.amount

    @property
    def left(self) -> int:
        """What may still be refunded."""
        return self.amount - self.refunded if self.kind is Kind.CHARGE else 0

    @property
    def wants_receipt(self) -> bool:
        """Whether its electronic receipt is still to come; what went back whole needs none."""
        return self.kind is Kind.CHARGE and not self.receipt and self.left > 0


@dataclass(frozen=True, slots=True)
class Owed:
    """What a dossier owes whose fee may be paid after receipt."""

    dossier: str
    number: str
    procedure_name: str
    payer: str
    amount: int
    owed_since: int


@dataclass(frozen=True, slots=True)
class Balance:
    """A drawer added up. `transfers` never lay in it: what came that way less what went back."""

    opening_float: int
    cash_in: int
    cash_out: int
    transfers: int

    @property
    def expected(self) -> int:
        """What must lie in the drawer."""
        return self.opening_float + self.cash_in - self.cash_out


class ReceiptNumbers(Protocol):
    """Where numbers of electronic receipts are recorded: by an officer's hand, or by the server's change feed."""

    def record_receipt(self, slip: str, number: str, by: str) -> None: ...


def balance_of(drawer: Drawer, payments: Iterable[Payment]) -> Balance:
    """`payments` are those of this drawer."""
    sums = dict.fromkeys(((kind, method) for kind in Kind for method in Method), 0)
    for payment in payments:
        sums[payment.kind, payment.method] += payment.amount
    transfers = sums[Kind.CHARGE, Method.TRANSFER] - sums[Kind.REFUND, Method.TRANSFER]
    return Balance(drawer.opening_float, sums[Kind.CHARGE, Method.CASH], sums[Kind.REFUND, Method.CASH], transfers)


# Source: TT 91/2026 (domain-2 6.2): two figures of the year, T, two letters of twenty; at most eight figures.
_RECEIPT = re.compile(r"(\d{2}T[ABCDEGHKLMNPQRSTUVXY]{2})[-/ .]*0*([1-9]\d{0,7})")


def receipt_number(typed: str) -> str:
    """The number of an electronic receipt as it is kept, so that one is never recorded twice. Raises ReceiptNumberWrong."""
    match = _RECEIPT.fullmatch(typed.strip().upper())
    if match is None:
        raise ReceiptNumberWrong
    return f"{match[1]}-{int(match[2]):08d}"


def dong(amount: int) -> str:
    """"15.000"."""
    return f"{amount:,}".replace(",", ".")


class NoDrawer(Problem):
    """Money can only go into a drawer that was opened."""

    code: ClassVar[str] = "TILL-01"
    sentence: ClassVar[str] = "Quầy chưa mở ngăn tiền nên chưa thu, chi được."
    remedy: ClassVar[str] = "Mở ngăn tiền ở Thu phí (F11), ghi số tiền lẻ đầu ca."


class DrawerInUse(Problem):
    """One drawer is in use at a counter."""

    code: ClassVar[str] = "TILL-02"
    sentence: ClassVar[str] = "Ngăn tiền của quầy đang mở rồi."
    remedy: ClassVar[str] = "Kiểm đếm và đóng ngăn tiền đang mở trước khi mở ngăn mới."


class TenderedTooLittle(Problem):
    """Less was handed over than is due."""

    code: ClassVar[str] = "TILL-03"
    sentence: ClassVar[str] = "Tiền khách đưa chưa đủ {amount} đồng."
    remedy: ClassVar[str] = "Ghi đúng số tiền khách đưa, hoặc chọn cách thu khác."


class RefundTooMuch(Problem):
    """More would go back than was taken."""

    code: ClassVar[str] = "TILL-04"
    sentence: ClassVar[str] = "Chỉ còn hoàn được {amount} đồng của lần thu này."
    remedy: ClassVar[str] = "Ghi lại số tiền hoàn: lớn hơn 0 và không quá số còn lại."


class RefundReasonWanted(Problem):
    """A refund says why."""

    code: ClassVar[str] = "TILL-05"
    sentence: ClassVar[str] = "Hoàn tiền thì phải ghi lý do."
    remedy: ClassVar[str] = "Ghi lý do hoàn tiền rồi làm lại."


class DrawerShort(Problem):
    """The drawer does not hold what would go back in cash."""

    code: ClassVar[str] = "TILL-06"
    sentence: ClassVar[str] = "Trong ngăn chỉ có {amount} đồng, không đủ tiền mặt để hoàn."
    remedy: ClassVar[str] = "Hoàn một phần, hoặc hoàn khi trong ngăn đủ tiền."


class DifferenceUnexplained(Problem):
    """Counted is not expected, and nobody says why."""

    code: ClassVar[str] = "TILL-07"
    sentence: ClassVar[str] = "Tiền đếm được lệch {amount} đồng so với sổ: ghi rõ vì sao."
    remedy: ClassVar[str] = "Đếm lại; nếu vẫn lệch thì ghi chú rồi đóng ngăn."


class ReceiptNumberWrong(Problem):
    """No number of an electronic receipt."""

    code: ClassVar[str] = "TILL-08"
    sentence: ClassVar[str] = "Số biên lai điện tử không đúng dạng, ví dụ 26TAB-00001234."
    remedy: ClassVar[str] = "Ghi ký hiệu 5 chữ rồi số biên lai, đúng như trên biên lai."


class ReceiptNumberUsed(Problem):
    """The number belongs to another payment, or this payment has one."""

    code: ClassVar[str] = "TILL-09"
    sentence: ClassVar[str] = "Số biên lai {number} đã ghi cho phiếu {slip}."
    remedy: ClassVar[str] = "Kiểm tra lại số biên lai; mỗi lần thu có một biên lai."


class NothingOwed(Problem):
    """The dossier owes nothing (any more)."""

    code: ClassVar[str] = "TILL-10"
    sentence: ClassVar[str] = "Hồ sơ này không còn khoản nào phải thu."
    remedy: ClassVar[str] = "Xem các lần đã thu ở Thu phí (F11)."


class SlipWithheld(Problem):
    """The payment stands, its number cannot be shown yet: the mark outside was not saved."""

    code: ClassVar[str] = "TILL-11"
    sentence: ClassVar[str] = "Đã ghi sổ, nhưng chưa in được phiếu: máy chưa lưu được dấu số thứ tự."
    remedy: ClassVar[str] = "Kiểm tra ổ đĩa ({cause}); phiếu in lại được ở Thu phí (F11)."


class NoSuchPayment(Problem):
    """No payment bears this slip number."""

    code: ClassVar[str] = "TILL-12"
    sentence: ClassVar[str] = "Không có lần thu nào mang số phiếu {slip}."
    remedy: ClassVar[str] = "Xem lại số phiếu thu tạm."
