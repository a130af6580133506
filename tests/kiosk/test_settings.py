"""The settings of a counter: the example is complete, what is wrong is named, nothing unknown slips through."""

import tomllib
from pathlib import Path

import msgspec
import pytest
import tomli_w

from kiosk.catalogue import Catalogue
from kiosk.holidays import load_holidays
from kiosk.moments import day_of
from kiosk.office_calendar import office_calendar
from kiosk.settings import DEMO, OfficeUnknown, SettingsProblem, read_settings
from tests.kiosk.store_fixtures import NINE_O_CLOCK

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "settings.toml"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(text, "utf-8")
    return path


def keys(table: dict, path: str = "") -> set[str]:
    found = set()
    for key, value in table.items():
        found.add(path + key)
        if isinstance(value, dict):
            found |= keys(value, f"{path}{key}.")
    return found


def test_the_example_is_read_and_shows_every_setting_there_is():
    settings = read_settings(EXAMPLE, demo=False)
    shown = {key for key in keys(tomllib.loads(EXAMPLE.read_text("utf-8"))) if not key.startswith("fees.")}
    assert shown == {key for key in keys(msgspec.to_builtins(settings)) if not key.startswith("fees.")}
    assert settings.office == msgspec.structs.replace(DEMO.office, training=False)


def test_the_example_works(tmp_path):
    settings = read_settings(EXAMPLE, demo=False)
    calendar = office_calendar(settings.hours, load_holidays())
    assert not calendar.is_working_day(day_of(NINE_O_CLOCK + 29 * 86_400_000))      # 24/12/2026, closed
    assert calendar.is_working_day(day_of(NINE_O_CLOCK + 32 * 86_400_000))          # Sunday 27/12/2026, worked
    for code, fees in settings.fees.items():
        procedure = Catalogue.load().on(code, day_of(NINE_O_CLOCK), settings.office.province)
        assert set(fees) <= {fee.key for fee in procedure.fees if fee.set_by_province}


def test_without_a_file_only_the_demo_knows_its_office(tmp_path):
    assert read_settings(tmp_path / "settings.toml", demo=True) == DEMO
    with pytest.raises(OfficeUnknown) as caught:
        read_settings(tmp_path / "settings.toml", demo=False)
    assert str(tmp_path) in caught.value.for_operator()


def test_a_file_stands_above_the_demo(tmp_path):
    path = written(tmp_path, EXAMPLE.read_text("utf-8").replace('counter = "Quầy 3"', 'counter = "Quầy 9"'))
    assert read_settings(path, demo=True).office.counter == "Quầy 9"


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("[office]", "[office]\ncolour = 'red'", "colour"),
        ("[terms]", "[term]", "term"),
        ("keep_days", "keep_day", "keep_day"),
        ("keep_days = 30 ", "keep_days = 'long' ", "$.pages.keep_days"),
        ("certificate = 15000", "certificate = 'free'", "$.fees"),
        ('end_of_term = "same_clock_time"', 'end_of_term = "whenever"', "whenever"),
        ('monday = ["07:00-11:30", "13:30-17:00"]', 'monday = ["7h-11h"]', "7h-11h"),
        ('code = "H99.01.02"', "", "code"),
        ('public_key = ""', 'public_key = "00xx"', "public_key"),
        ("keep_days = 30", "keep_days = -1", "$.pages.keep_days"),
        ("reserve_mebibytes = 256", "reserve_mebibytes = -256", "$.pages.reserve_mebibytes"),
        ("certificate = 15000", "certificate = -1", "$.fees"),
        ("[office]", "[office", "line"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, before, after, named):
    text = EXAMPLE.read_text("utf-8")
    assert before in text
    path = written(tmp_path, text.replace(before, after, 1))
    with pytest.raises(SettingsProblem) as caught:
        read_settings(path, demo=True)
    assert named in caught.value.for_operator()
    assert str(path) in caught.value.for_operator()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a = 1\xff", b"\0", b"[[[["])
def test_a_file_that_is_no_text_is_a_problem_of_the_settings(tmp_path, content):
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsProblem):
        read_settings(path, demo=True)


def test_a_folder_in_its_place_is_a_problem_of_the_settings(tmp_path):
    with pytest.raises(SettingsProblem):
        read_settings(tmp_path, demo=True)


def test_settings_may_be_written_and_read_back(tmp_path):
    path = written(tmp_path, tomli_w.dumps(msgspec.to_builtins(DEMO)))
    assert read_settings(path, demo=False) == DEMO
