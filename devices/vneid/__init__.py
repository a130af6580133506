"""VNeID by a QR code on the screen: the open standard for machines without a browser of their own."""
