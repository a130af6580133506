"""The kiosk's screens: for somebody who has never seen it, alone with the machine."""
