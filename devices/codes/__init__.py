"""QR codes in pictures, found in a process of their own: an image library meets a hostile file there, not in the counter."""
