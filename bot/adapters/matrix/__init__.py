"""Matrix as a network: what a homeserver says becomes events, what the house says becomes events of a room. README.md is the map."""
