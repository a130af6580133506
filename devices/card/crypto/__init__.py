"""Cryptography of the chip card on top of `cryptography`: ciphers and MACs in one suite, key derivation, groups for PACE."""
