#!/bin/bash
# What runs on the kiosk's screen: the window manager without keys, and the program. Ends with the program.
set -eu
xset s off -dpms
openbox --config-file /etc/mot-cua-kiosk/openbox.xml &
exec "$MOTCUA_PROGRAM/.venv/bin/python" "$MOTCUA_PROGRAM/main.py" --data "$MOTCUA_DATA" selfservice
