"""How fast a link is, as seen: chunk size and time-outs follow from it."""

from dataclasses import dataclass

from sync.messages import MAX_CHUNK

FIRST_CHUNK = 256 * 1024
SMALLEST_CHUNK = 64 * 1024
SECONDS_A_CHUNK = 10.0
SLOWEST = 4_000.0                      # bytes a second assumed until measured otherwise: a 2G link


@dataclass(slots=True)
class Pace:
    """Of one link. Only advice: whatever it says, what is carried and what is kept stay the same."""

    chunk: int = FIRST_CHUNK
    goodput: float = 0.0               # bytes a second, 0 until the first piece arrived
    largest: int = MAX_CHUNK

    def seconds(self, size: int) -> float:
        """How long a piece of `size` bytes may take before the link counts as dead."""
        return 15.0 + 3.0 * size / (self.goodput or SLOWEST)

    def arrived(self, size: int, seconds: float) -> None:
        speed = size / max(seconds, 0.001)
        self.goodput = speed if not self.goodput else 0.7 * self.goodput + 0.3 * speed
        self.chunk = int(min(self.largest, max(SMALLEST_CHUNK, self.goodput * SECONDS_A_CHUNK)))

    def broke(self) -> None:
        self.chunk = max(SMALLEST_CHUNK, self.chunk // 2)
