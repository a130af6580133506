"""Numbered SQL files of the office's store."""
