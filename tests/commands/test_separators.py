"""`separators`: the PDF, and what is refused in words."""

import pypdfium2
import pytest

from main import main


@pytest.fixture
def run(tmp_path):
    return lambda *words: main(["--data", str(tmp_path / "data"), "separators", *map(str, words)])


def test_general_sheets_and_those_of_a_procedure(run, tmp_path, capsys):
    assert run("--out", tmp_path / "few.pdf") == 0
    assert run("--out", tmp_path / "more.pdf", "--procedure", "1.001193", "--dossier", "h26.114-261128-0007") == 0
    few, more = (pypdfium2.PdfDocument(tmp_path / name) for name in ("few.pdf", "more.pdf"))
    assert len(few) == 2
    assert len(more) > 6
    assert "2 tờ ngăn" in capsys.readouterr().out
    few.close()
    more.close()


def test_what_cannot_be_is_refused_in_words(run, tmp_path, capsys):
    assert run("--out", tmp_path / "x.pdf", "--dossier", "12") != 0
    assert "SEPARATOR-02" in capsys.readouterr().err
    assert run("--out", tmp_path / "no" / "x.pdf") != 0
    assert "SEPARATOR-01" in capsys.readouterr().err
    assert run("--out", tmp_path / "x.pdf", "--procedure", "9.999999") != 0
    assert not (tmp_path / "x.pdf").exists()
