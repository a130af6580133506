"""The manual of failures says what the program says, and whatever it leaves to people has been written."""

import re

import pytest

from tools import failure_codes as tool
from tools.failure_codes import DO, UNWRITTEN, WHAT, Entry, Table


def real_manual() -> str:
    return tool.MANUAL.read_text(encoding="utf-8")


def test_the_manual_is_up_to_date_and_fully_written():
    found = tool.faults(real_manual(), tool.entries(), tool.tables())
    assert not found, "\n" + "\n".join(found)  # all of it: pytest would shorten the list


def test_every_entry_helps_beyond_the_words_of_the_program():
    thin = []
    for part in re.split(r"^##? ", real_manual(), flags=re.MULTILINE):
        lines = part.splitlines()
        if WHAT in part and not any(len(line) > 40 for line in lines if not line.startswith((WHAT, DO))):
            thin.append(lines[0])
    assert not thin


def test_links_within_the_manual_lead_somewhere():
    manual = real_manual()
    headings = re.findall(r"^#+ (.+)$", manual, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", manual)) <= anchors
    files = re.findall(r"\]\(([^)#]+)", manual)
    assert [name for name in files if not (tool.MANUAL.parent / name).exists()] == []


# ---- the tool can tell --------------------------------------------------------------------------------------------

BUSY = Entry("DISK-01", "Ổ đĩa bận.", "Đợi {seconds} giây.")
FULL = Entry("DISK-03", "Ổ đĩa đầy.", "Dọn ổ đĩa.")
ENDS = Table("ends", [("0",), ("`a|b`",)], 1)
MANUAL = f"""# Sổ tay

<!-- ends -->
| Mã | Nghĩa |
|---|---|
| 0 | Xong |
| `a\\|b` | Một \\| hai |

# Ổ đĩa

## DISK-01

{WHAT}{BUSY.sentence}

{DO}{BUSY.remedy}

Vì máy chậm.

## DISK-03

{WHAT}{FULL.sentence}

{DO}{FULL.remedy}

Vì nhiều ảnh.

# Hết
"""


def test_a_manual_in_order_has_no_faults_and_is_left_alone():
    assert tool.faults(MANUAL, [BUSY, FULL], [ENDS]) == []
    assert tool.rewritten(MANUAL, [BUSY, FULL], [ENDS]) == MANUAL


@pytest.mark.parametrize(
    "changed", [BUSY._replace(sentence="Ổ đĩa rất bận."), BUSY._replace(remedy=r"Đợi \g<0> {seconds} giây.")]
)
def test_a_changed_text_is_seen_and_copied_while_what_people_wrote_stays(changed):
    assert tool.faults(MANUAL, [changed, FULL], [ENDS])
    manual = tool.rewritten(MANUAL, [changed, FULL], [ENDS])
    assert tool.faults(manual, [changed, FULL], [ENDS]) == []
    assert changed.sentence in manual
    assert changed.remedy in manual
    assert "Vì máy chậm." in manual
    assert "Vì nhiều ảnh." in manual


def test_texts_that_changed_places_are_seen():
    swapped = [BUSY._replace(sentence=FULL.sentence), FULL._replace(sentence=BUSY.sentence)]
    assert tool.faults(MANUAL, swapped, [ENDS]) == ["make manual: the same lines in another order"]


def test_a_new_error_gets_an_entry_in_its_room_that_fails_until_it_is_written():
    new = Entry("DISK-02", "Ổ đĩa cũ.", "Thay ổ đĩa.")
    assert tool.faults(MANUAL, [BUSY, new, FULL], [ENDS])
    manual = tool.rewritten(MANUAL, [BUSY, new, FULL], [ENDS])
    assert re.findall(r"^## .+", manual, re.MULTILINE) == ["## DISK-01", "## DISK-02", "## DISK-03"]
    assert WHAT + new.sentence in manual
    [left] = tool.faults(manual, [BUSY, new, FULL], [ENDS])
    assert left.startswith("to be written: ")
    assert tool.faults(manual.replace(UNWRITTEN, "Vì cũ"), [BUSY, new, FULL], [ENDS]) == []


def test_a_new_error_of_no_known_room_comes_last():
    manual = tool.rewritten(MANUAL, [BUSY, FULL, Entry("LAMP-01", "Tắt.", "Bật.")], [ENDS])
    assert manual.index("# Hết") < manual.index("## LAMP-01")


def test_an_entry_without_its_lines_is_seen():
    manual = MANUAL.replace(f"{DO}{BUSY.remedy}\n", "")
    assert tool.faults(manual, [BUSY, FULL], [ENDS]) == [f"DISK-01 has no line “{DO.strip()}”"]


def test_a_new_row_fails_until_it_is_written_and_a_row_that_is_gone_is_seen():
    more, fewer = ENDS._replace(rows=[*ENDS.rows, ("2",)]), ENDS._replace(rows=ENDS.rows[:1])
    manual = tool.rewritten(MANUAL, [BUSY, FULL], [more])
    assert f"| 2 | {UNWRITTEN} |\n\n# Ổ đĩa" in manual
    assert "Một \\| hai" in manual
    assert [line.split(":")[0] for line in tool.faults(manual, [BUSY, FULL], [more])] == ["to be written"]
    assert tool.faults(MANUAL, [BUSY, FULL], [fewer])


def test_a_missing_table_is_seen():
    assert tool.faults(MANUAL, [BUSY, FULL], [Table("lamps", [], 0)]) == ["no table after <!-- lamps -->"]
