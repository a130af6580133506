"""The chip card: access (PACE, BAC, secure messaging), its files, and proof that it is genuine. Nothing here needs Qt."""
