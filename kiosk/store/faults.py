"""What can go wrong between the program and its folder on disk, each with a stable code."""

from typing import ClassVar

from kiosk.problems import Problem


class StoreProblem(Problem):
    """Anything the store refuses; data already saved are untouched."""

    code: ClassVar[str] = "STORE-00"
    sentence: ClassVar[str] = "Không dùng được kho dữ liệu trên máy này. Dữ liệu đã lưu vẫn còn nguyên."
    remedy: ClassVar[str] = "Chạy «doctor» trên thư mục dữ liệu để xem nguyên nhân."


class WrongKey(StoreProblem):
    code = "STORE-01"
    sentence = "Chìa khóa của kho dữ liệu không đúng. Dữ liệu không hỏng, chỉ chưa mở được."
    remedy = "Khôi phục đúng mục chìa khóa trong kho khóa hệ điều hành (khóa cần có mã {wanted}, khóa tìm thấy {found})."


class Damaged(StoreProblem):
    code = "STORE-02"
    sentence = "Tệp cơ sở dữ liệu bị hỏng. Chương trình không ghi thêm gì để giữ những gì còn lại."
    remedy = "Sao chép nguyên thư mục dữ liệu rồi khôi phục từ bản sao lưu gần nhất; báo bộ phận hỗ trợ ({what})."


class DiskFull(StoreProblem):
    code = "STORE-03"
    sentence = "Ổ đĩa đã đầy nên hồ sơ này chưa được lưu. Các hồ sơ đã lưu trước đó vẫn còn nguyên."
    remedy = "Giải phóng dung lượng ổ đĩa rồi làm lại. Việc gửi hồ sơ đang chờ vẫn tiếp tục được."


class StoreBusy(StoreProblem):
    code = "STORE-04"
    sentence = "Thư mục dữ liệu đang được một chương trình khác sử dụng."
    remedy = "Đóng chương trình kia hoặc đợi nó xong rồi thử lại."


class NewerSchema(StoreProblem):
    code = "STORE-05"
    sentence = "Dữ liệu này do phiên bản mới hơn của chương trình tạo ra. Phiên bản này không mở để tránh làm hỏng."
    remedy = "Cập nhật chương trình (dữ liệu phiên bản {found}, chương trình hiểu tới {known})."


class KeyMissing(StoreProblem):
    code = "STORE-06"
    sentence = "Không tìm thấy chìa khóa của kho dữ liệu này."
    remedy = "Khôi phục mục «{entry}» trong kho khóa. Không có chìa khóa thì dữ liệu không đọc được."


class NoKeyring(StoreProblem):
    code = "STORE-07"
    sentence = "Máy này không có kho khóa an toàn nên chương trình từ chối nhận hồ sơ."
    remedy = "Bật Secret Service (GNOME Keyring, KWallet) hoặc Windows Credential Manager. Kho khóa thấy được: {found}."


class PageDamaged(StoreProblem):
    code = "STORE-08"
    sentence = "Một trang giấy tờ đã lưu không đọc lại được nguyên vẹn."
    remedy = "Giữ nguyên thư mục dữ liệu, kiểm tra ổ đĩa (trang {page}: {what})."


class OldLibrary(StoreProblem):
    code = "STORE-09"
    sentence = "Thư viện cơ sở dữ liệu trên máy quá cũ, có thể làm hỏng dữ liệu, nên chương trình không mở kho."
    remedy = "Cài lại bằng «make setup» (có {found}, cần từ {wanted})."


class HalfFolder(StoreProblem):
    code = "STORE-10"
    sentence = "Thư mục dữ liệu thiếu tệp nhận dạng nên chương trình không ghi đè lên nó."
    remedy = "Khôi phục tệp {missing} từ bản sao lưu, hoặc chọn thư mục trống."


class UnreadableSource(StoreProblem):
    code = "STORE-11"
    sentence = "Không đọc được tệp trang giấy tờ đã chọn: {name}."
    remedy = "Kiểm tra tệp còn đó, không rỗng và là ảnh hoặc PDF."


class FolderRefused(StoreProblem):
    code = "STORE-12"
    sentence = "Không ghi được vào thư mục dữ liệu."
    remedy = "Kiểm tra quyền ghi của thư mục ({what})."


class NumberWithheld(StoreProblem):
    """The dossier is sealed and durable; only its number may not be shown yet."""

    code = "STORE-13"
    sentence = "Hồ sơ đã được lưu, nhưng chưa được phép đưa mã hồ sơ ra vì không ghi được dấu số bên ngoài kho."
    remedy = "Không nhập lại hồ sơ. Xử lý lỗi {cause} ở nơi lưu dấu số, mở lại chương trình, tìm hồ sơ theo tên và in giấy hẹn."


class PageTooLarge(StoreProblem):
    code = "STORE-14"
    sentence = "Tệp trang giấy tờ {name} lớn quá {limit} MB nên hồ sơ này chưa được tiếp nhận."
    remedy = "Quét lại với độ phân giải thấp hơn, hoặc chia tệp thành nhiều trang nhỏ hơn, rồi tiếp nhận lại."


class OtherKind(StoreProblem):
    code = "STORE-15"
    sentence = "Thư mục dữ liệu này là của {found}, không phải của {wanted}. Dữ liệu không hỏng và không bị thay đổi."
    remedy = "Kiểm tra thư mục sau «--data»: quầy và trục mỗi bên dùng một thư mục riêng."


class KeyFileRefused(StoreProblem):
    code = "STORE-16"
    sentence = "Tệp khóa không dùng được nên chương trình không mở kho dữ liệu."
    remedy = "Tệp {path} {what}. Đặt tệp ở ngoài thư mục dữ liệu, chỉ người chạy trục đọc được (chmod 600)."
