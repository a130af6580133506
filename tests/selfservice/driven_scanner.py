"""The process of the kiosk's simulated scanner, with a citizen's own papers on its glass: see sheets.py."""

from devices.simulated.scanner_child import serve
from tests.selfservice.sheets import picture_of

if __name__ == "__main__":
    serve(picture_of)
