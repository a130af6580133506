"""Simulated twins of the devices, for demo, training and tests: each a child process behind the same port as the real one."""
