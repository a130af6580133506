"""Test pages without end, each from its seed: what counters scan, as scanners give it. For tests and measurements.

    words.py      invented people and what papers say
    ink.py        printing, handwriting, seals, pencil, codes on one sheet; measures in millimetres
    kinds.py      the sheets that have something on them
    bare.py       the blank ones, and those that are nearly blank and must not be taken for blank
    scanning.py   from a sheet to a scanner's picture: skew, shade, noise, backing, JPEG
    made.py       seed in, page and truth out

Frozen before anything was tuned on it: a change here makes every figure told so far a figure of other pages.
"""
