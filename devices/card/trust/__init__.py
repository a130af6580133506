"""Whether a card is to be believed: who signed its data, whether that signer is trusted here, and whether the chip is a copy."""
