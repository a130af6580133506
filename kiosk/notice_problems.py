"""Why a notice to a citizen is not given out as it stands."""

from typing import ClassVar

from kiosk.problems import Problem


class NothingWanted(Problem):
    """Form 02 names neither a paper nor anything to put right."""

    code: ClassVar[str] = "NOTICE-01"
    sentence: ClassVar[str] = "Phiếu chưa ghi giấy tờ hay nội dung nào cần bổ sung."
    remedy: ClassVar[str] = "Đánh dấu giấy tờ còn thiếu, hoặc ghi chỗ cần sửa trong tờ khai."


class PaperForbidden(Problem):
    """A paper the law forbids to ask for was put on form 02."""

    code: ClassVar[str] = "NOTICE-02"
    sentence: ClassVar[str] = "Không được yêu cầu công dân nộp “{paper}”."
    remedy: ClassVar[str] = "Bỏ giấy tờ này khỏi phiếu. Căn cứ: {basis}"


class PaperNotOfProcedure(Problem):
    """A paper outside the procedure's own list (or one already here) was put on form 02."""

    code: ClassVar[str] = "NOTICE-03"
    sentence: ClassVar[str] = "“{paper}” không thuộc thành phần hồ sơ của trường hợp này, hoặc đã có đủ, nên không yêu cầu được."
    remedy: ClassVar[str] = "Chỉ yêu cầu giấy tờ trong danh mục của thủ tục; kiểm tra lại trường hợp giải quyết đã chọn."


class DatabaseReasonWanted(Problem):
    """A paper whose data the State already has was demanded without saying why."""

    code: ClassVar[str] = "NOTICE-04"
    sentence: ClassVar[str] = "Dữ liệu của “{paper}” đã có trong {database}: phải chọn lý do vì sao vẫn yêu cầu bản giấy."
    remedy: ClassVar[str] = (
        "Khai thác dữ liệu trước. Chỉ yêu cầu bản giấy khi hệ thống gặp sự cố, có thiên tai hoặc dữ liệu sai "
        "(Nghị định 309/2026/NĐ-CP Điều 4 khoản 2a)."
    )


class RefusalReasonWanted(Problem):
    """Form 03 without its reason."""

    code: ClassVar[str] = "NOTICE-05"
    sentence: ClassVar[str] = "Phiếu từ chối phải ghi lý do."
    remedy: ClassVar[str] = "Chọn lý do trong danh sách của cơ quan; nếu chọn “Lý do khác” thì ghi rõ lý do."


class AlreadyGuided(Problem):
    """The citizen was told once what is missing; the law allows one full guidance."""

    code: ClassVar[str] = "NOTICE-06"
    sentence: ClassVar[str] = "Hồ sơ này đã được hướng dẫn bổ sung bằng phiếu số {number}. Chỉ được hướng dẫn một lần, đầy đủ."
    remedy: ClassVar[str] = "Xem lại phiếu đã cấp trước khi cấp phiếu nữa (Nghị định 118/2025/NĐ-CP Điều 16 khoản 3)."


class NoticeWithheld(Problem):
    """The notice is kept; only its number may not be shown yet."""

    code: ClassVar[str] = "NOTICE-07"
    sentence: ClassVar[str] = "Phiếu đã được lưu, nhưng chưa được phép in vì không ghi được dấu số bên ngoài kho."
    remedy: ClassVar[str] = "Không cấp phiếu khác. Xử lý lỗi {cause} ở nơi lưu dấu số, mở lại chương trình rồi in lại phiếu."


class NoSupplementWanted(Problem):
    """The portal asks for no supplement of this dossier (any more)."""

    code: ClassVar[str] = "NOTICE-08"
    sentence: ClassVar[str] = "Hồ sơ này hiện không có yêu cầu bổ sung từ Cổng Dịch vụ công."
    remedy: ClassVar[str] = "Xem trạng thái mới nhất của hồ sơ ở mục Tra cứu (F4)."
