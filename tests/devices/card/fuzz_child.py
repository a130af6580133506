"""One target under atheris, in a process of its own: `python -m tests.devices.card.fuzz_child TARGET FOLDER FLAGS...`."""

import random
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["devices.card"], exclude=["devices.card.crypto"]):
    from tests.devices.card.damage import reshaped
    from tests.devices.card.fuzz_targets import TARGETS


def main() -> None:
    name, folder, *flags = sys.argv[1:]
    target = TARGETS[name]
    for number, seed in enumerate(target.seeds):
        (Path(folder) / f"seed-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], *flags, f"-artifact_prefix={folder}/", folder], target.eat, custom_mutator=_mutated)
    atheris.Fuzz()


def _mutated(data: bytes, most: int, luck: int) -> bytes:
    """Half of the time put out of shape as TLV, behind a first byte that may say what it is; else as libFuzzer does."""
    draw = random.Random(luck)
    if draw.random() < 0.5:
        return bytes(atheris.Mutate(data, most))
    head = draw.choice((0, 1))
    return (data[:head] + reshaped(data[head:], draw))[:most]


if __name__ == "__main__":
    main()
