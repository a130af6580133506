"""What plays a sound file here, and whether there is anything to hear it from."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

_PLAYERS = (("paplay",), ("pw-play",), ("aplay", "-q"), ("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet"))


def player() -> tuple[str, ...] | None:
    """The command a file's name is put behind; None where nothing plays."""
    if sys.platform == "win32":
        return (sys.executable, "-m", "devices.voice.winsound_player")
    for name, *words in _PLAYERS:
        if program := shutil.which(name):
            return (program, *words)
    return None


def at_gain(player: Sequence[str], gain: float) -> tuple[str, ...]:
    """The same command, so many times as loud; as it is where the program (aplay, that of Windows) knows no volume."""
    usual = gain == 1
    match Path(player[0]).name:
        case "paplay" if not usual:        # counts in the cube root of the swing
            return (*player, f"--volume={round(65_536 * gain ** (1 / 3))}")
        case "pw-play" if not usual:
            return (*player, f"--volume={gain:.2f}")
        case "ffplay" if not usual:
            return (*player, "-af", f"volume={gain:.2f}")
    return tuple(player)


def has_sound() -> bool:
    """A card that plays, or a sound service. Without either a button that speaks would be dead."""
    if sys.platform == "win32" or os.environ.get("PULSE_SERVER") or os.environ.get("ALSA_CONFIG_PATH"):
        return True
    running = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere"))
    services = (running / "pulse" / "native", running / "pipewire-0")
    return any(Path("/dev/snd").glob("pcm*p")) or any(service.exists() for service in services)
