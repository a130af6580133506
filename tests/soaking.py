"""Cases of a test that stand between those of every run, or only vary them: `make soak` looks at them."""

from collections.abc import Iterable
from typing import Any

import pytest


def in_soak(cases: Iterable[Any]) -> list[Any]:
    """For `parametrize`: each case a value, or a tuple of values."""
    return [pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.soak) for case in cases]
