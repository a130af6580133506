"""docs/intake-file.md names every field and every code a dossier's file may hold, and no code the program does not know."""

import dataclasses
import re
import typing
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.dossier import HowMet, PaperMetadata, Relation, ReturnMethod
from kiosk.intake_file import IntakeFile
from kiosk.people import Sex
from kiosk.procedures import Channel, FieldKind, Provenance

MANUAL = (Path(__file__).parents[1] / "docs" / "intake-file.md").read_text("utf-8")
WRITTEN = set(re.findall(r"`([^`]+)`", MANUAL))


def fields_of(kind: object) -> Iterator[str]:
    """The name of every field below `kind`, however deep."""
    for argument in typing.get_args(kind):
        yield from fields_of(argument)
    if dataclasses.is_dataclass(kind) or (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
        for name, below in typing.get_type_hints(kind).items():
            if typing.get_origin(below) is not typing.ClassVar:
                yield name
                yield from fields_of(below)


def test_every_field_is_explained():
    assert set(fields_of(IntakeFile)) >= {"procedure", "full_name", "tax_code", "rest", "as_written", "holder_id"}
    assert set(fields_of(IntakeFile)) - WRITTEN - {"province", "commune", "detail", "as_written"} == set()
    assert all(f'"{name}"' in MANUAL for name in ("province", "commune", "detail", "as_written"))


@pytest.mark.parametrize("codes", [HowMet, Relation, ReturnMethod, Channel, Provenance, FieldKind, Sex])
def test_every_code_is_explained(codes):
    assert {code.value for code in codes} - WRITTEN == set()


def test_no_way_to_meet_a_requirement_is_invented():
    table = MANUAL.partition("| `how` | Nghĩa là |\n|---|---|\n")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == [how.value for how in HowMet]


def test_the_metadata_of_a_paper_are_all_named():
    assert {field.name for field in dataclasses.fields(PaperMetadata)} <= WRITTEN
