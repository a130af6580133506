"""SCREENS: the only room that may import Qt. Still empty: the counter window comes next."""
