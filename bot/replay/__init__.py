"""Old logs, played through the house: what would have been said, and what people did. Pure: lines in, values out."""
