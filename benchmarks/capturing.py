"""Receiving a dossier: how fast it is safe, and how much is written for it."""

import os
from pathlib import Path

from benchmarks.counter import a_counter, scanned, scratch
from benchmarks.rows import CannotRun, Figure, Registry, at_least, at_most
from benchmarks.size import Size
from benchmarks.timing import duel
from kiosk.receive import PageSource

IO_COUNTERS = Path("/proc/self/io")


def add_rows(table: Registry) -> None:
    table.row("durable capture of a 10-page dossier", "of plain files' speed", at_least(0.5), "dossiers/s")(capture)
    table.row("bytes written for a byte of pages", "times", at_most(1.1), "times")(bytes_written)


def capture(size: Size) -> Figure:
    """Receiving whole dossiers (checked, encrypted, numbered, signed, in the outbox and the audit log, all flushed)
    against saving the same pages, and nothing else, as plain files: each flushed and renamed, then their folder flushed.

    Plain files are what a careful person would write instead; everything we do beyond them is in the ratio.
    """
    with scratch(size, "capture") as folder, a_counter(folder) as counter:
        sources = scanned(folder, size.pages, size.page_bytes)
        plain = PlainFiles(folder / "plain")

        def ours() -> None:
            for _ in range(size.captured):
                counter.receive(sources)

        def theirs() -> None:
            for _ in range(size.captured):
                plain.save(sources)

        duel(2, ours, theirs)                                    # folders made, caches warm
        found = duel(size.capture_rounds, ours, theirs)
        rate = size.captured / found.our_median
        note = f"{rate:.1f} dossiers/s of {size.pages} x {size.page_bytes // 1000} kB; {found.spread()}"
        return Figure(found.speed, size.captured / found.their_median, note)


def bytes_written(size: Size) -> Figure:
    """Bytes this process gave the disk (`write_bytes` of /proc/self/io: database, its log, checkpoint at closing, page
    files, notes; whole 4 KiB pages of memory, without the file system's own journal) against the bytes of the pages.

    The same for the plain files of `capture`. Storing pages inside the database would be about 2.
    """
    with scratch(size, "written") as folder:
        sources = scanned(folder, size.pages, size.page_bytes)
        payload = size.dossiers * size.pages * size.page_bytes
        with a_counter(folder):
            pass                                                 # the empty store is not what is measured
        before = _written_so_far()
        with a_counter(folder) as counter:
            for _ in range(size.dossiers):
                counter.receive(sources)
        ours = _written_so_far() - before
        plain = PlainFiles(folder / "plain")
        for _ in range(size.dossiers):
            plain.save(sources)
        theirs = _written_so_far() - before - ours
        if not ours:
            raise CannotRun("this file system does not count what is written")
        return Figure(ours / payload, theirs / payload, f"{size.dossiers} dossiers, {payload / 1e6:.0f} MB of pages")


class PlainFiles:
    """The careful person's way: a folder a dossier, each page flushed and renamed, then the folder flushed."""

    def __init__(self, root: Path) -> None:
        self._root, self._count = root, 0
        root.mkdir()

    def save(self, sources: list[PageSource]) -> None:
        self._count += 1
        folder = self._root / f"{self._count:06d}"
        folder.mkdir()
        for source in sources:
            beside = folder / (source.path.name + ".part")
            with beside.open("wb", buffering=0) as file:
                file.write(source.path.read_bytes())
                os.fsync(file.fileno())
            beside.rename(folder / source.path.name)
        for flushed in (folder, self._root):
            descriptor = os.open(flushed, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)


def _written_so_far() -> int:
    """Raises CannotRun where the system does not tell."""
    try:
        lines = IO_COUNTERS.read_text("ascii").splitlines()
    except OSError as error:
        raise CannotRun("only Linux tells how much a process has written") from error
    return next(int(line.split()[1]) for line in lines if line.startswith("write_bytes"))
