"""The files of a chip card (ICAO 9303-10, LDS1, and the Vietnamese DG13) as frozen values. Bytes come in, nothing is trusted."""
