"""`sync [--once] [--gateway URL]`: carries what is waiting and brings back what was decided.

The lock on the folder is held only for each write, so receiving goes on while this waits for the network.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from kiosk import leave
from kiosk.holidays import load_holidays
from kiosk.office_calendar import office_calendar
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.store.purge import acknowledged_long_enough
from kiosk.words import N_, _
from kiosk.work import Progress, Silent
from sync.bandwidth import LinkRules
from sync.calls import GatewayCalls
from sync.engine import PassResult, Seams, SyncPass
from sync.faults import GatewayUnknown
from sync.gateway_copies import HeldCopies
from sync.known_link import KnownLink
from sync.left_drafts import LeftDraftsOut
from sync.meeting import Counter
from sync.office_look_up import GatewayLookUp
from sync.result_files import ResultFiles, forget_old
from sync.rhythm import Rhythm
from sync.transport import HttpTransport

SUMMARY = N_("Gửi những gì đang chờ tới trục, nhận quyết định trả về.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help=_("một lượt rồi thôi; không có thì chạy mãi"))
    parser.add_argument("--gateway", metavar="URL", help=_("địa chỉ trục, thay cho địa chỉ trong settings.toml"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    settings = workplace.settings()
    url = options.gateway or settings.gateway.url
    if not url:
        raise GatewayUnknown
    counter = counter_of(settings, workplace)
    transport = HttpTransport(url, workplace.ca_file())
    try:
        with workplace.shared_store() as store:
            link = KnownLink(rules=LinkRules.of(settings.link))
            calls, rhythm, insists = GatewayCalls(transport), Rhythm(link), True
            while True:
                result = one_pass(store, calls, counter, settings, link=link, insists=insists)
                print(json.dumps(told(result), ensure_ascii=False), flush=True)
                if options.once:
                    return _ending(result)
                insists = False
                time.sleep(rhythm.after(result))
    finally:
        transport.close()


@contextmanager
def link_to(url: str, ca_file: Path | None = None) -> Iterator[HttpTransport | None]:
    """The link to a gateway, None where none is set. Raises GatewayUnknown, PlainLinkRefused, AuthorityUnreadable."""
    if not url:
        yield None
        return
    transport = HttpTransport(url, ca_file)
    try:
        yield transport
    finally:
        transport.close()


def office_look_up(store: Store, transport: HttpTransport | None, settings: Settings) -> GatewayLookUp:
    """What other counters of the office received, asked over this link."""
    return GatewayLookUp(store, transport, pinned_in(settings))


def pinned_in(settings: Settings) -> bytes | None:
    """The gateway's key as the settings say it."""
    return bytes.fromhex(settings.gateway.public_key) or None


def gateway_copies(store: Store, transport: HttpTransport | None, settings: Settings) -> HeldCopies:
    """What the gateway holds of one dossier, asked over this link."""
    return HeldCopies(store, transport, pinned_in(settings))


def counter_of(settings: Settings, workplace: Workplace) -> Counter:
    """Who this counter is to the gateway. Only the demo trusts the first gateway it meets."""
    pinned = bytes.fromhex(settings.gateway.public_key) if settings.gateway.public_key else None
    calendar = office_calendar(settings.hours, load_holidays(workplace.root / "holidays.toml"))

    def working_days(day: date, count: int) -> tuple[date, ...]:
        return tuple(calendar.working_day_after(day, step) for step in range(1, count + 1))

    office = settings.office
    return Counter(
        office.code, office.counter, pinned, trust_first=workplace.demo, others_days=settings.others.keep_days,
        working_days=working_days,
    )  # fmt: skip


def one_pass(
    store: Store, calls: GatewayCalls, counter: Counter, settings: Settings, *, link: KnownLink | None = None,
    progress: Progress | None = None, insists: bool = True,
) -> PassResult:  # fmt: skip
    """`link` is what earlier passes learned of this line; `insists`: somebody asked for this pass."""
    seams = Seams(may_purge=acknowledged_long_enough(settings.pages.keep_days))
    known = link or KnownLink(rules=LinkRules.of(settings.link))
    leave.forget_old(store)
    media = (ResultFiles(), LeftDraftsOut(counter.counter))
    result = SyncPass(store, calls, counter, seams, progress or Silent(), known, media, insists=insists).run()
    forget_old(store, settings.pages.keep_days)
    return result


def told(result: PassResult) -> dict[str, Any]:
    """The result of a pass for machines; `problem` is the code of what ended it, "" for a whole pass."""
    line = {field.name: getattr(result, field.name) for field in fields(result)}
    line["problem"] = result.problem.code if result.problem else ""
    return line


def _ending(result: PassResult) -> ExitCode:
    if result.problem is not None:
        print(f"{result.problem.for_person()} [{result.problem.code}]", file=sys.stderr)
        print(result.problem.for_operator(), file=sys.stderr)
    if result.aside_total:
        told = _("Có {count} mục để riêng, máy không tự gửi nữa: xem lệnh «outbox» rồi xử lý.")
        print(told.format(count=result.aside_total), file=sys.stderr)
    if result.problem is not None or result.left or result.set_aside or result.aside_total:
        return ExitCode.NOT_FINISHED
    return ExitCode.DONE
