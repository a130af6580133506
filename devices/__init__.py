"""HARDWARE: cards, scanners, cameras, barcodes, signing tokens. Still empty: the drivers come with the issues that need them."""
