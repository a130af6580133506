"""The counter clerk's screens: all day, by keyboard, one window."""
