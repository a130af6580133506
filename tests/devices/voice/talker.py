"""A program that speaks and makes no sound, to be put on PATH: tells the port in TALKER_PORT what it was started with and what it
read, then ends; told to hold on, it stays until it is killed. Run as a script by the name of the program it stands for."""

import json
import os
import socket
import sys

if "--voices" in sys.argv:
    print("Pty Language Age/Gender VoiceName\n 5  en-gb    --/M       English\n 5  vi       --/M       Vietnamese")
    raise SystemExit
with socket.create_connection(("127.0.0.1", int(os.environ["TALKER_PORT"]))) as line:
    said = {"pid": os.getpid(), "argv": sys.argv, "text": sys.stdin.buffer.read().decode()}
    line.sendall(json.dumps(said).encode() + b"\n")
    line.recv(1)                       # until whoever listens lets it end
