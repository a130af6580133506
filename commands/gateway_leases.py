"""`gateway-leases list|revoke`: ranges of official numbers granted ahead, and taking one back. The gateway may be running."""

import argparse
from datetime import date

from commands.exit_codes import ExitCode
from commands.gateway_folder import add_key_file, keeper_of
from commands.workplace import Workplace
from kiosk.moments import day_of, show_date, show_moment
from kiosk.words import N_, _
from sync.gateway.leases import KnownLease
from sync.gateway.operators_desk import operators_desk
from sync.gateway.refusals import NothingOfThatName

SUMMARY = N_("Dải số trục đã cấp trước cho các quầy: liệt kê, thu hồi một dải.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("list", "revoke"), help=_("liệt kê, hay thu hồi"))
    parser.add_argument("lease", nargs="?", default="", help=_("số hiệu dải số, như trong danh sách"))
    parser.add_argument("--why", default="", metavar=_("LỜI"), help=_("vì sao; chỉ trục giữ"))
    parser.add_argument("--all", action="store_true", help=_("cả những ngày đã qua"))
    add_key_file(parser)


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    with operators_desk(workplace.root, keeper_of(options.key_file, workplace), workplace.clock, workplace.disk) as desk:
        if options.what == "list":
            since = date.min if options.all else day_of(workplace.clock.now_ms())
            for lease in desk.leases(since):
                print(_line(lease))
            return ExitCode.DONE
        if not options.lease:
            raise NothingOfThatName(name="")
        desk.take_back_lease(options.lease, options.why)
        print(_("Đã thu hồi. Quầy thôi dùng dải số này từ lượt gặp trục tới và dùng mã tạm đến hết ngày; "
                "số đã in vẫn có giá trị."))
    return ExitCode.DONE


def _line(lease: KnownLease) -> str:
    """ "0193… 18/11/2026 H99.01.02 Quầy 3 1–50: 12 số đã về trục; cấp 08:01 18/11/2026"."""
    standing = _("ĐÃ THU HỒI lúc {moment}").format(moment=show_moment(lease.ended_at)) if lease.ended_at else _(
        "cấp lúc {moment}").format(moment=show_moment(lease.granted_at))
    used = _("{count} số đã về trục").format(count=lease.registered)
    why = f" ({lease.why})" if lease.why else ""
    return (f"{lease.id}  {show_date(date.fromisoformat(lease.day))}  {lease.office:12} {lease.counter:12} "
            f"{lease.first}–{lease.last}: {used}; {standing}{why}")
