"""What can be wrong with a form: each kind of problem once, with its stable code, its weight and its sentence.

A `Finding` is the kind, a `FormProblem` one case of it at one field. Errors stand in the way of receipt, warnings do
not. Sentences name fields and papers, never what a person answered, so that codes and paths may be logged.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kiosk.words import N_, _


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class FormProblem:
    """One problem of a form. `field` is its path from the intake, e.g. "answers.members[2].birth_date".

    `in_file` is what would be right here as files write it (keys of the catalogue, dates): for whoever wrote a file, never for
    the screen.
    """

    field: str
    code: str
    severity: Severity
    sentence: str
    in_file: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A kind of problem; `sentence` is a gettext id with named placeholders."""

    code: str
    severity: Severity
    sentence: str

    def at(self, path: str, in_file: Iterable[str] = (), **details: object) -> FormProblem:
        """This problem at one field, in the language now spoken."""
        sentence = _(self.sentence).format(**details).strip()
        return FormProblem(path, self.code, self.severity, sentence[:1].upper() + sentence[1:], tuple(in_file))


def _error(code: str, sentence: str) -> Finding:
    return Finding(code, Severity.ERROR, sentence)


def _warning(code: str, sentence: str) -> Finding:
    return Finding(code, Severity.WARNING, sentence)


# The procedure and how it is filed
NOT_IN_FORCE = _error("CHECK-01", N_("Thủ tục này không áp dụng vào ngày {day}."))
CASE_WANTED = _error("CHECK-02", N_("Chưa chọn trường hợp giải quyết. Các trường hợp: {cases}."))
CASE_UNKNOWN = _error("CHECK-03", N_("Trường hợp giải quyết đã chọn không có trong thủ tục này."))
CHANNEL_CLOSED = _error("CHECK-04", N_("Thủ tục này không nhận hồ sơ theo hình thức đã chọn."))
INCIDENT_WANTED = _error("CHECK-05", N_("Thủ tục này nộp trực tuyến. Muốn nhận tại quầy phải ghi rõ sự cố khách quan."))

# Answers
REQUIRED = _error("CHECK-10", N_("Chưa điền mục “{label}”."))
UNKNOWN_ANSWER = _error("CHECK-11", N_("Tờ khai có nội dung không thuộc thủ tục này (“{key}”)."))
NOT_ASKED = _warning("CHECK-12", N_("Mục “{label}” không áp dụng cho trường hợp này, nội dung sẽ được bỏ qua."))
UNREADABLE = _error("CHECK-13", N_("Không đọc được nội dung mục “{label}”, xin nhập lại. {wanted}"))
TOO_LONG = _error("CHECK-14", N_("Mục “{label}” dài quá {limit} ký tự."))
PLEDGE_WANTED = _error("CHECK-39", N_("Người khai chưa cam đoan những nội dung đã khai."))
UNPRINTABLE = _error("CHECK-15", N_("Mục “{label}” có ký tự không in được."))
DATE_IMPOSSIBLE = _error("CHECK-16", N_("Mục “{label}” phải là một ngày có thật, như 24/11/2026."))
PARTIAL_DATE_IMPOSSIBLE = _error(
    "CHECK-17", N_("Mục “{label}” phải là năm, tháng và năm, hoặc ngày tháng năm có thật, như 1962, 05/1962 hoặc 03/05/1962.")
)
NOT_A_PERSONAL_ID = _error("CHECK-18", N_("Mục “{label}” phải là số định danh cá nhân gồm 12 chữ số. {reason}"))
NOT_A_PHONE = _error("CHECK-19", N_("Số điện thoại ở mục “{label}” chưa đúng."))
NOT_AN_EMAIL = _error("CHECK-20", N_("Địa chỉ thư điện tử ở mục “{label}” chưa đúng."))
NOT_A_CHOICE = _error("CHECK-21", N_("Mục “{label}” có lựa chọn không nằm trong danh sách. {choices}"))
NOT_WHOLE_MONEY = _error("CHECK-22", N_("Mục “{label}” phải là số tiền chẵn đồng, không âm."))
BELOW_MINIMUM = _error("CHECK-23", N_("Mục “{label}” không được nhỏ hơn {limit}."))
ABOVE_MAXIMUM = _error("CHECK-24", N_("Mục “{label}” không được lớn hơn {limit}."))
TOO_MANY_DECIMALS = _error("CHECK-25", N_("Mục “{label}” chỉ được có {limit} chữ số sau dấu phẩy."))
ADDRESS_INCOMPLETE = _error("CHECK-26", N_("Mục “{label}” chưa chọn đủ tỉnh, thành phố và xã, phường, đặc khu."))
ADDRESS_INCONSISTENT = _error(
    "CHECK-27", N_("Ở mục “{label}”, xã, phường, đặc khu không thuộc tỉnh, thành phố đã chọn.")
)
TOO_FEW_ROWS = _error("CHECK-28", N_("Bảng “{label}” cần ít nhất {limit} dòng."))
TOO_MANY_ROWS = _error("CHECK-29", N_("Bảng “{label}” chỉ được có {limit} dòng."))
BLANK_ROW = _error("CHECK-30", N_("Bảng “{label}” có dòng {row} để trống, xin điền hoặc xóa dòng này."))
RULE_BROKEN = _error("CHECK-31", "{message}")  # the catalogue words it
DIFFERS_FROM_PARTY = _warning("CHECK-32", N_("Mục “{label}” khác với thông tin của {party}."))

# Submitter, owners, handing over
NAME_WANTED = _error("CHECK-40", N_("Chưa ghi tên {party}."))
IDENTIFIER_WANTED = _error("CHECK-41", N_("{party} cần có số định danh cá nhân hoặc số hộ chiếu."))
BIRTH_YEAR_DIFFERS = _warning("CHECK-42", N_("Năm sinh của {party} không khớp với số định danh cá nhân."))
SEX_DIFFERS = _warning("CHECK-43", N_("Giới tính của {party} không khớp với số định danh cá nhân."))
BORN_LATER = _error("CHECK-44", N_("Ngày sinh của {party} ở sau ngày hôm nay."))
OWNER_WANTED = _error("CHECK-45", N_("Hồ sơ chưa có chủ hồ sơ."))
AUTHORISATION_WANTED = _error("CHECK-46", N_("Nộp thay theo ủy quyền cần ghi rõ giấy ủy quyền."))
NOT_THE_SUBMITTER = _error("CHECK-47", N_("{party} được ghi là chính người nộp nhưng số giấy tờ khác nhau."))
ORGANISATION_ITSELF = _error("CHECK-48", N_("Tổ chức không tự nộp: xin chọn người đại diện hoặc người được ủy quyền."))
OWNER_TWICE = _warning("CHECK-49", N_("{party} trùng với một chủ hồ sơ đã ghi."))
UNREACHABLE = _warning("CHECK-50", N_("Chưa có số điện thoại hay thư điện tử để báo tin cho người nộp."))
TAX_CODE_ODD = _warning("CHECK-51", N_("Mã số thuế của {party} thường có 10, 12 hoặc 13 chữ số."))
POST_ADDRESS_WANTED = _error("CHECK-52", N_("Trả kết quả qua bưu chính cần có địa chỉ nhận."))
NAME_DIFFERS = _warning("CHECK-53", N_("{party} được ghi là chính người nộp nhưng tên khác nhau."))

# Papers and pages
PAPER_MISSING = _error("CHECK-60", N_("Còn thiếu: {paper}."))
PAPER_TOO_FEW = _error("CHECK-61", N_("Chưa đủ số lượng: {paper} cần {wanted}."))
HOW_IMPOSSIBLE = _error("CHECK-62", N_("Cách nhận đã chọn không phù hợp với giấy tờ này: {paper}."))
FORBIDDEN_TAKEN = _error("CHECK-63", N_("Không được yêu cầu giấy tờ này: {paper}. {basis}"))
FORBIDDEN_SHOWN = _warning("CHECK-64", N_("Không cần xuất trình giấy tờ này: {paper}. {basis}"))
REASON_WANTED = _error(
    "CHECK-65", N_("Dữ liệu của giấy tờ này đã có ({database}). Nhận bản giấy phải ghi lý do: {paper}.")
)
PAPER_UNKNOWN = _error("CHECK-66", N_("Giấy tờ không có trong thủ tục này: {paper}. Các giấy tờ của thủ tục: {papers}."))
PAPER_NOT_ASKED = _warning("CHECK-67", N_("Trường hợp này không yêu cầu giấy tờ: {paper}."))
PAPER_UNNAMED = _error("CHECK-68", N_("Có giấy tờ chưa ghi tên."))
NO_COPIES = _error("CHECK-69", N_("Số bản của giấy tờ “{paper}” phải từ 1 trở lên."))
PAGE_UNKNOWN = _error("CHECK-70", N_("Giấy tờ “{paper}” ghi trang không có trong hồ sơ: {pages}."))
PAGE_TWICE = _error("CHECK-71", N_("Giấy tờ “{paper}” ghi trang đã dùng rồi: {pages}."))
PAGES_UNASSIGNED = _warning("CHECK-72", N_("Còn trang chưa xếp vào giấy tờ nào: {pages}."))
NOT_SCANNED = _warning("CHECK-73", N_("Chưa quét giấy tờ: {paper}."))
METADATA_WANTED = _warning("CHECK-74", N_("Thông tin số hóa của “{paper}” còn thiếu: {what}."))
NOBODY_LOOKED = _warning("CHECK-75", N_("Chưa ghi cán bộ đã xem hoặc đối chiếu giấy tờ: {paper}."))

# What is paid
FEE_METHOD_UNKNOWN = _error("CHECK-76", N_("Cách thu phí phải là một trong: {methods}."))
FEE_NOT_LATER = _error("CHECK-78", N_("Phí của thủ tục này thu khi nhận hồ sơ, không thu sau."))
FEE_UNPAID = _error("CHECK-77", N_("Còn {amount} đồng phải thu: ghi fee_method là cash."))
