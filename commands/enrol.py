"""`enrol --code CODE [--gateway URL]`: makes this machine a device of its gateway, once it was seen that it is the right one."""

import argparse
import sys

from commands.exit_codes import ExitCode
from commands.sync import link_to, pinned_in
from commands.workplace import Workplace
from kiosk.counter.enrolling import Enrolled, GatewayMet
from kiosk.moments import show_moment
from kiosk.role_words import role_said
from kiosk.settings import Settings
from kiosk.words import N_, _
from sync.enrolling import GatewayEnrolling

SUMMARY = N_("Ghi danh máy này với trục của tỉnh bằng mã dùng một lần của người vận hành trục.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--code", required=True, metavar=_("MÃ"), help=_("mã ghi danh, ví dụ K7QF-3MXA-9TRD"))
    parser.add_argument("--gateway", metavar="URL", help=_("địa chỉ trục, thay cho địa chỉ trong settings.toml"))
    parser.add_argument("--fingerprint", default="", metavar=_("DẤU"),
                        help=_("dấu khóa của trục mà người vận hành đọc cho; có thì máy tự so, không hỏi"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    settings = workplace.settings()
    url = options.gateway or settings.gateway.url
    with link_to(url, workplace.ca_file()) as link, workplace.shared_store() as store:
        enrolling = GatewayEnrolling(store, link, pinned_in(settings))
        met = enrolling.meet(options.code)
        print(_("Trục: {name}").format(name=met.name))
        print(_("Dấu khóa: {fingerprint}").format(fingerprint=met.fingerprint), flush=True)
        if not _is_the_one(met, options.fingerprint):
            print(_("Chưa ghi danh, chưa gửi mã đi."), file=sys.stderr)
            return ExitCode.REFUSED
        _tell(enrolling.enrol(options.code), settings)
    return ExitCode.DONE


def _is_the_one(met: GatewayMet, expected: str) -> bool:
    """By what the operator read out, or by an answer at the terminal."""
    if expected:
        return "".join(expected.split()).lower() == "".join(met.fingerprint.split())
    if not sys.stdin.isatty():
        print(_("Cần --fingerprint khi không có người trả lời."), file=sys.stderr)
        return False
    answer = input(_("Có đúng dấu người vận hành trục đã đọc không? (c/k) "))
    return answer.strip().lower() in {"c", "có", "y", "yes"}


def _tell(enrolled: Enrolled, settings: Settings) -> None:
    print(_("Đã ghi danh: {counter}, cơ quan {office}, vai {role}; chứng nhận đến {until}, tự gia hạn.").format(
        counter=enrolled.counter, office=enrolled.office, role=role_said(enrolled.role), until=show_moment(enrolled.until)))
    if (enrolled.office, enrolled.counter) != (settings.office.code, settings.office.counter):
        told = _("Lưu ý: settings.toml ở đây ghi cơ quan {office}, {counter}. Trục theo chứng nhận; hãy báo người vận hành.")
        print(told.format(office=settings.office.code, counter=settings.office.counter), file=sys.stderr)
