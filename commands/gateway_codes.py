"""`gateway-codes issue|list|withdraw`: one-time codes by which machines are enrolled. The gateway may be running meanwhile."""

import argparse

from commands.exit_codes import ExitCode
from commands.gateway_folder import add_key_file, keeper_of
from commands.parser import whole_number
from commands.workplace import Workplace
from kiosk.credentials import Role
from kiosk.moments import show_moment
from kiosk.role_words import role_said
from kiosk.signing import fingerprint
from kiosk.words import N_, _
from sync.gateway.enrolment_codes import Place
from sync.gateway.operators_desk import OperatorsDesk, operators_desk
from sync.gateway.refusals import NothingOfThatName

SUMMARY = N_("Mã ghi danh của trục: cấp mã cho một máy, liệt kê, hủy mã chưa dùng.")
ROLES = {"counter": Role.COUNTER, "self-service": Role.SELF_SERVICE, "field": Role.FIELD, "relay": Role.RELAY}
_STATES = {
    "open": N_("chưa dùng"), "used": N_("đã dùng"), "withdrawn": N_("đã hủy"), "expired": N_("hết hạn"),
    "locked": N_("bị khóa vì gõ sai"),
}  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("issue", "list", "withdraw"), help=_("cấp, liệt kê, hay hủy"))
    parser.add_argument("name", nargs="?", default="", help=_("với withdraw: nhóm chữ đầu của mã"))
    parser.add_argument("--office", default="", metavar=_("MÃ"), help=_("mã cơ quan của máy, như trong settings.toml ở quầy"))
    parser.add_argument("--counter", default="", metavar=_("TÊN"), help=_("tên quầy, ví dụ «Quầy 3»"))
    parser.add_argument("--role", choices=tuple(ROLES), default="counter", help=_("vai của máy (mặc định counter)"))
    parser.add_argument("--valid-hours", type=whole_number(1, 720), default=72, metavar="N",
                        help=_("mã dùng được trong bao nhiêu giờ (mặc định 72)"))
    add_key_file(parser)


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    with operators_desk(workplace.root, keeper_of(options.key_file, workplace), workplace.clock, workplace.disk) as desk:
        if options.what == "issue":
            place = Place(options.office.strip(), options.counter.strip(), ROLES[options.role])
            _issue(desk, place, options.valid_hours, workplace)
        elif options.what == "withdraw":
            if not options.name:
                raise NothingOfThatName(name="")
            desk.withdraw(options.name)
            print(_("Đã hủy mã {name}.").format(name=options.name.strip().upper()[:4]))
        else:
            _list(desk)
    return ExitCode.DONE


def _issue(desk: OperatorsDesk, place: Place, hours: int, workplace: Workplace) -> None:
    """The code stands alone on its line, for copying; it cannot be shown again."""
    code = desk.issue(place, hours)
    print(code)
    print(_("Cho: {counter}, cơ quan {office}, vai {role}.").format(
        counter=place.counter, office=place.office, role=role_said(place.role)))
    until = show_moment(workplace.clock.now_ms() + hours * 3_600_000)
    print(_("Dùng một lần, trước {until}. Mã không xem lại được.").format(until=until))
    print(_("Ở máy đó: main.py enrol --code {code} --gateway URL").format(code=code))
    print(_("Máy sẽ hiện dấu khóa của trục, phải đúng là: {fingerprint}").format(fingerprint=fingerprint(desk.public_key)))


def _list(desk: OperatorsDesk) -> None:
    for code in desk.codes():
        print(f"{code.name}  {_(_STATES[code.state]):18} {role_said(code.role):16} {code.office:12} {code.counter:12} "
              + _("đến {until}").format(until=show_moment(code.expires_at)) + (f"  → {code.used_by}" if code.used_by else ""))
