"""The numbered SQL files that shape the gateway's database."""
