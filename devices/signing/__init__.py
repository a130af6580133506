"""Signing electronic copies, and looking at signatures: always in a process of its own, never in the counter's."""
