"""What the bot can do, one file or folder per ability. README.md shows how to write one."""
