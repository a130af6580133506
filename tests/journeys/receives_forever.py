"""A counter that receives one dossier after the other, its store open all day; each printed line is a promise.

`python -m tests.journeys.receives_forever DATA FORM SCANS... [--careless]`. Careless is the mutant that shows that a power
cut can lose something: its database flushes at checkpoints only.
"""

import argparse
import json
import random
import sys
from pathlib import Path

import kiosk.store
from commands.receive import rules_of
from commands.workplace import Profile, Workplace
from kiosk.catalogue import Catalogue
from kiosk.intake_file import read_intake, to_intake
from kiosk.moments import day_of
from kiosk.receive import PageSource, Receiving
from kiosk.store.database import Database, open_database
from kiosk.words import speak


def careless(path: Path, key: bytes, *, read_only: bool = False) -> Database:
    database = open_database(path, key, read_only=read_only)
    database.execute("PRAGMA synchronous = NORMAL")
    return database


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("form", type=Path)
    parser.add_argument("scans", type=Path, nargs="+")
    parser.add_argument("--careless", action="store_true")
    options = parser.parse_args(words)
    if options.careless:
        kiosk.store.open_database = careless
    speak("vi")
    receive_forever(Workplace(Profile.DEMO, options.data), options.form, options.scans)


def receive_forever(workplace: Workplace, form: Path, scans: list[Path]) -> None:
    chance, settings, now = random.Random(1), workplace.settings(), workplace.clock.now_ms()
    entry = read_intake(form.read_bytes())
    procedure = Catalogue.load().on(entry.procedure, day_of(now), settings.office.province)
    with workplace.store() as store:
        receiving = Receiving(store, procedure, rules_of(settings, procedure, workplace))
        while True:
            sources = [PageSource(scan, "image/jpeg") for scan in chance.choices(scans, k=chance.randint(1, 3))]
            intake = to_intake(entry, procedure, settings.office, len(sources), workplace.clock.now_ms())
            received = receiving.run(intake, sources)
            print(json.dumps({"number": received.number, "dossier": received.dossier}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
