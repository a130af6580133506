"""`search`: what is written in papers is found, too, and says in which paper it stands."""

from pathlib import Path

import pytest

from kiosk.moments import FixedClock
from kiosk.store import paper_text
from tests.sync.counter_office import CounterOffice
from tests.sync.counter_twin import NOW


@pytest.fixture
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    office = CounterOffice.opened(tmp_path, FixedClock(NOW), monkeypatch)
    office.receive()
    dossier = office.run("search", "dang", "--json").line[0]["dossier"]
    with office.workplace.store() as store:
        store.write(lambda database: paper_text.keep(database, dossier, 1, "Bản án ly hôn của Tòa án nhân dân Ea Đrăng"))
    yield office
    office.close()


def test_a_person_reads_which_paper_and_the_words_around(counter):
    said = counter.run("search", "ea", "drang")
    assert "Không tìm thấy hồ sơ nào" in said.out
    _none, _heading, papers = said.out.partition("Trong giấy tờ:")
    assert "Tờ khai" in papers
    assert "nhân dân «Ea Đrăng»" in papers


def test_a_machine_gets_the_dossier_with_its_papers(counter):
    (told,) = counter.run("search", "ly hon", "--json").line
    assert [paper["paper"] for paper in told["in_papers"]] == [1]
    assert "«ly hôn»" in told["in_papers"][0]["excerpt"]
    assert "in_papers" not in counter.run("search", "dang", "--json").line[0]
