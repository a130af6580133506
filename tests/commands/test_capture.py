"""`capture`: pages into one PDF, and what was seen and done said of each."""

import json

from commands.exit_codes import ExitCode
from main import main
from tests.devices.hostile import encoded, jpeg_of, page


def run(*words: object) -> int:
    return main([str(word) for word in words])


def test_pages_become_one_file_and_each_is_told_of(tmp_path, capsys):
    good, strange = tmp_path / "a.jpg", tmp_path / "b.jpg"
    good.write_bytes(encoded(page(), dpi=(100, 100)))
    strange.write_bytes(jpeg_of(65_000, 65_000))
    assert run("capture", good, strange, "--out", tmp_path / "ra.pdf", "--json", tmp_path / "ra.json") == ExitCode.DONE
    assert (tmp_path / "ra.pdf").read_bytes().startswith(b"%PDF-1.7")
    said = json.loads((tmp_path / "ra.json").read_text("utf-8"))
    assert [one["fell_back"] for one in said["pages"]] == ["", "not_a_picture"]
    assert {"skew_degrees", "blank", "codes", "text_confidence", "bytes", "milliseconds"} <= said["pages"][0].keys()
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("Trang 1: ")
    assert "not_a_picture" in out[1]
    assert out[2].startswith("2 trang, ")


def test_files_that_are_not_there_and_folders_that_are_not_there(tmp_path, capsys):
    good = tmp_path / "a.jpg"
    assert run("capture", good, "--out", tmp_path / "ra.pdf") == ExitCode.REFUSED
    assert "COPY-02" in capsys.readouterr().err
    good.write_bytes(encoded(page()))
    assert run("capture", good, "--out", tmp_path / "nowhere" / "ra.pdf") == ExitCode.REFUSED
    assert "COPY-03" in capsys.readouterr().err
