"""The program as a script starts it: a process of its own, its exit code, and what it says."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "dossier.json"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run of the program keeps everything: DIR, marks and HOME lie in a folder of the test."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def marks(self) -> Path:
        return self.folder / "marks"

    def environment(self, **more: str) -> dict[str, str]:
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if name not in ("DBUS_SESSION_BUS_ADDRESS", "XDG_DATA_HOME")}
        return kept | {"MOTCUA_MARKS_DIR": str(self.marks), "HOME": str(home), "PYTHONIOENCODING": "utf-8"} | more

    def words(self, *words: object, profile: str = "demo") -> list[str]:
        return [sys.executable, str(ROOT / "main.py"), "--profile", profile, "--data", str(self.data), *map(str, words)]

    def start(self, *words: object, profile: str = "demo") -> subprocess.Popen[str]:
        """A run that goes on beside the test."""
        return subprocess.Popen(self.words(*words, profile=profile), env=self.environment(), encoding="utf-8",
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *words: object, profile: str = "demo", **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.words(*words, profile=profile), env=self.environment(**more), encoding="utf-8",
                              capture_output=True, check=False, timeout=60)

    def page(self, content: bytes = b"\xff\xd8\xff\xe0 a page", name: str = "page.jpg") -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def dossier(self, **changes: Any) -> Path:
        """The example with some of its fields replaced."""
        path = self.folder / "dossier.json"
        path.write_text(json.dumps(json.loads(EXAMPLE.read_text("utf-8")) | changes), "utf-8")
        return path
