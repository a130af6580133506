"""Helpers for whoever works on the program; nothing here runs at a counter."""
