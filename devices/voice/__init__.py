"""What speaks at a kiosk: programs of the system that turn text into sound, and recordings of the office."""
