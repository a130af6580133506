"""How a command ends, as scripts see it."""

from enum import IntEnum


class ExitCode(IntEnum):
    DONE = 0
    FAILED = 1                         # something nobody foresaw; the log says where
    USAGE = 2                          # the words of the command line are off (argparse's own code)
    READ_NO_ANCHOR = 3                 # a card's data are whole, but no installed anchor stands behind them
    REFUSED = 4                        # a Problem with a code: bad input, full disk, wrong key ...
    NOT_FINISHED = 5                   # work is left and kept: no link, something set aside, a receipt not printed
    NOT_GENUINE = 6                    # a receipt, a card or the audit chain does not hold
    BUSY = 7                           # another program holds the folder
