"""Key presses and seconds of the commonest jobs, as they were played: a table for people."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from commands.invented_day.played import Act
from kiosk.words import _

SECONDS_A_KEY = 0.06


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of work. Medians; `machine_seconds`: the officer waited for the window."""

    name: str
    times: int
    keys: float
    typing_seconds: float
    machine_seconds: float


def jobs_of(acts: Sequence[Act]) -> tuple[Job, ...]:
    """The five jobs of a desk, commonest first."""
    kinds = {
        "copies": _("Chứng thực bản sao (thẻ quét QR)"), "signature": _("Chứng thực chữ ký (thẻ quét QR)"),
        "extract": _("Trích lục hộ tịch (thẻ quét QR)"), "full": _("Xác nhận tình trạng hôn nhân (đọc thẻ)"),
        "collects": _("Trả kết quả (có giấy hẹn)"),
    }  # fmt: skip
    jobs = []
    for what, name in kinds.items():
        these = [act for act in acts if act.what == what and act.keys]
        if these:
            keys = float(median(act.keys for act in these))
            machine = round(median(act.machine for act in these), 2)
            jobs.append(Job(name, len(these), keys, round(keys * SECONDS_A_KEY, 1), machine))
    return tuple(sorted(jobs, key=lambda job: -job.times))


def table_of(jobs: Sequence[Job]) -> str:
    """In Markdown."""
    head = _("| Việc | Lần | Phím (trung vị) | Giây gõ, 60 ms một phím | Giây chờ máy |")
    rows = [
        f"| {job.name} | {job.times} | {job.keys:g} | {job.typing_seconds:g} | {job.machine_seconds:g} |" for job in jobs
    ]
    return "\n".join((head, "| --- | --- | --- | --- | --- |", *rows)) + "\n"
