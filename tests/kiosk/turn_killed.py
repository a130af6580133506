"""A turn's process that has a page in the clear in its hands and hangs there, to be killed; see test_selfservice_papers."""

import sys
from pathlib import Path

from kiosk.scan_journal import Place, StackNote
from kiosk.selfservice.paper_desk import scans_of_turn

with scans_of_turn(Path(sys.argv[1])) as journal:
    stack = journal.begin(StackNote(Place("draft", "paper")))
    (stack.folder / "page-1.jpg").write_bytes(b"\xff\xd8" + b"a citizen's page" * 100)
    print("there", flush=True)
    sys.stdin.read()
