"""Measurements, side by side with what a user would pick instead. `python -m benchmarks` takes them all.

Rules: a row is never removed and its target never changed; a row that cannot run here has no value and is not met.
Figures compare two things measured in turns in one run, so that a busy or slow machine cannot decide them.
"""
