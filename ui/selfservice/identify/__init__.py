"""Who stands here: by the chip of a card, by VNeID, or typed."""
