"""Một cửa: the one-stop-shop counter that never waits for the network.

The command line, thin: it names the commands and hands over. Global options stand before the command.
"""

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from commands.exit_codes import ExitCode
from commands.parser import Parser
from kiosk.words import N_, _, speak

COMMANDS = {
    "counter": N_("mở cửa sổ quầy"),
    "field": N_("mở cửa sổ quầy bố trí gọn cho máy đi cơ sở"),
    "selfservice": N_("mở ki-ốt tự phục vụ cho người dân"),
    "officer": N_("thêm cán bộ được đăng nhập quầy"),
    "receive": N_("tiếp nhận một hồ sơ từ tệp JSON và các trang giấy tờ"),
    "correct": N_("sửa tờ khai đã tiếp nhận, thành một bản sửa"),
    "sign": N_("ký số các bản sao đang chờ; kiểm tra chữ ký trong một tệp"),
    "outbox": N_("những gì đang chờ gửi, vì sao, ai làm tiếp"),
    "copies": N_("bản sao điện tử của giấy tờ: đang ở bước nào, làm ngay"),
    "conflict": N_("đối chiếu hai bản của một hồ sơ, ở quầy và ở trục, rồi chọn bản đúng"),
    "sync": N_("gửi những gì đang chờ, nhận quyết định trả về"),
    "gateway": N_("chạy trục của tỉnh (máy chủ mà các quầy nói chuyện)"),
    "gateway-codes": N_("mã ghi danh: cấp cho một máy, liệt kê, hủy"),
    "gateway-leases": N_("dải số chính thức đã cấp trước: liệt kê, thu hồi"),
    "gateway-devices": N_("các máy trục biết: liệt kê, thu hồi, cho gửi lại"),
    "enrol": N_("ghi danh máy này với trục bằng mã dùng một lần"),
    "decide": N_("đóng vai Cổng trong chế độ tập huấn: quyết định một hồ sơ"),
    "verify": N_("kiểm tra giấy tiếp nhận, không cần mạng"),
    "reprint": N_("in lại giấy hẹn của một hồ sơ"),
    "search": N_("tìm hồ sơ theo tên, số định danh hoặc mã"),
    "audit": N_("kiểm tra nhật ký chống sửa đổi"),
    "doctor": N_("kiểm tra máy, kho dữ liệu và cài đặt"),
    "seed": N_("tạo hồ sơ giả định để tập huấn và đo tốc độ"),
    "demo": N_("diễn lại trọn hành trình một hồ sơ, từ quầy tới Cổng"),
    "gallery": N_("bộ mẫu giao diện: mọi mảnh ghép của màn hình"),
    "card": N_("thẻ căn cước: đọc và kiểm tra thẻ, xem và cài chứng thư gốc"),
    "scan": N_("quét giấy thành tệp ảnh bằng máy quét"),
    "capture": N_("làm bản sao điện tử: ảnh các trang thành một tệp PDF/A"),
    "devices": N_("tìm máy quét, xem từng máy làm được gì, quét thử một trang"),
    "separators": N_("tờ ngăn để in, đặt giữa các giấy tờ trước khi quét cả tập"),
    "shots": N_("chụp mọi màn hình với dữ liệu giả định"),
}


def main(words: Sequence[str]) -> int:
    """Runs one command and returns its exit code. No traceback reaches the screen."""
    _speak_utf8()
    speak(_language(words))
    parser = _parser()
    options = parser.parse_args(words)
    if not options.command:
        parser.print_help()
        return ExitCode.DONE
    from commands.running import run_command
    from commands.workplace import Profile, Workplace, usual_root

    profile = Profile(options.profile)
    workplace = Workplace(profile, (options.data or usual_root(profile)).absolute())
    return run_command(options.command, options.rest, workplace)


def _speak_utf8() -> None:
    """Whatever the console's code page: a number must never be lost over a letter that the console does not know."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _language(words: Sequence[str]) -> str:
    """The language asked for, known before any help is worded."""
    first = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    first.add_argument("--language", default="vi")
    try:
        return str(first.parse_known_args(words)[0].language)
    except argparse.ArgumentError:
        return "vi"


def _parser() -> argparse.ArgumentParser:
    lines = "\n".join(f"  {name:16} {_(summary)}" for name, summary in COMMANDS.items())
    parser = Parser(
        prog="main.py",
        description=_("Một cửa: quầy tiếp nhận hồ sơ, có mạng hay không đều làm được."),
        epilog=_("Các lệnh:") + "\n" + lines,
    )
    parser.add_argument("--profile", choices=("office", "demo"), default="office",
                        help=_("office: chìa khóa trong kho khóa của máy; demo: dữ liệu giả định, chìa khóa nằm trong thư mục"))
    parser.add_argument("--data", type=Path, metavar="DIR", help=_("thư mục dữ liệu"))
    parser.add_argument("--language", choices=("vi", "en"), default="vi", help=_("ngôn ngữ của chương trình"))
    parser.add_argument("command", nargs="?", choices=tuple(COMMANDS), metavar=_("LỆNH"))
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:                  # before the command had begun
        sys.exit(ExitCode.NOT_FINISHED)
