"""A spoilt catalogue file names itself, the line, and the rule it breaks: all of them at once."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from kiosk.catalogue import Breach, Catalogue, CatalogueBroken, CatalogueSyntax
from kiosk.catalogue.faults import SENTENCES
from tests.kiosk.catalogue_texts import minimal, write

STEM = "9.000001@2025-07-01"
HERE = "#!"                                # written by a test where the fault must be reported


def spoilt(old: str, new: str) -> str:
    text = minimal()
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def broken(folder: Path, text: str) -> CatalogueBroken:
    write(folder, STEM, text)
    with pytest.raises(CatalogueBroken) as raised:
        Catalogue.load(folder).version("9.000001", "2025-07-01")
    return raised.value


def marked(text: str) -> list[int]:
    return [number for number, line in enumerate(text.split("\n"), start=1) if HERE in line]


def test_the_file_the_tests_spoil_is_sound(tmp_path: Path) -> None:
    write(tmp_path, STEM, minimal())
    Catalogue.load(tmp_path).check()


FAULTS = [
    # keys and types
    ("unknown top key", "#valid_to", 'colour = "red" #!', Breach.UNKNOWN_KEY),
    ("unknown key of a question", 'unit = "m²" },', 'unit = "m²", widht = 3 }, #!', Breach.UNKNOWN_KEY),
    ("unknown key of a table", 'unit = "same_day"', 'unit = "same_day"\ncutof = 15:00:00 #!', Breach.UNKNOWN_KEY),
    ("unknown key of a choice", 'label = "Đỏ" },', 'label = "Đỏ", target = "1" }, #!', Breach.UNKNOWN_KEY),
    ("missing key of a question", '{ key = "area", label = "Diện tích", ', '#!\n    { key = "area", ',
     Breach.MISSING_KEY),
    ("missing key of a table", '[[results]]\ncode = ""', "[[results]] #!", Breach.MISSING_KEY),
    ("missing name", 'name = "Thủ tục thử"\n', "", Breach.MISSING_KEY),
    ("text for a number", "percent = 100", 'percent = "100" #!', Breach.WRONG_TYPE),
    ("number for yes or no", "set_by_province = true", "set_by_province = 1 #!", Breach.WRONG_TYPE),
    ("yes for a number", "originals = 1", "originals = true #!", Breach.WRONG_TYPE),
    ("text for a day", "valid_from = 2025-07-01", 'valid_from = "2025-07-01" #!', Breach.WRONG_TYPE),
    ("time with a day", "cutoff = 15:00:00", "cutoff = 2026-01-01T15:00:00 #!", Breach.WRONG_TYPE),
    ("text for a list", 'channels = ["counter", "online"]', 'channels = "counter" #!', Breach.WRONG_TYPE),
    ("unknown kind", 'kind = "yes_no" },', 'kind = "yesno" }, #!', Breach.UNKNOWN_VALUE),
    ("unknown channel", '"online"]', '"fax"] #!', Breach.UNKNOWN_VALUE),
    ("unknown unit of time", 'unit = "same_day"', 'unit = "today" #!', Breach.UNKNOWN_VALUE),
    ("unknown level", 'competent_level = "commune"', 'competent_level = "district" #!', Breach.UNKNOWN_VALUE),
    ("unknown service level", '"partial"', '"4" #!', Breach.UNKNOWN_VALUE),
    # name and dates
    ("another code", 'code = "9.000001"', 'code = "9.000002" #!', Breach.FILE_NAME),
    ("another version", 'version = "2025-07-01"', 'version = "1" #!', Breach.FILE_NAME),
    ("another first day", "valid_from = 2025-07-01", "valid_from = 2025-07-02 #!", Breach.FILE_NAME),
    ("ends before it begins", "#valid_to", "valid_to = 2025-06-30 #!", Breach.DATES),
    ("exemption ends early", 'basis = "Luật"', 'basis = "Luật"\nvalid_from = 2026-02-01\nvalid_to = 2026-01-01 #!',
     Breach.DATES),
    # duplicates
    ("question twice", '{ key = "born",', '{ key = "name", label = "Tên", kind = "text" }, #!\n    { key = "born",',
     Breach.DUPLICATE),
    ("column twice", '{ key = "age",', '{ key = "name", label = "Tên", kind = "text" }, #!\n        { key = "age",',
     Breach.DUPLICATE),
    ("choice twice", '{ code = "blue",', '{ code = "red", label = "Hồng" }, #!\n        { code = "blue",',
     Breach.DUPLICATE),
    ("requirement twice", 'key = "copy"', 'key = "form" #!', Breach.DUPLICATE),
    ("case twice", "[[sections]]", '[[cases]]\nkey = "plain" #!\nname = "Lại"\n\n[[sections]]', Breach.DUPLICATE),
    # conditions
    ("condition on nothing", 'question = "married"', 'question = "maried"', Breach.UNKNOWN_QUESTION),
    ("condition on an unknown case", '["plain"]', '["quick"]', Breach.UNKNOWN_CHOICE),
    ("condition on an unknown answer", '["yes"]', '["true"]', Breach.UNKNOWN_CHOICE),
    ("condition on an unknown choice", "originals = 1",
     'originals = 1\nwhen = [{ question = "colour", one_of = ["red", "green"] }] #!', Breach.UNKNOWN_CHOICE),
    ("section on nothing", 'title = "Tờ khai"', 'title = "Tờ khai"\nwhen = [{ question = "x" }] #!',
     Breach.UNKNOWN_QUESTION),
    ("waits for itself", 'kind = "yes_no" },', 'kind = "yes_no", when = [{ question = "married" }] }, #!', Breach.RING),
    # questions
    ("select without choices", 'unit = "m²" },', 'unit = "m²" },\n    { key = "s", label = "S", kind = "select" }, #!',
     Breach.NO_CHOICES),
    ("text with choices", 'unit = "m²" },', 'unit = "m²", choices = "sex" }, #!', Breach.IDLE_CHOICES),
    ("unknown code list", 'unit = "m²" },',
     'unit = "m²" },\n    { key = "s", label = "S", kind = "select", choices = "sexes" }, #!', Breach.UNKNOWN_LIST),
    ("table without columns", 'unit = "m²" },', 'unit = "m²" },\n    { key = "t", label = "T", kind = "table" }, #!',
     Breach.NO_COLUMNS),
    ("text with columns", 'kind = "yes_no" },',
     'kind = "yes_no", columns = [{ key = "a", label = "A", kind = "text" }] }, #!', Breach.IDLE_COLUMNS),
    ("date in words of nothing", 'derived_from = "born" },', 'derived_from = "name" }, #!', Breach.DERIVED),
    ("date in words typed", "read_only = true, ", "", Breach.DERIVED),
    ("not on the card", 'card_field = "full_name"', 'card_field = "nickname"', Breach.CARD_FIELD),
    ("nobody's card", ', of = "owner"', "", Breach.CARD_FIELD),
    ("limits crossed", "minimum = 0, maximum = 150", "minimum = 9, maximum = 1", Breach.LIMITS),
    # rules, papers, terms, money
    ("rule on nothing", 'left = "born"', 'left = "bron" #!', Breach.UNKNOWN_QUESTION),
    ("rule across kinds", 'left = "born"', 'left = "area"', Breach.RULE),
    ("rule without relation", 'relation = "<="', 'relation = "before" #!', Breach.RULE),
    ("paper of no copies", "originals = 1\n", "", Breach.NO_COUNT),
    ("forbidden without basis", 'forbidden = true\nforbidden_basis = "Luật Căn cước"', "forbidden = true #!",
     Breach.FORBIDDEN),
    ("forbidden and wanted", "forbidden = true", "photocopies = 1\nforbidden = true #!", Breach.FORBIDDEN),
    ("no days", "amount = 5", "amount = 0 #!", Breach.DEADLINE_AMOUNT),
    ("last term conditional", "cutoff = 15:00:00", 'cutoff = 15:00:00\nwhen = [{ question = "channel" }] #!',
     Breach.DEADLINE_FALLBACK),
    ("free by omission", "amount = 0\nset_by_province = true", "amount = 0 #!", Breach.FEE_AMOUNT),
    ("counted by nothing", "set_by_province = true", 'set_by_province = true\ncopies_from = "children.count" #!',
     Breach.UNKNOWN_QUESTION),
    ("exempts nothing", 'fees = ["certificate"]', 'fees = ["certificate", "permit"] #!', Breach.UNKNOWN_FEE),
    ("lowers too much", "percent = 100", "percent = 120 #!", Breach.FEE_AMOUNT),
    ("doubt about nothing", '"fees.certificate: mức', '"fees.permit: mức', Breach.UNCERTAIN),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "rule"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_fault_is_named_by_file_line_and_rule(tmp_path: Path, old: str, new: str, rule: Breach) -> None:
    text = spoilt(old, new)
    (fault,) = broken(tmp_path, text).faults
    assert (fault.file, fault.rule) == (f"{STEM}.toml", rule)
    lines = marked(text) or [_line_of_change(text)]
    if new.startswith(HERE):                               # marked above, where the marker cannot stand beside
        lines = [lines[0] + 1]
    assert [fault.line] == lines
    assert fault.sentence
    assert "{" not in fault.sentence


def _line_of_change(text: str) -> int:
    """Without a mark: the line that changed, or what is left around a line taken out."""
    sound, changed = minimal().split("\n"), text.split("\n")
    at = next(index for index, line in enumerate(sound) if changed[index] != line)
    if len(changed) == len(sound):
        return at + 1
    table = next((number for number in range(at, 0, -1) if changed[number - 1].startswith("[[")), 1)
    return table


def test_every_rule_has_a_test_and_a_sentence() -> None:
    elsewhere = {Breach.NOT_NFC, Breach.NO_DEADLINE, Breach.OVERLAP}
    assert {case[3] for case in FAULTS} | elsewhere == set(Breach)
    assert set(SENTENCES) == set(Breach)


def test_a_missing_term_must_be_admitted(tmp_path: Path) -> None:
    text = minimal()
    without = text[: text.index("[[deadlines]]")] + text[text.index("[[fees]]") :]
    (fault,) = broken(tmp_path, without).faults
    assert (fault.rule, fault.where) == (Breach.NO_DEADLINE, "deadlines")
    admitted = without.replace('uncertain = ["', 'uncertain = ["deadlines: chưa tìm thấy", "')
    write(tmp_path, STEM, admitted)
    assert Catalogue.load(tmp_path).on("9.000001", date(2026, 1, 1)).deadlines == ()


def test_all_faults_are_told_at_once_in_order(tmp_path: Path) -> None:
    text = minimal()
    for old, new in (
        ('kind = "yes_no" },', 'kind = "maybe" }, #!'),
        ("#valid_to", "valid_too = 2025-01-01 #!"),
        ("percent = 100", 'percent = "all" #!'),
        ('["certificate"]', '["stamp"] #!'),
        ('key = "copy"', 'key = "form" #!'),
    ):
        text = text.replace(old, new, 1)
    problem = broken(tmp_path, text)
    assert [fault.line for fault in problem.faults] == marked(text)
    assert {fault.rule for fault in problem.faults} == {
        Breach.UNKNOWN_KEY, Breach.UNKNOWN_VALUE, Breach.DUPLICATE, Breach.WRONG_TYPE, Breach.UNKNOWN_FEE}  # fmt: skip
    assert problem.report().count("\n") == 4
    told = problem.for_operator()
    assert f"{STEM}.toml" in told
    assert str(problem.faults[0].line) in told
    assert str(problem.faults[0].rule) in told


def test_decomposed_letters_are_refused(tmp_path: Path) -> None:
    text = spoilt('title = "Tờ khai"', f'title = "{unicodedata.normalize("NFD", "Tờ khai")}" #!')
    (fault,) = broken(tmp_path, text).faults
    assert (fault.rule, [fault.line]) == (Breach.NOT_NFC, marked(text))


# ---- syntax --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "Hộ nghèo"', 'name = "Hộ nghèo #!'),
        ("percent = 100", "percent = 100 percent #!"),
        ("originals = 1", "originals = 1\noriginals = 2 #!"),
        ("[authoritative]", "[authoritative #!"),
    ],
    ids=["open text", "a word too many", "key twice", "open header"],
)
def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path, old: str, new: str) -> None:
    text = spoilt(old, new)
    write(tmp_path, STEM, text)
    with pytest.raises(CatalogueSyntax) as raised:
        Catalogue.load(tmp_path).version("9.000001", "2025-07-01")
    assert raised.value.details["file"] == f"{STEM}.toml"
    assert [raised.value.details["line"]] == marked(text)
    assert "at line" not in raised.value.for_operator()


def test_a_file_cut_off_is_told_with_its_last_line(tmp_path: Path) -> None:
    text = minimal()[: minimal().index('{ key = "born",')]
    write(tmp_path, STEM, text)
    with pytest.raises(CatalogueSyntax) as raised:
        Catalogue.load(tmp_path).version("9.000001", "2025-07-01")
    assert raised.value.details["line"] == text.count("\n") + 1


def test_a_file_in_an_old_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    text = spoilt("#valid_to", 'portal_uuid = "é" #!')
    raw = text.encode().replace("é".encode(), b"\xe9")
    (tmp_path / f"{STEM}.toml").write_bytes(raw)
    with pytest.raises(CatalogueSyntax) as raised:
        Catalogue.load(tmp_path).version("9.000001", "2025-07-01")
    assert [raised.value.details["line"]] == marked(text)


def test_windows_line_ends_and_byte_order_mark_are_read(tmp_path: Path) -> None:
    (tmp_path / f"{STEM}.toml").write_bytes(b"\xef\xbb\xbf" + minimal().replace("\n", "\r\n").encode())
    Catalogue.load(tmp_path).check()


# ---- two versions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ends", ["", "valid_to = 2026-07-01 #!"], ids=["open end", "one day too long"])
def test_versions_may_not_overlap(tmp_path: Path, ends: str) -> None:
    text = minimal().replace("#valid_to", ends)
    write(tmp_path, "9.000001@2026-07-01", minimal("2026-07-01"))
    (fault,) = broken(tmp_path, text).faults
    assert (fault.file, fault.rule, fault.where) == (f"{STEM}.toml", Breach.OVERLAP, "valid_to")
    assert [fault.line] == (marked(text) or [1])
    assert "2026-07-01" in fault.sentence


def test_checking_the_catalogue_tells_the_faults_of_every_file(tmp_path: Path) -> None:
    write(tmp_path, STEM, spoilt("percent = 100", "percent = 0"))
    second = minimal().replace("9.000001", "9.000002").replace("amount = 5", "amount = -1")
    write(tmp_path, "9.000002@2025-07-01", second)
    with pytest.raises(CatalogueBroken) as raised:
        Catalogue.load(tmp_path).check()
    assert [(fault.file[:8], fault.rule) for fault in raised.value.faults] == [
        ("9.000001", Breach.FEE_AMOUNT), ("9.000002", Breach.DEADLINE_AMOUNT)]  # fmt: skip


def test_a_head_that_is_wrong_is_told_when_searching(tmp_path: Path) -> None:
    text = spoilt('sector = "Thử"', "sector = 7 #!")
    write(tmp_path, STEM, text)
    with pytest.raises(CatalogueBroken) as raised:
        Catalogue.load(tmp_path).search("thu tuc")
    assert [fault.line for fault in raised.value.faults] == marked(text)
