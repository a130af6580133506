"""`seed --dossiers N`: invented dossiers, for training and for measuring at size. Never into an office's store.

Many dossiers share a transaction and have no pages unless asked for: this fills a store, it does not measure receiving.
"""

import argparse
import io
import json
from typing import ClassVar

import uuid_utils.compat as uuids

from commands.exit_codes import ExitCode
from commands.parser import whole_number
from commands.receive import rules_of
from commands.workplace import Workplace
from kiosk.catalogue import Catalogue
from kiosk.dossier import CapturedPage
from kiosk.invented import Invention
from kiosk.moments import day_of
from kiosk.problems import Problem
from kiosk.receive import Receiving, seal, sealing_of
from kiosk.store import Store
from kiosk.store.copies import rules
from kiosk.store.database import Database
from kiosk.store.dossiers import Sealing
from kiosk.store.purge import DAY_MS
from kiosk.words import N_, _

SUMMARY = N_("Tạo hồ sơ giả định trong kho tập huấn.")

TOGETHER = 250
PAGE_BYTES = 20_000
PROCEDURE = "1.004873"


class SeedRefused(Problem):
    """Invented dossiers would travel to the portal like real ones."""

    code: ClassVar[str] = "SEED-01"
    sentence: ClassVar[str] = "Không tạo hồ sơ giả định trong kho của cơ quan."
    remedy: ClassVar[str] = "Chạy với «--profile demo» và một thư mục dữ liệu riêng."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dossiers", type=whole_number(0), required=True, metavar="N", help=_("bao nhiêu hồ sơ"))
    parser.add_argument("--pages", type=whole_number(0), default=0, metavar="P", help=_("bao nhiêu trang mỗi hồ sơ"))
    parser.add_argument("--seed", type=int, default=1, metavar="S", help=_("cùng một số thì tạo ra cùng những người"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    if not workplace.demo:
        raise SeedRefused
    with workplace.store() as store:
        seeding = Seeding(store, workplace, options.seed, options.pages)
        done = 0
        while done < options.dossiers:
            together = min(TOGETHER, options.dossiers - done)
            seeding.add(done, together)
            done += together
    print(json.dumps({"dossiers": done, "pages": done * options.pages}))
    return ExitCode.DONE


class Seeding:
    """Adds invented dossiers, received over the ninety days before now."""

    def __init__(self, store: Store, workplace: Workplace, seed: int, pages: int) -> None:
        settings = workplace.settings()
        self._office = settings.office
        self._now = workplace.clock.now_ms()
        procedure = Catalogue.load().on(PROCEDURE, day_of(self._now), self._office.province)
        self._receiving = Receiving(store, procedure, rules_of(settings, procedure, workplace))
        self._store, self._pages = store, pages
        self._invention = Invention(seed)

    def add(self, first: int, count: int) -> None:
        """`count` dossiers in one transaction; pages are on disk before it, as always."""
        announcement = self._store.pages.announce(count * self._pages)
        names = list(announcement.names)
        sealings = [
            self._sealing(first + number, names[number * self._pages:(number + 1) * self._pages])
            for number in range(count)
        ]
        self._store.pages.settle(names)
        self._store.write(lambda database: self._seal_all(database, sealings))
        self._store.pages.done(announcement)
        self._store.save_mark()

    def _seal_all(self, database: Database, sealings: list[Sealing]) -> None:
        """Their pages are noise: no copies are made of them."""
        office = rules.rules_of(database)
        rules.keep_rules(database, rules.NO_COPIES)
        for sealing in sealings:
            seal(database, self._store, sealing)
        if office.make:
            rules.keep_rules(database, office)

    def _sealing(self, number: int, names: list[str]) -> Sealing:
        at = self._now - 90 * DAY_MS + number * 7919 % (90 * 24 * 60) * 60_000
        office = self._office
        key = self._store.content_keys.new()
        pages = tuple(self._page(count, name, key) for count, name in enumerate(names, 1))
        intake = self._invention.intake(office.code, office.counter, office.officer, len(names), at)
        form = self._receiving.form(intake, str(uuids.uuid7()), pages, at)
        return sealing_of(self._store, form, key, tuple(names))

    def _page(self, count: int, name: str, key: bytes) -> CapturedPage:
        stored = self._store.pages.write(name, key, io.BytesIO(self._invention.page(PAGE_BYTES)))
        return CapturedPage(count, stored.sha256, stored.size, "image/jpeg")
