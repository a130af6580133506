"""`capture IMAGE... --out FILE.pdf [--json FILE]`: pages into one archival PDF, as the counter makes it of every paper."""

import argparse
import json
from pathlib import Path
from typing import Any, ClassVar

from commands.exit_codes import ExitCode
from commands.parser import whole_number
from commands.workplace import Workplace
from kiosk.copy_ports import CopiedPage, PageToCopy, PaperToCopy
from kiosk.media_types import LONGEST_BEGINNING, media_type
from kiosk.problems import Problem
from kiosk.words import N_, _
from kiosk.work import Silent

SUMMARY = N_("Làm bản sao điện tử: ảnh các trang thành một tệp PDF/A thẳng, tìm được chữ, nhẹ. Không cần kho dữ liệu.")
_FINEST = 1200


class PageNotRead(Problem):
    """A file of the command line is not there, or may not be read."""

    code: ClassVar[str] = "COPY-02"
    sentence: ClassVar[str] = N_("Không đọc được tệp «{path}».")
    remedy: ClassVar[str] = N_("Xem lại tên tệp và quyền đọc ({why}).")


class CopyNotWritten(Problem):
    """The copy is made, but there is no place for it."""

    code: ClassVar[str] = "COPY-03"
    sentence: ClassVar[str] = N_("Không ghi được «{path}».")
    remedy: ClassVar[str] = N_("Chọn một thư mục có sẵn và ghi được ({why}).")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pages", nargs="+", type=Path, metavar="IMAGE",
                        help=_("ảnh (hoặc PDF, TIFF) của các trang, theo thứ tự đọc"))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("tệp PDF để ghi"))
    parser.add_argument("--json", type=Path, metavar="FILE", help=_("ghi những gì đã thấy và đã làm ở từng trang"))
    parser.add_argument("--title", default="", help=_("tên giấy tờ ghi trong tệp PDF; không ghi thì lấy tên tệp"))
    parser.add_argument("--dpi", type=whole_number(50, _FINEST), default=0, metavar="N",
                        help=_("số điểm ảnh mỗi inch của ảnh; không ghi thì theo ảnh"))
    parser.add_argument("--drawing", action="store_true", help=_("là bản đồ, bản vẽ"))


def run(options: argparse.Namespace, _workplace: Workplace) -> ExitCode:
    from devices.imaging.copying.driver import Copies  # heavy

    pages = tuple(_page(path, options.dpi) for path in options.pages)
    maker = Copies()
    try:
        made = maker.make(PaperToCopy(options.title or options.out.stem, pages, options.drawing), Silent())
    finally:
        maker.close()
    _write(options.out, made.pdf)
    if options.json is not None:
        told = {"bytes": len(made.pdf), "pages": [_told(page) for page in made.pages]}
        _write(options.json, json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n")
    for number, page in enumerate(made.pages, 1):
        print(_line(number, page))
    print(_("{count} trang, {kilobytes} KB: {path}").format(
        count=len(made.pages), kilobytes=round(len(made.pdf) / 1024), path=options.out))  # fmt: skip
    return ExitCode.DONE


def _page(path: Path, dpi: int) -> PageToCopy:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PageNotRead(path=path, why=type(error).__name__) from error
    return PageToCopy(content, media_type(content[:LONGEST_BEGINNING]), dpi)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CopyNotWritten(path=path, why=type(error).__name__) from error


def _told(page: CopiedPage) -> dict[str, Any]:
    """Stable English names; the words of a page are in the PDF."""
    return {
        "skew_degrees": page.skew_degrees, "turned": page.turned, "blank": page.blank,
        "codes": [{"kind": code.kind, "text": code.text, "top": code.top} for code in page.codes],
        "text_confidence": page.confidence, "bytes": page.bytes, "milliseconds": page.milliseconds, "fell_back": page.fell_back,
    }  # fmt: skip


def _line(number: int, page: CopiedPage) -> str:
    head = _("Trang {number}: {kilobytes} KB, {milliseconds} ms").format(
        number=number, kilobytes=round(page.bytes / 1024), milliseconds=page.milliseconds)  # fmt: skip
    if page.fell_back:
        return head + "; " + _("để nguyên như đã quét ({why})").format(why=page.fell_back)
    parts = [head]
    if page.skew_degrees is not None:
        parts.append(_("nghiêng {degrees:.2f}°").format(degrees=page.skew_degrees))
    if page.turned:
        parts.append(_("đã xoay {degrees}°").format(degrees=page.turned))
    sure = _("độ tin của chữ {percent:.0f} %").format(percent=page.confidence)
    parts.append(_("có thể là trang trắng") if page.blank else sure)
    if page.codes:
        parts.append(_("{count} mã").format(count=len(page.codes)))
    return "; ".join(parts)
