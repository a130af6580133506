"""Nothing at a counter is under a licence that would bind the whole program, and the table says what there is."""

from importlib.metadata import Distribution

import pytest

from tools import licences
from tools.licences import Licence


@pytest.fixture(scope="module")
def found() -> list[Licence]:
    return [licences.licence_of(package) for package in licences.run_time_packages()]


def test_no_run_time_library_is_gpl(found):
    assert {"cryptography", "sqlcipher3", "starlette"} <= {entry.package for entry in found}
    assert "pytest" not in {entry.package for entry in found}
    assert licences.binding(found) == []


def test_the_table_of_licences_is_up_to_date(found):
    rows = (licences.ROOT / licences.TABLE).read_text(encoding="utf-8")
    for entry in found:
        assert f"| {entry.package} | {entry.licence} |" in rows, "make licences"


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("GNU General Public License v2 (GPLv2)", True),
        ("GNU Affero General Public License v3", True),
        ("?", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("LGPL-3.0-only OR GPL-2.0-only", False),
        ("LGPL-3.0-only", False),
        ("MPL-2.0", False),
        ("Apache-2.0 OR BSD-3-Clause", False),
    ],
)
def test_a_binding_licence_is_told_from_a_free_one(licence, refused):
    assert bool(licences.binding([Licence("wrong", licence)])) is refused


class Written(Distribution):
    """A package of which only the description exists."""

    def __init__(self, about: str):
        self._about = about

    def read_text(self, filename):
        return self._about if filename == "METADATA" else None

    def locate_file(self, path):
        raise FileNotFoundError(path)


@pytest.mark.parametrize(
    ("about", "licence"),
    [
        ("License-Expression: MIT\nClassifier: License :: OSI Approved :: BSD License", "MIT"),
        ("Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)\nLicense: mine",
         "GNU General Public License v3 (GPLv3)"),
        ("License: GPL", "GPL"),
        ("Summary: silent", "?"),
    ],
)  # fmt: skip
def test_the_licence_is_read_from_where_it_is_stated(about, licence):
    package = Written(f"Metadata-Version: 2.4\nName: Some_Thing\n{about}\n")
    assert licences.licence_of(package) == ("some-thing", licence)
