"""`python -m devices.voice.winsound_player FILE`: plays a WAV file on Windows, in a process that can be killed in mid-word."""

import sys

if sys.platform == "win32":
    import winsound

    def main() -> None:
        winsound.PlaySound(sys.argv[1], winsound.SND_FILENAME)

    if __name__ == "__main__":
        main()
