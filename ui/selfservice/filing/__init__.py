"""Filing a dossier at the kiosk: from choosing what it is about to the slip in the hand, one thing at a time."""
