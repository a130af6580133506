"""SCREENS: the only room that may import Qt. It uses `kiosk` and is handed everything else by `commands`."""
