"""`gateway-devices list|revoke|readmit`: the machines a gateway knows, and who is shut out. The gateway may be running."""

import argparse

from commands.exit_codes import ExitCode
from commands.gateway_folder import add_key_file, keeper_of
from commands.workplace import Workplace
from kiosk.moments import show_moment
from kiosk.role_words import role_said
from kiosk.words import N_, _
from sync.gateway.operators_desk import KnownDevice, operators_desk
from sync.gateway.refusals import NothingOfThatName

SUMMARY = N_("Các máy trục biết: liệt kê, thu hồi một máy, cho gửi lại.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("list", "revoke", "readmit"), help=_("liệt kê, thu hồi, hay cho gửi lại"))
    parser.add_argument("device", nargs="?", default="", help=_("số hiệu máy, như trong danh sách"))
    parser.add_argument("--why", default="", metavar=_("LỜI"), help=_("vì sao; chỉ trục giữ"))
    add_key_file(parser)


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    with operators_desk(workplace.root, keeper_of(options.key_file, workplace), workplace.clock, workplace.disk) as desk:
        if options.what == "list":
            for device in desk.devices():
                print(_line(device))
            return ExitCode.DONE
        if not options.device:
            raise NothingOfThatName(name="")
        if options.what == "revoke":
            desk.revoke(options.device, options.why)
            print(_("Đã thu hồi. Từ lời gọi tới, máy không gửi được nữa; hồ sơ đã gửi vẫn ở trục, hồ sơ chưa gửi vẫn ở máy."))
        else:
            desk.readmit(options.device, options.why)
            print(_("Máy gửi lại được từ lượt tới."))
    return ExitCode.DONE


def _line(device: KnownDevice) -> str:
    standing = _("ĐÃ THU HỒI") if device.revoked else _("chứng nhận đến {until}").format(until=show_moment(device.valid_to))
    sent = _("gửi gần nhất {moment}").format(moment=show_moment(device.last_sent)) if device.last_sent else _("chưa gửi gì")
    dossiers = _("{count} hồ sơ").format(count=device.dossiers)
    why = f" ({device.why})" if device.why else ""
    return (f"{device.id}  {device.office:12} {device.counter:12} {role_said(device.role):16} "
            f"{dossiers}, {sent}; {standing}{why}")
