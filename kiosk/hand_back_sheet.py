"""What stands on the paper signed when a result is handed back (Giấy biên nhận trả kết quả). Filled, not laid out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HandBackSheet:
    """One handing back. Texts are "" where there is nothing to say; the form then leaves their line out."""

    superior_agency: str
    agency: str
    place: str
    counter: str
    dossier: str                       # its number
    procedure: str
    submitter: str
    owners: str
    received_at: int
    due_at: int | None
    handed_at: int
    collector: str
    role: str                          # "người nộp hồ sơ"
    identifier: str
    seen: str
    receipt: str
    authorisation: str
    on_behalf_of: str
    results: str
    originals: tuple[str, ...]
    left_here: str                     # originals that did not go back
    satisfaction: str
    officer: str
    marks: tuple[str, ...] = ()
