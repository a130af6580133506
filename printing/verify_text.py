"""Reads back from a receipt's file what its QR code and its number say, so that it can be checked without paper."""

from typing import ClassVar

import pypdfium2

from kiosk.problems import Problem


class NoToken(Problem):
    """The file is no receipt of this program, or is damaged."""

    code: ClassVar[str] = "FORM-03"
    sentence: ClassVar[str] = "Tệp này không phải giấy tiếp nhận do chương trình in, hoặc tệp đã hỏng."
    remedy: ClassVar[str] = "Kiểm tra bằng cách quét mã QR trên giấy. Chi tiết: {reason}"


def token_in(pdf: bytes) -> str:
    """The signed token of the receipt. Raises NoToken."""
    return _entry(pdf, "Keywords")


def number_in(pdf: bytes) -> str:
    """The dossier number of the receipt. Raises NoToken."""
    return _entry(pdf, "Subject")


def _entry(pdf: bytes, name: str) -> str:
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise NoToken(reason=str(error)) from error
    try:
        value: str = document.get_metadata_value(name)
    finally:
        document.close()
    if not value:
        raise NoToken(reason=name)
    return value
