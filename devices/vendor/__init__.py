"""Card readers whose vendor brings a program of its own: it runs on this machine, reads and judges by itself, and is asked over
loopback. What it says is taken as told, never as proof."""
