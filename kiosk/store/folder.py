"""DIR, the folder of one store: who holds it, which store it is, which key it needs.

`store.json` stands outside the database and carries the store's id and the id of its key, so that a wrong key is told
apart from damage. Each step of creating the folder may be interrupted: the next start goes on from there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import filelock
import msgspec
import uuid_utils.compat as uuids

from kiosk.ports import Checkpoint
from kiosk.store.disk import Disk, disk_errors
from kiosk.store.faults import Damaged, FolderRefused, HalfFolder, OtherKind, StoreBusy
from kiosk.store.keys import KeyKeeper, key_id, load_checked, new_secret
from kiosk.words import N_, _

LOCK_WAIT_SECONDS = 15.0


class FolderKind(StrEnum):
    """Whose store a folder holds: neither can read the other's, though both are whole."""

    COUNTER = "counter"
    GATEWAY = "gateway"


_KINDS = {FolderKind.COUNTER: N_("quầy tiếp nhận"), FolderKind.GATEWAY: N_("trục của tỉnh")}


class StoreIdentity(msgspec.Struct, frozen=True):
    """The content of `store.json`. Not secret."""

    store: str
    key_id: str
    kind: FolderKind | None = None     # None: made before kinds were written down


class StoreFolder:
    """The paths below DIR."""

    def __init__(self, root: Path, disk: Disk, kind: FolderKind = FolderKind.COUNTER) -> None:
        self.root, self._disk, self._kind = root, disk, kind
        self.database = root / "store.db"
        self.pages = root / "pages"
        self.identity = root / "store.json"
        self.settings = root / "settings.toml"
        self.backups = root / "backups"
        self.logs = root / "logs"

    @contextmanager
    def held(self, wait_seconds: float = LOCK_WAIT_SECONDS) -> Iterator[None]:
        """Holds DIR for writing; the kernel lets go when this process dies. Raises StoreBusy, FolderRefused."""
        with self._locked("lock", wait_seconds):
            yield

    @contextmanager
    def carrying(self) -> Iterator[None]:
        """Holds the right to talk to the gateway for this folder: one process at a time. Raises StoreBusy at once."""
        with self._locked("sync.lock", 0):
            yield

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Held while a kiosk stands over this folder: one shell at a time. Raises StoreBusy at once."""
        with self._locked("selfservice.lock", 0):
            yield

    def has_kiosk(self) -> bool:
        """Whether a kiosk stands over this folder, whose citizens may be writing pages."""
        try:
            with self.standing():
                return False
        except StoreBusy:
            return True

    @contextmanager
    def marking(self) -> Iterator[None]:
        """Held while the mark outside is compared and saved: an older one never overwrites a newer. Raises StoreBusy."""
        with self._locked("mark.lock", LOCK_WAIT_SECONDS):
            yield

    @contextmanager
    def _locked(self, name: str, wait_seconds: float) -> Iterator[None]:
        with disk_errors():
            self._disk.make_folder(self.root)
            lock = filelock.FileLock(self.root / name, timeout=wait_seconds, mode=0o600)
            try:
                lock.acquire()
            except filelock.Timeout as error:
                raise StoreBusy from error
        try:
            yield
        finally:
            lock.release()

    def settle(self) -> None:
        """Flushes the names of folders: a program killed between making one and flushing its name left that to us."""
        with disk_errors():
            for folder in (self.root, self.pages):
                if folder.is_dir():
                    self._disk.flush_folder(folder)

    def known(self) -> StoreIdentity | None:
        """The identity of an existing store, None for a folder without one. Raises Damaged, HalfFolder, OtherKind."""
        identity = self._written()
        if identity is not None and identity.kind not in (None, self._kind):
            raise OtherKind(found=_(_KINDS[identity.kind]), wanted=_(_KINDS[self._kind]))
        return identity

    def _written(self) -> StoreIdentity | None:
        try:
            return msgspec.json.decode(self.identity.read_bytes(), type=StoreIdentity)
        except FileNotFoundError as error:
            if self.database.exists():
                raise HalfFolder(missing=self.identity.name) from error
            return None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Damaged(what=self.identity.name) from error
        except (PermissionError, NotADirectoryError, IsADirectoryError) as error:
            raise FolderRefused(what=self.identity.name) from error

    @property
    def named(self) -> str:
        """The id of the store in this folder, "" before there is one."""
        identity = self.known()
        return identity.store if identity else ""

    def secret(self, keeper: KeyKeeper, at: Checkpoint) -> bytes:
        """The store's secret; a new store draws one and has it kept before anything is encrypted with it."""
        identity = self.known()
        if identity is not None:
            return load_checked(keeper, identity.store, identity.key_id)
        identity_of_new = str(uuids.uuid7())
        secret = new_secret()
        keeper.save(identity_of_new, secret)
        at("key kept")
        with disk_errors():
            new = StoreIdentity(identity_of_new, key_id(secret), self._kind)
            self._disk.write_whole(self.identity, msgspec.json.encode(new))
        at("folder named")
        return secret

    def secret_for_reading(self, keeper: KeyKeeper) -> bytes | None:
        """The secret of an existing store, None where there is no store yet."""
        identity = self.known()
        return None if identity is None else load_checked(keeper, identity.store, identity.key_id)
