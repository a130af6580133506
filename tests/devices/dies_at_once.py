"""A process that dies of its picture."""

import os

os._exit(70)
