"""Who comes to the counter in the unattended demo, and what has to be typed because no card tells it. Nobody of them exists."""

from dataclasses import dataclass

PROCEDURE = "1.004873"
PROCEDURE_TYPED = "xac nhan tinh trang hon nhan"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person with a card and papers. `answers` and `met`: paths in the order of the
    page, with words to type or the code to choose. Sheets from the second on belong to no paper that is asked for."""

    key: str
    card: str                          # of the simulated reader
    papers: tuple[str, ...]            # for the simulated feeder, one sheet each
    answers: tuple[tuple[str, str], ...]
    met: tuple[tuple[str, str], ...] = (("requirements.declaration.how", "original"), ("requirements.identity.how", "shown"))


FATHER = Visitor("ho-so-1", "binh", ("marital_declaration", "marriage_certificate"), (
    ("submitter.phone", "0912 345 678"),
    ("answers.requester_relation", "self"),
    ("answers.owner_status", "1"),
    ("answers.spouse_name", "Trần Thị Ngọc Hà"),
    ("answers.purpose", "other"),
    ("answers.purpose_other", "Bổ sung hồ sơ vay vốn mua nhà ở"),
    ("answers.copies", "2"),
    ("answers.pledge", "yes"),
))  # fmt: skip
DAUGHTER = Visitor("ho-so-2", "hon", ("marital_declaration",), (
    ("submitter.phone", "0987 654 321"),
    ("answers.requester_relation", "self"),
    ("answers.owner_status", "2"),
    ("answers.purpose", "marriage"),
    ("answers.copies", "1"),
    ("answers.pledge", "yes"),
))  # fmt: skip
