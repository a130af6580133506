"""What a file of a result may be: its name, its kind, its size. The portal names it; nothing it says is taken on trust."""

import re
from dataclasses import dataclass

LARGEST_RESULT = 20 * 1024 * 1024      # bytes of one file
MOST_FILES = 20                        # of one result
LONGEST_FILE_NAME = 200
RESULT_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png", "image/tiff", "application/xml", "text/xml",
                          "application/vnd.openxmlformats-officedocument.wordprocessingml.document"})  # fmt: skip
_NAME = re.compile(r'[^\x00-\x1f\x7f/\\:*?"<>|]+')
_SHA256 = re.compile(r"[0-9a-f]{64}")



@dataclass(frozen=True, slots=True)
class ResultFile:
    """One file of a result; its bytes are fetched on their own."""

    name: str                          # as the agency called it
    media_type: str
    size: int
    sha256: str


def is_result_name(name: str) -> bool:
    """True for a name that is only a name on every system: no folder, no control character, no dots alone."""
    return len(name) <= LONGEST_FILE_NAME and _NAME.fullmatch(name) is not None and name.strip(". ") != ""


def is_result_type(media_type: str) -> bool:
    return media_type in RESULT_TYPES


def is_sha256(text: str) -> bool:
    return _SHA256.fullmatch(text) is not None
