"""PAPER: forms, receipts and slips as PDF; spool and printers."""
