"""What the gateway's commands have in common: its folder, the settings in it, and where its key lies."""

import argparse
from pathlib import Path

from commands.workplace import Workplace
from kiosk.store.keys import KeyFile, KeyKeeper
from kiosk.words import _
from sync.gateway.settings_file import GatewayFile, read_gateway_file


def add_key_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key-file", type=Path, metavar=_("TỆP"),
                        help=_("tệp giữ khóa kho của trục, ngoài thư mục dữ liệu; không có thì dùng kho khóa của máy"))


def gateway_file(workplace: Workplace) -> GatewayFile:
    """Raises GatewayFileWrong."""
    return read_gateway_file(workplace.root)


def keeper_of(given: Path | None, workplace: Workplace) -> KeyKeeper:
    """The key of the gateway's store: in the file named on the command line or in gateway.toml, else as for every store.

    Raises KeyFileRefused.
    """
    written = gateway_file(workplace).key_file
    path = given.absolute() if given else workplace.root / written if written else None
    return KeyFile(path, workplace.root, workplace.disk) if path else workplace.keeper()
