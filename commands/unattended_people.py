"""Who comes to the counter in the unattended demo, and what has to be typed because no card tells it. Nobody of them exists."""

from dataclasses import dataclass

PROCEDURE = "1.004873"
PROCEDURE_TYPED = "xac nhan tinh trang hon nhan"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person with a card and papers. `typed`: paths of the form, with words to type or the code to choose."""

    key: str
    card: str                          # of the simulated reader
    papers: tuple[str, ...]            # for the simulated feeder, one sheet each
    typed: tuple[tuple[str, str], ...]


_COMMON = (
    ("answers.requester_relation", "self"),
    ("answers.purpose", "other"),
    ("answers.copies", "2"),
    ("answers.pledge", "yes"),
    ("requirements.declaration.how", "original"),
    ("requirements.identity.how", "shown"),
)

FATHER = Visitor("ho-so-1", "binh", ("marital_declaration", "marriage_certificate"), (
    ("submitter.phone", "0912 345 678"),
    ("answers.owner_status", "1"),
    *_COMMON,
    ("answers.spouse_name", "Trần Thị Ngọc Hà"),
    ("answers.purpose_other", "Bổ sung hồ sơ vay vốn mua nhà ở"),
))
AUNT = Visitor("ho-so-2", "hon", ("marital_declaration",), (
    ("submitter.phone", "0987 654 321"),
    ("answers.owner_status", "2"),
    *_COMMON,
    ("answers.purpose_other", "Bổ sung hồ sơ đi học ở nước ngoài"),
))
