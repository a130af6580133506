"""`selfservice --seal-key FILE`: seals the key of a kiosk's store to this machine, so that it starts after a power cut with
nobody there. The key goes to `systemd-creds` through a pipe, never by command line, environment, file or log."""

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from kiosk.problems import Problem
from kiosk.store.disk import Disk
from kiosk.store.folder import StoreFolder
from kiosk.store.service_key import credential_name
from kiosk.words import _

_PATIENCE_SECONDS = 60
_BESIDE = ".new"                       # takes the file's place once it was read back


class CannotSeal(Problem):
    """Nothing was changed: the key lies where it lay."""

    code: ClassVar[str] = "KIOSK-01"
    sentence: ClassVar[str] = "Chưa niêm phong được chìa khóa của kho vào máy này."
    remedy: ClassVar[str] = "{why} Chìa khóa vẫn nằm ở chỗ cũ; sửa xong thì chạy lại lệnh."


def seal_key(workplace: Workplace, file: Path) -> ExitCode:
    """Raises CannotSeal, KeyMissing, NoKeyring, WrongKey."""
    folder = StoreFolder(workplace.root, Disk())
    secret = folder.secret_for_reading(workplace.keeper())
    if secret is None:
        raise CannotSeal(why=_("Máy này chưa có kho dữ liệu: ghi danh ki-ốt trước."))
    name = credential_name(folder.named)
    if file.is_dir():          # the service manager opens it under this name alone
        file = file / f"{name}.cred"
    beside = file.with_name(f"{file.name}{_BESIDE}")
    try:
        _creds(["encrypt", "--with-key=auto", f"--name={name}", "-", str(beside)], secret.hex())
        if _creds(["decrypt", f"--name={name}", str(beside), "-"]).strip() != secret.hex():
            raise CannotSeal(why=_("Đọc lại tệp vừa niêm phong thì không khớp."))
    except CannotSeal:
        _away(beside)
        raise
    _as_machine(["mv", "-f", "--", str(beside), str(file)])
    print(_("Đã niêm phong vào {file}. Thêm dòng này vào dịch vụ của ki-ốt:").format(file=file))
    print(f"LoadCredentialEncrypted={name}:{file.absolute()}")
    print(_("Chìa khóa cũ vẫn nằm trong kho khóa của hệ điều hành; khi ki-ốt đã tự khởi động được thì mới xóa ở đó."))
    return ExitCode.DONE


def _away(file: Path) -> None:
    """What could not be read back opens no store. Where even that fails, why it could not be sealed is still what is told."""
    with suppress(CannotSeal):
        _as_machine(["rm", "-f", "--", str(file)])


def _creds(words: list[str], text: str | None = None) -> str:
    return _as_machine(["systemd-creds", *words], text)


def _as_machine(command: list[str], text: str | None = None) -> str:
    """With the rights of the machine: what seals belongs to it, not to a user."""
    program = command[0]
    if hasattr(os, "geteuid") and os.geteuid() != 0:
        command = ["sudo", *command]
    try:
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, timeout=_PATIENCE_SECONDS, check=False, encoding="utf-8"
        )
    except FileNotFoundError as error:
        raise CannotSeal(why=_("Máy không có {program}.").format(program=command[0])) from error
    except subprocess.TimeoutExpired as error:
        raise CannotSeal(why=_("{program} không trả lời.").format(program=command[0])) from error
    if done.returncode != 0:               # what it says may hold what it was given
        raise CannotSeal(why=_("{program} báo lỗi {code}.").format(program=program, code=done.returncode))
    return done.stdout
