"""HARDWARE: cards, scanners, cameras, barcodes, signing tokens; each in a process of its own, each with a simulated twin."""
