"""Printers behind the `Printer` port, one driver a file."""
