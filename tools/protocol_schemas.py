"""Writes docs/counter-protocol.schema.json: JSON Schemas of every message of the counter protocol and of the sealed form.

`make schemas` after a message changed. Taken from the types themselves, so that the page and the program cannot disagree;
a test fails while the file is behind.
"""

import inspect
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from kiosk import credentials
from kiosk.dossier import Form
from kiosk.left_drafts import LeftDraft
from sync import messages

FILE = Path(__file__).parent.parent / "docs" / "counter-protocol.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def structures() -> tuple[type, ...]:
    """Every structure that travels: envelopes, what is signed, the form; by name."""
    found = {kind for module in (messages, credentials) for kind in _structs(module)}
    return (*sorted({*found, LeftDraft}, key=lambda kind: kind.__name__), Form)


def _structs(module: ModuleType) -> list[type]:
    kinds = [kind for _name, kind in inspect.getmembers(module, inspect.isclass) if issubclass(kind, msgspec.Struct)]
    return [kind for kind in kinds if kind is not credentials.Credential]


def schema() -> dict[str, Any]:
    """One document; each structure under `$defs`."""
    _references, components = msgspec.json.schema_components(structures(), ref_template="#/$defs/{name}")
    definitions = dict(sorted(components.items()))
    for kind in structures():
        definitions[kind.__name__] |= _beside(kind)
    return {"$schema": DIALECT, "title": "The counter protocol, version 1", "$defs": definitions}


def _beside(kind: type) -> dict[str, Any]:
    """What a schema cannot say: how the bytes are made, and under which purpose they are signed."""
    if not issubclass(kind, credentials.Credential):
        return {}
    encoding = "msgpack array" if kind.__struct_config__.array_like else "JSON, keys sorted"
    return {"$comment": f"signed under the purpose {kind.purpose!r}; the signed bytes are {encoding}"}


def text() -> str:
    return msgspec.json.format(msgspec.json.encode(schema()), indent=1).decode() + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
