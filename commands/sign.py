"""`sign [NUMBER] [--list | --check FILE | --stamp]`: signs the copies that wait, in one batch under one PIN; checks signatures.

The PIN is asked for without an echo, or read from standard input where that is no terminal; it is kept nowhere. With the
counter's window open the copies are signed there: one process writes at a time.
"""

import argparse
import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from commands.exit_codes import ExitCode
from commands.outbox_acts import decider, found
from commands.running import say
from commands.signers import checker_of, name_on_copies, signer_of
from commands.workplace import Workplace
from devices.signing.stamper import ProcessStamper
from kiosk.counter.copy_signing import BatchEnd, CopySigning
from kiosk.moments import day_of, show_date
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.settings import OfficeUnknown, SigningSettings
from kiosk.signature_ports import LARGEST_SIGNED, Signatory, SignatureSeen, SignatureTrust
from kiosk.signature_problems import NoSigner, TimeStampNotGiven, WhichCertificate
from kiosk.signature_words import said, summary
from kiosk.store import Store
from kiosk.store.copies.rules import keep_rules, rules_from
from kiosk.store.copies.signing import ToSign, to_sign
from kiosk.store.copies.stamping import stamp, unstamped
from kiosk.words import N_, _
from sync.time_stamping import carrier_to

SUMMARY = N_("Ký số các bản sao đang chờ, một lần nhập mã PIN; hoặc kiểm tra chữ ký trong một tệp PDF.")


class NothingToRead(Problem):
    """The file to be checked cannot be read."""

    code: ClassVar[str] = "SIGN-21"
    sentence: ClassVar[str] = N_("Không đọc được tệp {path}.")
    remedy: ClassVar[str] = N_("Xem lại đường dẫn và quyền đọc tệp.")


class NoTimeStamps(Problem):
    """The settings name no time-stamping service."""

    code: ClassVar[str] = "SIGN-22"
    sentence: ClassVar[str] = N_("Máy này chưa được cài đặt nơi lấy dấu thời gian.")
    remedy: ClassVar[str] = N_("Ghi «time_stamp_url» ở mục [signing] của settings.toml, rồi chạy lại.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", nargs="?", metavar="NUMBER", help=_("chỉ ký bản sao của hồ sơ này"))
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help=_("các bản đang chờ ký, và chứng thư nào sẵn sàng; không ký gì"))
    what.add_argument("--check", type=Path, metavar="FILE", help=_("xem chữ ký trong tệp PDF: ai ký, lúc nào, còn nguyên không"))
    what.add_argument("--stamp", action="store_true", help=_("lấy dấu thời gian cho những bản đã ký mà chưa có; cần mạng"))
    parser.add_argument("--all", action="store_true", help=_("cả những bản do cán bộ khác tiếp nhận"))
    parser.add_argument("--certificate", default="", metavar="SERIAL", help=_("số hiệu chứng thư, khi có nhiều chứng thư"))
    parser.add_argument("--officer", default="", metavar="ID", help=_("mã cán bộ ký, thay cho cán bộ trong settings.toml"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    if options.check is not None:
        return _check(options.check, workplace)
    if options.stamp:
        return _stamp(workplace)
    settings, officer = workplace.settings(), decider(options, workplace)
    signer = signer_of(settings.signing, (officer.name,), workplace.clock)
    if options.list:
        with workplace.store_for_reading() as reading:
            copies = _wanted(reading, options, officer) if reading else ()
        for one in copies:
            print(_("{number}  {paper}. {title} ({pages} trang)").format(
                number=one.number, paper=one.paper, title=one.title, pages=one.pages))  # fmt: skip
        print(_("{count} bản chờ ký").format(count=len(copies)))
        for key in signer.signatories() if signer is not None else ():
            print(_key_line(key))
        return ExitCode.DONE
    if signer is None:
        raise NoSigner
    with workplace.store() as store:
        store.write(lambda database: keep_rules(database, rules_from(settings.copies)))
        copies = _wanted(store, options, officer)
        if not copies:
            print(_("Không có bản nào chờ ký."))
            return ExitCode.DONE
        key = _chosen(signer.signatories(), options.certificate)
        print(_key_line(key))
        pin = _pin() if signer.asks_pin else bytearray()
        signing = CopySigning(store, name_on_copies(settings), signer, settings.signing.form)
        return _told(signing.sign(copies, key, pin, officer, _Counting()), len(copies))


def _wanted(store: Store, options: argparse.Namespace, officer: Officer) -> tuple[ToSign, ...]:
    """Of one dossier whoever received it; else the officer's own, or all."""
    everybody = options.all or options.number
    copies = to_sign(store.read(), None if everybody else officer.id)
    if not options.number:
        return copies
    dossier = found(store, options.number)
    return tuple(one for one in copies if one.dossier == dossier)


def _chosen(keys: Sequence[Signatory], serial: str) -> Signatory:
    """Raises WhichCertificate, and what hinders the only one there is."""
    if serial:
        keys = [key for key in keys if key.serial == serial.lower()]
    usable = [key for key in keys if key.hindrance is None]
    if len(usable) == 1:
        return usable[0]
    if len(keys) == 1 and keys[0].hindrance is not None:
        raise keys[0].hindrance
    raise WhichCertificate(serials=", ".join(key.serial for key in usable) or "-")


def _key_line(key: Signatory) -> str:
    line = _("Chứng thư {serial}: {subject}, {where}, hạn {day}").format(
        serial=key.serial, subject=key.subject, where=key.where, day=show_date(day_of(key.not_after)))  # fmt: skip
    return f"{line} ({key.hindrance.for_person()})" if key.hindrance else line


def _pin() -> bytearray:
    """Never echoed, never among the command's words."""
    typed = getpass.getpass(_("Mã PIN của USB ký số: ")) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    return bytearray(typed.encode())


class _Counting:
    """A `Progress` for a terminal."""

    def step(self, what: str, done: int, total: int) -> None:
        print(f"{done + 1}/{total} {what}", file=sys.stderr, flush=True)


def _told(end: BatchEnd, wanted: int) -> ExitCode:
    for problem in end.refused.values():
        say(problem)
    if end.ended is not None:
        say(end.ended)
    print(_("Đã ký {signed}/{count} bản.").format(signed=len(end.signed), count=wanted))
    if len(end.signed) + len(end.gone) == wanted:
        return ExitCode.DONE
    return ExitCode.NOT_FINISHED if end.signed or end.ended is None else ExitCode.REFUSED


# ---- time stamps ---------------------------------------------------------------------------------------------------------


def _stamp(workplace: Workplace) -> ExitCode:
    """Beside an open window, too. Raises TimeStampNotGiven: the rest waits for the next time."""
    wanted = workplace.settings().signing
    if not wanted.time_stamp_url:
        raise NoTimeStamps
    checker = checker_of(wanted, workplace.root, workplace.clock)
    stamper, count = ProcessStamper(carrier_to(wanted.time_stamp_url)), 0
    try:
        with workplace.shared_store() as store:
            for one in unstamped(store.read()):
                stamp(store, one, stamper, checker)
                count += 1
    except TimeStampNotGiven as problem:
        say(problem)
        return ExitCode.NOT_FINISHED
    finally:
        checker.close()
        print(_("Đã lấy dấu thời gian cho {count} bản.").format(count=count))
    return ExitCode.DONE


# ---- looking at a file ---------------------------------------------------------------------------------------------------


def _check(file: Path, workplace: Workplace) -> ExitCode:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_SIGNED + 1)
    except OSError as error:
        raise NothingToRead(path=file) from error
    checker = checker_of(_trust(workplace), workplace.root, workplace.clock)
    try:
        seen = checker.check(content)
    finally:
        checker.close()
    for number, one in enumerate(seen, 1):
        told = said(one)
        print(f"{number}. {told.who}\n   {told.when}\n   {told.state}\n   {told.trust}")
    print(summary(seen))
    return _judged(seen)


def _trust(workplace: Workplace) -> SigningSettings:
    """A machine that is no counter yet checks files all the same."""
    try:
        return workplace.settings().signing
    except OfficeUnknown:
        return SigningSettings()


def _judged(seen: Sequence[SignatureSeen]) -> ExitCode:
    if not seen:
        return ExitCode.NOT_FINISHED
    if not all(one.holds for one in seen):
        return ExitCode.NOT_GENUINE
    trusted = all(one.trust is SignatureTrust.TRUSTED for one in seen)
    return ExitCode.DONE if trusted else ExitCode.READ_NO_ANCHOR
