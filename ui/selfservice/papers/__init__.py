"""Papers at the kiosk: one at a time, page after page, each shown at once; nothing that was laid down is left behind."""
