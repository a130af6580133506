"""`copies [--make] [--again NUMBER] [--json]`: electronic copies of papers: where each stands; made here and now where asked.

With the counter's window open its own background work makes them, and `--make` is refused: one process writes at a time.
"""

import argparse
import json
import sys
from typing import Any

from commands.exit_codes import ExitCode
from commands.outbox_acts import found
from commands.workplace import Workplace
from kiosk.copying import bring_up, make_next, take_up
from kiosk.store import Store
from kiosk.store.copies import wanting
from kiosk.store.copies.rules import keep_rules, rules_from
from kiosk.words import N_, _
from kiosk.work import Silent

SUMMARY = N_("Bản sao điện tử của giấy tờ: đang ở bước nào; làm ngay những bản còn thiếu.")

_STATES = {
    "wanted": N_("chờ làm"), "making": N_("đang làm"), "made": N_("đã làm, chưa ký"), "put_off": N_("chưa làm được"),
    "signed": N_("đã ký số"),
}  # fmt: skip
_LIST = """SELECT d.number, c.dossier, n.paper, c.title, c.state, c.attempts, c.problem,
                  (SELECT f.size FROM copy_file f WHERE f.copy = c.id ORDER BY f.seq DESC LIMIT 1)
           FROM copy_now n JOIN copy c ON c.id = n.copy JOIN dossier_now d ON d.id = c.dossier ORDER BY d.seq, n.paper"""
_KEYS = ("number", "dossier", "paper", "title", "state", "attempts", "problem", "bytes")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--make", action="store_true", help=_("làm ngay các bản còn chờ; cửa sổ quầy phải đóng"))
    parser.add_argument("--again", metavar="NUMBER", help=_("thử lại những bản chưa làm được của hồ sơ này"))
    parser.add_argument("--json", action="store_true", help=_("in ra JSON cho máy đọc"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    if options.make or options.again:
        rules = rules_from(workplace.settings().copies)
        with workplace.store() as store:
            store.write(lambda database: keep_rules(database, rules))
            if options.again:
                _want_again(store, found(store, options.again))
            if options.make:
                _make(store)
            _show(_listed(store), as_json=options.json)
        return ExitCode.DONE
    with workplace.store_for_reading() as reading:
        _show(_listed(reading) if reading else [], as_json=options.json)
    return ExitCode.DONE


def _want_again(store: Store, dossier: str) -> None:
    store.write(lambda database: wanting.want_again(database, dossier))


def _make(store: Store) -> None:
    from devices.imaging.copying.driver import Copies  # heavy

    maker = Copies()
    try:
        take_up(store, crashed=True)
        bring_up(store)
        while make_next(store, maker, Silent()):
            print(".", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
    finally:
        maker.close()


def _listed(store: Store) -> list[dict[str, Any]]:
    return [dict(zip(_KEYS, row, strict=True)) for row in store.read().execute(_LIST)]


def _show(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        why = f" ({row['problem']})" if row["problem"] else ""
        print(f"{row['number']}  {row['paper']}. {row['title']}: {_(_STATES[row['state']])}{why}")
    waiting = sum(row["state"] in ("wanted", "making") for row in rows)
    print(_("{count} bản sao, {waiting} bản chờ làm").format(count=len(rows), waiting=waiting))
