"""What the process that looks for scanners and its parent share."""

CANNOT = 3                             # its exit code where this machine lacks something that the way needs


class NotHere(Exception):
    """This way needs something that this machine does not have."""
