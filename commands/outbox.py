"""`outbox [--json]`: every item that was ever to be carried: its state, since when, why, and who acts next.

`--resend` and `--export` act on one dossier that was set aside.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from commands import outbox_acts
from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from kiosk.copy_problems import CopiesToSign
from kiosk.moments import show_moment
from kiosk.store import outbox
from kiosk.store.outbox import ItemState, OutboxItem
from kiosk.words import N_, _

SUMMARY = N_("Những gì đang chờ gửi, từ bao giờ, vì sao, ai làm tiếp.")

_STATES = {
    ItemState.WAITING: N_("chờ gửi"),
    ItemState.DELIVERED: N_("trục đã ký nhận"),
    ItemState.CONFLICT: N_("nội dung khác với bản ở trục"),
    ItemState.QUARANTINED: N_("trục từ chối, để riêng"),
    ItemState.SUPERSEDED: N_("không gửi nữa, đã có bản khác thay"),
}
_KINDS = {"form": N_("tờ khai"), "pages": N_("giấy tờ")}
_NEXT = {"program": N_("máy tự gửi"), "officer": N_("cán bộ xem và xử lý"), "nobody": N_("không còn việc")}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("in ra JSON cho máy đọc"))
    outbox_acts.arguments(parser)


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    if options.resend:
        return outbox_acts.resend(options, workplace)
    if options.export:
        return outbox_acts.export(options, workplace)
    with workplace.store_for_reading() as store:
        items = outbox.everything(store.read()) if store else iter(())
        if options.json:
            sys.stdout.buffer.write(msgspec.json.encode([described(item) for item in items]) + b"\n")
            sys.stdout.flush()
        else:
            _show(items)
    return ExitCode.DONE


def described(item: OutboxItem) -> dict[str, Any]:
    """An item for machines; `why` is "" while nothing has gone wrong."""
    return {
        "seq": item.seq,
        "dossier": item.dossier,
        "number": item.number,
        "kind": item.kind,
        "manifest": item.manifest,
        "bytes": item.bytes,
        "state": item.state.value,
        "since": item.since,
        "attempts": item.attempts,
        "next_at": item.next_at,
        "why": item.problem,
        "who": _who(item),
    }


def _who(item: OutboxItem) -> str:
    if item.state is ItemState.WAITING:
        return "officer" if item.problem == CopiesToSign.code else "program"
    return "nobody" if item.state in (ItemState.DELIVERED, ItemState.SUPERSEDED) else "officer"


def _show(items: Iterator[OutboxItem]) -> None:
    """What is not settled, a line each; what is delivered only as a count."""
    counts: Counter[ItemState] = Counter()
    told = _Telling()
    lines = []
    for item in items:
        counts[item.state] += 1
        if item.state not in (ItemState.DELIVERED, ItemState.SUPERSEDED):
            lines.append(told.line(item))
    if not counts:
        print(_("Chưa có hồ sơ nào."))
        return
    lines.append(", ".join(f"{_(_STATES[state])}: {count}" for state, count in sorted(counts.items())))
    print("\n".join(lines))


class _Telling:
    """Words an item for a person. Looks each word up once: the lines may be tens of thousands."""

    def __init__(self) -> None:
        self._states = {state: _(word) for state, word in _STATES.items()}
        self._kinds = {kind: f"{_(word):9}" for kind, word in _KINDS.items()}
        self._next = {who: _(word) for who, word in _NEXT.items()}
        self._since = _("từ {moment}")
        self._moment = lru_cache(1)(show_moment)       # form and pages of a dossier wait since the same moment

    def line(self, item: OutboxItem) -> str:
        why = f" [{item.problem}]" if item.problem else ""
        since = self._since.format(moment=self._moment(item.since))
        return (f"{item.number:28} {self._kinds[item.kind]} {self._states[item.state]}{why}"
                f" · {since} · {self._next[_who(item)]}")
