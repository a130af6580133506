"""The forms of the one-stop shop, one module each."""
