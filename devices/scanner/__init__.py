"""Scanners: one driver in the counter's process, and a child process for each way of reaching a device."""
