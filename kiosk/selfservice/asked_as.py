"""How a citizen is asked what the paper form only labels: "Đã đăng ký tại ....." is a line to fill in, not a question."""

from kiosk.words import N_, _

QUESTIONS = {
    "Chưa đăng ký kết hôn với ai từ ngày": N_("Chưa đăng ký kết hôn với ai từ ngày nào?"),
    "Chủ hộ là": N_("Chủ hộ là ai?"),
    "Có giá trị đến": N_("Có giá trị đến ngày nào?"),
    "Cơ quan cấp": N_("Cơ quan nào cấp?"),
    "Hạng": N_("Giấy phép hạng nào?"),
    "Kính gửi": N_("Gửi tới cơ quan nào?"),
    "Loại việc hộ tịch": N_("Ông/Bà cần bản sao về việc gì?"),
    "Lô đất số": N_("Lô đất số mấy?"),
    "Lần sinh thứ": N_("Đây là lần sinh thứ mấy?"),
    "Mục đích sử dụng": N_("Ông/Bà dùng vào việc gì?"),
    "Ngày cấp": N_("Cấp ngày nào?"),
    "Nơi cấp": N_("Cấp ở đâu?"),
    "Quan hệ với chủ hộ": N_("Là gì của chủ hộ?"),
    "Quan hệ với người có thông tin hộ tịch": N_("Ông/Bà là gì của người có tên trên giấy?"),
    "Quan hệ với người được cấp Giấy xác nhận": N_("Ông/Bà là gì của người được cấp Giấy xác nhận?"),
    "Quan hệ với người được cấp bản chính": N_("Ông/Bà là gì của người được cấp bản chính?"),
    "Quan hệ với người được khai sinh": N_("Ông/Bà là gì của người được khai sinh?"),
    "Quyển số": N_("Ghi trong quyển số mấy?"),
    "Sinh ngày": N_("Sinh ngày nào?"),
    "Số": N_("Giấy ấy mang số nào?"),
    "Số lượng bản sao": N_("Ông/Bà cần mấy bản sao?"),
    "Thời hạn tạm trú đến ngày": N_("Tạm trú đến ngày nào?"),
    "Thửa đất số": N_("Thửa đất số mấy?"),
    "Tại": N_("Ở đâu?"),
    "Tờ bản đồ số": N_("Tờ bản đồ số mấy?"),
    "Đã đăng ký tại": N_("Đã đăng ký ở cơ quan nào?"),
    "Đăng ký ngày": N_("Đăng ký ngày nào?"),
    "đến ngày": N_("Đến ngày nào?"),
}


def asked_as(label: str) -> str:
    """The question for a label of the form, without its line's number, in the language spoken now, as the label is."""
    known = QUESTIONS.get(label) or next((asked for written, asked in QUESTIONS.items() if _(written) == label), "")
    return _(known) if known else f"{label}?"
