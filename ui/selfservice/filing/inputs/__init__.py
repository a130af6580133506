"""How an answer is given at the kiosk, by the kind of its question: large keys, large choices, never a small list."""

from ui.selfservice.filing.inputs.input import Input
from ui.selfservice.filing.inputs.making import input_for

__all__ = ["Input", "input_for"]
