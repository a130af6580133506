"""One module per command: the only place that knows all parts and wires them together.

Each module has `SUMMARY`, `arguments(parser)` and `run(options, workplace) -> ExitCode`.
"""
