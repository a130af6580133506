"""Every step at which a process may die, by the name its checkpoint has in the code.

`test_kills.py` compares these with what an uninterrupted run really passes: a renamed or new checkpoint fails there.
"""

OPENING = ("schema ready", "device named", "mark saved")

RECEIVE = (
    "folder held", "key kept", "folder named", *OPENING,
    "pages announced", "page written", "page flushed", "page renamed", "folders flushed",
    "before commit", "after commit", "received",
)  # fmt: skip

SYNC = (
    *OPENING, "hello verified", "device certified", "lease wished", "lease kept",
    "forms ready", "forms answered", "forms recorded",
    "page piece sent", "page carried", "acknowledgement received", "acknowledgement kept",
    "changes received", "changes kept", "capture forgotten",
)  # fmt: skip

GATEWAY = (
    "key kept", "folder named", "lease granted", "series marked", "forms written", "form registered",
    "pages announced", "folders flushed", "page written", "page appended", "page thrown away", "page verified", "page complete",
    "before acknowledgement", "acknowledgement written", "acknowledged", "decided",
)  # fmt: skip

KNOWN = {"receive": RECEIVE, "sync": SYNC, "gateway": GATEWAY}
