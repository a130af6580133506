"""`enrol --code CODE [--gateway URL]`: makes this machine a device of its gateway, once it was seen that it is the right one."""

import argparse
import secrets
import sys

from commands.exit_codes import ExitCode
from commands.gateway_codes import ROLE_WORDS, fingerprint
from commands.workplace import Workplace
from kiosk import enrolment_code
from kiosk.credentials import DeviceCertificate, decoded, role_of
from kiosk.moments import show_moment
from kiosk.settings import Settings
from kiosk.signing import Signed, verified
from kiosk.store import Store, facts
from kiosk.words import N_, _
from sync.calls import GatewayCalls
from sync.enrolment import Enrolment
from sync.faults import GatewayUnknown, NotACode, NotTheGateway
from sync.greeting import proven
from sync.messages import Hello
from sync.transport import HttpTransport

SUMMARY = N_("Ghi danh máy này với trục của tỉnh bằng mã dùng một lần của người vận hành trục.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--code", required=True, metavar=_("MÃ"), help=_("mã ghi danh, ví dụ K7QF-3MXA-9TRD"))
    parser.add_argument("--gateway", metavar="URL", help=_("địa chỉ trục, thay cho địa chỉ trong settings.toml"))
    parser.add_argument("--fingerprint", default="", metavar=_("DẤU"),
                        help=_("dấu khóa của trục mà người vận hành đọc cho; có thì máy tự so, không hỏi"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    code = enrolment_code.understood(options.code)
    if code is None:
        raise NotACode
    settings = workplace.settings()
    url = options.gateway or settings.gateway.url
    if not url:
        raise GatewayUnknown
    transport = HttpTransport(url, workplace.ca_file())
    try:
        with workplace.shared_store() as store:
            calls = GatewayCalls(transport)
            hello = _met(calls, store, settings)
            print(_("Trục: {name}").format(name=hello.gateway))
            print(_("Dấu khóa: {fingerprint}").format(fingerprint=fingerprint(hello.key)), flush=True)
            if not _is_the_one(hello, options.fingerprint):
                print(_("Chưa ghi danh, chưa gửi mã đi."), file=sys.stderr)
                return ExitCode.REFUSED
            certificate = Enrolment(store, calls, hello.key).by_code(str(code), hello.time)
            store.write(lambda database: facts.put(database, facts.GATEWAY_KEY, hello.key))
            _tell(certificate, settings)
    finally:
        transport.close()
    return ExitCode.DONE


def _met(calls: GatewayCalls, store: Store, settings: Settings) -> Hello:
    """The greeting, signed by the key that is pinned here, or else by the one it names. Raises NotTheGateway."""
    nonce = secrets.token_hex(16)
    signed = calls.hello(nonce)
    pinned = bytes.fromhex(settings.gateway.public_key) or facts.blob(store.read(), facts.GATEWAY_KEY)
    return proven(signed, nonce, pinned or _named_key(signed))


def _named_key(signed: Signed) -> bytes:
    hello = decoded(signed.body, Hello)
    if hello is None or not verified(signed, Hello.purpose, hello.key):
        raise NotTheGateway(what="hello")
    return hello.key


def _is_the_one(hello: Hello, expected: str) -> bool:
    """By what the operator read out, by an answer at the terminal, or (nobody there) by the key that was pinned before."""
    if expected:
        return "".join(expected.split()).lower() == "".join(fingerprint(hello.key).split())
    if not sys.stdin.isatty():
        print(_("Cần --fingerprint khi không có người trả lời."), file=sys.stderr)
        return False
    answer = input(_("Có đúng dấu người vận hành trục đã đọc không? (c/k) "))
    return answer.strip().lower() in {"c", "có", "y", "yes"}


def _tell(certificate: DeviceCertificate, settings: Settings) -> None:
    print(_("Đã ghi danh: {counter}, cơ quan {office}, vai {role}; chứng nhận đến {until}, tự gia hạn.").format(
        counter=certificate.counter, office=certificate.office, role=_(ROLE_WORDS[role_of(certificate)]),
        until=show_moment(certificate.valid_to * 1000)))
    if (certificate.office, certificate.counter) != (settings.office.code, settings.office.counter):
        told = _("Lưu ý: settings.toml ở đây ghi cơ quan {office}, {counter}. Trục theo chứng nhận; hãy báo người vận hành.")
        print(told.format(office=settings.office.code, counter=settings.office.counter), file=sys.stderr)
