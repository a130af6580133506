"""The counter beside the demo's: at the gateway after the first start, once, and found by looking up across counters."""

from pathlib import Path

import msgspec
import pytest

from commands.demo_beside import DOSSIERS, furnish_beside
from commands.workplace import Profile, Workplace
from kiosk.settings import DEMO
from kiosk.store.marks import MARKS_VARIABLE
from tests.sync.counter_office import NOBODY
from tests.sync.two_counters import Town, a_town


@pytest.fixture
def town(tmp_path, monkeypatch):
    monkeypatch.setenv(MARKS_VARIABLE, str(tmp_path / "marks"))
    with a_town(tmp_path) as town:
        yield town


def workplace(town: Town) -> Workplace:
    return Workplace(Profile.DEMO, town.folder / "office" / "counter", town.province.clock)


def found(town: Town, text: str = "xac nhan") -> list[str]:
    """Which counter has what fits, as the demo's own counter sees it."""
    return [dossier.counter for dossier in town.desk("Quầy 3").ask(town.url, text).dossiers]


def test_it_is_found_from_the_demos_counter_and_made_once(town, tmp_path):
    for _start in range(2):
        furnish_beside(workplace(town), town.url)
    assert found(town) == ["Quầy 1"] * DOSSIERS
    assert not (tmp_path / "office" / "counter").exists(), "the demo's own folder is not touched"


def test_without_a_link_the_demo_opens_and_the_next_start_goes_on(town):
    furnish_beside(workplace(town), NOBODY)
    furnish_beside(workplace(town), town.url)
    assert found(town) == ["Quầy 1"] * DOSSIERS


def test_it_has_another_name_than_the_demos_counter(town):
    here = workplace(town)
    here.root.mkdir(parents=True)
    settings = msgspec.structs.replace(DEMO, office=msgspec.structs.replace(DEMO.office, counter="Quầy 1"))
    Path(here.root / "settings.toml").write_bytes(msgspec.toml.encode(settings))
    furnish_beside(here, town.url)
    assert set(found(town)) == {"Quầy 2"}
