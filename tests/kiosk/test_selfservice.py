"""What a kiosk tells: a procedure in plain words, a dossier's step to whoever has its number, and never a name."""

from dataclasses import fields

import pytest

from kiosk.catalogue import Catalogue
from kiosk.dossier import PortalStatus
from kiosk.left_drafts import tidy_code
from kiosk.moments import FixedClock
from kiosk.numbers import with_signs
from kiosk.portal_words import Said
from kiosk.selfservice.guides import Guides
from kiosk.selfservice.standing import Answer, DossierStep, LeftStep, Paper, StoreStandings
from kiosk.settings import DEMO
from kiosk.states import Actor
from kiosk.store import Opening, facts, office_cards, open_store
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from kiosk.store.marks import MarkFolder

NOW = 1_795_600_000_000                # 25/11/2026
DOSSIER = "01990000-0000-7000-8000-000000000001"
NUMBER = "H99.01.02-261124-0007"


@pytest.fixture
def store(tmp_path):
    disk = Disk()
    root, marks = tmp_path / "kiosk", MarkFolder(tmp_path / "m", disk)
    opening = Opening(root, DemoKeyFile(root, disk), FixedClock(NOW), marks, disk)
    with open_store(opening) as opened:
        yield opened


def heard(store, status: int, kind: str = "registered", event: str = "1") -> None:
    said = Said(
        event=f"01990000-0000-7000-8000-00000000010{event}", dossier=DOSSIER, status=status, note="", by="", at=NOW, kind=kind,
        number=NUMBER, received_at=NOW - 86_400_000, due_at=NOW + 86_400_000,
    )  # fmt: skip
    store.write(lambda database: office_cards.hear(database, said, NOW))


def test_a_dossier_of_the_office_is_found_by_its_number_as_it_was_typed(store):
    heard(store, PortalStatus.NEWLY_REGISTERED)
    heard(store, PortalStatus.SUPPLEMENT_WANTED, "supplement", "2")
    found = StoreStandings(store, DEMO, str).find(" h99.01.02-261124-0007 ").step
    assert found is not None
    assert (found.number, found.status, found.turn) == (NUMBER, PortalStatus.SUPPLEMENT_WANTED, Actor.CITIZEN)
    assert found.due_at == NOW + 86_400_000


@pytest.mark.parametrize("typed", ["H9901022611240007", "h99-01-02/261124.0007", "H99.01.02.261124.0007"])
def test_a_number_is_found_without_its_points_and_hyphens(store, typed):
    heard(store, PortalStatus.PROCESSING)
    found = StoreStandings(store, DEMO, str).find(typed).step
    assert found is not None
    assert found.number == NUMBER


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("tmp7k2m9q2611240007", "TMP-7K2M9Q-261124-0007"), ("H26192611240001", "H26.19-261124-0001"),
        ("H99.01.02-20261124-0001", "H99.01.02-20261124-0001"), ("h99010226112400071", "H99.01.02-261124-00071"),
        ("H990102261124000", "H990102261124000"), ("12345678", "12345678"),
    ],
)  # fmt: skip
def test_signs_are_put_where_the_number_has_them(typed, kept):
    assert with_signs(typed, "H99.01.02") == kept
    assert tidy_code("ld7k2m 9q4t") == "LD-7K2M-9Q4T"


def test_part_of_a_number_and_a_receipt_nobody_signed_find_nothing(store):
    heard(store, PortalStatus.PROCESSING)
    standings = StoreStandings(store, DEMO, str)
    for part in ("H99.01.02-261124", "0007", "MC1.AAAA"):
        assert standings.find(part) == Answer(Paper.BADLY_READ, 0)


def test_a_status_nobody_knows_is_no_crash(store):
    heard(store, 4711)
    found = StoreStandings(store, DEMO, str).find(NUMBER).step
    assert found is not None
    assert (found.status, found.turn) == (None, Actor.OFFICER)


def test_nothing_a_kiosk_tells_of_a_dossier_has_room_for_a_name():
    assert {field.name for kind in (DossierStep, LeftStep) for field in fields(kind)} == {
        "number", "procedure", "office", "came_in_at", "received", "due_at", "status", "status_at", "turn", "look_by", "slip_of",
        "code", "left_at", "forget_at", "over",
    }  # fmt: skip


# ---- guides ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def guides():
    return Guides(Catalogue.load(), DEMO, FixedClock(NOW))


def test_every_procedure_has_a_guide(guides):
    everything = guides.search("")
    assert len(everything) > 10
    for entry in everything:
        guide = guides.open(entry.code)
        assert guide.name == entry.name
        assert all(paper.name for paper in guide.papers)


def test_a_guide_says_amount_count_and_time(guides):
    guide = guides.open("1.004873")
    assert any("15.000 đồng" in fee for fee in guide.fees)
    declaration = guide.papers[0]
    assert (declaration.how, declaration.sometimes) == ("1 bản chính", False)
    assert any(paper.sometimes for paper in guide.papers)
    assert guide.terms


def test_it_is_found_without_marks(guides):
    assert "1.000894" in {entry.code for entry in guides.search("ket hon")}


def test_a_dossier_is_told_as_of_the_last_whole_pass(store):
    heard(store, PortalStatus.PROCESSING)
    standings = StoreStandings(store, DEMO, str)
    assert standings.find(NUMBER).as_of == 0
    store.write(lambda database: facts.put(database, facts.FEED_READ_AT, NOW))
    assert standings.find(NUMBER).as_of == NOW


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("khia sinh", "Đăng ký khai sinh"), ("trĩh lục", "Cấp bản sao trích lục hộ tịch, bản sao Giấy khai sinh"),
        ("kêt hônn", "Đăng ký kết hôn"), ("ket hon o dau", "Đăng ký kết hôn"),
        ("ly lich tu pahp", "Cấp Phiếu lý lịch tư pháp số 1"),
    ],
)  # fmt: skip
def test_a_slip_of_the_finger_still_finds_the_procedure(guides, typed, first):
    assert guides.search(typed)[0].name == first


@pytest.mark.parametrize("typed", ["qwerty", "zz", "tien dien"])
def test_what_is_near_to_nothing_finds_nothing(guides, typed):
    assert guides.search(typed) == ()
