"""Collecting what is unreachable when it is due by Python's own thresholds, on the thread that asks. Needs no Qt."""

import gc


def collect_due() -> int:
    """Collects the oldest generation whose time has come; says how many objects went. Only on the GUI thread."""
    counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [age for age, (count, most) in enumerate(counts) if count > most > 0]
    return gc.collect(due[-1]) if due else 0
