"""What the bot decides, as pure functions over values: no I/O, no clock, no chance, no library."""
