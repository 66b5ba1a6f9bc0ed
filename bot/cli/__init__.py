"""The command line, one file per group of commands. Everything that prints to a terminal is here."""
