"""The program's version, written down here and nowhere else: pyproject.toml takes it from here."""

VERSION = "0.1.0"
