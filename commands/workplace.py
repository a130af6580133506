"""What a command starts with: profile, data folder, clock, and how to open the store from them."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import platformdirs

from kiosk.event_log import keep_log
from kiosk.moments import SystemClock
from kiosk.ports import Checkpoint, Clock, no_checkpoint
from kiosk.settings import MEBIBYTE, Settings, read_settings
from kiosk.store import Opening, Store, open_beside, open_for_reading, open_store, open_store_for_turn, open_store_sharing
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile, KeyKeeper, SystemKeyring
from kiosk.store.marks import MarkFolder, usual_folder
from kiosk.store.service_key import FOLDER_VARIABLE, ServiceKey
from kiosk.words import _

SAID_VARIABLE = "MOT_CUA_DEMO_SAID"     # set for children of a process that has told already that this is a demo


class Profile(StrEnum):
    """`office` keeps its key in the keyring; `demo` in a file beside the data, for training with invented people."""

    OFFICE = "office"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Workplace:
    """The machine as one command sees it."""

    profile: Profile
    root: Path
    clock: Clock = field(default_factory=SystemClock)
    disk: Disk = field(default_factory=Disk)
    checkpoint: Checkpoint = no_checkpoint

    @property
    def demo(self) -> bool:
        return self.profile is Profile.DEMO

    def settings(self) -> Settings:
        return read_settings(self.root / "settings.toml", demo=self.demo)

    def keeper(self) -> KeyKeeper:
        """Where the key lives; the demo says aloud that its key protects nothing."""
        if not self.demo:
            opened = os.environ.get(FOLDER_VARIABLE)       # by the service manager, where nobody signs in
            return ServiceKey(Path(opened), SystemKeyring()) if opened else SystemKeyring()
        if not os.environ.get(SAID_VARIABLE):
            print(_("Chế độ tập huấn: chìa khóa nằm ngay trong thư mục dữ liệu, không dùng cho hồ sơ thật."), file=sys.stderr)
        return DemoKeyFile(self.root, self.disk)

    def ca_file(self) -> Path | None:
        """The certificates that count when talking to the gateway, where the settings name some."""
        written = self.settings().gateway.ca_file
        return self.root / written if written else None

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The store for writing. An office whose settings are missing is refused before anything is created."""
        settings = self.settings()
        with open_store(self._opening(settings.pages.reserve_mebibytes * MEBIBYTE)) as store:
            keep_log(store.folder.logs, self.clock, "counter")
            _say_if_restored(store)
            yield store

    @contextmanager
    def shared_store(self) -> Iterator[Store]:
        """The store for writing by work that waits for the network: others may write in between."""
        with open_store_sharing(self._opening(0)) as store:
            keep_log(store.folder.logs, self.clock, "sync")
            _say_if_restored(store)
            yield store

    @contextmanager
    def store_for_turn(self) -> Iterator[Store | None]:
        """The store as one citizen at a kiosk writes to it, while passes go on beside; None where there is none yet."""
        reserve = self.settings().pages.reserve_mebibytes * MEBIBYTE
        with open_store_for_turn(self._opening(reserve)) as store:
            if store is not None:
                keep_log(store.folder.logs, self.clock, "selfservice")
            yield store

    @contextmanager
    def store_beside(self) -> Iterator[Store | None]:
        """The store for looking things up while the counter's window has it; None where there is none yet."""
        with open_beside(self._opening(0)) as store:
            if store is not None:
                keep_log(store.folder.logs, self.clock, "search")
            yield store

    @contextmanager
    def store_for_reading(self) -> Iterator[Store | None]:
        with open_for_reading(self._opening(0)) as store:
            yield store

    def _opening(self, reserve_bytes: int) -> Opening:
        return Opening(
            root=self.root,
            keeper=self.keeper(),
            clock=self.clock,
            marks=MarkFolder(usual_folder(), self.disk),
            disk=self.disk,
            checkpoint=self.checkpoint,
            reserve_bytes=reserve_bytes,
        )


def _say_if_restored(store: Store) -> None:
    if not store.restored:
        return
    print(_("Kho dữ liệu này cũ hơn những gì máy đã cấp: có lẽ vừa được khôi phục từ bản sao. Hồ sơ tiếp nhận sau lúc sao "
            "có thể không còn ở đây; phần đã gửi vẫn nằm ở trục. Máy đã đổi phần mã máy nên không mã hồ sơ nào bị cấp "
            "hai lần. Hãy đối chiếu giấy hẹn đã phát sau lúc sao với trục của tỉnh."), file=sys.stderr)


def usual_root(profile: Profile) -> Path:
    """Where data live unless `--data` says otherwise."""
    name = "mot-cua-demo" if profile is Profile.DEMO else "mot-cua"
    return Path(platformdirs.user_data_dir(name, appauthor=False))
