"""A form's template is data, and a mistake in it is said before anything is printed."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from printing.forms.receipt import render
from printing.forms.receipt_words import FIELDS
from printing.forms.template import FOLDER, TemplateUnusable, load
from printing.layout import PaperSize
from tests.printing.sheets import sheet

KEY = "tt03-2025-mau01"


def written(tmp_path: Path, change: Callable[[str], str]) -> None:
    text = (FOLDER / f"{KEY}.toml").read_text(encoding="utf-8").replace(f'key = "{KEY}"', 'key = "broken"')
    (tmp_path / "broken.toml").write_text(change(text), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda text: text.replace("strong = true", "stronk = true", 1), "stronk"),
        (lambda text: text.replace('motto = "Độc', 'moto = "Độc', 1), "moto"),
        (lambda text: text.replace("{procedure}", "{procedur}"), "{procedur}"),
        (lambda text: text.replace("{procedure}", "{procedure"), "expected '}'"),
        (lambda text: text.replace("{place}", "{palace}"), "{palace}"),
        (lambda text: text.replace("[paper.a5]", "[paper.a6]"), "a6"),
        (lambda text: text.split("[paper.a5]")[0], "paper.a5"),
        (lambda text: text.replace("margins = [15, 16, 25, 16]", "margins = [15, 16]"), "paper.a4"),
        (lambda text: text.replace('kind = "fees"', 'kind = "fee"'), "fee"),
        (lambda text: text + "\n[[", "end of document"),
    ],
)
def test_a_broken_template_says_where(tmp_path, change, reason):
    written(tmp_path, change)
    with pytest.raises(TemplateUnusable) as refused:
        load("broken", FIELDS, tmp_path)
    assert reason in refused.value.for_operator()
    assert refused.value.code == "FORM-01"


def test_an_unbroken_template_is_taken(tmp_path):
    written(tmp_path, lambda text: text)
    assert msgspec.structs.replace(load("broken", FIELDS, tmp_path), key=KEY) == load(KEY, FIELDS)


@pytest.mark.parametrize("key", ["", "tt99", "../tt03-2025-mau01", "TT03", "a/b", "."])
def test_an_unknown_template_is_refused(key):
    with pytest.raises(TemplateUnusable):
        render(sheet(template=key), PaperSize.A4)
