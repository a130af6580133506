"""What can be wrong with the catalogue, told so that its editor finds the place: file, line, and the rule it breaks."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.problems import Problem
from kiosk.words import N_, _

Step = str | int
Path = tuple[Step, ...]


class Breach(StrEnum):
    """The rules of a catalogue file, by the name an editor sees beside the line."""

    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    WRONG_TYPE = "wrong-type"
    UNKNOWN_VALUE = "unknown-value"
    NOT_NFC = "not-nfc"
    FILE_NAME = "file-name"
    DATES = "dates"
    OVERLAP = "overlap"
    DUPLICATE = "duplicate"
    UNKNOWN_QUESTION = "unknown-question"
    UNKNOWN_CHOICE = "unknown-choice"
    RING = "ring"
    UNKNOWN_FEE = "unknown-fee"
    UNKNOWN_LIST = "unknown-list"
    NO_CHOICES = "no-choices"
    IDLE_CHOICES = "idle-choices"
    NO_COLUMNS = "no-columns"
    IDLE_COLUMNS = "idle-columns"
    DERIVED = "derived"
    CARD_FIELD = "card-field"
    LIMITS = "limits"
    RULE = "rule"
    NO_DEADLINE = "no-deadline"
    DEADLINE_FALLBACK = "deadline-fallback"
    DEADLINE_AMOUNT = "deadline-amount"
    FEE_AMOUNT = "fee-amount"
    FORBIDDEN = "forbidden"
    NO_COUNT = "no-count"
    UNCERTAIN = "uncertain"


SENTENCES: dict[Breach, str] = {
    Breach.UNKNOWN_KEY: N_("không có mục nào tên là “{name}” ở đây"),
    Breach.MISSING_KEY: N_("thiếu mục “{name}”"),
    Breach.WRONG_TYPE: N_("“{name}” phải là {wanted}"),
    Breach.UNKNOWN_VALUE: N_("“{name}” không nhận giá trị “{value}”"),
    Breach.NOT_NFC: N_("chữ có dấu phải ở dạng Unicode dựng sẵn (NFC)"),
    Breach.FILE_NAME: N_("“{name}” phải khớp với tên tệp: {wanted}"),
    Breach.DATES: N_("ngày kết thúc đứng trước ngày bắt đầu"),
    Breach.OVERLAP: N_("phiên bản {version} bắt đầu khi phiên bản này chưa hết hiệu lực"),
    Breach.DUPLICATE: N_("khóa “{name}” đã dùng rồi"),
    Breach.UNKNOWN_QUESTION: N_("không có câu hỏi nào có khóa “{name}”"),
    Breach.UNKNOWN_CHOICE: N_("câu hỏi “{name}” không có lựa chọn “{value}”"),
    Breach.RING: N_("câu hỏi “{name}” chờ câu trả lời của chính nó"),
    Breach.UNKNOWN_FEE: N_("không có khoản phí nào có khóa “{name}”"),
    Breach.UNKNOWN_LIST: N_("không có danh mục dùng chung “{name}”"),
    Breach.NO_CHOICES: N_("câu hỏi lựa chọn “{name}” không có lựa chọn nào"),
    Breach.IDLE_CHOICES: N_("câu hỏi “{name}” không phải loại lựa chọn nên không được có lựa chọn"),
    Breach.NO_COLUMNS: N_("bảng “{name}” không có cột nào"),
    Breach.IDLE_COLUMNS: N_("câu hỏi “{name}” không phải bảng nên không được có cột"),
    Breach.DERIVED: N_("“{name}” viết ngày bằng chữ nên phải chỉ ra câu hỏi ngày và để chỉ đọc"),
    Breach.CARD_FIELD: N_("dữ liệu thẻ “{value}” của “{name}” không có trên thẻ, hoặc chưa nói là của ai"),
    Breach.LIMITS: N_("giới hạn dưới của “{name}” lớn hơn giới hạn trên"),
    Breach.RULE: N_("quy tắc “{name}” phải so sánh hai số hoặc hai ngày bằng một phép so sánh"),
    Breach.NO_DEADLINE: N_("thiếu thời hạn giải quyết"),
    Breach.DEADLINE_FALLBACK: N_("thời hạn cuối cùng phải áp dụng không kèm điều kiện"),
    Breach.DEADLINE_AMOUNT: N_("thời hạn phải lớn hơn không"),
    Breach.FEE_AMOUNT: N_("khoản thu “{name}” không có mức hợp lệ"),
    Breach.FORBIDDEN: N_("giấy tờ cấm yêu cầu “{name}” phải nêu căn cứ và không có số lượng"),
    Breach.NO_COUNT: N_("giấy tờ “{name}” không nói cần mấy bản và cũng không phải xuất trình"),
    Breach.UNCERTAIN: N_("điều chưa chắc phải bắt đầu bằng tên một mục có trong tệp: “{name}”"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule broken at a place in the data, before its line is known."""

    path: Path
    breach: Breach
    name: str = ""
    value: str = ""
    wanted: str = ""
    version: str = ""

    @property
    def where(self) -> str:
        """The place as people write it, e.g. `sections[0].questions[3].kind`."""
        text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return text.removeprefix(".")

    def sentence(self) -> str:
        return _(SENTENCES[self.breach]).format(
            name=self.name, value=self.value, wanted=self.wanted, version=self.version)


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule broken at a line of a file."""

    file: str
    line: int
    rule: Breach
    where: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.where}: {self.sentence}"


class CatalogueSyntax(Problem):
    """The file is not TOML at all."""

    code: ClassVar[str] = "CATALOGUE-01"
    sentence: ClassVar[str] = N_("Danh mục thủ tục có một tệp không đọc được nên chưa dùng được thủ tục này.")
    remedy: ClassVar[str] = N_("Sửa tệp {file} ở dòng {line}: {rule}.")


class CatalogueBroken(Problem):
    """The file is TOML but breaks rules of the catalogue; `faults` holds every one of them, in line order."""

    code: ClassVar[str] = "CATALOGUE-02"
    sentence: ClassVar[str] = N_("Danh mục thủ tục có một tệp sai quy tắc nên chưa dùng được thủ tục này.")
    remedy: ClassVar[str] = N_("Sửa tệp {file}, {count} chỗ, đầu tiên ở dòng {line} ({rule}): {reason}.")

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line, fault.rule)))
        first = self.faults[0]
        super().__init__(file=first.file, line=first.line, rule=str(first.rule), count=len(self.faults),
                         reason=first.sentence)

    def report(self) -> str:
        """One line for every fault, as compilers print them."""
        return "\n".join(str(fault) for fault in self.faults)


class ProcedureUnknown(Problem):
    """No file of that procedure, or not of that version."""

    code: ClassVar[str] = "CATALOGUE-03"
    sentence: ClassVar[str] = N_("Không có thủ tục «{procedure}» trong danh mục của máy này.")
    remedy: ClassVar[str] = N_("Kiểm tra lại mã thủ tục, hoặc cập nhật danh mục. Danh mục này có: {known}.")


class ProcedureNotInForce(Problem):
    """The procedure exists, but no version of it is valid on that day."""

    code: ClassVar[str] = "CATALOGUE-04"
    sentence: ClassVar[str] = N_("Thủ tục {procedure} không có phiên bản nào có hiệu lực vào ngày {day}.")
    remedy: ClassVar[str] = N_("Cập nhật danh mục thủ tục: cần một phiên bản có hiệu lực vào ngày đó.")
