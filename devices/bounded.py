"""A bound on the memory of a process that opens what strangers made. One place for all of them."""

import sys


def limit_memory(most: int) -> None:
    """`most` bytes of address space, code and libraries included, where the system can (Windows counters rely on the number of
    pixels alone)."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
