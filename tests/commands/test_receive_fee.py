"""`receive` and the till: with --fee the payment is recorded by the till's rules, without it that is said plainly."""

import json
from pathlib import Path

import pytest

from kiosk.officers import Officer
from kiosk.store import open_for_reading, till
from tests.commands.command_line import EXAMPLE, Place
from tests.kiosk.store_fixtures import Counter, count
from tests.kiosk.tills import till as till_of

FEE = 12_000


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def costly(place: Place) -> Path:
    """Somebody's certified copies: three of two pages."""
    given = json.loads(EXAMPLE.read_text("utf-8"))
    given["procedure"] = "2.000815"
    given["answers"] = {"requester_name": "Y Moan Êban", "papers": [{"title": "Học bạ", "pages": 2, "copies": 3}]}
    given["papers"] = [{"requirement": "original", "how": "shown"}, {"requirement": "copies", "how": "compared", "rest": True}]
    path = place.folder / "copies.json"
    path.write_text(json.dumps(given, ensure_ascii=False), "utf-8")
    return path


def test_without_the_word_nothing_is_taken_and_that_is_said(place: Place) -> None:
    done = place.run("receive", costly(place), place.page())
    assert done.returncode == 0, done.stderr
    assert "12.000" in done.stderr
    assert "CHƯA" in done.stderr
    assert "slip" not in json.loads(done.stdout)


def test_without_an_open_drawer_nothing_is_received(place: Place) -> None:
    done = place.run("receive", costly(place), place.page(), "--fee", "cash")
    assert done.returncode != 0
    assert "TILL-" in done.stderr
    with open_for_reading(Counter(place.folder).opening()) as store:
        assert store is not None
        assert count(store, "dossier") == 0


@pytest.mark.parametrize(("method", "inside"), [("cash", FEE), ("transfer", 0)])
def test_the_fee_goes_into_the_open_drawer_with_the_dossier(place: Place, method: str, inside: int) -> None:
    place.run("receive", EXAMPLE, place.page())                 # makes the store
    with Counter(place.folder).open() as store:
        till_of(store).open_drawer(0, Officer("cb-001", "Lò Thị Mai Hương"))
    done = place.run("receive", costly(place), place.page(), "--fee", method)
    assert done.returncode == 0, done.stderr
    line = json.loads(done.stdout)
    with open_for_reading(Counter(place.folder).opening()) as store:
        assert store is not None
        (payment,) = till.of_dossier(store.read(), line["dossier"])
        here = till.in_use(store.read())
        assert here is not None
        assert (payment.slip, payment.amount, payment.method) == (line["slip"], FEE, method)
        assert till.balance(store.read(), here).expected == inside
