"""Drivers that need Qt, behind the ports of the office; `commands/` hands them in."""
