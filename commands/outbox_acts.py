"""`outbox --resend NUMBER` and `outbox --export NUMBER`: what an officer does about a dossier that was set aside."""

import argparse
import json

from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from kiosk.officers import Officer
from kiosk.sending_again import NobodyDecides, reason_said
from kiosk.store import Store, dossiers
from kiosk.words import N_, _

_EXPORT = N_("in một dòng JSON cho bộ phận hỗ trợ: chỉ mã, không có dữ liệu cá nhân")


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--resend", metavar="NUMBER", help=_("đưa hồ sơ để riêng trở lại hàng chờ gửi; cần --reason"))
    what.add_argument("--export", metavar="NUMBER", help=_(_EXPORT))
    add_decider(parser)


def add_decider(parser: argparse.ArgumentParser) -> None:
    """Who decides, and why."""
    parser.add_argument("--reason", default="", metavar="TEXT", help=_("lý do, được giữ cùng hồ sơ"))
    parser.add_argument("--officer", default="", metavar="ID", help=_("mã cán bộ, thay cho cán bộ trong settings.toml"))


def resend(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    """Works beside an open window: everything is read and written in one transaction."""
    from kiosk.counter import SetAside

    reason_said(options.reason)
    officer = decider(options, workplace)
    with workplace.store_beside() as store:
        dossier = found(store, options.resend)
        assert store is not None       # something was found in it
        count = SetAside(store).resend(dossier, options.reason, officer)
    print(json.dumps({"dossier": dossier, "sent_again": count}))
    return ExitCode.DONE


def export(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    from kiosk.counter import SetAside

    with workplace.store_for_reading() as store:
        dossier = found(store, options.export)
        assert store is not None       # something was found in it
        print(SetAside(store).support_line(dossier))
    return ExitCode.DONE


def decider(options: argparse.Namespace, workplace: Workplace) -> Officer:
    """Who answers for it: named here, or in the settings. Raises NobodyDecides."""
    office = workplace.settings().office
    if options.officer:
        return Officer(options.officer, options.officer)
    if not office.officer:
        raise NobodyDecides
    return Officer(office.officer, office.officer_name)


def found(store: Store | None, number: str) -> str:
    """The dossier of a number, by any number it ever had. Raises NothingToVerify."""
    line = dossiers.by_number(store.read(), number) if store else None
    if line is None:
        from commands.verify import NothingToVerify

        raise NothingToVerify
    return line.id
