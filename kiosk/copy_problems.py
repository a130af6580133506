"""Why pages wait here although the line would take them, and what may go wrong with copies on the way."""

from typing import ClassVar

from kiosk.problems import Problem
from kiosk.words import N_


class CopiesBeingMade(Problem):
    """Pages are held back: their copies, a tenth of the size, go in their place."""

    code: ClassVar[str] = "COPY-10"
    sentence: ClassVar[str] = N_("Máy đang làm bản sao điện tử từ các trang đã quét; xong thì gửi bản sao thay cho ảnh quét.")
    remedy: ClassVar[str] = N_("Không cần làm gì. Quá giờ đã đặt mà bản sao chưa xong thì máy gửi ảnh quét trước.")


class CopiesToSign(Problem):
    """Finished copies are held back for a while, for an officer is to sign them."""

    code: ClassVar[str] = "COPY-11"
    sentence: ClassVar[str] = N_("Bản sao điện tử đã làm xong, đang chờ cán bộ ký số rồi mới gửi.")
    remedy: ClassVar[str] = N_("Cán bộ đã tiếp nhận ký số các bản sao. Quá giờ đã đặt thì máy gửi bản sao chưa ký trước.")
